/* SPDX-License-Identifier: MIT */
/*
 * my_test_main.c - runs the backend's tests, or says why not.
 */
#include <stdio.h>
#include "my_test.h"

#define SKIPPED 77 /* what automake's driver takes for a skip */

int main(void)
{
	SRunner *runner;
	Suite *suite;
	int failed;
	if (!getenv("TENON_TEST_MYSQL")) {
		puts("SKIP: set TENON_TEST_MYSQL to \"host port user password database\" of a server "
			"for tests");
		return SKIPPED;
	}
	suite = suite_create("backend mysql");
	suite_add_tcase(suite, my_test_values());
	suite_add_tcase(suite, my_test_errors());
	suite_add_tcase(suite, my_test_session());
	suite_add_tcase(suite, my_test_stream());
	suite_add_tcase(suite, my_test_engines());
	runner = srunner_create(suite);
	/* What a case sets up for itself must not reach the next one, whatever CK_FORK says. */
	srunner_set_fork_status(runner, CK_FORK);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* SPDX-License-Identifier: MIT */
/*
 * hostile.c - what is at the other end of a URL need not be a database: peers that lie
 * in each protocol, and files that are made to harm.  An error, no crash, bounded
 * memory, no secret in clear.  TENON_TEST_VERBOSE=1 shows what each lie gets.
 */
#include "config.h"
#include <stdlib.h>
#include "hostile.h"

int main(void)
{
	Suite *s = suite_create("hostile");
	SRunner *runner = srunner_create(s);
	int failed;
#ifdef TN_WITH_POSTGRESQL
	suite_add_tcase(s, hostile_postgresql());
#endif
#ifdef TN_WITH_MYSQL
	suite_add_tcase(s, hostile_mysql());
#endif
#ifdef TN_WITH_SQLITE
	suite_add_tcase(s, hostile_sqlite());
#endif
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* SPDX-License-Identifier: MIT */
/* pg_test_main.c - runs the tests of the PostgreSQL backend; see pg_harness.h for the server. */
#include "pg_harness.h"
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	SRunner *runner = srunner_create(pgt_suite_pure());
	int failed;

	pgt_read_environment();
	if (pgt_host) {
		srunner_add_suite(runner, pgt_suite_values());
		srunner_add_suite(runner, pgt_suite_stmt());
		srunner_add_suite(runner, pgt_suite_conn());
	} else {
		fprintf(stderr, "SKIPPED: all tests that need a PostgreSQL server: "
				"set TENON_TEST_PG=\"host port user database\"\n");
	}
	/* Memory is measured and counted: each case has a process of its own, whatever CK_FORK says. */
	srunner_set_fork_status(runner, CK_FORK);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

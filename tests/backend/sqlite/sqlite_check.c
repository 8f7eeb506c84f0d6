/* SPDX-License-Identifier: MIT */
/* sqlite_check.c - runs the suites of the SQLite backend. */
#include "sqlite_host.h"

#include <stdlib.h>

Suite *sqlite_conn_suite(void);
Suite *sqlite_decimal_suite(void);
Suite *sqlite_error_suite(void);
Suite *sqlite_fk_suite(void);
Suite *sqlite_functions_suite(void);
Suite *sqlite_ops_suite(void);
Suite *sqlite_stmt_suite(void);
Suite *sqlite_value_suite(void);

int main(void)
{
	SRunner *runner = srunner_create(sqlite_conn_suite());
	int failed;
	if (sq_make_folder() < 0)
		return EXIT_FAILURE;
	srunner_add_suite(runner, sqlite_decimal_suite());
	srunner_add_suite(runner, sqlite_error_suite());
	srunner_add_suite(runner, sqlite_fk_suite());
	srunner_add_suite(runner, sqlite_functions_suite());
	srunner_add_suite(runner, sqlite_ops_suite());
	srunner_add_suite(runner, sqlite_stmt_suite());
	srunner_add_suite(runner, sqlite_value_suite());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	sq_remove_folder();
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

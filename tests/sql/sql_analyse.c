/* SPDX-License-Identifier: MIT */
/* tests/sql/sql_analyse.c - runs the tests of the analysis of portable SQL. */
#include <stdlib.h>
#include "analyse_cases.h"

int main(void)
{
	Suite *suite = suite_create("analysis");
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, analyse_name_cases());
	suite_add_tcase(suite, analyse_query_cases());
	suite_add_tcase(suite, analyse_group_cases());
	suite_add_tcase(suite, analyse_change_cases());
	suite_add_tcase(suite, analyse_define_cases());
	suite_add_tcase(suite, analyse_size_cases());
	suite_add_tcase(suite, analyse_memory_cases());
	suite_add_tcase(suite, type_cases());
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

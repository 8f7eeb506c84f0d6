/* SPDX-License-Identifier: MIT */
/* tests/sql/sql_text.c - runs the tests of SQL text. */
#include <stdlib.h>
#include "render_test.h"

int main(void)
{
	Suite *suite = suite_create("sql text");
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, lex_cases());
	suite_add_tcase(suite, parse_cases());
	suite_add_tcase(suite, render_cases());
	suite_add_tcase(suite, render_expr_cases());
	suite_add_tcase(suite, render_param_cases());
	suite_add_tcase(suite, render_query_cases());
	suite_add_tcase(suite, render_change_cases());
	suite_add_tcase(suite, render_schema_cases());
	suite_add_tcase(suite, render_round_cases());
	suite_add_tcase(suite, builder_cases());
	suite_add_tcase(suite, ident_cases());
	suite_add_tcase(suite, soup_cases());
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

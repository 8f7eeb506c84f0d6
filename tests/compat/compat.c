/* SPDX-License-Identifier: MIT */
/* tests/compat/compat.c - runs the tests of compat/ and of plans; no database, no SQL layer. */
#include <stdlib.h>
#include <string.h>
#include "compat_test.h"

struct tn_ir_stmt *native_stmt(const char *text, int effect)
{
	static struct tn_ir_piece pieces[16];
	static struct tn_ir_stmt stmt;
	uint32_t n = 0, args = 0;
	const char *mark;

	memset(&stmt, 0, sizeof(stmt));
	stmt.kind = TN_IR_NATIVE;
	stmt.effect = (uint8_t)effect;
	stmt.source = text;
	stmt.source_len = strlen(text);
	stmt.verb = "SELECT";
	for (; (mark = strchr(text, '?')) != NULL; text = mark + 1)
		pieces[n++] = (struct tn_ir_piece){text, (uint32_t)(mark - text), (int32_t)args++};
	pieces[n++] = (struct tn_ir_piece){text, (uint32_t)strlen(text), -1};
	stmt.pieces = pieces;
	stmt.piece_count = n;
	stmt.arg_count = args;
	return &stmt;
}

int main(void)
{
	Suite *suite = suite_create("compat");
	SRunner *runner;
	int failed;

	/* Before any other call of the library, so that it holds without forks, too. */
	if (!scarce_memory())
		return 99;
	suite_add_tcase(suite, ir_cases());
	suite_add_tcase(suite, plan_cases());
	suite_add_tcase(suite, lower_cases());
	suite_add_tcase(suite, profile_cases());
	suite_add_tcase(suite, guard_cases());
	suite_add_tcase(suite, classify_cases());
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

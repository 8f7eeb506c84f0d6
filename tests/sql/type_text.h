/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/type_text.h - expressions in and out as one line of text.
 *
 * In: an expression, which is analysed as the first item of SELECT ... FROM t, over
 * tables that have a column of each type.  Out: operations with their operands,
 *
 *   EQ_I(i, 5) :BOOLEAN       a cast that the analysis made is written ~CAST_I_N(x),
 *                             ! behind the type says that it is never NULL
 */
#ifndef TN_TEST_TYPE_TEXT_H
#define TN_TEST_TYPE_TEXT_H

#include <check.h>
#include "core/base/text.h"
#include "core/sql/sql.h"

/* An analysed statement. */
struct typed {
	struct tn_arena arena;
	struct tn_ir_stmt *stmt;
	tn_error *err;
	int rc;
};

/*
 * What is bound, a letter for each parameter: those of tenon/sys/sqltype.h, - for
 * NULL; 3i is a list of three integers.  NULL: nothing is bound, offline.
 */
void type_text(struct typed *a, const char *text, const char *bound, int open);
void typed_release(struct typed *a);

/*
 * What was analysed as a line: the first item of a SELECT with its type and WHERE, the
 * values of an INSERT, those of SET.
 */
void put_statement(struct tn_text *out, const struct tn_ir_stmt *stmt);
void put_expr(struct tn_text *out, const struct tn_ir_expr *expr);
void put_type(struct tn_text *out, const struct tn_sql_type *type);

/* What is wrong with the kinds of an analysed tree, or NULL. */
const char *type_fault(const struct tn_ir_stmt *stmt);

TCase *type_cases(void);

#endif

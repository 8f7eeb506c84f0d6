/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/analyse_cases.h - what the tests of the analysis share.
 *
 * A case is a text and what comes of it over a fixed set of tables.  In the text of
 * a case that fails, @ stands before the place that the error points to.
 */
#ifndef TN_TEST_ANALYSE_CASES_H
#define TN_TEST_ANALYSE_CASES_H

#include <check.h>
#include <stdint.h>
#include "core/base/arena.h"
#include "core/sql/sql.h"

struct analysed {
	struct tn_arena arena;
	struct tn_ir_stmt *stmt;
	tn_error *err;
	int rc;
	size_t marked; /* where @ stood, from 1; 0: nowhere */
};

/* What the environment is. */
enum tables { KNOWN = 0, OPEN = 1 };

/* Parses only; env is what the analysis then needs, in the arena of a. */
void parse_case(struct analysed *a, enum tables tables, const char *text, struct tn_sql_env *env);
/* Parses and analyses; the tables are those of analyse_cases.c. */
void analyse(struct analysed *a, enum tables tables, const char *text);
void analyse_bound(
	struct analysed *a, enum tables tables, const char *text, const struct tn_sql_bound *bound);
void analysed_release(struct analysed *a);

/* The outputs: "id:BIGINT! name:TEXT". */
struct output_case {
	const char *text, *outputs;
};
void check_outputs(enum tables tables, const struct output_case *c);

/* Lines that the dump has, in this order, separated by "|"; blanks at their beginning do not count. */
struct tree_case {
	const char *text, *lines;
};
void check_tree(enum tables tables, const struct tree_case *c);

/* A part of the message and of the hint; NULL: not looked at. */
struct fail_case {
	const char *text;
	int code;
	const char *message, *hint;
};
void check_fails(enum tables tables, const struct fail_case *c);

TCase *analyse_name_cases(void);
TCase *analyse_query_cases(void);
TCase *analyse_group_cases(void);
TCase *analyse_change_cases(void);
TCase *analyse_define_cases(void);
TCase *analyse_size_cases(void);
TCase *analyse_memory_cases(void);
/* test_type.c */
TCase *type_cases(void);

#endif

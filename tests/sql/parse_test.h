/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/parse_test.h - what the tests of the parser of portable SQL share.
 *
 * Trees are compared as one line: the dump of the IR, with what is indented
 * between parentheses.
 */
#ifndef TN_TEST_PARSE_H
#define TN_TEST_PARSE_H

#include <check.h>
#include <stdint.h>
#include "core/base/arena.h"
#include "core/sql/sql.h"

struct portable {
	struct tn_arena arena;
	struct tn_ir_stmt *stmt;
	tn_error *err;
	int rc;
};

/* Parses; the text is given in memory of exactly its size. */
void portable_parse(struct portable *p, const char *text, size_t len);
void portable_good(struct portable *p, const char *text);
void portable_release(struct portable *p);
/* The tree as one line, to be freed. */
char *portable_tree(const struct tn_ir_stmt *stmt);

struct portable_case {
	const char *text, *tree;
};
void portable_check(const struct portable_case *c);

TCase *change_cases(void);
TCase *error_cases(void);
TCase *limit_cases(void);
TCase *literal_cases(void);
TCase *query_cases(void);
TCase *type_cases(void);
TCase *word_cases(void);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * tests/compat/passes.h - statements in portable text, lowered for made-up servers.
 *
 * The tables are t and u: id BIGINT NOT NULL PRIMARY KEY, a INTEGER, b TEXT, n
 * NUMERIC(20,2), f BOOLEAN NOT NULL, j JSON, c TEXT with a collation of its own; k and x,
 * which have unique keys: id, an identity column, code TEXT NOT NULL, mail TEXT, hits
 * INTEGER DEFAULT; of k over id, over code, over mail and hits, of x over id and more.
 */
#ifndef TN_PASSES_H
#define TN_PASSES_H

#include <check.h>
#include "compat/compat.h"
#include "core/base/text.h"
#include "core/sql/sql.h"

/* A statement, what it becomes without some capabilities, and the plan's flags. */
struct pass_case {
	const char *lacks; /* names of capabilities, blanks between; the server has all others */
	const char *text;
	const char *becomes; /* portable text; NULL: it is refused */
	const char *refusal; /* the message */
	unsigned flags;      /* TN_PLAN_* */
};

/* All capabilities but those that exclude each other. */
void all_caps(struct tn_caps *caps);
/* Clears those that are named. */
void lack(struct tn_caps *caps, const char *names);
/* Parsed and analysed, or a failed test. */
struct tn_ir_stmt *pass_parse(struct tn_arena *a, const char *text);
/*
 * A statement with lists of these lengths (TN_SQL_NO_LIST: no list), at most 3, lowered: a valid plan, or a failed
 * test.
 */
const struct tn_plan *pass_lists(struct tn_arena *a, const struct tn_caps *caps, const char *text,
				 const uint32_t *sizes);
void pass_portable(const struct tn_ir_stmt *stmt, struct tn_text *out);
/* Checks a case, and that the plan is valid and the intent unchanged. */
void check_pass(const struct pass_case *c);

extern const struct pass_case order_cases[], join_cases[], set_cases[], expr_cases[], change_cases[],
	conflict_cases[];
extern const size_t order_case_count, join_case_count, set_case_count, expr_case_count, change_case_count,
	conflict_case_count;

TCase *random_cases(void);
TCase *list_cases(void);
TCase *list_step_cases(void);

#endif

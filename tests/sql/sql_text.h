/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/sql_text.h - what the tests of SQL text share.
 *
 * The dialects are invented: each has a set of lexical rules that goes together,
 * none is a product.
 */
#ifndef TN_TEST_SQL_TEXT_H
#define TN_TEST_SQL_TEXT_H

#include <check.h>
#include <stdint.h>
#include "core/base/arena.h"
#include "core/ir/plan.h"
#include "core/sql/sql.h"

/* $n, dollar quotes, nested comments, casts, E strings, standard quotes. */
extern const struct tn_dialect alpha;
/* ?, backticks, hash comments, dash needs space, version comments, "..." and '...' with backslashes. */
extern const struct tn_dialect beta;
/* ?, backticks and brackets beside standard quotes. */
extern const struct tn_dialect gamma_;
extern const struct tn_dialect *const all_dialects[3];

/* No limits; identifiers of at most 8 bytes; of at most 8 characters. */
extern const struct tn_profile no_limits, eight_bytes, eight_chars;

struct parsed {
	struct tn_arena arena;
	const struct tn_ir_stmt *stmt;
	tn_error *err;
	int rc;
};

void parse(struct parsed *p, const struct tn_dialect *dialect, const struct tn_profile *profile, const char *text,
	   size_t len);
void parsed_release(struct parsed *p);

/* A generator of numbers that are the same on every machine. */
struct dice {
	uint64_t state;
};
unsigned roll(struct dice *d, unsigned sides);

/* From its installation on the n-th allocation and all behind it fail, n being until_failure. */
extern unsigned long until_failure;
void scarce_install(void);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

TCase *builder_cases(void);
TCase *ident_cases(void);
TCase *lex_cases(void);
TCase *parse_cases(void);
TCase *render_cases(void);
TCase *soup_cases(void);

#endif

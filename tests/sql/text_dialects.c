/* SPDX-License-Identifier: MIT */
/* tests/sql/text_dialects.c - invented dialects, and small helpers over them. */
#include <string.h>
#include "sql_text.h"

static const char *const commits_at_schema[] = {
	"!CREATE TEMPORARY TABLE", "CREATE", "DROP", "LOCK TABLES", NULL,
};

static const char *const changes_session[] = {"!SET LOCAL", "SET", "USE", NULL};

const struct tn_dialect alpha = {
	.name = "alpha",
	.lex = TN_LEX_E_STRINGS | TN_LEX_DOLLAR_QUOTES | TN_LEX_NESTED_COMMENT | TN_LEX_CAST,
	.quote = '"',
	.placeholder = TN_PLACEHOLDER_DOLLAR,
};

const struct tn_dialect beta = {
	.name = "beta",
	.lex = TN_LEX_BACKSLASH | TN_LEX_HASH_COMMENT | TN_LEX_DASH_SPACE | TN_LEX_VERSION_COMMENT |
	       TN_LEX_DOUBLE_STRINGS,
	.quote = '`',
	.placeholder = TN_PLACEHOLDER_QUESTION,
	.implicit_commit = commits_at_schema,
};

const struct tn_dialect gamma_ = {
	.name = "gamma",
	.lex = TN_LEX_BACKTICKS | TN_LEX_BRACKETS,
	.quote = '"',
	.placeholder = TN_PLACEHOLDER_QUESTION,
	.session_words = changes_session,
};

const struct tn_dialect *const all_dialects[3] = {&alpha, &beta, &gamma_};

const struct tn_profile no_limits;
const struct tn_profile eight_bytes = {.max_ident_bytes = 8};
const struct tn_profile eight_chars = {.max_ident_chars = 8};

void parse(struct parsed *p, const struct tn_dialect *dialect, const struct tn_profile *profile, const char *text,
	   size_t len)
{
	memset(p, 0, sizeof(*p));
	tn__arena_init(&p->arena);
	p->rc = tn__sql_parse_native(&p->arena, text, len, dialect, profile, &p->stmt, &p->err);
}

void parsed_release(struct parsed *p)
{
	tn_error_free(p->err);
	tn__arena_release(&p->arena);
}

unsigned roll(struct dice *d, unsigned sides)
{
	d->state = d->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(d->state >> 33) % sides;
}

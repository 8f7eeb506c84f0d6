/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/fuzz_native.c - any bytes as native text.
 *
 * The entry point is that of libFuzzer; test_native_soup.c calls it with inputs
 * that it makes itself, so it runs in every test run.  The first byte picks the
 * dialect and the limits, the rest is the text.  What must hold for every text:
 *
 *  1. It parses to a statement that the plan's validator accepts, or is refused
 *     with an error whose position lies in the text.
 *  2. The pieces with the bytes between them are the text.
 *  3. The rendered text has the length it says, and one argument per placeholder.
 *  4. Positions map forward without going back, and to the byte itself in pieces.
 */
#include <stdlib.h>
#include <string.h>
#include "sql_text.h"

/* Not assert(): it must hold in every build. */
#define MUST(x) \
	do { \
		if (!(x)) \
			abort(); \
	} while (0)

static void check_pieces(const struct tn_ir_stmt *stmt)
{
	struct tn_step step = {.id = 1, .kind = TN_STEP_QUERY, .stmt = stmt};
	struct tn_plan plan = {.steps = &step, .step_count = 1};
	const char *at = stmt->source;
	uint32_t i;

	MUST(tn__plan_check(&plan, NULL) == TN_OK);
	for (i = 0; i < stmt->piece_count; i++) {
		const struct tn_ir_piece *p = &stmt->pieces[i];
		size_t gap = (size_t)(p->text - at);

		if (i == 0)
			MUST(gap == 0);
		else if (stmt->pieces[i - 1].arg < 0)
			MUST(gap == 1 && *at == '?' && at[-1] == '?');
		else if (stmt->arg_names)
			MUST(*at == ':' && !memcmp(at + 1, stmt->arg_names[stmt->pieces[i - 1].arg], gap - 1));
		else
			MUST(gap == 1 && *at == '?');
		at = p->text + p->len;
	}
	MUST(at == stmt->source + stmt->source_len);
}

static void check_positions(const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect,
			    const struct tn_rendered *r)
{
	size_t i, last = 0;

	for (i = 0; i <= r->sql_len + 2; i++) {
		size_t source = tn__sql_map_position(stmt, dialect, i);

		MUST(source >= last && source <= stmt->source_len + 1);
		MUST((i == 0) == (source == 0));
		/* a byte of a piece maps to the same byte; of a placeholder, to its marker */
		if (i > 0 && i <= r->sql_len)
			MUST(stmt->source[source - 1] == r->sql[i - 1] || stmt->source[source - 1] == '?' ||
			     stmt->source[source - 1] == ':');
		last = source;
	}
	MUST(last == stmt->source_len + 1);
}

static void check_rendered(struct parsed *p, const struct tn_dialect *dialect)
{
	struct tn_rendered r;
	uint32_t i;

	MUST(tn__sql_render(&p->arena, p->stmt, dialect, &r, NULL) == TN_OK);
	MUST(strlen(r.sql) == r.sql_len);
	for (i = 0; i < r.arg_count; i++)
		MUST(r.args[i] < p->stmt->arg_count);
	check_positions(p->stmt, dialect, &r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct tn_profile *const profiles[] = {&no_limits, &eight_bytes, &eight_chars};
	const struct tn_dialect *dialect;
	struct parsed p;

	if (size == 0)
		return 0;
	dialect = all_dialects[data[0] % 3];
	parse(&p, dialect, profiles[data[0] / 3 % 3], (const char *)data + 1, size - 1);
	if (p.rc == TN_OK) {
		check_pieces(p.stmt);
		check_rendered(&p, dialect);
	} else {
		MUST(p.rc < 0 && tn_error_code(p.err) == p.rc && tn_error_message(p.err));
		MUST(tn_error_position(p.err) <= size);
		/* an empty text has no position */
		MUST(tn_error_position(p.err) > 0 || !*tn_error_sql(p.err));
	}
	parsed_release(&p);
	return 0;
}

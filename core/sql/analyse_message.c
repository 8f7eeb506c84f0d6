/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_message.c - what the analysis says: errors, warnings, near names, fresh ones.
 *
 * Every error has the statement's text and a position in it, so that a caller can
 * show the line with a caret.  Messages hold names and types, never values.
 */
#include "core/base/text.h"
#include "core/sql/scope.h"
#include <string.h>

/* More warnings than a person reads are not kept. */
#define MAX_WARNINGS 64u
/* Names tried for a hint: the catalogue may be large. */
#define MAX_TRIED 20000u
#define MAX_COMPARED 64u

int tn__analysis_fail(
	struct tn_analysis *an, uint32_t at, int code, const char *hint, const char *format, ...)
{
	struct tn_error_parts parts = {.code = code};
	struct tn_text message;
	va_list ap;
	int rc;

	tn__text_init(&message);
	va_start(ap, format);
	tn__text_vprintf(&message, format, ap);
	va_end(ap);
	parts.message = message.s;
	parts.hint = hint;
	parts.sql = an->stmt->source;
	parts.sql_len = an->stmt->source_len;
	parts.position = (size_t)at + 1;
	rc = message.failed ? tn__error_nomem(an->err) : tn__error_build(an->err, &parts);
	tn__text_release(&message);
	return rc;
}

int tn__analysis_warn(struct tn_analysis *an, uint32_t at, const char *format, ...)
{
	struct tn_ir_stmt *stmt = an->stmt;
	struct tn_text message;
	char *copy;
	va_list ap;

	if (stmt->warning_count == MAX_WARNINGS)
		return TN_OK;
	if (!stmt->warning_count)
		stmt->warnings = tn__arena_calloc(an->arena, MAX_WARNINGS, sizeof(*stmt->warnings));
	if (!stmt->warnings)
		return tn__error_nomem(an->err);
	tn__text_init(&message);
	va_start(ap, format);
	tn__text_vprintf(&message, format, ap);
	va_end(ap);
	copy = message.failed ? NULL : tn__arena_strndup(an->arena, message.s, message.len);
	tn__text_release(&message);
	if (!copy)
		return tn__error_nomem(an->err);
	stmt->warnings[stmt->warning_count].at = at;
	stmt->warnings[stmt->warning_count++].text = copy;
	return TN_OK;
}

/* How many letters must be changed, added or removed to make b of a; case is worth nothing. */
static unsigned edit_distance(const char *a, size_t m, const char *b, size_t n)
{
	unsigned row[MAX_COMPARED + 1];
	size_t i, j;

	for (j = 0; j <= n; j++)
		row[j] = (unsigned)j;
	for (i = 1; i <= m; i++) {
		unsigned diagonal = row[0];

		row[0] = (unsigned)i;
		for (j = 1; j <= n; j++) {
			char x = a[i - 1], y = b[j - 1];
			unsigned same = x == y || ((x ^ y) == 0x20 && (x | 0x20) >= 'a' && (x | 0x20) <= 'z');
			unsigned best = diagonal + !same;

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[n];
}

void tn__nearest_begin(struct tn_nearest *n, const char *wanted)
{
	size_t len = strlen(wanted);

	n->wanted = wanted;
	n->best = NULL;
	n->tried = 0;
	/* A third of the letters may be wrong; a name of one or two letters is not guessed. */
	n->distance = len < 3 ? 1 : (unsigned)(len < MAX_COMPARED ? len : MAX_COMPARED) / 3 + 1;
}

void tn__nearest_try(struct tn_nearest *n, const char *candidate)
{
	size_t len = strlen(n->wanted), other = strlen(candidate);
	unsigned distance;

	if (n->tried++ >= MAX_TRIED || len > MAX_COMPARED || other > MAX_COMPARED)
		return;
	if ((len > other ? len - other : other - len) >= n->distance)
		return;
	distance = edit_distance(n->wanted, len, candidate, other);
	if (distance < n->distance) {
		n->distance = distance;
		n->best = candidate;
	}
}

/* ---- small texts ------------------------------------------------------------------------- */

const char *tn__analysis_text(struct tn_analysis *an, const char *format, ...)
{
	struct tn_text t;
	const char *copy;
	va_list ap;

	tn__text_init(&t);
	va_start(ap, format);
	tn__text_vprintf(&t, format, ap);
	va_end(ap);
	copy = t.failed ? NULL : tn__arena_strndup(an->arena, t.s, t.len);
	tn__text_release(&t);
	return copy;
}

const char *tn__nearest_hint(struct tn_analysis *an, const struct tn_nearest *n)
{
	return n->best ? tn__analysis_text(an, "is \"%s\" meant?", n->best) : NULL;
}

int tn__analysis_deeper(struct tn_analysis *an, uint32_t at)
{
	if (an->depth >= TN_IR_MAX_DEPTH)
		return tn__analysis_fail(an, at, TN_E_LIMIT,
			"split the statement, or name a part of it in WITH",
			"the statement is nested too deep");
	an->depth++;
	return TN_OK;
}

/* The longest run of underscores behind "tn" in the text, so that one more is in none of its names. */
static unsigned longest_run(const char *s)
{
	unsigned longest = 0;

	for (; *s; s++) {
		unsigned run = 0;

		if ((s[0] | 0x20) != 't' || (s[1] | 0x20) != 'n')
			continue;
		for (s += 2; *s == '_'; s++)
			run++;
		if (run > longest)
			longest = run;
		s--;
	}
	return longest < 40 ? longest : 40; /* longer ones are in no name */
}

const char *tn__fresh_alias(struct tn_analysis *an)
{
	static const char underscores[] = "_________________________________________";

	if (!an->alias_run)
		an->alias_run = longest_run(an->stmt->source ? an->stmt->source : "") + 1;
	return tn__analysis_text(an, "tn%.*s%u", (int)an->alias_run, underscores, ++an->aliases);
}

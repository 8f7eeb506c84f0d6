/* SPDX-License-Identifier: MIT */
/*
 * compat/guard_session.c - which settings a session must have, and does it?
 *
 * Guarantees depend on settings that a server, a proxy or an administrator may
 * have changed.  The rows of the dialect say what is expected; the guard picks
 * those that apply, words the statements that read and change them, and judges
 * what was read.  The engine does the talking.
 *
 * Invariants:
 *  1. Only what was read counts: a row that was set but not read again is judged
 *     by what was read before, and one never read does not hold.
 *  2. A setting that matches is never changed.
 *  3. The rows that a statement of tn__guard_get_sql() reads are the items just
 *     before *next, in order: item *next - n is its first column.
 *
 * It must not talk to a server or know a setting by name.
 */
#include <string.h>
#include "compat/compat.h"
#include "core/base/error.h"
#include "core/base/text.h"

static int applies(const struct tn_session_row *row, const struct tn_server *server)
{
	return (server->facts & row->need_facts) == row->need_facts && !(server->facts & row->unless_facts) &&
	       (!row->min_version || server->version_number >= row->min_version) &&
	       (!row->max_version || server->version_number <= row->max_version);
}

int tn__guard_select(struct tn_guard *g, struct tn_arena *a, const struct tn_dialect *dialect,
		     const struct tn_server *server, tn_error **err)
{
	size_t i;

	g->arena = a;
	g->dialect = dialect;
	g->count = 0;
	g->items = NULL;
	if (!dialect->session_count)
		return TN_OK;
	g->items = tn__arena_calloc(a, dialect->session_count, sizeof(*g->items));
	if (!g->items)
		return tn__error_nomem(err);
	for (i = 0; i < dialect->session_count; i++)
		if (applies(&dialect->session[i], server))
			g->items[g->count++].row = &dialect->session[i];
	return TN_OK;
}

int tn__guard_found(struct tn_guard *g, size_t i, const char *value, size_t len, tn_error **err)
{
	struct tn_guard_item *item = &g->items[i];

	item->value = NULL;
	item->matches = 0;
	if (value) {
		item->value = tn__arena_strndup(g->arena, value, len);
		if (!item->value)
			return tn__error_nomem(err);
	}
	item->matches = (uint8_t)tn__guard_matches(item->row, item->value);
	return TN_OK;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

size_t tn__guard_get_sql(const struct tn_guard *g, size_t *next, struct tn_text *out)
{
	const struct tn_session_syntax *syntax = &g->dialect->session_syntax;
	size_t n = 0;

	while (*next < g->count && !g->items[*next].row->get)
		++*next;
	for (; *next < g->count && g->items[*next].row->get; ++*next) {
		if (n && !syntax->get_join)
			break;
		tn__text_puts(out, n ? syntax->get_join : or_empty(syntax->get_prefix));
		tn__text_puts(out, g->items[*next].row->get);
		n++;
	}
	return n;
}

static int to_set(const struct tn_guard_item *item)
{
	return item->row->set && item->value && !item->matches;
}

size_t tn__guard_set_sql(struct tn_guard *g, size_t *next, struct tn_text *out)
{
	const struct tn_session_syntax *syntax = &g->dialect->session_syntax;
	size_t n = 0;

	for (; *next < g->count; ++*next) {
		struct tn_guard_item *item = &g->items[*next];

		if (!to_set(item))
			continue;
		if (n && !syntax->set_join)
			break;
		tn__text_puts(out, n ? syntax->set_join : or_empty(syntax->set_prefix));
		tn__text_puts(out, item->row->set);
		item->was_set = 1;
		n++;
	}
	return n;
}

static const char *const expectations[] = {
	[TN_MATCH_EXACT] = "not",
	[TN_MATCH_NOCASE] = "not",
	[TN_MATCH_AT_LEAST] = "not at least",
	[TN_MATCH_WORDS] = "which does not fit",
	[TN_MATCH_READ] = "not",
};

/* One line: name, value found, value expected, why. */
static void describe(const struct tn_guard_item *item, struct tn_text *out)
{
	const struct tn_session_row *row = item->row;
	const char *how = row->match <= TN_MATCH_READ ? expectations[row->match] : "not";

	tn__text_printf(out, "session setting '%s' ", row->name);
	if (item->value)
		tn__text_printf(out, "is '%.200s', %s '%s'", item->value, how, or_empty(row->expected));
	else
		tn__text_printf(out, "could not be read; expected '%s'", or_empty(row->expected));
	if (item->was_set)
		tn__text_puts(out, " (setting it had no effect)");
	if (row->why)
		tn__text_printf(out, ": %s", row->why);
}

static int refuse(const struct tn_guard_item *item, tn_error **err)
{
	struct tn_text line;
	int rc;

	tn__text_init(&line);
	describe(item, &line);
	rc = line.failed ? tn__error_nomem(err) : tn__error_set(err, TN_E_GUARD, "%s", line.s);
	tn__text_release(&line);
	return rc;
}

int tn__guard_verdict(const struct tn_guard *g, struct tn_text *warnings, tn_error **err)
{
	const struct tn_guard_item *worst = NULL;
	size_t i;

	for (i = 0; i < g->count; i++) {
		const struct tn_guard_item *item = &g->items[i];

		if (item->matches)
			continue;
		if (item->row->level == TN_SESSION_MUST) {
			worst = worst ? worst : item;
			continue;
		}
		if (warnings) {
			describe(item, warnings);
			tn__text_putc(warnings, '\n');
		}
	}
	return worst ? refuse(worst, err) : TN_OK;
}

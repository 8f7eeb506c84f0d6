/* SPDX-License-Identifier: MIT */
/*
 * error_format.c - an error as text for a log or a terminal.
 *
 *   SYNTAX: syntax error at or near "FORM" [42601]
 *     hint: ...
 *     line 2, column 13: SELECT name FORM authors
 *                                    ^
 *
 *  1. Only the line of the statement that the position is in is shown, and of a
 *     long one only a window around the position.
 *  2. One character of the statement is one column: a tab or another control
 *     character is shown as a space and bytes that are no UTF-8 as '?', so the
 *     caret stands where it should.  (Wide characters are not measured.)
 */
#include <string.h>
#include <tenon/sys/utf8.h>
#include "core/base/error.h"
#include "core/base/error_object.h"
#include "core/base/out.h"

enum {
	WINDOW = 72, /* columns of a statement's line that are shown */
	BEFORE = 48  /* of these before the caret, when the line is cut there */
};

/* Length of the character at s, at least 1. */
static size_t step(const char *s, size_t n)
{
	size_t k = tn_utf8_seq((const unsigned char *)s, n);
	return k ? k : 1;
}

static size_t columns(const char *s, size_t n)
{
	size_t i, count = 0;
	for (i = 0; i < n; i += step(s + i, n - i))
		count++;
	return count;
}

static size_t skip_columns(const char *s, size_t n, size_t count)
{
	size_t i = 0;
	while (i < n && count-- > 0)
		i += step(s + i, n - i);
	return i;
}

static void put_shown(struct tn_out *o, const char *s, size_t n)
{
	size_t i, k;
	for (i = 0; i < n; i += k) {
		k = step(s + i, n - i);
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7F)
			tn__out_putc(o, ' ');
		else if (k == 1 && (unsigned char)s[i] >= 0x80)
			tn__out_putc(o, '?');
		else
			tn__out_append(o, s + i, k);
	}
}

static void put_spaces(struct tn_out *o, size_t n)
{
	while (n-- > 0)
		tn__out_putc(o, ' ');
}

/* The line s of n bytes with a caret under byte at. */
static void put_line(struct tn_out *o, size_t number, const char *s, size_t n, size_t at)
{
	size_t before = columns(s, at), total = columns(s, n), start = 0, end = n, label;
	if (total > WINDOW && before > BEFORE)
		start = skip_columns(s, n, before - BEFORE);
	end = start + skip_columns(s + start, n - start, WINDOW);
	label = o->len;
	tn__out_printf(o, "\n  line %zu, column %zu: %s", number, before + 1, start ? "..." : "");
	label = o->len - label - 1;
	put_shown(o, s + start, end - start);
	if (end < n)
		tn__out_puts(o, "...");
	tn__out_putc(o, '\n');
	put_spaces(o, label + columns(s + start, at - start));
	tn__out_putc(o, '^');
}

static void put_statement(struct tn_out *o, const char *sql, size_t position)
{
	size_t at = position - 1, begin = 0, end, i, number = 1;
	for (i = 0; i < at; i++) {
		if (sql[i] == '\n') {
			begin = i + 1;
			number++;
		}
	}
	end = at + strcspn(sql + at, "\r\n");
	put_line(o, number, sql + begin, end - begin, at - begin);
}

/* A part that may have several lines: they are indented under the first. */
static void put_part(struct tn_out *o, const char *label, const char *s)
{
	if (!s)
		return;
	tn__out_printf(o, "\n  %s: ", label);
	for (; *s; s++) {
		if (*s == '\n')
			tn__out_puts(o, "\n    ");
		else
			tn__out_putc(o, (unsigned char)*s < 0x20 || *s == 0x7F ? ' ' : *s);
	}
}

static void put_numbers(struct tn_out *o, const tn_error *e)
{
	const char *state = e->text[TEXT_SQLSTATE];
	if (state && e->native)
		tn__out_printf(o, " [%.5s, %d]", state, e->native);
	else if (state)
		tn__out_printf(o, " [%.5s]", state);
	else if (e->native)
		tn__out_printf(o, " [%d]", e->native);
}

size_t tn_error_format(const tn_error *e, char *out, size_t size)
{
	struct tn_out o = {out, size, 0};
	if (e) {
		tn__out_puts(&o, tn_error_name(e->code));
		tn__out_puts(&o, ": ");
		tn__out_puts(&o, e->text[TEXT_MESSAGE]);
		put_numbers(&o, e);
		put_part(&o, "detail", e->text[TEXT_DETAIL]);
		put_part(&o, "hint", e->text[TEXT_HINT]);
		if (e->text[TEXT_SQL] && e->position)
			put_statement(&o, e->text[TEXT_SQL], e->position);
	}
	return tn__out_end(&o);
}

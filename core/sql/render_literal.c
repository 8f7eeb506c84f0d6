/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_literal.c - constants, by the dialect's forms of literals.
 *
 * Invariants:
 *  1. A text is one token whatever it holds: quotes are doubled, and the session is
 *     held to strings without backslash escapes.
 *  2. A negative number stands in parentheses, so that nothing before it makes a
 *     comment or another operator of the minus.
 *  3. A double reads back equal: it is written with as many digits as that takes.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include "core/sql/render.h"

static void quoted(struct tn_render *r, const char *s, size_t n)
{
	while (n) {
		const char *quote = memchr(s, '\'', n);
		size_t part = quote ? (size_t)(quote - s) + 1 : n;

		tn__text_append(r->out, s, part);
		if (quote)
			tn__text_putc(r->out, '\'');
		s += part;
		n -= part;
	}
}

static void hex(struct tn_render *r, const tn_value *v)
{
	static const char digits[] = "0123456789abcdef";
	uint32_t i;

	for (i = 0; i < v->len && !r->out->failed; i++) {
		unsigned char c = (unsigned char)v->u.s[i];

		tn__text_putc(r->out, digits[c >> 4]);
		tn__text_putc(r->out, digits[c & 15]);
	}
}

/* Text of the library's own form, which never holds a quote. */
static void formatted(struct tn_render *r, const tn_value *v)
{
	char text[64];
	size_t n = tn_value_format(v, text, sizeof(text));

	if (n < sizeof(text))
		tn__text_append(r->out, text, n);
	else
		tn__render_fail(r, r->at, TN_E_INTERNAL, NULL, "a literal is too long");
}

/* Without the zone: instants are UTC, and the form says what else the server wants. */
static void moment(struct tn_render *r, const tn_value *v)
{
	char text[32];
	size_t n = v->kind == TN_KIND_DATE ? tn_format_date(v->u.i, text)
		: v->kind == TN_KIND_TIME  ? tn_format_time(v->u.i, text)
					   : tn_format_timestamp(v->u.i, text);

	tn__text_append(r->out, text, n);
}

static void number(struct tn_render *r, const tn_value *v)
{
	char text[48];
	size_t n;

	switch (v->kind) {
	case TN_KIND_INT:
		if (v->u.i == INT64_MIN && !r->portable) /* its digits alone do not fit the type */
			tn__render_puts(r, "-9223372036854775807 - 1");
		else
			tn__text_append(r->out, text,
				(size_t)snprintf(text, sizeof(text), "%lld", (long long)v->u.i));
		break;
	case TN_KIND_DOUBLE:
		n = tn_value_format(v, text, sizeof(text));
		tn__text_append(r->out, text, n);
		if (!memchr(text, 'e', n))
			tn__render_puts(r, "e0");
		break;
	default: tn__text_append(r->out, v->u.s, v->len); break;
	}
}

static int is_negative(const tn_value *v)
{
	switch (v->kind) {
	case TN_KIND_INT: return v->u.i < 0;
	case TN_KIND_DOUBLE: return v->u.d < 0;
	case TN_KIND_NUMERIC: return v->len && v->u.s[0] == '-';
	default: return 0;
	}
}

/* true|false: writes the one or the other. */
static void choice(struct tn_render *r, const char *t, int first)
{
	size_t n = strcspn(t, "|");

	if (first)
		tn__text_append(r->out, t, n);
	else
		tn__render_puts(r, t + n + (t[n] == '|'));
}

static void by_form(struct tn_render *r, const char *t, const tn_value *v)
{
	for (; *t; t++) {
		if (*t != '$' || !t[1]) {
			tn__text_putc(r->out, *t);
			continue;
		}
		switch (*++t) {
		case 'n': number(r, v); break;
		case 'p':
			number(r, v);
			tn__render_puts(
				r, v->kind == TN_KIND_NUMERIC && !memchr(v->u.s, '.', v->len) ? "." : "");
			break;
		case 'q': quoted(r, v->u.s, v->len); break;
		case 'h': hex(r, v); break;
		case 'u': formatted(r, v); break;
		case 't': moment(r, v); break;
		case 'b': choice(r, t + 1, v->u.i != 0); return;
		default: tn__text_putc(r->out, *t); break;
		}
	}
}

/* In a table or an index; views keep their text. */
static int needs_stored_form(const struct tn_render *r, const tn_value *v)
{
	return r->stored && r->bare == 2 && r->dialect->stored_text && v->kind == TN_KIND_TEXT &&
		(memchr(v->u.s, '\'', v->len) || memchr(v->u.s, '\\', v->len));
}

static const char *form_of(const struct tn_render *r, const tn_value *v)
{
	if (needs_stored_form(r, v))
		return r->dialect->stored_text;
	return r->dialect->literals && v->kind < TN_KIND_COUNT ? r->dialect->literals[v->kind] : NULL;
}

/* NULL of the kind that it has, where the server would guess another. */
static void typed_null(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const char *const *nulls = r->dialect->nulls;
	const char *form = nulls && expr->type.kind < TN_KIND_COUNT ? nulls[expr->type.kind] : NULL;

	tn__render_puts(r, form && !r->assigned ? form : "NULL");
}

void tn__render_literal(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const tn_value *v = &expr->u.literal;
	const char *form;

	if (expr->type.kind == TN_T_INTERVAL) {
		tn__render_fail(r, expr->at, TN_E_UNSUPPORTED, NULL,
			"an interval can only be added to or taken from a date or a time");
		return;
	}
	if (v->kind == TN_KIND_NULL) {
		typed_null(r, expr);
		return;
	}
	form = form_of(r, v);
	if (!form) {
		tn__render_fail(r, expr->at, TN_E_UNSUPPORTED, NULL,
			"a literal of kind %s is not available on %s", tn_kind_name(v->kind),
			r->dialect->name);
		return;
	}
	if (is_negative(v) && !r->portable) {
		tn__text_putc(r->out, '(');
		by_form(r, form, v);
		tn__text_putc(r->out, ')');
	} else {
		by_form(r, form, v);
	}
}

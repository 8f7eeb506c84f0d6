/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_template.c - the little language of a dialect's texts, described
 * in tenon/sys/dialect.h.
 *
 * Invariants:
 *  1. One pass over the template; nothing is kept of it.
 *  2. FILTER and OVER of a call are written exactly once: where $w is, else at the end.
 *  3. A template that asks for an argument that is not there is an error of the
 *     library, never a text with a hole.
 */
#include "core/sql/render.h"

static void wrong(struct tn_render *r, const struct tn_ir_expr *expr, const char *t)
{
	tn__render_fail(r, expr->at, TN_E_INTERNAL, NULL, "the template of %s does not fit: '%.20s'",
			expr->op < TN_OPS && expr->op ? tn__op_info[expr->op].name : "an expression", t);
}

static void number(struct tn_render *r, uint32_t n)
{
	tn__text_printf(r->out, "%u", (unsigned)n);
}

/* $*, $2*: arguments from `first` on; t stands behind the star, maybe at the {separator}. */
static const char *several(struct tn_render *r, const char *t, const struct tn_ir_expr *expr, uint32_t first)
{
	const char *separator = ", ", *end;
	size_t len = 2;
	uint32_t i;

	if (*t == '{' && (end = strchr(t, '}')) != NULL) {
		separator = t + 1;
		len = (size_t)(end - separator);
		t = end + 1;
	}
	for (i = first; i < expr->arg_count; i++) {
		if (i > first)
			tn__text_append(r->out, separator, len);
		tn__render_expr(r, expr->args[i]);
	}
	return t;
}

static const char *argument(struct tn_render *r, const char *t, const struct tn_ir_expr *expr)
{
	uint32_t i = (uint32_t)(*t - '1');

	if (t[1] == '*')
		return several(r, t + 2, expr, i);
	if (i < expr->arg_count)
		tn__render_expr(r, expr->args[i]);
	else
		wrong(r, expr, t - 1);
	return t + 1;
}

static const struct tn_sql_type *result_type(const struct tn_ir_expr *expr)
{
	return expr->kind == TN_X_CAST && !expr->type.kind ? &expr->u.cast : &expr->type;
}

static void cast_type(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const struct tn_sql_type *type = result_type(expr);
	const char *t = NULL;

	if (r->dialect->cast_types && type->storage < TN_TYPE_COUNT)
		t = r->dialect->cast_types[type->storage];
	if (t)
		tn__render_type(r, t, type);
	else
		tn__render_fail(r, expr->at, TN_E_UNSUPPORTED, NULL, "a CAST to %s is not available on %s",
				tn_type_name(type->storage), r->dialect->name);
}

/* The letter behind a dollar sign. */
static void letter(struct tn_render *r, const char *t, const struct tn_ir_expr *expr, int *over)
{
	const struct tn_sql_type *type = result_type(expr);
	const struct tn_ir_call *call = expr->kind == TN_X_CALL ? expr->u.call : NULL;

	switch (*t) {
	case '$': tn__text_putc(r->out, '$'); break;
	case 'd':
		if (expr->flags & TN_XF_DISTINCT)
			tn__render_puts(r, "DISTINCT ");
		break;
	case 'o':
		if (call)
			tn__render_order(r, call->order, call->order_count, NULL);
		break;
	case 'w':
		if (call)
			tn__render_over(r, call);
		*over = 1;
		break;
	case 'p': number(r, type->precision); break;
	case 's': number(r, type->scale > 0 ? (uint32_t)type->scale : 0); break;
	case 'l': number(r, type->length); break;
	case 'y': cast_type(r, expr); break;
	default: wrong(r, expr, t - 1); break;
	}
}

void tn__render_template(struct tn_render *r, const char *t, const struct tn_ir_expr *expr)
{
	int over = 0;

	for (;;) {
		const char *dollar = strchr(t, '$');

		if (!dollar || tn__render_failed(r))
			break;
		tn__text_append(r->out, t, (size_t)(dollar - t));
		t = dollar + 1;
		if (*t >= '1' && *t <= '9') {
			t = argument(r, t, expr);
		} else if (*t == '*') {
			t = several(r, t + 1, expr, 0);
		} else {
			letter(r, t, expr, &over);
			t += *t != '\0';
		}
	}
	tn__render_puts(r, t);
	if (!over && expr->kind == TN_X_CALL && expr->u.call)
		tn__render_over(r, expr->u.call);
}

/* A type's text up to its end or the bar. */
static void type_part(struct tn_render *r, const char *t, const struct tn_sql_type *type)
{
	for (; *t && *t != '|'; t++) {
		if (*t != '$' || !t[1]) {
			tn__text_putc(r->out, *t);
			continue;
		}
		switch (*++t) {
		case 'p': number(r, type->precision); break;
		case 's': number(r, type->scale > 0 ? (uint32_t)type->scale : 0); break;
		default: number(r, type->length); break;
		}
	}
}

void tn__render_type(struct tn_render *r, const char *t, const struct tn_sql_type *type)
{
	const char *bar = strchr(t, '|');
	uint32_t known = type->kind == TN_KIND_NUMERIC ? type->precision : type->length;

	type_part(r, bar && !known ? bar + 1 : t, type);
}

const char *tn__render_before(struct tn_render *r, const char *t)
{
	const char *mark = strstr(t, "$1");

	if (!mark) {
		tn__render_puts(r, t);
		return "";
	}
	tn__text_append(r->out, t, (size_t)(mark - t));
	return mark + 2;
}

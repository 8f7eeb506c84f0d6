/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_template.c - the little language of a dialect's texts, described
 * in tenon/sys/dialect.h.
 *
 * Invariants:
 *  1. One pass over the template; nothing is kept of it.
 *  2. FILTER and OVER of a call are written where $w, $u or $f is, else once at the end.
 *  3. A chain of operators is balanced: servers read a AND b AND c ... as a tree that
 *     is as deep as the chain is long, and limit its depth.
 *  4. A template that holds an argument twice doubles what is below it at every level, so
 *     the text of such an operation has a bound: what is longer is refused.
 *  5. A template that asks for an argument that is not there is an error of the
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

/* Arguments in the order of the text. */
struct rest {
	const struct tn_ir_expr *expr;
	uint32_t next;
};

static void next_argument(struct tn_render *r, void *from)
{
	struct rest *rest = from;

	tn__render_expr(r, rest->expr->args[rest->next++]);
}

/* $*, $2*: arguments from `first` on; t stands behind the star, maybe at the {separator}. */
static const char *several(struct tn_render *r, const char *t, const struct tn_ir_expr *expr, uint32_t first)
{
	struct rest rest = {expr, first};
	uint32_t count = first < expr->arg_count ? expr->arg_count - first : 0, i;
	const char *end = *t == '{' ? strchr(t, '}') : NULL;

	if (end) {
		tn__render_balanced(r, count, t + 1, (size_t)(end - t) - 1, next_argument, &rest);
		return end + 1;
	}
	for (i = 0; i < count; i++) {
		tn__render_puts(r, i ? ", " : "");
		next_argument(r, &rest);
	}
	return t;
}

/* What a server reads without trouble as one chain; longer ones become a tree of such. */
#define CHAIN 8

void tn__render_balanced(struct tn_render *r, uint32_t count, const char *operator, size_t len,
	void (*next)(struct tn_render *, void *), void *from)
{
	uint32_t size = 1, i, n;

	while (size < count && (count + size - 1) / size > CHAIN)
		size *= CHAIN;
	for (i = 0; i < count && !tn__render_failed(r); i += n) {
		n = count - i < size ? count - i : size;
		if (i)
			tn__text_append(r->out, operator, len);
		if (n == 1) {
			next(r, from);
			continue;
		}
		tn__text_putc(r->out, '(');
		tn__render_balanced(r, n, operator, len, next, from);
		tn__text_putc(r->out, ')');
	}
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

/* $k: the keys of an ordered aggregate as arguments. */
static void keys(struct tn_render *r, const struct tn_ir_call *call)
{
	uint32_t i;

	for (i = 0; i < call->order_count; i++) {
		const struct tn_ir_order *key = &call->order[i];
		/* Without words compat/ has found the server's own order enough: NULLs are low. */
		int first = key->nulls ? key->nulls == TN_NULLS_FIRST : !key->desc;

		tn__text_printf(r->out, ", '%c%c', ", key->desc ? 'd' : 'a', first ? 'f' : 'l');
		tn__render_key(r, TN_OP_ORDER_KEY_N, key->expr);
	}
}

/* $a: what the arguments are, for a server whose values do not tell. */
static void kinds(struct tn_render *r, const struct tn_ir_expr *expr)
{
	static const char letters[TN_KIND_LIST] = {
		[TN_KIND_NULL] = 't', [TN_KIND_BOOL] = 'b', [TN_KIND_INT] = 'i', [TN_KIND_DOUBLE] = 'd',
		[TN_KIND_NUMERIC] = 'n', [TN_KIND_TEXT] = 't', [TN_KIND_BYTES] = 'y', [TN_KIND_DATE] = 'D',
		[TN_KIND_TIME] = 'T', [TN_KIND_TIMESTAMP] = 's', [TN_KIND_TIMESTAMPTZ] = 'z', [TN_KIND_UUID] = 'u',
		[TN_KIND_JSON] = 'j',
	};
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++) {
		const struct tn_sql_type *type = &expr->args[i]->type;

		tn__text_putc(r->out, type->kind < TN_KIND_LIST ? letters[type->kind] : 't');
		if (type->kind == TN_KIND_NUMERIC)
			number(r, type->scale > 0 ? (uint32_t)type->scale : 0);
	}
}

#define UP_TO_PEERS "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
#define ALL_ROWS "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"

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
	case 'k':
		if (call)
			keys(r, call);
		break;
	case 'a': kinds(r, expr); break;
	case 'S': tn__text_printf(r->out, "%d", expr->arg_count ? (int)expr->args[0]->type.scale : -1); break;
	case 'w':
		if (call)
			tn__render_over(r, call);
		*over = 1;
		break;
	case 'u':
	case 'f':
		if (call)
			tn__render_over_frame(r, call, *t == 'u' ? UP_TO_PEERS : ALL_ROWS);
		*over = 1;
		break;
	case 'p': number(r, type->precision); break;
	case 's': number(r, type->scale > 0 ? (uint32_t)type->scale : 0); break;
	case 'l': number(r, type->length); break;
	case 'y': cast_type(r, expr); break;
	default: wrong(r, expr, t - 1); break;
	}
}

/* Longest text of an operation whose operands are written more than once. */
#define REPEATED_MAX 65536u

static void too_long(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const struct tn_op_info *op = &tn__op_info[expr->op < TN_OPS ? expr->op : 0];

	tn__render_fail(r, expr->at, TN_E_UNSUPPORTED,
		r->stored ? "Take it apart, into columns of subqueries or into several constraints."
			  : "Compute a part of it in a subquery of FROM.",
		"an expression of more than %u bytes%s is not available on %s, where the operands of %s are written "
		"more than once", REPEATED_MAX, r->stored ? " in the schema" : "", r->dialect->name,
		op->spelled ? op->spelled : op->name);
}

void tn__render_template(struct tn_render *r, const char *t, const struct tn_ir_expr *expr)
{
	unsigned seen = 0, repeated = 0;
	size_t start = r->out->len;
	int over = 0;

	for (;;) {
		const char *dollar = strchr(t, '$');

		if (!dollar || tn__render_failed(r))
			break;
		tn__text_append(r->out, t, (size_t)(dollar - t));
		t = dollar + 1;
		if (*t >= '1' && *t <= '9') {
			repeated |= seen & 1u << (*t - '1');
			seen |= 1u << (*t - '1');
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
	if (repeated && r->out->len - start > REPEATED_MAX)
		too_long(r, expr);
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

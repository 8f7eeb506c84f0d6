/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_text.c - expressions as portable SQL.
 *
 * Operators are spelled by their symbol, whether the analysis has resolved them or
 * not, with the parentheses that the grammar's precedences need and no others, so
 * that what is written parses to the same tree.  What the compiler has made
 * shows as a call of the operation's name.
 *
 * Invariants:
 *  1. The levels below are those of the grammar.
 *  2. AND, OR and || inside themselves keep their parentheses: without them they
 *     would be one chain.
 */
#include "core/sql/render.h"

/* How strongly an expression binds, from the weakest. */
enum { ANY, OR, AND, NOT, IS, COMPARE, LIKE, OTHER, ADD, MUL, SIGN, PRIMARY };

static const struct {
	const char *text;
	uint8_t level;
} symbols[TN_SYM_COUNT] = {
	[TN_SYM_OR] = {"OR", OR},
	[TN_SYM_AND] = {"AND", AND},
	[TN_SYM_NOT] = {"NOT ", NOT},
	[TN_SYM_EQ] = {"=", COMPARE},
	[TN_SYM_NE] = {"<>", COMPARE},
	[TN_SYM_LT] = {"<", COMPARE},
	[TN_SYM_LE] = {"<=", COMPARE},
	[TN_SYM_GT] = {">", COMPARE},
	[TN_SYM_GE] = {">=", COMPARE},
	[TN_SYM_IS_DISTINCT] = {"IS DISTINCT FROM", IS},
	[TN_SYM_IS_NOT_DISTINCT] = {"IS NOT DISTINCT FROM", IS},
	[TN_SYM_IS_NULL] = {" IS NULL", IS},
	[TN_SYM_IS_NOT_NULL] = {" IS NOT NULL", IS},
	[TN_SYM_IS_TRUE] = {" IS TRUE", IS},
	[TN_SYM_IS_NOT_TRUE] = {" IS NOT TRUE", IS},
	[TN_SYM_IS_FALSE] = {" IS FALSE", IS},
	[TN_SYM_IS_NOT_FALSE] = {" IS NOT FALSE", IS},
	[TN_SYM_IS_UNKNOWN] = {" IS UNKNOWN", IS},
	[TN_SYM_IS_NOT_UNKNOWN] = {" IS NOT UNKNOWN", IS},
	[TN_SYM_LIKE] = {"LIKE", LIKE},
	[TN_SYM_ILIKE] = {"ILIKE", LIKE},
	[TN_SYM_BETWEEN] = {"BETWEEN", LIKE},
	[TN_SYM_ADD] = {"+", ADD},
	[TN_SYM_SUB] = {"-", ADD},
	[TN_SYM_MUL] = {"*", MUL},
	[TN_SYM_DIV] = {"/", MUL},
	[TN_SYM_MOD] = {"%", MUL},
	[TN_SYM_NEG] = {"-", SIGN},
	[TN_SYM_POS] = {"+", SIGN},
	[TN_SYM_BIT_AND] = {"&", OTHER},
	[TN_SYM_BIT_OR] = {"|", OTHER},
	[TN_SYM_BIT_XOR] = {"#", OTHER},
	[TN_SYM_BIT_NOT] = {"~", OTHER},
	[TN_SYM_SHL] = {"<<", OTHER},
	[TN_SYM_SHR] = {">>", OTHER},
	[TN_SYM_CONCAT] = {"||", OTHER},
	[TN_SYM_ARROW] = {"->", OTHER},
	[TN_SYM_LONG_ARROW] = {"->>", OTHER},
};

const char *tn__render_symbol(unsigned sym)
{
	return sym < TN_SYM_COUNT ? symbols[sym].text : NULL;
}

static unsigned level_of(const struct tn_ir_expr *expr)
{
	switch (expr->kind) {
	case TN_X_OP:
		return expr->sym < TN_SYM_COUNT && symbols[expr->sym].text ? symbols[expr->sym].level
									   : PRIMARY;
	case TN_X_IN:
	case TN_X_IN_QUERY: return LIKE;
	case TN_X_QUANT:
	case TN_X_QUANT_QUERY: return COMPARE;
	case TN_X_CAST: return expr->flags & TN_XF_IMPLICIT ? level_of(expr->args[0]) : PRIMARY;
	default: return PRIMARY;
	}
}

/* An operand that must bind at least as strongly as `binding`. */
static void operand(struct tn_render *r, const struct tn_ir_expr *expr, unsigned binding)
{
	if (!tn__render_enter(r, expr->at))
		return;
	tn__render_text(r, expr, binding);
	tn__render_leave(r);
}

/* ---- operators ------------------------------------------------------------------- */

static void chain(struct tn_render *r, const struct tn_ir_expr *expr, unsigned level)
{
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++) {
		if (i)
			tn__text_printf(r->out, " %s ", symbols[expr->sym].text);
		operand(r, expr->args[i], level + 1);
	}
}

static void binary(struct tn_render *r, const struct tn_ir_expr *expr, unsigned level)
{
	/* Arithmetic is read from the left; the others need parentheses on both sides. */
	unsigned left = level >= OTHER ? level : level + 1;

	operand(r, expr->args[0], left);
	tn__text_printf(r->out, " %s ", expr->flags & TN_XF_WHOLE ? "DIV" : symbols[expr->sym].text);
	operand(r, expr->args[1], level + 1);
	if (expr->arg_count > 2) {
		tn__render_puts(r, " ESCAPE ");
		operand(r, expr->args[2], PRIMARY);
	}
}

/* A sign before a number would become part of it. */
static int is_number(const struct tn_ir_expr *expr)
{
	return expr->kind == TN_X_LITERAL && expr->type.kind != TN_T_INTERVAL &&
		(expr->u.literal.kind == TN_KIND_INT || expr->u.literal.kind == TN_KIND_NUMERIC ||
			expr->u.literal.kind == TN_KIND_DOUBLE);
}

static void unary(struct tn_render *r, const struct tn_ir_expr *expr, unsigned level)
{
	const char *text = symbols[expr->sym].text;
	const struct tn_ir_expr *arg = expr->args[0];

	if (level == IS) {
		operand(r, arg, IS + 1);
		tn__render_puts(r, text);
		return;
	}
	tn__render_puts(r, text);
	if (level == NOT || (!is_number(arg) && level_of(arg) == PRIMARY)) {
		operand(r, arg, level);
		return;
	}
	tn__text_putc(r->out, '(');
	operand(r, arg, ANY);
	tn__text_putc(r->out, ')');
}

static void between(struct tn_render *r, const struct tn_ir_expr *expr)
{
	operand(r, expr->args[0], LIKE + 1);
	tn__render_puts(r, expr->flags & TN_XF_SYMMETRIC ? " BETWEEN SYMMETRIC " : " BETWEEN ");
	operand(r, expr->args[1], LIKE + 1);
	tn__render_puts(r, " AND ");
	operand(r, expr->args[2], LIKE + 1);
}

static void internal(struct tn_render *r, const struct tn_ir_expr *expr)
{
	tn__text_printf(r->out, "%s(", expr->op < TN_OPS && expr->op ? tn__op_info[expr->op].name : "?");
	tn__render_list_of(r, expr->args, expr->arg_count);
	tn__text_putc(r->out, ')');
}

static void operation(struct tn_render *r, const struct tn_ir_expr *expr)
{
	unsigned level = level_of(expr);

	if (level == PRIMARY || !expr->arg_count)
		internal(r, expr);
	else if (expr->sym == TN_SYM_BETWEEN && expr->arg_count == 3)
		between(r, expr);
	else if (expr->sym == TN_SYM_AND || expr->sym == TN_SYM_OR || expr->sym == TN_SYM_CONCAT)
		chain(r, expr, level);
	else if (expr->arg_count == 1)
		unary(r, expr, level);
	else
		binary(r, expr, level);
}

/* ---- calls ------------------------------------------------------------------------ */

static int starts(const char *name, const char *with)
{
	return strncmp(name, with, strlen(with)) == 0;
}

static void upper(struct tn_render *r, const char *s)
{
	for (; *s; s++)
		tn__text_putc(r->out, *s >= 'a' && *s <= 'z' ? (char)(*s - 32) : *s);
}

static int is_word(const char *s)
{
	return s[strspn(s, "abcdefghijklmnopqrstuvwxyz_0123456789")] == '\0' && (*s < '0' || *s > '9') && *s;
}

static void arguments(struct tn_render *r, const struct tn_ir_expr *expr)
{
	tn__render_puts(r, expr->flags & TN_XF_DISTINCT ? "DISTINCT " : "");
	tn__render_puts(r, expr->flags & TN_XF_STAR ? "*" : "");
	tn__render_list_of(r, expr->args, expr->arg_count);
	if (expr->u.call)
		tn__render_order(r, expr->u.call->order, expr->u.call->order_count, NULL);
}

static void call(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const char *made = expr->op && expr->op < TN_OPS ? tn__op_info[expr->op].spelled : NULL;
	const char *name = expr->u.call && expr->u.call->name ? expr->u.call->name : made;

	if (!name) {
		internal(r, expr);
		return;
	}
	if (!expr->arg_count && (starts(name, "current_") || starts(name, "local"))) {
		upper(r, name);
		return;
	}
	if (starts(name, "extract_") && expr->arg_count == 1) {
		tn__render_puts(r, "EXTRACT(");
		upper(r, name + strlen("extract_"));
		tn__render_puts(r, " FROM ");
	} else if (starts(name, "date_trunc_") && expr->arg_count == 1) {
		tn__text_printf(r->out, "date_trunc('%s', ", name + strlen("date_trunc_"));
	} else {
		if (is_word(name))
			tn__render_puts(r, name);
		else
			tn__render_name(r, name);
		tn__text_putc(r->out, '(');
	}
	arguments(r, expr);
	tn__text_putc(r->out, ')');
	if (expr->u.call)
		tn__render_over(r, expr->u.call);
}

/* ---- the others ---------------------------------------------------------------------- */

void tn__render_portable_type(struct tn_render *r, const struct tn_sql_type *type)
{
	if (type->storage == TN_TYPE_BYTEA && type->length) {
		tn__text_printf(r->out, "VARBINARY(%u)", (unsigned)type->length);
		return;
	}
	tn__render_puts(r, tn_type_name(type->storage));
	if (type->storage == TN_TYPE_NUMERIC && type->precision && type->scale > 0)
		tn__text_printf(r->out, "(%u,%d)", (unsigned)type->precision, (int)type->scale);
	else if (type->storage == TN_TYPE_NUMERIC && type->precision)
		tn__text_printf(r->out, "(%u)", (unsigned)type->precision);
	else if (type->storage == TN_TYPE_VARCHAR && type->length)
		tn__text_printf(r->out, "(%u)", (unsigned)type->length);
}

static void cast(struct tn_render *r, const struct tn_ir_expr *expr, unsigned binding)
{
	if (expr->flags & TN_XF_IMPLICIT) {
		operand(r, expr->args[0], binding);
		return;
	}
	tn__render_puts(r, "CAST(");
	tn__render_expr(r, expr->args[0]);
	tn__render_puts(r, " AS ");
	tn__render_portable_type(r, &expr->u.cast);
	tn__text_putc(r->out, ')');
}

static void in(struct tn_render *r, const struct tn_ir_expr *expr)
{
	operand(r, expr->args[0], LIKE + 1);
	tn__render_puts(r, " IN ");
	if (expr->kind == TN_X_IN_QUERY) {
		tn__render_subquery(r, expr->u.sub.query);
		return;
	}
	tn__text_putc(r->out, '(');
	tn__render_list_of(r, expr->args + 1, expr->arg_count - 1);
	tn__text_putc(r->out, ')');
}

static void quantified(struct tn_render *r, const struct tn_ir_expr *expr)
{
	operand(r, expr->args[0], OTHER + 1);
	tn__text_printf(r->out, " %s %s ", symbols[expr->sym].text, expr->flags & TN_XF_ALL ? "ALL" : "ANY");
	if (expr->kind == TN_X_QUANT_QUERY) {
		tn__render_subquery(r, expr->u.sub.query);
		return;
	}
	tn__text_putc(r->out, '(');
	tn__render_expr(r, expr->args[1]);
	tn__text_putc(r->out, ')');
}

static void row_value(struct tn_render *r, const struct tn_ir_expr *expr)
{
	tn__render_puts(r, expr->arg_count < 2 ? "ROW(" : "(");
	tn__render_list_of(r, expr->args, expr->arg_count);
	tn__text_putc(r->out, ')');
}

static void literal(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const struct tn_ir_interval *i = expr->u.interval;

	if (expr->type.kind == TN_T_INTERVAL)
		tn__text_printf(r->out, "INTERVAL '%lld months %lld days %lld microseconds'",
			(long long)i->months, (long long)i->days, (long long)i->micros);
	else
		tn__render_literal(r, expr);
}

static void by_kind(struct tn_render *r, const struct tn_ir_expr *expr, unsigned binding)
{
	switch (expr->kind) {
	case TN_X_LITERAL: literal(r, expr); break;
	case TN_X_PARAM: tn__render_param(r, expr); break;
	case TN_X_COLUMN:
	case TN_X_STAR: tn__render_column(r, expr); break;
	case TN_X_OUTPUT: tn__text_printf(r->out, "%u", (unsigned)expr->u.output + 1); break;
	case TN_X_OP: operation(r, expr); break;
	case TN_X_CALL: call(r, expr); break;
	case TN_X_CAST: cast(r, expr, binding); break;
	case TN_X_CASE: tn__render_case(r, expr); break;
	case TN_X_IN:
	case TN_X_IN_QUERY: in(r, expr); break;
	case TN_X_QUANT:
	case TN_X_QUANT_QUERY: quantified(r, expr); break;
	case TN_X_SCALAR: tn__render_subquery(r, expr->u.sub.query); break;
	case TN_X_EXISTS:
		tn__render_puts(r, "EXISTS ");
		tn__render_subquery(r, expr->u.sub.query);
		break;
	case TN_X_ROWVALUE: row_value(r, expr); break;
	case TN_X_DEFAULT: tn__render_puts(r, "DEFAULT"); break;
	case TN_X_EACH: tn__render_expr(r, expr->args[0]); break;
	case TN_X_TEXT: tn__render_puts(r, expr->u.text); break;
	default: tn__render_puts(r, "?"); break;
	}
}

void tn__render_text(struct tn_render *r, const struct tn_ir_expr *expr, unsigned binding)
{
	int parentheses = level_of(expr) < binding;

	if (parentheses) {
		tn__text_putc(r->out, '(');
		binding = ANY;
	}
	by_kind(r, expr, binding);
	if (parentheses)
		tn__text_putc(r->out, ')');
}

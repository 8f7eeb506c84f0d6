/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir_dump.c - expressions as text.
 *
 *   op EQ_I :BOOLEAN
 *     column t.id :INTEGER!
 *     param 0 :INTEGER
 *
 * One node per line, its operands indented below it.  Before the analysis an
 * operator shows its symbol and a column the names as written; afterwards the
 * operation, the source's alias and the type, where ! says that it is never NULL.
 *
 * Invariants:
 *  1. The same tree gives the same bytes: no pointer, no address, no locale.
 *  2. Whatever would break a line is escaped.
 *  3. Any tree can be printed, also one that is unfinished or too deep.
 *
 * Literals are printed: a dump shows what an application wrote into its text, and
 * never what it bound to parameters.
 */
#include <stdio.h>
#include <string.h>
#include "core/base/text.h"
#include "core/ir/ir_dump.h"

static const char *const sym_names[TN_SYM_COUNT] = {
	[TN_SYM_OR] = "or", [TN_SYM_AND] = "and", [TN_SYM_NOT] = "not",
	[TN_SYM_EQ] = "=", [TN_SYM_NE] = "<>", [TN_SYM_LT] = "<", [TN_SYM_LE] = "<=", [TN_SYM_GT] = ">",
	[TN_SYM_GE] = ">=", [TN_SYM_IS_DISTINCT] = "is_distinct", [TN_SYM_IS_NOT_DISTINCT] = "is_not_distinct",
	[TN_SYM_IS_NULL] = "is_null", [TN_SYM_IS_NOT_NULL] = "is_not_null", [TN_SYM_IS_TRUE] = "is_true",
	[TN_SYM_IS_NOT_TRUE] = "is_not_true", [TN_SYM_IS_FALSE] = "is_false",
	[TN_SYM_IS_NOT_FALSE] = "is_not_false", [TN_SYM_IS_UNKNOWN] = "is_unknown",
	[TN_SYM_IS_NOT_UNKNOWN] = "is_not_unknown", [TN_SYM_LIKE] = "like", [TN_SYM_ILIKE] = "ilike",
	[TN_SYM_BETWEEN] = "between", [TN_SYM_ADD] = "+", [TN_SYM_SUB] = "-", [TN_SYM_MUL] = "*",
	[TN_SYM_DIV] = "/", [TN_SYM_MOD] = "%", [TN_SYM_NEG] = "negative", [TN_SYM_POS] = "positive",
	[TN_SYM_BIT_AND] = "&", [TN_SYM_BIT_OR] = "|", [TN_SYM_BIT_XOR] = "#", [TN_SYM_BIT_NOT] = "~",
	[TN_SYM_SHL] = "<<", [TN_SYM_SHR] = ">>", [TN_SYM_CONCAT] = "||", [TN_SYM_ARROW] = "->",
	[TN_SYM_LONG_ARROW] = "->>", [TN_SYM_CAST] = "cast", [TN_SYM_INTERNAL] = "internal",
};

static const char *const expr_names[] = {
	[TN_X_LITERAL] = "literal", [TN_X_PARAM] = "param", [TN_X_COLUMN] = "column", [TN_X_OUTPUT] = "output",
	[TN_X_OP] = "op", [TN_X_CALL] = "call", [TN_X_CAST] = "cast", [TN_X_CASE] = "case", [TN_X_IN] = "in",
	[TN_X_QUANT] = "quantified", [TN_X_IN_QUERY] = "in_query", [TN_X_QUANT_QUERY] = "quantified_query",
	[TN_X_SCALAR] = "scalar", [TN_X_EXISTS] = "exists", [TN_X_ROWVALUE] = "row", [TN_X_STAR] = "star",
	[TN_X_DEFAULT] = "default", [TN_X_TEXT] = "text",
	[TN_X_EACH] = "each",
};

static const char *const type_words[] = {
#define TN_TYPE_ROW(name, number, word, kind, args) [number] = word,
#include <tenon/types.def>
#undef TN_TYPE_ROW
};

static const struct {
	unsigned flag;
	const char *name;
} flag_names[] = {
	{TN_XF_DISTINCT, " distinct"}, {TN_XF_STAR, " star"},         {TN_XF_ALL, " all"},
	{TN_XF_OPERAND, " operand"},   {TN_XF_ELSE, " else"},         {TN_XF_IMPLICIT, " implicit"},
	{TN_XF_PROVEN, " proven"},     {TN_XF_SYMMETRIC, " symmetric"},
};

static const char *const frame_names[] = {
	[TN_FRAME_ROWS] = "rows", [TN_FRAME_RANGE] = "range", [TN_FRAME_GROUPS] = "groups",
};

static const char *const bound_names[] = {
	[TN_BOUND_UNBOUNDED_PRECEDING] = "unbounded_preceding", [TN_BOUND_PRECEDING] = "preceding",
	[TN_BOUND_CURRENT] = "current_row", [TN_BOUND_FOLLOWING] = "following",
	[TN_BOUND_UNBOUNDED_FOLLOWING] = "unbounded_following",
};

static const char *const exclude_names[] = {
	[TN_EXCLUDE_NONE] = "none", [TN_EXCLUDE_CURRENT_ROW] = "current_row", [TN_EXCLUDE_GROUP] = "group",
	[TN_EXCLUDE_TIES] = "ties",
};

/* ---- lines ------------------------------------------------------------------------- */

void tn__dump_quoted(struct tn_text *out, const char *s, size_t n)
{
	size_t i;

	tn__text_putc(out, '"');
	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '"' || c == '\\')
			tn__text_printf(out, "\\%c", c);
		else if (c == '\n')
			tn__text_puts(out, "\\n");
		else if (c == '\t')
			tn__text_puts(out, "\\t");
		else if (c < 0x20 || c == 0x7F)
			tn__text_printf(out, "\\x%02x", c);
		else
			tn__text_putc(out, (char)c);
	}
	tn__text_putc(out, '"');
}

void tn__dump_indent(struct tn_text *out, unsigned level)
{
	while (level-- > 0)
		tn__text_puts(out, "  ");
}

void tn__dump_type(struct tn_text *out, const struct tn_sql_type *type)
{
	if (!type->kind && !type->storage)
		return;
	tn__text_puts(out, " :");
	if (type->kind == TN_T_UNKNOWN || type->kind == TN_T_INTERVAL || type->kind == TN_T_ROW)
		tn__text_puts(out, type->kind == TN_T_UNKNOWN ? "UNKNOWN" :
				   type->kind == TN_T_INTERVAL ? "INTERVAL" : "ROW");
	else
		tn__text_puts(out, TN_NAME_OF(type_words, type->storage));
	if (type->precision)
		tn__text_printf(out, "(%u,%d)", (unsigned)type->precision, (int)type->scale);
	if (type->length)
		tn__text_printf(out, "(%u)", (unsigned)type->length);
	if (type->flags & TN_TYPEF_NOT_NULL)
		tn__text_putc(out, '!');
}

void tn__dump_clause(struct tn_text *out, const char *heading, const struct tn_ir_expr *e, unsigned level)
{
	if (!e)
		return;
	tn__dump_indent(out, level);
	tn__text_printf(out, "%s\n", heading);
	tn__dump_expr(out, e, level + 1);
}

/* ---- expressions ------------------------------------------------------------------- */

static void put_text(struct tn_text *out, const char *s)
{
	tn__dump_quoted(out, s ? s : "", s ? strlen(s) : 0);
}

static void put_value(struct tn_text *out, const tn_value *v)
{
	char buf[64];

	switch (v->kind) {
	case TN_KIND_TEXT:
	case TN_KIND_BYTES:
	case TN_KIND_UUID:
	case TN_KIND_JSON:
		tn__dump_quoted(out, v->u.s, v->u.s ? v->len : 0);
		break;
	case TN_KIND_NUMERIC:
		tn__text_append(out, v->u.s, v->u.s ? v->len : 0);
		break;
	default:
		tn_value_format(v, buf, sizeof(buf));
		tn__text_puts(out, buf);
	}
}

static void put_literal(struct tn_text *out, const struct tn_ir_expr *e)
{
	const struct tn_ir_interval *i = e->u.interval;

	tn__text_putc(out, ' ');
	if (e->type.kind == TN_T_INTERVAL)
		tn__text_printf(out, "%lld months %lld days %lld us", (long long)i->months, (long long)i->days,
			(long long)i->micros);
	else
		put_value(out, &e->u.literal);
}

static void put_column(struct tn_text *out, const struct tn_ir_expr *e)
{
	const struct tn_ir_source *source = e->u.column.source;
	const char *qualifier = source ? source->alias : e->u.column.qualifier;
	const char *name = e->u.column.name;

	if (source && e->u.column.index < source->column_count)
		name = source->columns[e->u.column.index].name;
	tn__text_putc(out, ' ');
	if (qualifier)
		tn__text_printf(out, "%s.", qualifier);
	tn__text_puts(out, name ? name : "*");
}

static void put_head(struct tn_text *out, const struct tn_ir_expr *e)
{
	switch (e->kind) {
	case TN_X_LITERAL:
		put_literal(out, e);
		break;
	case TN_X_PARAM:
	case TN_X_OUTPUT:
		tn__text_printf(out, " %u", (unsigned)(e->kind == TN_X_PARAM ? e->u.param : e->u.output));
		break;
	case TN_X_COLUMN:
	case TN_X_STAR:
		put_column(out, e);
		break;
	case TN_X_CALL:
		tn__text_printf(out, " %s", e->u.call && e->u.call->name ? e->u.call->name : "?");
		break;
	case TN_X_CAST:
		tn__dump_type(out, &e->u.cast);
		break;
	case TN_X_OP:
	case TN_X_QUANT:
	case TN_X_QUANT_QUERY:
		if (!e->op)
			tn__text_printf(out, " %s", TN_NAME_OF(sym_names, e->sym));
		break;
	case TN_X_TEXT:
		tn__text_putc(out, ' ');
		put_text(out, e->u.text);
		break;
	default:
		break;
	}
}

static void put_line(struct tn_text *out, const struct tn_ir_expr *e, unsigned level)
{
	size_t i;

	tn__dump_indent(out, level);
	tn__text_puts(out, TN_NAME_OF(expr_names, e->kind));
	put_head(out, e);
	if (e->op)
		tn__text_printf(out, " %s", e->op < TN_OPS ? tn__op_info[e->op].name : "?");
	for (i = 0; i < sizeof(flag_names) / sizeof(flag_names[0]); i++)
		if (e->flags & flag_names[i].flag)
			tn__text_puts(out, flag_names[i].name);
	if (e->kind == TN_X_CALL && e->u.call && e->u.call->over_name)
		tn__text_printf(out, " over=%s", e->u.call->over_name);
	tn__dump_type(out, &e->type);
	tn__text_putc(out, '\n');
}

void tn__dump_orders(struct tn_text *out, const struct tn_ir_order *order, uint32_t count, unsigned level)
{
	static const char *const nulls[] = {"", " nulls_first", " nulls_last"};
	uint32_t i;

	for (i = 0; i < count; i++) {
		tn__dump_indent(out, level);
		tn__text_printf(out, "order%s%s\n", order[i].desc ? " desc" : "", TN_NAME_OF(nulls, order[i].nulls));
		tn__dump_expr(out, order[i].expr, level + 1);
	}
}

static void put_frame(struct tn_text *out, const struct tn_ir_window *w, unsigned level)
{
	tn__dump_indent(out, level);
	tn__text_printf(out, "frame %s %s %s", TN_NAME_OF(frame_names, w->frame), TN_NAME_OF(bound_names, w->start),
		TN_NAME_OF(bound_names, w->end));
	if (w->exclude)
		tn__text_printf(out, " exclude=%s", TN_NAME_OF(exclude_names, w->exclude));
	tn__text_putc(out, '\n');
	if (w->start_offset)
		tn__dump_expr(out, w->start_offset, level + 1);
	if (w->end_offset)
		tn__dump_expr(out, w->end_offset, level + 1);
}

void tn__dump_window(struct tn_text *out, const struct tn_ir_window *w, unsigned level)
{
	uint32_t i;

	tn__dump_indent(out, level);
	tn__text_puts(out, "window");
	if (w->name)
		tn__text_printf(out, " %s", w->name);
	if (w->base)
		tn__text_printf(out, " base=%s", w->base);
	tn__text_putc(out, '\n');
	for (i = 0; i < w->partition_count; i++)
		tn__dump_clause(out, "partition", w->partition[i], level + 1);
	tn__dump_orders(out, w->order, w->order_count, level + 1);
	if (w->frame)
		put_frame(out, w, level + 1);
}

static void put_below(struct tn_text *out, const struct tn_ir_expr *e, unsigned level)
{
	uint32_t i;

	for (i = 0; i < e->arg_count; i++)
		tn__dump_expr(out, e->args[i], level);
	if (e->kind == TN_X_CALL && e->u.call) {
		tn__dump_orders(out, e->u.call->order, e->u.call->order_count, level);
		tn__dump_clause(out, "filter", e->u.call->filter, level);
		if (e->u.call->over)
			tn__dump_window(out, e->u.call->over, level);
	}
	if (e->kind == TN_X_IN_QUERY || e->kind == TN_X_QUANT_QUERY || e->kind == TN_X_SCALAR ||
		e->kind == TN_X_EXISTS)
		tn__dump_query(out, e->u.sub.query, level);
}

void tn__dump_expr(struct tn_text *out, const struct tn_ir_expr *e, unsigned level)
{
	if (!e || level >= TN_IR_MAX_DEPTH) {
		tn__dump_indent(out, e ? 0 : level);
		tn__text_puts(out, e ? "...\n" : "nothing\n");
		return;
	}
	put_line(out, e, level);
	put_below(out, e, level + 1);
}

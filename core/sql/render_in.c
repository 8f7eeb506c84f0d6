/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_in.c - CASE, IN and comparisons with ANY and ALL.
 *
 * The elements of an array become placeholders.  Where a server compares the
 * kind by more than its own equality, IN over a list is written as comparisons,
 * so that IN means what = means.
 *
 * Invariants:
 *  1. IN of nothing is false and ALL of nothing true, whatever the operand.
 *  2. A list parameter is one value at a time outside of this file (r->element), unless
 *     compat/ has made it one parameter.
 */
#include "core/sql/render.h"

/* ---- CASE --------------------------------------------------------------------- */

void tn__render_case(struct tn_render *r, const struct tn_ir_expr *expr)
{
	uint32_t i = 0, end = expr->arg_count;

	tn__render_puts(r, "CASE");
	if (expr->flags & TN_XF_OPERAND && end) {
		tn__text_putc(r->out, ' ');
		tn__render_alike(r, TN_OP_CANON_N, expr->args[i++]);
	}
	if (expr->flags & TN_XF_ELSE && end > i)
		end--;
	for (; i + 1 < end; i += 2) {
		tn__render_puts(r, " WHEN ");
		if (expr->flags & TN_XF_OPERAND)
			tn__render_alike(r, TN_OP_CANON_N, expr->args[i]);
		else
			tn__render_expr(r, expr->args[i]);
		tn__render_puts(r, " THEN ");
		tn__render_expr(r, expr->args[i + 1]);
	}
	if (end < expr->arg_count) {
		tn__render_puts(r, " ELSE ");
		tn__render_expr(r, expr->args[end]);
	}
	tn__render_puts(r, " END");
}

/* ---- comparison with one member ------------------------------------------------- */

/* The operation of a comparison between two operands of a kind. */
static uint16_t comparison(unsigned sym, const struct tn_sql_type *type)
{
	static const struct {
		uint8_t kind, letter;
		uint16_t first; /* operation of = */
	} kinds[] = {
		{TN_KIND_INT, 0, TN_OP_EQ_I},
		{TN_KIND_NUMERIC, 0, TN_OP_EQ_N},
		{TN_KIND_DOUBLE, 0, TN_OP_EQ_D},
		{TN_KIND_TEXT, 0, TN_OP_EQ_T},
		{TN_KIND_BOOL, 0, TN_OP_EQ_B},
		{TN_KIND_BYTES, 0, TN_OP_EQ_Y},
		{TN_KIND_DATE, 0, TN_OP_EQ_DATE},
		{TN_KIND_TIME, 0, TN_OP_EQ_TIME},
		{TN_KIND_TIMESTAMP, 0, TN_OP_EQ_TS},
		{TN_KIND_TIMESTAMPTZ, 0, TN_OP_EQ_TSTZ},
		{TN_KIND_UUID, 0, TN_OP_EQ_U},
	};
	size_t i;

	/* The table of operations has the same kinds in the same order for each symbol. */
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].kind == type->kind && sym >= TN_SYM_EQ && sym <= TN_SYM_GE)
			return (uint16_t)(kinds[i].first + (sym - TN_SYM_EQ) * (TN_OP_NE_I - TN_OP_EQ_I));
	return TN_OP_NONE;
}

/* left sym right, by the template of the operation. */
static void compare(
	struct tn_render *r, const struct tn_ir_expr *expr, unsigned sym, struct tn_ir_expr *right)
{
	struct tn_ir_expr *args[2] = {expr->args[0], right};
	struct tn_ir_expr op = {
		.kind = TN_X_OP, .sym = (uint8_t)sym, .at = expr->at, .arg_count = 2, .args = args};

	op.op = expr->op ? expr->op : comparison(sym, &expr->args[0]->type);
	op.type.kind = TN_KIND_BOOL;
	tn__render_op(r, &op);
}

/* 1 if the server's own = compares these operands as the operation does. */
static int is_plain(struct tn_render *r, const struct tn_ir_expr *expr, struct tn_ir_expr *right)
{
	struct tn_ir_expr *args[2] = {expr->args[0], right};
	struct tn_ir_expr op = {.kind = TN_X_OP, .sym = TN_SYM_EQ, .arg_count = 2, .args = args};
	const char *t;

	op.op = expr->op ? expr->op : comparison(TN_SYM_EQ, &expr->args[0]->type);
	t = tn__render_template_of(r, &op);
	return !t || !strcmp(t, "($1 = $2)") || !strcmp(t, "$1 = $2");
}

/* ---- members one after the other ----------------------------------------------------- */

static int64_t members(const struct tn_render *r, const struct tn_ir_expr *expr)
{
	int64_t n = 0;
	uint32_t i;

	for (i = 1; i < expr->arg_count; i++) {
		int64_t size = tn__render_list(r, expr->args[i]);

		n += size < 0 ? 1 : size;
	}
	return n;
}

struct walk {
	const struct tn_ir_expr *expr;
	uint32_t arg;     /* the member, or the list that it is in */
	uint32_t element; /* its place in the list */
	unsigned sym;
};

/* Compares with the next member, and steps on. */
static void next_comparison(struct tn_render *r, void *from)
{
	struct walk *w = from;
	uint32_t saved = r->element;
	int64_t size;

	while ((size = tn__render_list(r, w->expr->args[w->arg])) >= 0 && w->element >= size) {
		w->arg++;
		w->element = 0;
	}
	r->element = w->element;
	compare(r, w->expr, w->sym, w->expr->args[w->arg]);
	r->element = saved;
	if (size >= 0)
		w->element++;
	else
		w->arg++;
}

/* The operand compared with each member. */
static void each(struct tn_render *r, const struct tn_ir_expr *expr, unsigned sym, const char *join)
{
	struct walk walk = {.expr = expr, .arg = 1, .sym = sym};
	int64_t count = members(r, expr);

	if (count > UINT32_MAX) {
		tn__render_fail(r, expr->at, TN_E_LIMIT, NULL, "a list has too many members");
		return;
	}
	tn__text_putc(r->out, '(');
	tn__render_balanced(r, (uint32_t)count, join, strlen(join), next_comparison, &walk);
	tn__text_putc(r->out, ')');
}

/* ---- IN ---------------------------------------------------------------------------- */

/* The members with ", " between, a list as its elements, each as op makes it. */
static void write_members(struct tn_render *r, const struct tn_ir_expr *expr, unsigned op)
{
	uint32_t i, n = 0, saved = r->element;

	for (i = 1; i < expr->arg_count; i++) {
		int64_t size = tn__render_list(r, expr->args[i]), k;

		for (k = 0; k < (size < 0 ? 1 : size) && !tn__render_failed(r); k++) {
			if (n++)
				tn__render_puts(r, ", ");
			r->element = (uint32_t)k;
			tn__render_alike(r, op, expr->args[i]);
		}
	}
	r->element = saved;
}

/* Is what sorts like a number the number as it stands?  Then its column holds numbers. */
static int sorts_itself(struct tn_render *r, struct tn_ir_expr *expr)
{
	struct tn_ir_expr key = {
		.kind = TN_X_OP, .op = TN_OP_ORDER_KEY_N, .type = expr->type, .arg_count = 1, .args = &expr};
	const char *t = tn__render_template_of(r, &key);

	return t && !strcmp(t, "$1");
}

/* The operand's own form is what an index has. */
static int is_number_column(struct tn_render *r, struct tn_ir_expr *expr)
{
	return expr->type.kind == TN_KIND_NUMERIC && expr->type.flags & TN_TYPEF_COLUMN &&
	       tn__render_has(r, TN_OP_POINT_N) && sorts_itself(r, expr);
}

/* It serves where members are constants that can be made like it. */
static int is_indexed(struct tn_render *r, const struct tn_ir_expr *expr)
{
	uint32_t i;

	if (!is_number_column(r, expr->args[0]))
		return 0;
	for (i = 1; i < expr->arg_count; i++)
		if (!(expr->args[i]->type.flags & TN_TYPEF_CONSTANT))
			return 0;
	return 1;
}

/* Numbers that the server has no type for: both sides are made alike. */
static void in_numbers(struct tn_render *r, const struct tn_ir_expr *expr)
{
	int indexed = is_indexed(r, expr);

	tn__text_putc(r->out, '(');
	if (indexed)
		tn__render_expr(r, expr->args[0]);
	else
		tn__render_alike(r, TN_OP_CANON_N, expr->args[0]);
	tn__render_puts(r, " IN (");
	write_members(r, expr, indexed ? TN_OP_POINT_N : TN_OP_CANON_N);
	tn__render_puts(r, "))");
}

/* x = ANY (array), for a list that is one parameter. */
static void whole_list(struct tn_render *r, const struct tn_ir_expr *expr, const char *symbol, int all)
{
	tn__text_putc(r->out, '(');
	tn__render_expr(r, expr->args[0]);
	tn__text_printf(r->out, " %s %s (", symbol, all ? "ALL" : "ANY");
	tn__render_whole_list(r, expr->args[1], 0);
	tn__render_puts(r, "))");
}

/* Integers compare by the server's own equality, so they can stand behind IN as they are. */
static void spelled_list(struct tn_render *r, const struct tn_ir_expr *expr)
{
	struct tn_ir_expr equal = *expr;

	equal.op = TN_OP_EQ_I;
	if (!is_plain(r, &equal, expr->args[1])) {
		tn__render_refuse(r, expr->at, "a list of integers in the text");
		return;
	}
	tn__text_putc(r->out, '(');
	tn__render_expr(r, expr->args[0]);
	tn__render_puts(r, " IN (");
	tn__render_hole(r, expr->args[1]);
	tn__render_puts(r, "))");
}

static void in_list(struct tn_render *r, const struct tn_ir_expr *expr)
{
	int rows = expr->args[0]->kind == TN_X_ROWVALUE;

	if (tn__render_is_spelled(r, expr->args[1])) {
		spelled_list(r, expr);
		return;
	}
	if (tn__render_is_whole(r, expr->args[1])) {
		whole_list(r, expr, "=", 0);
		return;
	}
	if (!members(r, expr)) {
		tn__render_puts(r, "(1 = 0)");
		return;
	}
	if (expr->args[0]->type.kind == TN_KIND_NUMERIC && tn__render_has(r, TN_OP_CANON_N)) {
		in_numbers(r, expr);
		return;
	}
	if (!rows && !is_plain(r, expr, expr->args[1])) {
		each(r, expr, TN_SYM_EQ, " OR ");
		return;
	}
	tn__text_putc(r->out, '(');
	tn__render_expr(r, expr->args[0]);
	tn__render_puts(
		r, rows && r->dialect->syntax.flags & TN_SYNTAX_ROWS_IN_VALUES ? " IN (VALUES " : " IN (");
	write_members(r, expr, TN_OP_CANON_N);
	tn__render_puts(r, "))");
}

/* Members that are a list are constants too. */
static int is_indexed_query(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const struct tn_ir_query *q = expr->u.sub.query;

	return q->from_count == 1 && q->from[0]->kind == TN_FROM_LIST && is_number_column(r, expr->args[0]);
}

void tn__render_in(struct tn_render *r, const struct tn_ir_expr *expr)
{
	int point;

	if (expr->kind == TN_X_IN) {
		in_list(r, expr);
		return;
	}
	point = is_indexed_query(r, expr);
	tn__text_putc(r->out, '(');
	if (point)
		tn__render_expr(r, expr->args[0]);
	else
		tn__render_alike(r, TN_OP_CANON_N, expr->args[0]);
	tn__render_puts(r, " IN ");
	tn__render_members_of(r, expr->u.sub.query, point);
	tn__text_putc(r->out, ')');
}

/* ---- rows of lists -------------------------------------------------------------------- */

/* The condition for the next element of its lists. */
static void next_row(struct tn_render *r, void *condition)
{
	tn__render_expr(r, condition);
	r->element++;
}

void tn__render_each(struct tn_render *r, const struct tn_ir_expr *expr)
{
	uint32_t saved = r->element;

	r->element = 0;
	tn__text_putc(r->out, '(');
	tn__render_balanced(r, r->stmt->params[expr->u.param].list_size, " OR ", 4, next_row, expr->args[0]);
	tn__text_putc(r->out, ')');
	r->element = saved;
}

/* ---- ANY, ALL ------------------------------------------------------------------------ */

static void quantified_list(struct tn_render *r, const struct tn_ir_expr *expr)
{
	int all = expr->flags & TN_XF_ALL;

	if (tn__render_is_whole(r, expr->args[1]))
		whole_list(r, expr, tn__render_symbol(expr->sym), all);
	else if (tn__render_list(r, expr->args[1]) < 0)
		tn__render_fail(r, expr->at, TN_E_PARAM, NULL, "%s takes a query or an array parameter",
			all ? "ALL" : "ANY");
	else if (!members(r, expr))
		tn__render_puts(r, all ? "(1 = 1)" : "(1 = 0)");
	else if (expr->sym == TN_SYM_EQ && !all && is_plain(r, expr, expr->args[1]))
		in_list(r, expr);
	else
		each(r, expr, expr->sym, all ? " AND " : " OR ");
}

void tn__render_quantified(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const char *symbol = tn__render_symbol(expr->sym);

	if (expr->kind == TN_X_QUANT) {
		quantified_list(r, expr);
		return;
	}
	tn__text_putc(r->out, '(');
	tn__render_expr(r, expr->args[0]);
	tn__text_printf(r->out, " %s %s ", symbol ? symbol : "=", expr->flags & TN_XF_ALL ? "ALL" : "ANY");
	tn__render_subquery(r, expr->u.sub.query);
	tn__text_putc(r->out, ')');
}

/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_expr.c - an expression in the server's spelling.
 *
 * Operations have templates; what has a shape of its own (CASE, IN, EXISTS,
 * subqueries, row values) is written here, always in its own parentheses, so that
 * no template has to know how strongly another binds.
 *
 * Invariants:
 *  1. Every operation goes through its template; one without is refused by name.
 *  2. choose() is asked first, of dialects that have one.
 */
#include "core/sql/render.h"

#define MAX_SHOWN 16 /* arguments that choose() sees */

/* ---- which template --------------------------------------------------------- */

static void fill_arg(struct tn_op_arg *arg, const struct tn_ir_expr *expr)
{
	int literal = expr->kind == TN_X_LITERAL && expr->type.kind != TN_T_INTERVAL;

	arg->type = expr->type;
	arg->literal = (uint8_t)literal;
	arg->nulled = literal && expr->u.literal.kind == TN_KIND_NULL;
	arg->value = literal ? &expr->u.literal : NULL;
}

/* In a frame of its own: the arguments' room is not kept while they are rendered. */
__attribute__((noinline)) static const char *chosen(const struct tn_render *r, const struct tn_ir_expr *expr)
{
	struct tn_op_arg args[MAX_SHOWN];
	struct tn_op_use use = {.op = expr->op, .stored = r->stored, .returned = r->returned,
		.grouped = r->grouped, .args = args};
	uint32_t i;

	use.distinct = (expr->flags & TN_XF_DISTINCT) != 0;
	use.over = expr->kind == TN_X_CALL && expr->u.call && (expr->u.call->over || expr->u.call->over_name);
	use.result = expr->type;
	use.arg_count = expr->arg_count < MAX_SHOWN ? expr->arg_count : MAX_SHOWN;
	for (i = 0; i < use.arg_count; i++)
		fill_arg(&args[i], expr->args[i]);
	return r->dialect->choose(&use);
}

const char *tn__render_template_of(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const struct tn_dialect *d = r->dialect;
	const char *const *ops = r->stored && d->stored_ops ? d->stored_ops : d->ops;
	const char *t = NULL;

	if (expr->op == TN_OP_NONE || expr->op >= TN_OPS)
		return NULL;
	if (d->choose && expr->op != TN_OP_AND && expr->op != TN_OP_OR)
		t = chosen(r, expr);
	if (!t && ops)
		t = ops[expr->op];
	return t || expr->op != TN_OP_CAST_SAME ? t : "$1";
}

int tn__render_has(const struct tn_render *r, unsigned op)
{
	const char *const *ops = r->stored && r->dialect->stored_ops ? r->dialect->stored_ops
								     : r->dialect->ops;

	return !r->portable && ops && ops[op];
}

void tn__render_alike(struct tn_render *r, unsigned op, const struct tn_ir_expr *expr)
{
	struct tn_ir_expr copy = *expr, *args[1] = {&copy};
	struct tn_ir_expr around = {
		.kind = TN_X_OP, .op = (uint16_t)op, .at = expr->at, .arg_count = 1, .args = args};

	around.type = expr->type;
	if (expr->type.kind == TN_KIND_NUMERIC && tn__render_has(r, op))
		tn__render_op(r, &around);
	else
		tn__render_expr(r, expr);
}

/* ---- operations ---------------------------------------------------------------- */

/* What the dialect says about it, behind a colon. */
static const char *reason(const struct tn_render *r, unsigned op)
{
	const struct tn_op_refusal *refusal = r->dialect->refusals;

	for (; refusal && refusal->op; refusal++)
		if (refusal->op == op)
			return refusal->reason;
	return r->stored ? r->dialect->stored_reason : NULL;
}

static void refuse(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const struct tn_op_info *info = &tn__op_info[expr->op < TN_OPS ? expr->op : TN_OP_NONE];
	const char *symbol = tn__render_symbol(info->sym);
	const char *where = r->stored ? " in the schema" : "", *why = reason(r, expr->op);
	const char *colon = why ? ": " : "";
	char name[80];
	size_t i;

	why = why ? why : "";
	for (i = 0; info->spelled && info->spelled[i] && i + 1 < sizeof(name); i++)
		name[i] = (char)(info->spelled[i] >= 'a' && info->spelled[i] <= 'z' ? info->spelled[i] - 32
										    : info->spelled[i]);
	name[i] = '\0';
	if (i)
		tn__render_fail(r, expr->at, TN_E_UNSUPPORTED, NULL, "function %s is not available%s on %s%s%s",
			name, where, r->dialect->name, colon, why);
	else
		tn__render_fail(r, expr->at, TN_E_UNSUPPORTED, NULL, "%s %s (%s) is not available%s on %s%s%s",
			info->sym == TN_SYM_CAST ? "CAST" : "operation", symbol ? symbol : "",
			info->name ? info->name : "unknown", where, r->dialect->name, colon, why);
}

/* A comparison of rows, or one that has only a symbol: (a, b) < (c, d). */
static void by_symbol(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const char *symbol = tn__render_symbol(expr->sym);

	if (expr->sym == TN_SYM_BETWEEN && expr->arg_count == 3) {
		tn__render_template(r,
			expr->flags & TN_XF_SYMMETRIC ? "($1 BETWEEN $2 AND $3 OR $1 BETWEEN $3 AND $2)"
						      : "($1 BETWEEN $2 AND $3)",
			expr);
	} else if (symbol && expr->arg_count == 2) {
		tn__text_putc(r->out, '(');
		tn__render_expr(r, expr->args[0]);
		tn__text_printf(r->out, " %s ", symbol);
		tn__render_expr(r, expr->args[1]);
		tn__text_putc(r->out, ')');
	} else {
		tn__render_fail(r, expr->at, TN_E_INTERNAL, NULL, "an operation was not resolved");
	}
}

void tn__render_op(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const char *t;

	if (expr->op == TN_OP_NONE) {
		by_symbol(r, expr);
		return;
	}
	t = tn__render_template_of(r, expr);
	if (t)
		tn__render_template(r, t, expr);
	else
		refuse(r, expr);
}

/* ---- the others ------------------------------------------------------------------ */

/*
 * An output column below an operation of ORDER BY: as the expression that it is,
 * or by its name where only names can stand (DISTINCT, set operations).
 */
static void output(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const struct tn_ir_query *query = r->ordered;
	uint32_t i = expr->u.output;

	if (query && query->kind == TN_QUERY_SELECT && !query->distinct && i < query->item_count)
		tn__render_expr(r, query->items[i].expr);
	else if (query && i < query->output_count)
		tn__render_name(r, query->outputs[i].name);
	else
		tn__text_printf(r->out, "%u", (unsigned)i + 1);
}

static void exists(struct tn_render *r, const struct tn_ir_expr *expr)
{
	tn__render_puts(r, "EXISTS ");
	tn__render_subquery(r, expr->u.sub.query);
}

static void row_value(struct tn_render *r, const struct tn_ir_expr *expr)
{
	tn__text_putc(r->out, '(');
	tn__render_list_of(r, expr->args, expr->arg_count);
	tn__text_putc(r->out, ')');
}

static void default_value(struct tn_render *r, const struct tn_ir_expr *expr)
{
	if (r->dialect->syntax.flags & TN_SYNTAX_NO_DEFAULT)
		tn__render_refuse(r, expr->at, "DEFAULT as a value");
	tn__render_puts(r, "DEFAULT");
}

static void kind_of(struct tn_render *r, const struct tn_ir_expr *expr)
{
	switch (expr->kind) {
	case TN_X_LITERAL: tn__render_literal(r, expr); break;
	case TN_X_PARAM: tn__render_param(r, expr); break;
	case TN_X_COLUMN:
	case TN_X_STAR: tn__render_column(r, expr); break;
	case TN_X_OUTPUT: output(r, expr); break;
	case TN_X_OP:
	case TN_X_CALL:
	case TN_X_CAST: tn__render_op(r, expr); break;
	case TN_X_CASE: tn__render_case(r, expr); break;
	case TN_X_IN:
	case TN_X_IN_QUERY: tn__render_in(r, expr); break;
	case TN_X_QUANT:
	case TN_X_QUANT_QUERY: tn__render_quantified(r, expr); break;
	case TN_X_SCALAR: tn__render_subquery(r, expr->u.sub.query); break;
	case TN_X_EXISTS: exists(r, expr); break;
	case TN_X_ROWVALUE: row_value(r, expr); break;
	case TN_X_DEFAULT: default_value(r, expr); break;
	case TN_X_EACH: tn__render_each(r, expr); break;
	case TN_X_TEXT: tn__render_puts(r, expr->u.text); break;
	default: tn__render_fail(r, expr->at, TN_E_INTERNAL, NULL, "an expression of unknown kind"); break;
	}
}

void tn__render_expr(struct tn_render *r, const struct tn_ir_expr *expr)
{
	uint32_t before;

	if (!tn__render_enter(r, expr->at))
		return;
	if (r->portable) {
		tn__render_text(r, expr, 0);
	} else {
		before = tn__render_at(r, expr->at);
		kind_of(r, expr);
		tn__render_back(r, before);
	}
	tn__render_leave(r);
}

void tn__render_list_of(struct tn_render *r, struct tn_ir_expr *const *exprs, uint32_t count)
{
	uint32_t i;

	for (i = 0; i < count; i++) {
		if (i)
			tn__render_puts(r, ", ");
		tn__render_expr(r, exprs[i]);
	}
}

void tn__render_assigned(struct tn_render *r, const struct tn_ir_expr *expr)
{
	r->assigned = expr->kind == TN_X_PARAM || expr->kind == TN_X_LITERAL;
	tn__render_expr(r, expr);
	r->assigned = 0;
}

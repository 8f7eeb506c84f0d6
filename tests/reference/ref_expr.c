/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_expr.c - expressions.
 *
 * What decides nothing is not computed (AND, OR, CASE, COALESCE), from left to right:
 * servers may compute it, so an error of a value is theirs to have or not.
 */
#include <string.h>
#include "tests/reference/reference.h"

static int is_null(const struct ref_value *v)
{
	return v->kind == TN_KIND_NULL;
}

static int put_bool(struct ref_value *out, int value)
{
	*out = ref_int(TN_KIND_BOOL, value);
	return TN_OK;
}

int ref_holds(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *condition)
{
	struct ref_value v;
	int rc = condition ? ref_eval(run, frame, condition, &v) : TN_OK;

	return rc < 0 ? rc : !condition || (!is_null(&v) && v.u.i);
}

static int column(struct ref_run *run, const struct ref_frame *frame, const struct tn_ir_expr *expr,
		  struct ref_value *out)
{
	uint32_t i;

	for (; frame; frame = frame->outer)
		for (i = 0; i < frame->source_count; i++)
			if (frame->sources[i] == expr->u.column.source) {
				const struct ref_value *row = frame->unit ? frame->unit->rows[i] : NULL;

				*out = row ? row[expr->u.column.index] : ref_null();
				return TN_OK;
			}
	return ref_unknown(run, "a column of no row", expr->u.column.name);
}

/* ---- comparisons --------------------------------------------------------------------- */

/* 1, 0; -1: unknown. */
static int compared(unsigned sym, const struct ref_value *a, const struct ref_value *b)
{
	int order;

	if (sym == TN_SYM_IS_DISTINCT)
		return !ref_same(a, b);
	if (sym == TN_SYM_IS_NOT_DISTINCT)
		return ref_same(a, b);
	if (is_null(a) || is_null(b))
		return -1;
	order = ref_compare(a, b);
	switch (sym) {
	case TN_SYM_EQ: return order == 0;
	case TN_SYM_NE: return order != 0;
	case TN_SYM_LT: return order < 0;
	case TN_SYM_LE: return order <= 0;
	case TN_SYM_GT: return order > 0;
	default: return order >= 0;
	}
}

static int put_truth(struct ref_value *out, int truth)
{
	*out = truth < 0 ? ref_null() : ref_int(TN_KIND_BOOL, truth);
	return TN_OK;
}

static int is_rows(const struct tn_ir_expr *expr)
{
	return expr->arg_count && expr->args[0]->kind == TN_X_ROWVALUE;
}

/* AND and OR: one operand may decide. */
static int logic(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *expr, struct ref_value *out)
{
	int decides = expr->op == TN_OP_OR, truth = !decides, rc;
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++) {
		struct ref_value v;

		rc = ref_eval(run, frame, expr->args[i], &v);
		if (rc < 0)
			return rc;
		if (is_null(&v))
			truth = -1;
		else if (v.u.i == decides)
			return put_bool(out, decides);
	}
	return put_truth(out, truth);
}

static int between(struct ref_run *run, const struct tn_ir_expr *expr, const struct ref_value *args,
		   struct ref_value *out)
{
	int low = compared(TN_SYM_GE, &args[0], &args[1]), high = compared(TN_SYM_LE, &args[0], &args[2]);

	if (expr->flags & TN_XF_SYMMETRIC)
		return ref_unknown(run, "BETWEEN SYMMETRIC", NULL);
	return put_truth(out, low == 0 || high == 0 ? 0 : low < 0 || high < 0 ? -1 : 1);
}

/* IS TRUE and the like. */
static int tested(unsigned sym, const struct ref_value *v, struct ref_value *out)
{
	int truth = is_null(v) ? -1 : v->u.i != 0;

	switch (sym) {
	case TN_SYM_IS_NULL:
	case TN_SYM_IS_UNKNOWN: return put_bool(out, is_null(v));
	case TN_SYM_IS_NOT_NULL:
	case TN_SYM_IS_NOT_UNKNOWN: return put_bool(out, !is_null(v));
	case TN_SYM_IS_TRUE: return put_bool(out, truth == 1);
	case TN_SYM_IS_NOT_TRUE: return put_bool(out, truth != 1);
	case TN_SYM_IS_FALSE: return put_bool(out, truth == 0);
	default: return put_bool(out, truth != 0);
	}
}

/* ---- conditional -------------------------------------------------------------------------- */

static int case_of(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *expr, struct ref_value *out)
{
	uint32_t i = 0, end = expr->arg_count - !!(expr->flags & TN_XF_ELSE);
	struct ref_value operand = ref_null(), when;
	int rc = TN_OK, hit;

	if (expr->flags & TN_XF_OPERAND)
		rc = ref_eval(run, frame, expr->args[i++], &operand);
	for (; rc >= 0 && i + 1 < end; i += 2) {
		rc = ref_eval(run, frame, expr->args[i], &when);
		if (rc < 0)
			return rc;
		hit = expr->flags & TN_XF_OPERAND ? compared(TN_SYM_EQ, &operand, &when) == 1 :
			!is_null(&when) && when.u.i;
		if (hit)
			return ref_eval(run, frame, expr->args[i + 1], out);
	}
	if (rc >= 0 && expr->flags & TN_XF_ELSE)
		return ref_eval(run, frame, expr->args[end], out);
	*out = ref_null();
	return rc;
}

/* COALESCE, GREATEST, LEAST. */
static int one_of(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *expr, struct ref_value *out)
{
	uint32_t i;

	*out = ref_null();
	for (i = 0; i < expr->arg_count; i++) {
		struct ref_value v;
		int rc = ref_eval(run, frame, expr->args[i], &v);

		if (rc < 0)
			return rc;
		if (is_null(&v))
			continue;
		if (expr->op == TN_OP_COALESCE) {
			*out = v;
			return TN_OK;
		}
		if (is_null(out) || (expr->op == TN_OP_GREATEST ? ref_compare(&v, out) > 0 :
					ref_compare(&v, out) < 0))
			*out = v;
	}
	return TN_OK;
}

/* ---- subqueries and lists ----------------------------------------------------------------------- */

/* v sym ANY or ALL of values; IN is = ANY. */
static void quantify(unsigned sym, int all, const struct ref_value *v, const struct ref_value *values, size_t count,
		     struct ref_value *out)
{
	int truth = all;
	size_t i;

	for (i = 0; i < count; i++) {
		int one = compared(sym, v, &values[i]);

		if (one == !all) {
			put_bool(out, !all);
			return;
		}
		if (one < 0)
			truth = -1;
	}
	put_truth(out, truth);
}

static int subquery(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *expr,
		    struct ref_value *out)
{
	struct ref_rows rows = {0};
	struct ref_value v;
	int rc = ref_query(run, frame, expr->u.sub.query, &rows);

	if (rc < 0)
		return rc;
	if (expr->kind == TN_X_EXISTS)
		return put_bool(out, rows.count != 0);
	if (expr->kind == TN_X_SCALAR) {
		*out = rows.count ? rows.cells[0] : ref_null();
		return rows.count > 1 ? TN_E_DATA : TN_OK;
	}
	if (is_rows(expr))
		return ref_unknown(run, "row values", NULL);
	rc = ref_eval(run, frame, expr->args[0], &v);
	if (rc >= 0)
		quantify(expr->kind == TN_X_IN_QUERY ? TN_SYM_EQ : expr->sym,
			 expr->kind == TN_X_QUANT_QUERY && expr->flags & TN_XF_ALL, &v, rows.cells, rows.count, out);
	return rc;
}

static int args_of(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *expr,
		   struct ref_value **args)
{
	uint32_t i;
	int rc = TN_OK;

	*args = ref_alloc(run, expr->arg_count * sizeof(**args));
	for (i = 0; rc >= 0 && i < expr->arg_count; i++)
		rc = ref_eval(run, frame, expr->args[i], &(*args)[i]);
	return rc;
}

static int in_list(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *expr, struct ref_value *out)
{
	struct ref_value *args;
	int rc = is_rows(expr) ? ref_unknown(run, "row values", NULL) : args_of(run, frame, expr, &args);

	if (rc >= 0)
		quantify(TN_SYM_EQ, 0, &args[0], args + 1, expr->arg_count - 1, out);
	return rc;
}

/* ---- operations ------------------------------------------------------------------------------------- */

static const struct ref_op *find(unsigned op)
{
	static const struct ref_op *const tables[] = {ref_number_ops, ref_text_ops, ref_time_ops, ref_cast_ops,
						      ref_like_ops, ref_json_ops};
	static const struct ref_op *rows[TN_OPS];
	const struct ref_op *at;
	size_t i;

	if (!rows[TN_OP_ADD_I])
		for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
			for (at = tables[i]; at->op; at++)
				rows[at->op] = at;
	return rows[op];
}

static int call(struct ref_run *run, const struct tn_ir_expr *expr, const struct ref_value *args,
		struct ref_value *out)
{
	const struct tn_op_info *info = &tn__op_info[expr->op];
	const struct ref_op *op = find(expr->op);
	struct ref_call c = {run, expr, args, expr->arg_count, out};
	uint32_t i;

	if (!op)
		return ref_unknown(run, info->name, NULL);
	for (i = 0; i < expr->arg_count && !(info->flags & TN_OPF_ANY_NULL); i++)
		if (is_null(&args[i])) {
			*out = ref_null();
			return TN_OK;
		}
	return op->run(&c);
}

static int operation(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *expr,
		     struct ref_value *out)
{
	const struct tn_op_info *info = &tn__op_info[expr->op];
	struct ref_value *args;
	int rc;

	if (expr->kind == TN_X_CALL && (expr->u.call->over || expr->u.call->over_name))
		return ref_window(run, frame, expr, out);
	if (info->flags & TN_OPF_AGGREGATE) {
		if (!frame || !frame->unit || !frame->unit->members)
			return ref_unknown(run, "an aggregate of no group", info->name);
		return ref_aggregate(run, frame, expr, frame->unit->members->items,
				     frame->unit->members->count, out);
	}
	if (expr->op == TN_OP_AND || expr->op == TN_OP_OR)
		return logic(run, frame, expr, out);
	if (expr->op == TN_OP_COALESCE || expr->op == TN_OP_GREATEST || expr->op == TN_OP_LEAST)
		return one_of(run, frame, expr, out);
	if (is_rows(expr))
		return ref_unknown(run, "row values", NULL);
	rc = args_of(run, frame, expr, &args);
	if (rc < 0)
		return rc;
	if (expr->op == TN_OP_NULLIF) {
		*out = compared(TN_SYM_EQ, &args[0], &args[1]) == 1 ? ref_null() : args[0];
		return TN_OK;
	}
	if (expr->op == TN_OP_NOT)
		return put_truth(out, is_null(&args[0]) ? -1 : !args[0].u.i);
	if (info->sym >= TN_SYM_EQ && info->sym <= TN_SYM_IS_NOT_DISTINCT)
		return put_truth(out, compared(info->sym, &args[0], &args[1]));
	if (info->sym >= TN_SYM_IS_NULL && info->sym <= TN_SYM_IS_NOT_UNKNOWN)
		return tested(info->sym, &args[0], out);
	if (info->sym == TN_SYM_BETWEEN)
		return between(run, expr, args, out);
	return call(run, expr, args, out);
}

static int eval(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *expr, struct ref_value *out)
{
	static const char *const names[] = {[TN_X_PARAM] = "a parameter", [TN_X_OUTPUT] = "an output in an expression",
		[TN_X_QUANT] = "ANY of an array", [TN_X_ROWVALUE] = "row values", [TN_X_STAR] = "*",
		[TN_X_DEFAULT] = "DEFAULT", [TN_X_TEXT] = "text of a dialect",
		[TN_X_EACH] = "condition of a step"};

	switch (expr->kind) {
	case TN_X_LITERAL:
		if (expr->type.kind == TN_T_INTERVAL)
			return ref_unknown(run, "an interval", NULL);
		return ref_from_value(run, &expr->u.literal, out);
	case TN_X_COLUMN: return column(run, frame, expr, out);
	case TN_X_OP:
	case TN_X_CAST:
	case TN_X_CALL: return operation(run, frame, expr, out);
	case TN_X_CASE: return case_of(run, frame, expr, out);
	case TN_X_IN: return in_list(run, frame, expr, out);
	case TN_X_IN_QUERY:
	case TN_X_QUANT_QUERY:
	case TN_X_SCALAR:
	case TN_X_EXISTS: return subquery(run, frame, expr, out);
	default: return ref_unknown(run, names[expr->kind], NULL);
	}
}

/* A NUMERIC has all the digits of its type. */
int ref_eval(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *expr, struct ref_value *out)
{
	int rc = ref_step(run, 1);

	if (rc == TN_OK)
		rc = eval(run, frame, expr, out);
	if (rc < 0 || is_null(out))
		return rc;
	if (out->kind != expr->type.kind)
		return ref_unknown(run, "a value of another kind than its expression's", tn_kind_name(out->kind));
	if (out->kind == TN_KIND_NUMERIC && expr->type.scale >= 0 && expr->type.scale != out->scale)
		return ref_decimal_rescale(run, out, expr->type.scale, 0, out);
	return TN_OK;
}

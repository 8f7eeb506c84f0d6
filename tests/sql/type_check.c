/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/type_check.c - do the kinds of an analysed tree fit together?
 *
 * The invariants 1, 3 and 4 of core/ir/expr.h, looked at in every node: what a dialect
 * may rely on when it writes an operation.
 */
#include <string.h>
#include "core/ir/plan_tree.h"
#include "type_text.h"

static unsigned kind_of_letter(char letter)
{
	static const char letters[] = "bindtyDTszuj";
	static const uint8_t kinds[] = {TN_KIND_BOOL, TN_KIND_INT, TN_KIND_NUMERIC, TN_KIND_DOUBLE,
		TN_KIND_TEXT, TN_KIND_BYTES, TN_KIND_DATE, TN_KIND_TIME, TN_KIND_TIMESTAMP,
		TN_KIND_TIMESTAMPTZ, TN_KIND_UUID, TN_KIND_JSON};
	const char *at = letter ? strchr(letters, letter) : NULL;

	return at ? kinds[at - letters] : TN_KIND_NULL;
}

/* The letter of operand i; marks take no place, and the last letter repeats. */
static char letter_at(const char *args, uint32_t i)
{
	char last = 0;

	for (; *args; args++) {
		if (strchr("?*+", *args))
			continue;
		last = *args;
		if (i-- == 0)
			break;
	}
	return last;
}

static const char *operands_fault(const struct tn_ir_expr *expr)
{
	const struct tn_op_info *row = &tn__op_info[expr->op];
	unsigned common = TN_KIND_NULL;
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++) {
		unsigned kind = expr->args[i]->type.kind;
		char letter = letter_at(row->args, i);

		if (letter == 'x' && common == TN_KIND_NULL)
			common = kind;
		if (letter == 'x' ? kind != common : letter != 'v' && kind != kind_of_letter(letter))
			return "an operand has another kind than the row's";
		if (expr->args[i]->kind == TN_X_OP && expr->args[i]->op == expr->op &&
			(expr->op == TN_OP_AND || expr->op == TN_OP_OR || expr->op == TN_OP_CONCAT_T))
			return "an n-ary operation is nested";
	}
	if (kind_of_letter(row->result[0]) && expr->type.kind != kind_of_letter(row->result[0]))
		return "the result has another kind than the row's";
	return NULL;
}

static const char *members_fault(const struct tn_ir_expr *expr)
{
	uint32_t i;

	for (i = 1; i < expr->arg_count; i++)
		if (expr->args[i]->type.kind != expr->args[0]->type.kind)
			return "members of IN have different kinds";
	return NULL;
}

static int look(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	const struct tn_ir_expr *expr = *place;
	const char *fault = NULL;

	if ((expr->kind == TN_X_OP || expr->kind == TN_X_CALL || expr->kind == TN_X_CAST) && !expr->op)
		fault = "no operation";
	else if (expr->kind == TN_X_OP || expr->kind == TN_X_CALL || expr->kind == TN_X_CAST)
		fault = operands_fault(expr);
	else if (expr->kind == TN_X_IN || expr->kind == TN_X_QUANT)
		fault = members_fault(expr);
	if (!fault && expr->kind != TN_X_LITERAL && expr->kind != TN_X_DEFAULT && expr->kind != TN_X_SCALAR &&
		expr->kind != TN_X_CASE && expr->kind != TN_X_CALL && expr->type.kind == TN_KIND_NULL)
		fault = "no kind";
	if (!fault)
		return TN_OK;
	*(const char **)v->ctx = fault;
	return TN_E_INTERNAL;
}

const char *type_fault(const struct tn_ir_stmt *stmt)
{
	const char *fault = tn__tree_fault(stmt);
	struct tn_ir_visitor v = {.expr = look, .ctx = &fault};

	if (fault)
		return fault;
	return tn__ir_visit(stmt, &v) && !fault ? "too deep" : fault;
}

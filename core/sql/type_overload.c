/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_overload.c - which row of operators.def or functions.def is meant.
 *
 * The row that needs the fewest implicit conversions is taken.  An operand without a
 * kind (or, in an open environment, of an unknown one) fits every row; among rows that
 * fit equally well, the one where it would have
 * the kind of another operand is taken, as the servers do (date - ? is date - date),
 * and where only NULLs have no kind the first.
 *
 * Rows are found by their place in the tables: rows of a symbol and of a name stand
 * together or close to each other, so nothing has to be indexed at run time.
 */
#include "core/sql/type_parts.h"

unsigned tn__overload_kind(char letter)
{
	switch (letter) {
	case 'b': return TN_KIND_BOOL;
	case 'i': return TN_KIND_INT;
	case 'n': return TN_KIND_NUMERIC;
	case 'd': return TN_KIND_DOUBLE;
	case 't': return TN_KIND_TEXT;
	case 'y': return TN_KIND_BYTES;
	case 'D': return TN_KIND_DATE;
	case 'T': return TN_KIND_TIME;
	case 's': return TN_KIND_TIMESTAMP;
	case 'z': return TN_KIND_TIMESTAMPTZ;
	case 'u': return TN_KIND_UUID;
	case 'j': return TN_KIND_JSON;
	default: return TN_KIND_NULL;
	}
}

/* The letters without marks; *least and *most say how many operands there can be. */
static uint32_t signature(const char *args, char *letters, uint32_t *least, uint32_t *most)
{
	uint32_t n = 0;
	int optional = 0;

	*least = 0;
	*most = 0;
	for (; *args; args++) {
		if (*args == '?') {
			optional = 1;
		} else if (*args == '*' || *args == '+') {
			*most = UINT32_MAX;
			*least -= *args == '*';
		} else {
			letters[n++] = *args;
			*least += !optional;
		}
	}
	if (!*most)
		*most = n;
	return n;
}

enum { LETTERS = 16 };

char tn__overload_letter(enum tn_op op, uint32_t i)
{
	char letters[LETTERS];
	uint32_t least, most, n = signature(tn__op_info[op].args, letters, &least, &most);

	if (!n)
		return 0;
	return letters[i < n ? i : n - 1];
}

struct fit {
	int cost;
	int agrees; /* operands without a kind that would have the kind of another one */
};

/* Does an operand that has a kind have this one? */
static int kind_among(struct tn_ir_expr *const *args, uint32_t count, unsigned kind)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (args[i]->type.kind == kind)
			return 1;
	return 0;
}

/* 0: the row does not fit. */
static int fits(const struct tn_analysis *an, enum tn_op op, struct tn_ir_expr *const *args, uint32_t count,
	struct fit *fit)
{
	char letters[LETTERS];
	uint32_t least, most, i, n = signature(tn__op_info[op].args, letters, &least, &most);

	if (count < least || count > most)
		return 0;
	fit->cost = fit->agrees = 0;
	for (i = 0; i < count; i++) {
		unsigned kind = tn__overload_kind(letters[i < n ? i : n - 1]);
		int cost = kind ? tn__type_cost(an, args[i], kind) : 0;

		if (cost < 0)
			return 0;
		fit->cost += cost;
		if (kind && (args[i]->type.kind == TN_KIND_NULL || args[i]->type.kind == TN_T_UNKNOWN))
			fit->agrees += kind_among(args, count, kind);
	}
	return 1;
}

/* The operands that have no kind, of which there are some, are NULL: any row gives the same. */
static int only_nulls(const struct tn_analysis *an, struct tn_ir_expr *const *args, uint32_t count)
{
	uint32_t i, nulls = 0;

	for (i = 0; i < count; i++) {
		if (args[i]->type.kind == TN_KIND_NULL && !tn__type_is_null(an, args[i]))
			return 0;
		nulls += args[i]->type.kind == TN_KIND_NULL;
	}
	return nulls > 0;
}

int tn__overload_pick(
	const struct tn_analysis *an, struct tn_rows rows, struct tn_ir_expr *const *args, uint32_t count)
{
	struct fit best = {0, 0}, fit;
	int found = TN_PICK_NONE;
	unsigned op;

	for (op = rows.first; op <= rows.last; op++) {
		if (tn__op_info[op].sym != rows.sym || !fits(an, (enum tn_op)op, args, count, &fit))
			continue;
		if (found == TN_PICK_NONE || fit.cost < best.cost ||
			(fit.cost == best.cost && fit.agrees > best.agrees)) {
			found = (int)op;
			best = fit;
		} else if (fit.cost == best.cost && fit.agrees == best.agrees &&
			!only_nulls(an, args, count)) {
			found = TN_PICK_AMBIGUOUS;
		}
	}
	return found;
}

int tn__overload_apply(struct tn_analysis *an, struct tn_ir_expr *expr, enum tn_op op, const char *what)
{
	uint32_t i;
	int rc;

	for (i = 0; i < expr->arg_count; i++) {
		unsigned kind = tn__overload_kind(tn__overload_letter(op, i));

		rc = kind ? tn__type_coerce(an, &expr->args[i], kind, what) : TN_OK;
		if (rc)
			return rc;
	}
	expr->op = (uint16_t)op;
	expr->type = tn__type_result(expr);
	return TN_OK;
}

/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_interval.c - dates and times plus and minus intervals.
 *
 * An interval is no value here: no server pair agrees on one.  It is an operand of +
 * and -, alone or times an integer, and becomes a chain of operations on months, days
 * and microseconds, in this order, as PostgreSQL adds them:
 *
 *   ts + INTERVAL '1 month 2 hours'   ADD_MICROS_S(ADD_MONTHS_S(ts, 1), 7200000000)
 *   ts - n * INTERVAL '1 day'         ADD_DAYS_S(ts, n * -1)
 *
 * A DATE plus an interval is a TIMESTAMP, as the standard's readers expect from
 * PostgreSQL; where a DATE is needed and the interval has whole days only, the chain
 * stays on dates, so that an index of a DATE column serves.
 */
#include "core/sql/type_parts.h"

/* ---- finding them: before the operands are analysed ------------------------------------ */

int tn__type_is_interval(const struct tn_ir_expr *expr)
{
	for (;;) {
		if (expr->kind == TN_X_LITERAL)
			return expr->type.kind == TN_T_INTERVAL;
		if (expr->kind != TN_X_OP)
			return 0;
		if (expr->sym == TN_SYM_NEG || expr->sym == TN_SYM_POS) {
			expr = expr->args[0];
			continue;
		}
		/* A multiple holds the literal itself, so the search does not branch. */
		return expr->sym == TN_SYM_MUL &&
			(expr->args[0]->type.kind == TN_T_INTERVAL ||
				expr->args[1]->type.kind == TN_T_INTERVAL);
	}
}

struct span {
	const struct tn_ir_interval *length;
	struct tn_ir_expr *times; /* an integer expression, or NULL: 1 */
	int negative;
};

/* Takes an interval apart and analyses what it is multiplied with. */
static int read_span(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *expr, int negative,
	struct span *out)
{
	struct tn_ir_expr *literal;
	uint32_t i;
	int rc;

	for (; expr->kind == TN_X_OP && expr->sym != TN_SYM_MUL; expr = expr->args[0])
		negative ^= expr->sym == TN_SYM_NEG;
	out->negative = negative;
	out->times = NULL;
	if (expr->kind == TN_X_LITERAL) {
		out->length = expr->u.interval;
		return TN_OK;
	}
	i = expr->args[0]->type.kind == TN_T_INTERVAL ? 0 : 1;
	literal = expr->args[i];
	out->length = literal->u.interval;
	rc = tn__type_expr(an, scope, &expr->args[1 - i]);
	if (rc)
		return rc;
	out->times = expr->args[1 - i];
	if (out->times->type.kind == TN_T_INTERVAL || tn__type_cost(an, out->times, TN_KIND_INT) < 0)
		return tn__analysis_fail(an, out->times->at, TN_E_TYPE,
			"CAST(x AS INTEGER) * INTERVAL '1 day'",
			"an interval can be multiplied with an integer, but this is %s",
			tn__type_words(an->arena, &out->times->type));
	return tn__type_coerce(an, &out->times, TN_KIND_INT, "a multiple of an interval");
}

/* ---- the chain ---------------------------------------------------------------------------- */

/* times * part, as one expression. */
static int amount(struct tn_analysis *an, const struct span *span, int64_t part, uint32_t at, int first,
	struct tn_ir_expr **out)
{
	struct tn_ir_expr *times = span->times, *factor;

	if (span->negative)
		part = (int64_t)(0 - (uint64_t)part);
	factor = tn__type_int(an, at, part);
	if (!factor)
		return tn__type_nomem(an);
	*out = factor;
	if (!times)
		return TN_OK;
	if (!first) {
		if (!tn__type_twice(times))
			return tn__analysis_fail(an, at, TN_E_UNSUPPORTED,
				"add the parts one after the other",
				"the multiple of an interval of several units is too large to repeat");
		times = tn__ir_clone_expr(an->arena, times);
	}
	*out = part == 1 ? times : times ? tn__type_op(an, TN_OP_MUL_I, at, 2, times, factor) : NULL;
	if (!*out)
		return tn__type_nomem(an);
	return part == 1 ? TN_OK : tn__literal_compute(an, *out);
}

enum { MONTHS, DAYS, MICROS, UNITS };

/* The operations for a kind of time; NONE where the unit has no meaning for it. */
static enum tn_op unit_op(unsigned kind, unsigned unit)
{
	static const uint16_t ops[3][UNITS] = {
		{TN_OP_ADD_MONTHS_S, TN_OP_ADD_DAYS_S, TN_OP_ADD_MICROS_S},
		{TN_OP_ADD_MONTHS_Z, TN_OP_ADD_DAYS_Z, TN_OP_ADD_MICROS_Z},
		{TN_OP_NONE, TN_OP_NONE, TN_OP_ADD_MICROS_T},
	};
	return (enum tn_op)ops[kind == TN_KIND_TIMESTAMP ? 0 : kind == TN_KIND_TIMESTAMPTZ ? 1 : 2][unit];
}

static int add_span(struct tn_analysis *an, struct tn_ir_expr **place, const struct span *span, uint32_t at)
{
	const int64_t parts[UNITS] = {span->length->months, span->length->days, span->length->micros};
	unsigned unit, kind = (*place)->type.kind;
	int rc, first = 1;

	for (unit = 0; unit < UNITS; unit++) {
		enum tn_op op = unit_op(kind, unit);
		struct tn_ir_expr *n = NULL;

		if (!parts[unit] || !op)
			continue;
		rc = amount(an, span, parts[unit], at, first, &n);
		if (rc)
			return rc;
		first = 0;
		*place = tn__type_op(an, op, at, 2, *place, n);
		if (!*place)
			return tn__type_nomem(an);
	}
	return TN_OK;
}

int tn__type_interval(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;
	struct tn_sql_type stamp = tn__type_of(TN_KIND_TIMESTAMP);
	uint32_t side = tn__type_is_interval(expr->args[1]) ? 1 : 0;
	struct span span;
	unsigned kind;
	int rc;

	if (tn__type_is_interval(expr->args[1 - side]) || (!side && expr->sym == TN_SYM_SUB))
		return tn__analysis_fail(an, expr->at, TN_E_TYPE,
			"add intervals to a date or time one after the other",
			"an interval can only be added to a date or time, or taken from one");
	rc = tn__type_expr(an, scope, &expr->args[1 - side]);
	if (!rc)
		rc = read_span(an, scope, expr->args[side], expr->sym == TN_SYM_SUB, &span);
	if (rc)
		return rc;
	*place = expr->args[1 - side];
	kind = (*place)->type.kind;
	if (kind == TN_KIND_NULL || kind == TN_KIND_DATE || tn__type_may_guess(an, *place) ||
		(kind == TN_KIND_TEXT && tn__type_cost(an, *place, TN_KIND_TIMESTAMP) >= 0))
		rc = tn__type_coerce(an, place, stamp.kind, "a date or time plus an interval");
	else if (kind == TN_T_UNKNOWN)
		rc = tn__type_unknown(an, *place);
	else if (kind != TN_KIND_TIMESTAMP && kind != TN_KIND_TIMESTAMPTZ && kind != TN_KIND_TIME)
		rc = tn__analysis_fail(an, expr->at, TN_E_TYPE, "CAST(x AS TIMESTAMP)",
			"an interval can only be added to a date or time, but this is %s",
			tn__type_words(an->arena, &(*place)->type));
	return rc ? rc : add_span(an, place, &span, expr->at);
}

/* ---- chains that another kind can have --------------------------------------------------------- */

static int makes_date(const struct tn_ir_expr *expr)
{
	for (; expr->op == TN_OP_ADD_MONTHS_S || expr->op == TN_OP_ADD_DAYS_S; expr = expr->args[0])
		;
	if (expr->kind == TN_X_LITERAL)
		return expr->u.literal.kind == TN_KIND_TIMESTAMP &&
			expr->u.literal.u.i % INT64_C(86400000000) == 0;
	return expr->op == TN_OP_CAST_DATE_TS;
}

int tn__type_as_date(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;

	(void)an;
	if (expr->type.kind != TN_KIND_TIMESTAMP || !makes_date(expr))
		return 0;
	for (; expr->op == TN_OP_ADD_MONTHS_S || expr->op == TN_OP_ADD_DAYS_S; expr = expr->args[0]) {
		unsigned flags = expr->type.flags;

		expr->op = expr->op == TN_OP_ADD_MONTHS_S ? TN_OP_ADD_MONTHS_D : TN_OP_ADD_DATE_I;
		expr->sym = tn__op_info[expr->op].sym;
		expr->type = tn__type_of(TN_KIND_DATE);
		expr->type.flags = (uint8_t)flags;
		place = &expr->args[0];
	}
	if (expr->kind == TN_X_LITERAL) {
		expr->u.literal = tn_date(expr->u.literal.u.i / INT64_C(86400000000));
		tn__literal_type(expr);
	} else {
		*place = expr->args[0];
	}
	return 1;
}

int tn__type_is_now(const struct tn_ir_expr *expr)
{
	for (; expr->op == TN_OP_ADD_MONTHS_Z || expr->op == TN_OP_ADD_DAYS_Z ||
		expr->op == TN_OP_ADD_MICROS_Z;
		expr = expr->args[0])
		;
	return expr->kind == TN_X_CALL && expr->op == TN_OP_NOW;
}

void tn__type_now_local(struct tn_ir_expr *expr)
{
	for (;; expr = expr->args[0]) {
		unsigned flags = expr->type.flags;

		expr->type = tn__type_of(TN_KIND_TIMESTAMP);
		expr->type.flags = (uint8_t)flags;
		switch (expr->op) {
		case TN_OP_ADD_MONTHS_Z: expr->op = TN_OP_ADD_MONTHS_S; break;
		case TN_OP_ADD_DAYS_Z: expr->op = TN_OP_ADD_DAYS_S; break;
		case TN_OP_ADD_MICROS_Z: expr->op = TN_OP_ADD_MICROS_S; break;
		default:
			expr->op = TN_OP_LOCAL_NOW;
			expr->u.call->name = tn__op_info[TN_OP_LOCAL_NOW].spelled;
			return;
		}
	}
}

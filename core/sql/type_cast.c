/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_cast.c - CAST, written or implicit.
 *
 * A cast is one operation or a chain of them: to the kind first, then to the narrower
 * storage (SMALLINT, INTEGER, VARCHAR(n), REAL).  NUMERIC(p,s) is reached in one step,
 * so that it rounds once.
 *
 * CAST over a division of NUMERICs or AVG says the digits of its result: the operand
 * gets the type of the cast.
 *
 * Pairs that have no row are refused: their text or value would differ between servers.
 */
#include "core/sql/type_parts.h"

/* The operation from the kind of the row to that of the column. */
static const uint16_t casts[TN_KIND_LIST][TN_KIND_LIST] = {
	[TN_KIND_BOOL] = {[TN_KIND_INT] = TN_OP_CAST_B_I, [TN_KIND_TEXT] = TN_OP_CAST_B_T},
	[TN_KIND_INT] = {[TN_KIND_BOOL] = TN_OP_CAST_I_B,
		[TN_KIND_NUMERIC] = TN_OP_CAST_I_N,
		[TN_KIND_DOUBLE] = TN_OP_CAST_I_D,
		[TN_KIND_TEXT] = TN_OP_CAST_I_T},
	[TN_KIND_NUMERIC] = {[TN_KIND_INT] = TN_OP_CAST_N_I,
		[TN_KIND_DOUBLE] = TN_OP_CAST_N_D,
		[TN_KIND_TEXT] = TN_OP_CAST_N_T},
	[TN_KIND_DOUBLE] = {[TN_KIND_INT] = TN_OP_CAST_D_I, [TN_KIND_NUMERIC] = TN_OP_CAST_D_N},
	[TN_KIND_TEXT] = {[TN_KIND_BOOL] = TN_OP_CAST_T_B,
		[TN_KIND_INT] = TN_OP_CAST_T_I,
		[TN_KIND_NUMERIC] = TN_OP_CAST_T_N,
		[TN_KIND_DOUBLE] = TN_OP_CAST_T_D,
		[TN_KIND_BYTES] = TN_OP_CAST_T_Y,
		[TN_KIND_DATE] = TN_OP_CAST_T_DATE,
		[TN_KIND_TIME] = TN_OP_CAST_T_TIME,
		[TN_KIND_TIMESTAMP] = TN_OP_CAST_T_TS,
		[TN_KIND_TIMESTAMPTZ] = TN_OP_CAST_T_TSTZ,
		[TN_KIND_UUID] = TN_OP_CAST_T_U,
		[TN_KIND_JSON] = TN_OP_CAST_T_J},
	[TN_KIND_BYTES] = {[TN_KIND_TEXT] = TN_OP_CAST_Y_T},
	[TN_KIND_DATE] = {[TN_KIND_TEXT] = TN_OP_CAST_DATE_T, [TN_KIND_TIMESTAMP] = TN_OP_CAST_DATE_TS},
	[TN_KIND_TIME] = {[TN_KIND_TEXT] = TN_OP_CAST_TIME_T},
	[TN_KIND_TIMESTAMP] = {[TN_KIND_TEXT] = TN_OP_CAST_TS_T,
		[TN_KIND_DATE] = TN_OP_CAST_TS_DATE,
		[TN_KIND_TIME] = TN_OP_CAST_TS_TIME,
		[TN_KIND_TIMESTAMPTZ] = TN_OP_CAST_TS_TSTZ},
	[TN_KIND_TIMESTAMPTZ] =
		{[TN_KIND_TIMESTAMP] = TN_OP_CAST_TSTZ_TS, [TN_KIND_DATE] = TN_OP_CAST_TSTZ_DATE},
	[TN_KIND_UUID] = {[TN_KIND_TEXT] = TN_OP_CAST_U_T},
	[TN_KIND_JSON] = {[TN_KIND_TEXT] = TN_OP_CAST_J_T},
};

/* Kinds that are reached by way of TIMESTAMP. */
static int by_timestamp(unsigned from, unsigned to)
{
	return (from == TN_KIND_DATE && to == TN_KIND_TIMESTAMPTZ) ||
		(from == TN_KIND_TIMESTAMPTZ && to == TN_KIND_TIME);
}

/* The step to the narrower storage of the same kind; SAME where there is none. */
static enum tn_op narrowing(const struct tn_sql_type *from, const struct tn_sql_type *to)
{
	switch (to->kind) {
	case TN_KIND_INT:
		return (to->storage == TN_TYPE_SMALLINT || to->storage == TN_TYPE_INTEGER) &&
				(!from->storage || from->storage > to->storage)
			? TN_OP_CAST_I_I
			: TN_OP_CAST_SAME;
	case TN_KIND_NUMERIC:
		return to->precision && (from->precision != to->precision || from->scale != to->scale)
			? TN_OP_CAST_N_N
			: TN_OP_CAST_SAME;
	case TN_KIND_TEXT:
		return to->length && (!from->length || from->length > to->length) ? TN_OP_CAST_T_T
										  : TN_OP_CAST_SAME;
	case TN_KIND_DOUBLE:
		return to->storage == TN_TYPE_REAL && from->storage != TN_TYPE_REAL ? TN_OP_CAST_D_D
										    : TN_OP_CAST_SAME;
	default: return TN_OP_CAST_SAME;
	}
}

int tn__type_cast_to(
	struct tn_analysis *an, struct tn_ir_expr **place, const struct tn_sql_type *type, unsigned flags)
{
	struct tn_sql_type step = tn__type_of(type->kind);
	unsigned from = (*place)->type.kind;
	enum tn_op op;
	int rc = TN_OK;

	if (from >= TN_KIND_LIST || type->kind >= TN_KIND_LIST)
		return 0;
	if (from == type->kind) {
		op = narrowing(&(*place)->type, type);
		rc = tn__type_wrap(an, place, op, type, flags);
		return rc ? rc : 1;
	}
	if (by_timestamp(from, type->kind)) {
		step = tn__type_of(TN_KIND_TIMESTAMP);
		rc = tn__type_wrap(
			an, place, (enum tn_op)casts[from][TN_KIND_TIMESTAMP], &step, flags | TN_XF_IMPLICIT);
		if (rc)
			return rc;
		from = TN_KIND_TIMESTAMP;
		step = tn__type_of(type->kind);
	}
	op = (enum tn_op)casts[from][type->kind];
	if (!op)
		return 0;
	if (type->kind == TN_KIND_NUMERIC)
		step = *type;
	if (narrowing(&step, type) == TN_OP_CAST_SAME) {
		rc = tn__type_wrap(an, place, op, type, flags);
	} else {
		rc = tn__type_wrap(an, place, op, &step, flags | TN_XF_IMPLICIT);
		if (!rc)
			rc = tn__type_wrap(an, place, narrowing(&step, type), type, flags);
	}
	return rc ? rc : 1;
}

/* ---- CAST as it is written --------------------------------------------------------- */

static int no_cast(struct tn_analysis *an, const struct tn_ir_expr *cast, const struct tn_ir_expr *operand)
{
	unsigned from = operand->type.kind, to = cast->u.cast.kind;
	const char *hint = NULL;

	if (from == TN_KIND_DOUBLE && to == TN_KIND_TEXT)
		hint = "servers write doubles differently: CAST to NUMERIC(p, s) first, or format it in the program";
	else if (to == TN_KIND_BOOL)
		hint = "write a comparison: x <> 0";
	else if (from == TN_KIND_BOOL)
		hint = "CASE WHEN condition THEN 1 ELSE 0 END";
	else if (from == TN_KIND_JSON)
		hint = "take a member as text first: CAST(doc ->> 'key' AS type)";
	else if (from == TN_KIND_TIMESTAMPTZ && to == TN_KIND_TEXT)
		hint = "CAST(CAST(x AS TIMESTAMP) AS TEXT) gives it in UTC";
	else if (from == TN_KIND_INT && to >= TN_KIND_DATE && to <= TN_KIND_TIMESTAMPTZ)
		hint = "TO_TIMESTAMP(seconds), or a date plus days";
	return tn__analysis_fail(an, cast->at, TN_E_TYPE, hint, "%s cannot be cast to %s",
		tn__type_words(an->arena, &operand->type), tn__type_words(an->arena, &cast->u.cast));
}

/* A division of NUMERICs and AVG take the digits that the cast over them says. */
static void take_digits(struct tn_ir_expr *operand, const struct tn_sql_type *type)
{
	unsigned flags = operand->type.flags;

	if (operand->op != TN_OP_DIV_N && operand->op != TN_OP_AVG_N)
		return;
	operand->type = *type;
	operand->type.flags = (uint8_t)flags;
}

static int cast_constant(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *cast = *place;
	struct tn_ir_expr *operand = cast->args[0];
	unsigned length = cast->u.cast.length;
	int rc;

	if (operand->kind != TN_X_LITERAL || length)
		return 0;
	rc = tn__literal_fold(an, operand, &cast->u.cast, TN_FOLD_CAST);
	if (rc != 1)
		return rc;
	/* The type is the one asked for: SMALLINT stays SMALLINT, (10,2) stays (10,2). */
	cast->u.cast.flags = operand->type.flags;
	operand->type = operand->type.kind == TN_KIND_NUMERIC && !cast->u.cast.precision ? operand->type
											 : cast->u.cast;
	operand->at = cast->at;
	*place = operand;
	return 1;
}

static int cast_decided(struct tn_analysis *an, struct tn_ir_expr **place)
{
	struct tn_ir_expr *cast = *place;
	int rc = cast_constant(an, place);

	if (rc)
		return rc < 0 ? rc : TN_OK;
	if (cast->u.cast.kind == TN_KIND_DATE && cast->args[0]->type.kind == TN_KIND_TIMESTAMP &&
		tn__type_as_date(an, &cast->args[0])) {
		*place = cast->args[0];
		return TN_OK;
	}
	if (cast->args[0]->kind == TN_X_LITERAL && cast->args[0]->u.literal.kind == TN_KIND_NULL) {
		cast->op = TN_OP_CAST_SAME;
		cast->type = tn__type_result(cast);
		return TN_OK;
	}
	rc = tn__type_binary(an, &cast->args[0]);
	if (rc)
		return rc;
	*place = cast->args[0];
	rc = tn__type_cast_to(an, place, &cast->u.cast, 0);
	if (rc < 0)
		return rc;
	if (!rc) {
		*place = cast;
		return no_cast(an, cast, cast->args[0]);
	}
	(*place)->at = cast->at;
	return TN_OK;
}

int tn__type_cast(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place)
{
	struct tn_ir_expr *cast = *place, *outer = an->under_cast;
	struct tn_sql_type *type = &cast->u.cast, push;
	int rc;

	/* Bytes have no end that could be cut without harm, and no server checks the length in a CAST. */
	if (type->storage == TN_TYPE_BYTEA && type->length)
		return tn__analysis_fail(an, cast->at, TN_E_UNSUPPORTED,
			"write CAST(... AS BYTEA), and SUBSTRING for the first bytes",
			"a CAST to VARBINARY(n) is no part of portable SQL");
	an->under_cast = type->kind == TN_KIND_NUMERIC && type->precision ? cast->args[0] : NULL;
	rc = tn__type_expr(an, scope, &cast->args[0]);
	an->under_cast = outer;
	if (rc)
		return rc;
	take_digits(cast->args[0], type);
	if (cast->args[0]->type.kind == TN_T_UNKNOWN) {
		cast->op = TN_OP_CAST_FOREIGN;
		cast->type = tn__type_result(cast);
		return TN_OK;
	}
	if (cast->args[0]->type.kind == TN_KIND_NULL) {
		push = tn__type_of(type->kind);
		rc = tn__type_push(an, &cast->args[0], &push, "CAST");
		if (rc)
			return rc;
	}
	return cast_decided(an, place);
}

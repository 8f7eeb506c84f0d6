/* SPDX-License-Identifier: MIT */
/*
 * my_choose.c - templates of MySQL and MariaDB that depend on the operands.
 *
 * Four reasons: a shorter text where a literal shows that a check is not needed; a
 * path of JSON that is a literal itself; a wanted type that the server's cast does not
 * have (a narrow integer, VARCHAR(n)); a column with a collation that is not the binary
 * one, which must still compare by code point.
 *
 * NULL from here means the template of the array in my_ops.c.
 */
#include <float.h>
#include <math.h>
#include <string.h>
#include "my_internal.h"

/* ---- literals --------------------------------------------------------------------- */

/* 1 if an argument is the literal of an integer in a range. */
static int is_between(const struct tn_op_use *use, uint32_t i, int64_t low, int64_t high)
{
	const struct tn_op_arg *arg = &use->args[i];
	if (i >= use->arg_count || !arg->literal || arg->nulled || arg->value->kind != TN_KIND_INT)
		return 0;
	return arg->value->u.i >= low && arg->value->u.i <= high;
}

static int is_text(const struct tn_op_use *use, uint32_t i)
{
	return use->args[i].literal && !use->args[i].nulled && use->args[i].value->kind == TN_KIND_TEXT;
}

/* Code points of a literal text; 0 also of what is no literal. */
static uint32_t text_length(const struct tn_op_use *use, uint32_t i)
{
	uint32_t n = 0, k;
	for (k = 0; is_text(use, i) && k < use->args[i].value->len; k++)
		n += ((unsigned char)use->args[i].value->u.s[k] & 0xc0) != 0x80;
	return n;
}

/* ---- casts ------------------------------------------------------------------------- */

static const char *narrow_integer(const struct tn_op_use *use)
{
	int small = use->result.storage == TN_TYPE_SMALLINT;
	if (!small && use->result.storage != TN_TYPE_INTEGER)
		return NULL;
	switch (use->op) {
	case TN_OP_CAST_I_I:
		return small ? my__narrow.smallint_of_int : my__narrow.integer_of_int;
	case TN_OP_CAST_N_I:
		return small ? my__narrow.smallint_of_numeric : my__narrow.integer_of_numeric;
	case TN_OP_CAST_D_I:
		return small ? my__narrow.smallint_of_double : my__narrow.integer_of_double;
	default:
		return small ? my__narrow.smallint_of_text : my__narrow.integer_of_text;
	}
}

/* NUMERIC without a precision: what holds every value of the operand. */
static const char *any_numeric(const struct tn_op_use *use)
{
	if (use->result.precision)
		return NULL;
	switch (use->op) {
	case TN_OP_CAST_I_N:
		return "CAST($1 AS DECIMAL(20))";
	case TN_OP_CAST_N_N:
		return "$1";
	case TN_OP_CAST_D_N:
		return my__narrow.any_numeric_of_double;
	default:
		return my__narrow.any_numeric_of_text;
	}
}

static const char *to_real(const struct tn_op_use *use)
{
	if (use->result.storage != TN_TYPE_REAL)
		return NULL;
	return use->op == TN_OP_CAST_T_D ? my__narrow.real_of_text : my__narrow.real;
}

static const char *cast(const struct tn_op_use *use, const struct my_choices *of)
{
	switch (use->op) {
	case TN_OP_CAST_I_I:
	case TN_OP_CAST_N_I:
	case TN_OP_CAST_D_I:
	case TN_OP_CAST_T_I:
		return narrow_integer(use);
	case TN_OP_CAST_I_N:
	case TN_OP_CAST_N_N:
	case TN_OP_CAST_D_N:
	case TN_OP_CAST_T_N:
		return any_numeric(use);
	case TN_OP_CAST_I_D:
	case TN_OP_CAST_N_D:
	case TN_OP_CAST_D_D:
	case TN_OP_CAST_T_D:
		return to_real(use);
	default:
		return use->result.kind == TN_KIND_TEXT && use->result.length ? of->cut[use->op] : NULL;
	}
}

/* ---- numbers ----------------------------------------------------------------------- */

/*
 * The short quotient has as many digits behind the point as the dividend and 24 more,
 * at most 30.  A quotient that is not halfway between two results is at least
 * 10^-(m + p2) off it, where p2 is the precision of the divisor and m the digits that dividend
 * and result have behind the point: enough digits, and the second rounding is harmless.
 */
static const char *quotient(const struct tn_op_use *use)
{
	const struct tn_sql_type *a = &use->args[0].type, *b = &use->args[1].type;
	int digits, m;
	if (!a->precision || !b->precision || a->scale < 0 || a->precision > 35)
		return NULL;
	digits = a->scale + 24 < 30 ? a->scale + 24 : 30;
	m = a->scale > use->result.scale + 1 ? a->scale : use->result.scale + 1;
	if (digits < m + b->precision)
		return NULL;
	return "CAST(($1 * 1.00000000000000000000) / $2 AS DECIMAL($p,$s))";
}

/* Of a bare NULL a sum or ROUND is a double, and so is all that stands beside it. */
static const char *same_type(const struct tn_op_use *use)
{
	return use->args[0].nulled && use->result.kind == TN_KIND_NUMERIC && use->result.precision
		? "CAST(NULL AS DECIMAL($p,$s))" : NULL;
}

/* Without zeros behind the point; there is one. */
#define SHORT_NUMERIC "TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM CAST($1 + 0.0 AS CHAR)))"

/* The server's own digits may be more than those of the type. */
static const char *text_of_numeric(const struct tn_op_use *use)
{
	const struct tn_sql_type *type = &use->args[0].type;
	if (type->scale < 0)
		return use->result.length ? "LEFT(" SHORT_NUMERIC ", $l)" : SHORT_NUMERIC;
	if (use->args[0].literal || type->flags & TN_TYPEF_COLUMN || type->scale > 30)
		return NULL;
	return use->result.length ? "LEFT(CAST(CAST($1 AS DECIMAL(65,$S)) AS CHAR), $l)"
				  : "CAST(CAST($1 AS DECIMAL(65,$S)) AS CHAR)";
}

/* MySQL gives no more digits than the operand has. */
static const char *round_to(const struct tn_op_use *use)
{
	if (!is_between(use, 1, 0, 30))
		return NULL;
	return use->op == TN_OP_ROUND_N2 ? "(ROUND($1, $2) + CAST(0 AS DECIMAL(60,$2)))"
					 : "(TRUNCATE($1, $2) + CAST(0 AS DECIMAL(60,$2)))";
}

/* The one difference that MariaDB gets wrong is 0 less the smallest integer. */
static const char *subtract(const struct tn_op_use *use)
{
	if (is_between(use, 1, -INT64_MAX, INT64_MAX) || is_between(use, 0, 1, INT64_MAX) ||
	    is_between(use, 0, INT64_MIN, -1))
		return "($1 - $2)";
	return NULL;
}

static const char *shift(const struct tn_op_use *use)
{
	if (!is_between(use, 1, 0, 63))
		return NULL;
	return use->op == TN_OP_SHL ? "CAST($1 << $2 AS SIGNED)" : my__narrow.shift_right;
}

static const char *power(const struct tn_op_use *use)
{
	const struct tn_op_arg *arg = &use->args[1];
	if (!arg->literal || arg->nulled || arg->value->kind != TN_KIND_DOUBLE)
		return NULL;
	return arg->value->u.d >= 0 && floor(arg->value->u.d) == arg->value->u.d ? "POW($1, $2)" : NULL;
}

/* A constant beside a FLOAT column is made FLOAT: as a double it would never be equal. */
static const char *compare_real(const struct tn_op_use *use)
{
	static const struct {
		uint16_t op;
		const char *texts[2];
	} rows[] = {
		{TN_OP_EQ_D, {"($1 = CAST($2 AS FLOAT))", "(CAST($1 AS FLOAT) = $2)"}},
		{TN_OP_NE_D, {"($1 <> CAST($2 AS FLOAT))", "(CAST($1 AS FLOAT) <> $2)"}},
		{TN_OP_LT_D, {"($1 < CAST($2 AS FLOAT))", "(CAST($1 AS FLOAT) < $2)"}},
		{TN_OP_LE_D, {"($1 <= CAST($2 AS FLOAT))", "(CAST($1 AS FLOAT) <= $2)"}},
		{TN_OP_GT_D, {"($1 > CAST($2 AS FLOAT))", "(CAST($1 AS FLOAT) > $2)"}},
		{TN_OP_GE_D, {"($1 >= CAST($2 AS FLOAT))", "(CAST($1 AS FLOAT) >= $2)"}},
		{TN_OP_IS_DISTINCT_D, {"(NOT ($1 <=> CAST($2 AS FLOAT)))", "(NOT (CAST($1 AS FLOAT) <=> $2))"}},
		{TN_OP_IS_NOT_DISTINCT_D, {"($1 <=> CAST($2 AS FLOAT))", "(CAST($1 AS FLOAT) <=> $2)"}},
	};
	int other = use->args[0].type.storage == TN_TYPE_REAL && (use->args[0].type.flags & TN_TYPEF_COLUMN);
	const struct tn_op_arg *column = &use->args[!other], *constant = &use->args[other];
	size_t i;
	if (column->type.storage != TN_TYPE_REAL || !(column->type.flags & TN_TYPEF_COLUMN) ||
	    !(constant->type.flags & TN_TYPEF_CONSTANT))
		return NULL;
	/* One that no FLOAT holds is equal to none, but its cast would warn. */
	if (constant->literal && !constant->nulled && constant->value->kind == TN_KIND_DOUBLE &&
	    fabs(constant->value->u.d) > FLT_MAX)
		return NULL;
	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].op == use->op)
			return rows[i].texts[!other];
	return NULL;
}

/* ---- text ---------------------------------------------------------------------------- */

static const char *substring(const struct tn_op_use *use)
{
	int from = is_between(use, 1, 1, INT64_MAX), count = is_between(use, 2, 0, INT64_MAX);
	if (use->arg_count == 2)
		return from ? "SUBSTRING($1, $2)" : NULL;
	if (from)
		return count ? "SUBSTRING($1, $2, $3)" : "SUBSTRING($1, $2, IF($3 < 0, 1 DIV 0, $3))";
	return count ? "SUBSTRING($1, GREATEST($2, 1), $3 + LEAST($2 - 1, 0))" : NULL;
}

static const char *pad(const struct tn_op_use *use)
{
	if (!text_length(use, 2))
		return NULL;
	return use->op == TN_OP_LPAD_3 ? "LPAD($1, GREATEST($2, 0), $3)" : "RPAD($1, GREATEST($2, 0), $3)";
}

static const char *split_part(const struct tn_op_use *use)
{
	if (is_between(use, 2, 1, 1) && text_length(use, 1))
		return "SUBSTRING_INDEX($1, $2, 1)";
	return is_between(use, 2, 2, INT32_MAX) ? my__narrow.split_field : NULL;
}

static const char *text(const struct tn_op_use *use)
{
	switch (use->op) {
	case TN_OP_SUBSTR_2:
	case TN_OP_SUBSTR_3:
	case TN_OP_SUBSTR_Y2:
	case TN_OP_SUBSTR_Y3:
		return substring(use);
	case TN_OP_LEFT:
		return is_between(use, 1, 0, INT64_MAX) ? "LEFT($1, $2)" : NULL;
	case TN_OP_RIGHT:
		return is_between(use, 1, 0, INT64_MAX) ? "RIGHT($1, $2)" : NULL;
	case TN_OP_LPAD_3:
	case TN_OP_RPAD_3:
		return pad(use);
	case TN_OP_SPLIT_PART:
		return split_part(use);
	case TN_OP_REPLACE: /* MariaDB gives the text where nothing is found, even if it is replaced by NULL */
		return use->args[2].type.flags & TN_TYPEF_NOT_NULL ? NULL : "IF($3 IS NULL, NULL, REPLACE($1, $2, $3))";
	default:
		return NULL;
	}
}

/* A number, or a name that stands in a path as it is, makes a path that is a literal. */
static const char *json_member(const struct tn_op_use *use, const struct my_choices *of)
{
	int text = use->op == TN_OP_JSON_KEY_TEXT || use->op == TN_OP_JSON_INDEX_TEXT;
	int number = use->op == TN_OP_JSON_GET_INDEX || use->op == TN_OP_JSON_INDEX_TEXT;
	const struct tn_op_arg *key = &use->args[1];
	uint32_t i;
	if (number)
		return is_between(use, 1, 0, INT32_MAX) ? of->literal_paths[2 * text + 1] : NULL;
	if (!is_text(use, 1))
		return NULL;
	for (i = 0; i < key->value->len; i++)
		if ((unsigned char)key->value->u.s[i] < 0x20 || strchr("\"\\\x7f", key->value->u.s[i]))
			return of->quoted_paths[2 * text];
	return of->literal_paths[2 * text];
}

/* ---- any kind ------------------------------------------------------------------------- */

/* 1 if nothing but parameters, and perhaps literals, is there to say what type an argument has. */
static int is_untyped(const struct tn_op_use *use)
{
	uint32_t i, open = 0;
	for (i = 0; i < use->arg_count; i++) {
		if (!(use->args[i].type.flags & TN_TYPEF_CONSTANT))
			return 0;
		open += !use->args[i].literal;
	}
	return open > 0;
}

static const char *of_parameters(uint16_t op)
{
	switch (op) {
	case TN_OP_ADD_I:
		return "(CAST($1 AS SIGNED) + $2)";
	case TN_OP_SUB_I:
		return my__narrow.subtract;
	case TN_OP_MUL_I:
		return "(CAST($1 AS SIGNED) * $2)";
	case TN_OP_MOD_I:
	case TN_OP_MOD_FN_I:
		return "(CAST($1 AS SIGNED) % $2)";
	case TN_OP_ABS_I:
		return "ABS(CAST($1 AS SIGNED))";
	case TN_OP_ADD_N:
		return "(CAST($1 AS DECIMAL(65,30)) + $2)";
	case TN_OP_SUB_N:
		return "(CAST($1 AS DECIMAL(65,30)) - $2)";
	case TN_OP_MUL_N:
		return "(CAST($1 AS DECIMAL(65,30)) * $2)";
	case TN_OP_MOD_N:
	case TN_OP_MOD_FN_N:
		return "(CAST($1 AS DECIMAL(65,30)) % $2)";
	case TN_OP_NEG_N:
		return "(- CAST($1 AS DECIMAL(65,30)))";
	case TN_OP_ABS_N:
		return "ABS(CAST($1 AS DECIMAL(65,30)))";
	default:
		return NULL;
	}
}

/* 1 if texts must be told to compare by code point. */
static int is_foreign(const struct tn_op_use *use)
{
	uint32_t i;
	for (i = 0; i < use->arg_count; i++)
		if (use->args[i].type.flags & TN_TYPEF_FOREIGN_COLLATION)
			return 1;
	return is_untyped(use);
}

/*
 * MySQL keeps the first date of a group in a temporary table, and warns of 0000-00-00
 * where it is NULL; a moment may be NULL there.
 */
static const char *extreme_of_group(const struct tn_op_use *use)
{
	const struct tn_sql_type *type = &use->args[0].type;
	if (!use->grouped || use->over || type->kind != TN_KIND_DATE || type->flags & TN_TYPEF_NOT_NULL)
		return NULL;
	return use->op == TN_OP_MIN ? "CAST(MIN(CAST($1 AS DATETIME)) AS DATE)"
				    : "CAST(MAX(CAST($1 AS DATETIME)) AS DATE)";
}

/* They are NULL if one argument is: each gives way to the others. */
static const char *extreme_of(const struct tn_op_use *use, const struct my_choices *of)
{
	int least = use->op == TN_OP_LEAST, nullable = 0;
	uint32_t i;
	for (i = 0; i < use->arg_count; i++)
		nullable |= !(use->args[i].type.flags & TN_TYPEF_NOT_NULL);
	if (use->arg_count > 1 && !nullable && !(use->result.kind == TN_KIND_TEXT && is_foreign(use)))
		return least ? "LEAST($*)" : "GREATEST($*)";
	if (use->arg_count > MY_EXTREMES)
		return NULL;
	if (use->result.kind == TN_KIND_TEXT)
		return of->extremes_of_text[least][use->arg_count - 1];
	return my__narrow.extremes[least][use->arg_count - 1];
}

/* Equality with a column of another collation stays as it is, for its index; BINARY_RECHECK stands beside it. */
static const char *by_code(const struct tn_op_use *use, const struct my_choices *of)
{
	const uint8_t foreign_column = TN_TYPEF_FOREIGN_COLLATION | TN_TYPEF_COLUMN;
	uint32_t i;
	if (use->args[0].type.kind != TN_KIND_TEXT)
		return NULL;
	for (i = 0; use->op == TN_OP_EQ_T && i < use->arg_count; i++)
		if ((use->args[i].type.flags & foreign_column) == foreign_column)
			return NULL;
	if (use->op == TN_OP_LIKE && use->arg_count == 3)
		return of->like_escape;
	if (use->op == TN_OP_COUNT && !use->distinct)
		return NULL;
	return of->by_code[use->op];
}

static const char *choose(const struct tn_op_use *use, const struct my_choices *of)
{
	const char *found = is_foreign(use) ? by_code(use, of) : NULL;
	if (!found && is_untyped(use))
		found = of_parameters(use->op);
	if (found)
		return found;
	switch (use->op) {
	case TN_OP_LIKE:
		return use->arg_count == 3 ? "($1 LIKE $2 ESCAPE $3)" : use->stored ? of->stored_like[0] : NULL;
	case TN_OP_ILIKE:
		return use->arg_count == 3 ? my__narrow.ilike_escape : use->stored ? of->stored_like[1] : NULL;
	case TN_OP_GREATEST:
	case TN_OP_LEAST:
		return extreme_of(use, of);
	case TN_OP_MIN:
	case TN_OP_MAX:
		return extreme_of_group(use);
	case TN_OP_SHL:
	case TN_OP_SHR:
		return shift(use);
	case TN_OP_DIV_N:
		return quotient(use);
	case TN_OP_CAST_SAME:
		return same_type(use);
	case TN_OP_ROUND_N2:
	case TN_OP_TRUNC_N2:
		return round_to(use);
	case TN_OP_SUB_I:
		return subtract(use);
	case TN_OP_POWER:
		return power(use);
	case TN_OP_EQ_D:
	case TN_OP_NE_D:
	case TN_OP_LT_D:
	case TN_OP_LE_D:
	case TN_OP_GT_D:
	case TN_OP_GE_D:
	case TN_OP_IS_DISTINCT_D:
	case TN_OP_IS_NOT_DISTINCT_D:
		return compare_real(use);
	case TN_OP_JSON_GET_KEY:
	case TN_OP_JSON_GET_INDEX:
	case TN_OP_JSON_KEY_TEXT:
	case TN_OP_JSON_INDEX_TEXT:
		return json_member(use, of);
	case TN_OP_STRING_AGG:
		return use->over ? NULL : "GROUP_CONCAT($d$1$o SEPARATOR $2)";
	case TN_OP_CAST_N_T:
		found = text_of_numeric(use);
		return found ? found : cast(use, of);
	default:
		found = text(use);
		return found ? found : cast(use, of);
	}
}

/* Where choose() finds nothing and the array has nothing. */
const struct tn_op_refusal my__refusals[] = {
	{TN_OP_TRANSLATE, "it has no such function; characters that are literals are replaced one after the other"},
	{TN_OP_GREATEST, "of more than nine arguments NULLs cannot be left out, unless none can be NULL"},
	{TN_OP_LEAST, "of more than nine arguments NULLs cannot be left out, unless none can be NULL"},
	{TN_OP_STRING_AGG, "GROUP_CONCAT() is no window function"},
	{0, NULL},
};

const char *my__choose_mysql(const struct tn_op_use *use)
{
	return choose(use, &my__choices_mysql);
}

const char *my__choose_mariadb(const struct tn_op_use *use)
{
	return choose(use, &my__choices_mariadb);
}

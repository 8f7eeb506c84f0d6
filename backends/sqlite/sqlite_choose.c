/* SPDX-License-Identifier: MIT */
/*
 * sqlite_choose.c - the texts of operations that depend on what their operands are.
 *
 * Three things decide:
 *
 *  - How a NUMERIC is stored.  Columns of up to 15 digits hold numbers, which SQLite
 *    compares itself so that an index serves; everything else is decimal text.
 *  - The collation of a column.  One of another program may ignore case.
 *  - Literals, where a built-in is right for that value.
 *
 * In stored expressions there are no functions of ours (sqlite_ops.def): NUMERIC
 * is calculated there with doubles, rounded to the scale of the result, and only
 * where its digits are so few that this is exact.
 *
 * Invariant: whatever is chosen gives what the table's text gives, only faster or
 * where that is not allowed.
 */
#include "sqlite_internal.h"

#include <float.h>
#include <string.h>

#define COLUMN_DIGITS 15

/* The eight comparisons of NUMERIC stand in this order in lists below. */
static const uint16_t numeric_comparisons[8] = {
	TN_OP_EQ_N, TN_OP_NE_N, TN_OP_LT_N, TN_OP_LE_N, TN_OP_GT_N, TN_OP_GE_N,
	TN_OP_IS_DISTINCT_N, TN_OP_IS_NOT_DISTINCT_N,
};
static const uint16_t text_comparisons[8] = {
	TN_OP_EQ_T, TN_OP_NE_T, TN_OP_LT_T, TN_OP_LE_T, TN_OP_GT_T, TN_OP_GE_T,
	TN_OP_IS_DISTINCT_T, TN_OP_IS_NOT_DISTINCT_T,
};
static const uint16_t double_comparisons[8] = {
	TN_OP_EQ_D, TN_OP_NE_D, TN_OP_LT_D, TN_OP_LE_D, TN_OP_GT_D, TN_OP_GE_D,
	TN_OP_IS_DISTINCT_D, TN_OP_IS_NOT_DISTINCT_D,
};

static int find(const uint16_t *ops, uint16_t op)
{
	int i;
	for (i = 0; i < 8; i++)
		if (ops[i] == op)
			return i;
	return -1;
}

/* ---- operands -------------------------------------------------------------------- */

static int few_digits(const struct tn_sql_type *t)
{
	return t->kind == TN_KIND_NUMERIC && t->precision >= 1 && t->precision <= COLUMN_DIGITS && t->scale >= 0;
}

/* A column that holds numbers. */
static int number_column(const struct tn_op_arg *a)
{
	return few_digits(&a->type) && (a->type.flags & TN_TYPEF_COLUMN);
}

static int constant(const struct tn_op_arg *a)
{
	return a->literal || (a->type.flags & TN_TYPEF_CONSTANT);
}

static int foreign(const struct tn_op_arg *a)
{
	return (a->type.flags & TN_TYPEF_FOREIGN_COLLATION) != 0;
}

static int literal_int(const struct tn_op_use *use, uint32_t i, int64_t *out)
{
	if (i >= use->arg_count || !use->args[i].literal || use->args[i].nulled || !use->args[i].value ||
	    use->args[i].value->kind != TN_KIND_INT)
		return 0;
	*out = use->args[i].value->u.i;
	return 1;
}

static int literal_text(const struct tn_op_use *use, uint32_t i, const char **s, size_t *n)
{
	if (i >= use->arg_count || !use->args[i].literal || use->args[i].nulled || !use->args[i].value ||
	    use->args[i].value->kind != TN_KIND_TEXT)
		return 0;
	*s = use->args[i].value->u.s;
	*n = use->args[i].value->len;
	return 1;
}

/* ---- comparison of NUMERIC ------------------------------------------------------------ */

#define EIGHT(a, b) \
	{"(" a " = " b ")", "(" a " <> " b ")", "(" a " < " b ")", "(" a " <= " b ")", "(" a " > " b ")", \
	 "(" a " >= " b ")", "(" a " IS NOT " b ")", "(" a " IS " b ")"}

static const char *const plain[8] = EIGHT("$1", "$2");

/* A column beside a value of any number of digits, so that its index serves, and the same turned round. */
static const char *const beside_value[8] = {
	"($1 = tn_num_point($2))", "($1 <> tn_num_point($2))", "($1 < tn_num_up($2))", "($1 <= tn_num_down($2))",
	"($1 > tn_num_down($2))", "($1 >= tn_num_up($2))", "($1 IS NOT tn_num_point($2))",
	"($1 IS tn_num_point($2))",
};
static const char *const behind_value[8] = {
	"(tn_num_point($1) = $2)", "(tn_num_point($1) <> $2)", "(tn_num_down($1) < $2)", "(tn_num_up($1) <= $2)",
	"(tn_num_up($1) > $2)", "(tn_num_down($1) >= $2)", "(tn_num_point($1) IS NOT $2)",
	"(tn_num_point($1) IS $2)",
};

static const char *compare_numeric(const struct tn_op_use *use, int which)
{
	const struct tn_op_arg *a = &use->args[0], *b = &use->args[1];
	if (number_column(a) && number_column(b))
		return plain[which];
	if (number_column(a))
		return b->literal && few_digits(&b->type) ? plain[which] : beside_value[which];
	if (number_column(b))
		return a->literal && few_digits(&a->type) ? plain[which] : behind_value[which];
	return NULL;
}

/* ... in stored expressions, where a literal is a text that no column may be beside. */
static const char *const stored_right[8] = EIGHT("$1", "CAST($2 AS NUMERIC)");
static const char *const stored_left[8] = EIGHT("CAST($1 AS NUMERIC)", "$2");
static const char *const stored_both[8] = EIGHT("CAST($1 AS NUMERIC)", "CAST($2 AS NUMERIC)");

/* Decimal text beside 0: its sign, and whether there is a digit that is not 0. */
static const char *const text_beside_zero[8] = {
	"($1 NOT GLOB '*[1-9]*')", "($1 GLOB '*[1-9]*')", "($1 GLOB '-*[1-9]*')",
	"($1 GLOB '-*' OR $1 NOT GLOB '*[1-9]*')", "($1 NOT GLOB '-*' AND $1 GLOB '*[1-9]*')",
	"($1 NOT GLOB '-*[1-9]*')", NULL, NULL,
};

static int is_zero(const struct tn_op_arg *a)
{
	uint32_t i;
	if (!a->literal || a->nulled || !a->value)
		return 0;
	if (a->value->kind == TN_KIND_INT)
		return a->value->u.i == 0;
	if (a->value->kind != TN_KIND_NUMERIC)
		return 0;
	for (i = 0; i < a->value->len; i++)
		if (a->value->u.s[i] >= '1' && a->value->u.s[i] <= '9')
			return 0;
	return 1;
}

static const char *stored_compare_numeric(const struct tn_op_use *use, int which)
{
	const struct tn_op_arg *a = &use->args[0], *b = &use->args[1];
	if ((a->type.flags & TN_TYPEF_COLUMN) && !few_digits(&a->type) && is_zero(b))
		return a->type.precision > COLUMN_DIGITS ? text_beside_zero[which] : NULL;
	if (!few_digits(&a->type) || !few_digits(&b->type))
		return NULL;
	if (a->literal)
		return b->literal ? stored_both[which] : stored_left[which];
	return b->literal ? stored_right[which] : plain[which];
}

/*
 * Sums, differences and products of at most 15 digits: the operands and the result
 * are each within half a unit in the last place, which together is less than half
 * a unit of the result's scale, so that rounding gives the exact number.
 */
static const char *stored_numeric(const struct tn_op_use *use)
{
	uint32_t i;
	if (!few_digits(&use->result) && use->result.kind == TN_KIND_NUMERIC)
		return NULL;
	for (i = 0; i < use->arg_count; i++)
		if (!few_digits(&use->args[i].type))
			return NULL;
	switch (use->op) {
	case TN_OP_ADD_N:
		return "round($1 + $2, $s)";
	case TN_OP_SUB_N:
		return "round($1 - $2, $s)";
	case TN_OP_MUL_N:
		return "round($1 * $2, $s)";
	case TN_OP_NEG_N:
		return "(- $1)";
	case TN_OP_ABS_N:
		return "abs($1)";
	case TN_OP_SIGN_N:
		return "(($1 > 0) - ($1 < 0))";
	case TN_OP_CAST_N_D:
		return "CAST($1 AS REAL)";
	default:
		return NULL;
	}
}

/* ---- REAL ------------------------------------------------------------------------------ */

static const char *const real_column[8] = EIGHT("$1", "tn_float4($2)");
static const char *const behind_real[8] = EIGHT("tn_float4($1)", "$2");

/* A constant beside a REAL column is made REAL: as a double it would never be equal. */
static const char *compare_real(const struct tn_op_use *use, int which)
{
	int other = use->args[0].type.storage == TN_TYPE_REAL && (use->args[0].type.flags & TN_TYPEF_COLUMN);
	const struct tn_op_arg *column = &use->args[!other], *constant = &use->args[other];
	if (column->type.storage != TN_TYPE_REAL || !(column->type.flags & TN_TYPEF_COLUMN) ||
	    !(constant->type.flags & TN_TYPEF_CONSTANT))
		return NULL;
	/* One that no REAL holds is equal to none. */
	if (constant->literal && !constant->nulled && constant->value->kind == TN_KIND_DOUBLE &&
	    (constant->value->u.d > FLT_MAX || constant->value->u.d < -FLT_MAX))
		return NULL;
	return other ? real_column[which] : behind_real[which];
}

/* ---- text of another collation --------------------------------------------------------- */

static const char *const binary[8] = EIGHT("$1 COLLATE BINARY", "$2");

/* Of an equality that an index serves the compiler has the recheck written beside it. */
static const char *compare_text(const struct tn_op_use *use, int which)
{
	if (use->op == TN_OP_EQ_T || (!foreign(&use->args[0]) && !foreign(&use->args[1])))
		return NULL;
	return binary[which];
}

/* ---- patterns ------------------------------------------------------------------------------ */

static int has_letter(const char *s, size_t n)
{
	size_t i;
	for (i = 0; i < n; i++)
		if ((s[i] | 32) >= 'a' && (s[i] | 32) <= 'z')
			return 1;
	return 0;
}

static int is_wild(char c)
{
	return c == '%' || c == '_' || c == '\\';
}

/* Does every match begin with the same characters? */
static int has_prefix(const struct tn_op_use *use)
{
	const char *s, *escape = "\\";
	size_t n, escape_n = 1;
	if (!literal_text(use, 1, &s, &n))
		return 1; /* a parameter may */
	if (use->arg_count > 2 && !literal_text(use, 2, &escape, &escape_n))
		return 0;
	return n && *s != '%' && *s != '_';
}

static const char *like(const struct tn_op_use *use)
{
	const struct tn_op_arg *a = &use->args[0];
	uint32_t i;
	if (!(a->type.flags & TN_TYPEF_COLUMN) || foreign(a))
		return NULL;
	for (i = 1; i < use->arg_count; i++)
		if (!constant(&use->args[i]))
			return NULL;
	if (!has_prefix(use))
		return NULL;
	return use->arg_count > 2
		? "(tn_like($1, $2, $3) AND $1 >= tn_like_low($2, $3) AND $1 < tn_like_high($2, $3))"
		: "(tn_like($1, $2) AND $1 >= tn_like_low($2) AND $1 < tn_like_high($2))";
}

/* SQLite's own LIKE ignores case: it serves patterns without letters; for the others, parts of the text. */
static const char *stored_like(const struct tn_op_use *use)
{
	const char *s;
	size_t n, i, wild = 0;
	int at_start, at_end;
	if (!literal_text(use, 1, &s, &n))
		return NULL;
	if (!has_letter(s, n))
		return use->arg_count > 2 ? "($1 LIKE $2 ESCAPE $3)" : "($1 LIKE $2 ESCAPE '\\')";
	at_start = s[0] == '%';
	at_end = s[n - 1] == '%';
	for (i = 0; i < n; i++)
		wild += (size_t)is_wild(s[i]);
	if (use->arg_count > 2 || wild != (size_t)(at_start + at_end))
		return NULL;
	if (at_start && at_end)
		return "(instr($1, trim($2, '%')) > 0)";
	if (at_start)
		return "('%' || substr($1, 1 - length($2)) = $2 COLLATE BINARY)";
	if (at_end)
		return "(substr($1, 1, length($2) - 1) || '%' = $2 COLLATE BINARY)";
	return "($1 = $2 COLLATE BINARY)";
}

static const char *stored_ilike(const struct tn_op_use *use)
{
	return use->arg_count > 2 ? "($1 LIKE $2 ESCAPE $3)" : "($1 LIKE $2 ESCAPE '\\')";
}

/* ---- text ------------------------------------------------------------------------------------- */

/*
 * substr() takes 32 bits of its numbers, and counts back no further than the limit of a
 * text's length; so it serves for literals that are far from both.
 */
#define SUBSTR_MAX 1000000

static int literal_within(const struct tn_op_use *use, uint32_t i, int64_t least)
{
	int64_t n;
	return literal_int(use, i, &n) && n >= least && n <= SUBSTR_MAX;
}

/* With literal positions from 1 up, substr() is right for text; of no bytes it gives NULL. */
static const char *text_part(const struct tn_op_use *use)
{
	const char *s;
	size_t n;
	switch (use->op) {
	case TN_OP_SUBSTR_2:
		return literal_within(use, 1, 1) ? "substr($1, $2)" : NULL;
	case TN_OP_SUBSTR_3:
		return literal_within(use, 1, 1) && literal_within(use, 2, 0) ? "substr($1, $2, $3)" : NULL;
	case TN_OP_LEFT:
		return literal_within(use, 1, 0) ? "substr($1, 1, $2)" : NULL;
	case TN_OP_RIGHT:
		return literal_within(use, 1, 1) ? "substr($1, -$2)" : NULL;
	case TN_OP_REPLACE:
		return literal_text(use, 1, &s, &n) && n ? "replace($1, $2, $3)" : NULL;
	default:
		return NULL;
	}
}

static const char *shift(const struct tn_op_use *use)
{
	int64_t count;
	if (!literal_int(use, 1, &count) || count < 0 || count > 63)
		return NULL;
	return use->op == TN_OP_SHL ? "($1 << $2)" : "($1 >> $2)";
}

static const char *starts_with(const struct tn_op_use *use)
{
	const struct tn_op_arg *a = &use->args[0];
	if ((a->type.flags & TN_TYPEF_COLUMN) && !foreign(a) && constant(&use->args[1]))
		return "($1 >= $2 AND $1 < tn_prefix_high($2))";
	return NULL;
}

/* tn_concat() takes texts and integers. */
static const char *concat(const struct tn_op_use *use)
{
	uint32_t i;
	for (i = 0; i < use->arg_count && i < 16; i++)
		if (use->args[i].type.kind != TN_KIND_TEXT && use->args[i].type.kind != TN_KIND_INT &&
		    !use->args[i].nulled)
			return NULL;
	return use->op == TN_OP_CONCAT ? "tn_concat($*)" : "tn_concat_ws($*)";
}

/* ---- casts --------------------------------------------------------------------------------------- */

/* To integers of three sizes. */
static const char *cast_int(const struct tn_op_use *use)
{
	static const char *const texts[][2] = {
		{"tn_int2($1)", "tn_int4($1)"},
		{"tn_int2(tn_dec_int($1))", "tn_int4(tn_dec_int($1))"},
		{"tn_int2(tn_double_int($1))", "tn_int4(tn_double_int($1))"},
		{"tn_int2(tn_text_int($1))", "tn_int4(tn_text_int($1))"},
	};
	int from = use->op == TN_OP_CAST_I_I ? 0 : use->op == TN_OP_CAST_N_I ? 1 : use->op == TN_OP_CAST_D_I ? 2 : 3;
	uint8_t storage = use->arg_count ? use->args[0].type.storage : 0;
	if (use->result.storage != TN_TYPE_SMALLINT && use->result.storage != TN_TYPE_INTEGER)
		return NULL;
	/* Not narrower after all. */
	if (from == 0 && (storage == TN_TYPE_SMALLINT || storage == use->result.storage))
		return "$1";
	return texts[from][use->result.storage == TN_TYPE_INTEGER];
}

static const char *cast_numeric(const struct tn_op_use *use)
{
	if (!use->result.precision)
		return NULL;
	return use->op == TN_OP_CAST_T_N ? "tn_text_dec($1, $p, $s)" : "tn_dec($1, $p, $s)";
}

static const char *cast_text(const struct tn_op_use *use)
{
	if (!use->result.length)
		return NULL;
	if (use->op == TN_OP_CAST_I_T)
		return "substr(CAST($1 AS TEXT), 1, $l)";
	return use->op == TN_OP_CAST_T_T ? "substr($1, 1, $l)" : NULL;
}

/* ---- conditional, aggregates, JSON ------------------------------------------------------------------ */

static const char *conditional(const struct tn_op_use *use)
{
	int numeric = use->result.kind == TN_KIND_NUMERIC;
	switch (use->op) {
	case TN_OP_COALESCE:
		return use->arg_count == 1 ? "$1" : NULL;
	case TN_OP_NULLIF:
		if (numeric)
			return "tn_dec_nullif($1, $2)";
		return foreign(&use->args[0]) || foreign(&use->args[1]) ? "nullif($1 COLLATE BINARY, $2)" : NULL;
	case TN_OP_GREATEST:
		return numeric ? "tn_dec_greatest($*)" : NULL;
	default:
		return numeric ? "tn_dec_least($*)" : NULL;
	}
}

static const char *extreme(const struct tn_op_use *use)
{
	const struct tn_op_arg *a = &use->args[0];
	int max = use->op == TN_OP_MAX;
	if (foreign(a))
		return max ? "max($1 COLLATE BINARY)" : "min($1 COLLATE BINARY)";
	if (use->result.kind != TN_KIND_NUMERIC || number_column(a))
		return NULL;
	if (use->over)
		return max ? "tn_dec_max_over($1)" : "tn_dec_min_over($1)";
	return max ? "tn_dec_max($1)" : "tn_dec_min($1)";
}

/* DISTINCT needs one value for equal numbers, and binary texts. */
static const char *distinct(const struct tn_op_use *use)
{
	const struct tn_op_arg *a = &use->args[0];
	switch (use->op) {
	case TN_OP_COUNT:
		if (a->type.kind == TN_KIND_NUMERIC)
			return "count(DISTINCT tn_dec($1))";
		return foreign(a) ? "count(DISTINCT $1 COLLATE BINARY)" : NULL;
	case TN_OP_SUM_N:
		return "tn_dec_sum(DISTINCT tn_dec($1))";
	case TN_OP_AVG_N:
		return "tn_dec_div(tn_dec_sum(DISTINCT tn_dec($1))$w, count(DISTINCT tn_dec($1))$w, $p, $s)";
	case TN_OP_STRING_AGG:
		return "tn_string_agg_distinct($1, $2$k)";
	default:
		return NULL;
	}
}

/* Objects and arrays of what JSON has a form for; the functions are told what the arguments are. */
static const char *json(const struct tn_op_use *use)
{
	uint32_t i;
	int array = use->op == TN_OP_JSON_ARRAY;
	if (!use->arg_count)
		return array ? "json_array()" : "json_object()";
	for (i = 0; i < use->arg_count && i < 16; i++) {
		switch (use->args[i].type.kind) {
		case TN_KIND_BOOL:
		case TN_KIND_INT:
		case TN_KIND_NUMERIC:
		case TN_KIND_DOUBLE:
		case TN_KIND_TEXT:
		case TN_KIND_JSON:
			break;
		default:
			if (!use->args[i].nulled)
				return NULL;
		}
	}
	return array ? "tn_json_build_array('$a', $*)" : "tn_json_build_object('$a', $*)";
}

/* ---- all ---------------------------------------------------------------------------------------------- */

/* A cast that every value of the operand goes through unchanged. */
static int widens(const struct tn_op_use *use)
{
	const struct tn_sql_type *from = &use->args[0].type, *to = &use->result;
	switch (use->op) {
	case TN_OP_CAST_I_I:
		return to->storage == TN_TYPE_BIGINT || from->storage == TN_TYPE_SMALLINT ||
		       from->storage == to->storage;
	case TN_OP_CAST_I_N:
		return !to->precision || to->precision - to->scale >= 19;
	case TN_OP_CAST_N_N:
		return !to->precision || (from->precision && from->scale <= to->scale &&
					  from->precision - from->scale <= to->precision - to->scale);
	default:
		return to->storage == TN_TYPE_DOUBLE || from->storage == to->storage;
	}
}

/* What compares values inside: right for NUMERIC where it is stored as numbers. */
static const char *stored_compared(const struct tn_op_use *use)
{
	uint32_t i;
	for (i = 0; i < use->arg_count; i++) {
		const struct tn_op_arg *a = &use->args[i];
		if (a->type.kind == TN_KIND_NUMERIC && (!few_digits(&a->type) || a->literal) &&
		    (use->op != TN_OP_COUNT || use->distinct))
			return NULL;
	}
	switch (use->op) {
	case TN_OP_MIN:
		return "min($1 COLLATE BINARY)";
	case TN_OP_MAX:
		return "max($1 COLLATE BINARY)";
	case TN_OP_COUNT:
		return use->distinct ? "count(DISTINCT $1 COLLATE BINARY)" : "count($1)";
	default:
		return "nullif($1 COLLATE BINARY, $2)";
	}
}

static const char *choose_stored(const struct tn_op_use *use)
{
	int which = find(numeric_comparisons, use->op);
	if (which >= 0)
		return stored_compare_numeric(use, which);
	switch (use->op) {
	case TN_OP_LIKE:
		return stored_like(use);
	case TN_OP_ILIKE:
		return stored_ilike(use);
	case TN_OP_SHL:
	case TN_OP_SHR:
		return shift(use);
	case TN_OP_CAST_I_I:
	case TN_OP_CAST_I_N:
	case TN_OP_CAST_N_N:
	case TN_OP_CAST_D_D:
		return widens(use) ? "$1" : NULL;
	case TN_OP_MIN:
	case TN_OP_MAX:
	case TN_OP_COUNT:
	case TN_OP_NULLIF:
		return stored_compared(use);
	default:
		return text_part(use) ? text_part(use) : stored_numeric(use);
	}
}

static int is_never_null(const struct tn_op_use *use)
{
	return use->args[0].type.flags & TN_TYPEF_NOT_NULL && use->args[0].type.flags & TN_TYPEF_COLUMN;
}

static const char *choose_live(const struct tn_op_use *use)
{
	switch (use->op) {
	case TN_OP_LIKE:
		return like(use);
	case TN_OP_STARTS_WITH:
		return starts_with(use);
	case TN_OP_SHL:
	case TN_OP_SHR:
		return shift(use);
	case TN_OP_CONCAT:
	case TN_OP_CONCAT_WS:
		return concat(use);
	case TN_OP_CAST_I_I:
	case TN_OP_CAST_N_I:
	case TN_OP_CAST_D_I:
	case TN_OP_CAST_T_I:
		return cast_int(use);
	case TN_OP_CAST_I_N:
	case TN_OP_CAST_N_N:
	case TN_OP_CAST_T_N:
		return cast_numeric(use);
	case TN_OP_CAST_D_D:
		return use->result.storage == TN_TYPE_REAL ? "tn_float4($1)" : NULL;
	case TN_OP_MIN:
	case TN_OP_MAX:
		return extreme(use);
	case TN_OP_ORDER_KEY_N:
		return number_column(&use->args[0]) ? "$1" : NULL;
	case TN_OP_JSON_OBJECT:
	case TN_OP_JSON_ARRAY:
		return json(use);
	/*
	 * IS NULL of a column in RETURNING looks at another column's NOT NULL; of one that is NOT NULL
	 * it is folded, and an aggregate that has no other column of its query is taken for the outer one's.
	 */
	case TN_OP_IS_NULL:
		return use->returned || is_never_null(use) ? "(typeof($1) = 'null')" : NULL;
	case TN_OP_IS_NOT_NULL:
		return use->returned || is_never_null(use) ? "(typeof($1) <> 'null')" : NULL;
	default:
		return text_part(use);
	}
}

const char *tn__sqlite_choose(const struct tn_op_use *use)
{
	const char *text = NULL;
	int which = find(text_comparisons, use->op);
	if (which >= 0)
		return compare_text(use, which);
	switch (use->op) {
	case TN_OP_CAST_I_T:
	case TN_OP_CAST_T_T:
		return cast_text(use);
	case TN_OP_COALESCE:
		return conditional(use);
	default:
		break;
	}
	if (use->stored)
		return choose_stored(use);
	which = find(numeric_comparisons, use->op);
	if (which >= 0)
		return compare_numeric(use, which);
	which = find(double_comparisons, use->op);
	if (which >= 0)
		return compare_real(use, which);
	if (use->distinct)
		text = distinct(use);
	if (text)
		return text;
	if (use->op == TN_OP_NULLIF || use->op == TN_OP_GREATEST || use->op == TN_OP_LEAST)
		return conditional(use);
	return choose_live(use);
}

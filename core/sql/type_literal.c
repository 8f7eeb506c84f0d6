/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_literal.c - constants take the type of their context.
 *
 * A literal beside a column is changed, not converted: 5 beside a NUMERIC is 5 as
 * NUMERIC, '2024-01-01' beside a DATE is that day.  So no server has to, its plan
 * shows a plain constant, and an index of the column serves.
 *
 * Invariants:
 *  1. Folding is exact, or follows the words of the CAST's row to the digit; whatever
 *     is not certain stays for the server.
 *  2. Nothing here reports an error but the lack of memory: what cannot be folded may
 *     stand in a branch that is never evaluated.
 */
#include <math.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include "core/base/value.h"
#include "core/sql/type_parts.h"

#define EXACT_DOUBLE INT64_C(9007199254740992) /* 2^53: integers up to here are doubles */

static struct tn_digits digits_of_text(const char *s, size_t n)
{
	struct tn_digits found = {0, 0};
	size_t i = n && (*s == '-' || *s == '+');
	const char *point;

	while (i < n && s[i] == '0')
		i++;
	point = memchr(s + i, '.', n - i);
	found.whole = (int)(point ? (size_t)(point - s) - i : n - i);
	found.scale = point ? (int)(n - (size_t)(point - s) - 1) : 0;
	if (!found.whole && !found.scale)
		found.whole = 1;
	return found;
}

void tn__literal_type(struct tn_ir_expr *literal)
{
	const tn_value *v = &literal->u.literal;

	if (v->kind == TN_KIND_NUMERIC)
		literal->type = tn__digits_type(digits_of_text(v->u.s, v->len));
	else
		literal->type = tn__type_of(v->kind);
	literal->type.flags = TN_TYPEF_CONSTANT | (v->kind != TN_KIND_NULL ? TN_TYPEF_NOT_NULL : 0);
}

static int set_value(struct tn_ir_expr *literal, tn_value value)
{
	literal->u.literal = value;
	tn__literal_type(literal);
	return 1;
}

void tn__literal_set_int(struct tn_ir_expr *literal, int64_t value)
{
	literal->kind = TN_X_LITERAL;
	set_value(literal, tn_int(value));
}

void tn__literal_set_bool(struct tn_ir_expr *literal, int value)
{
	literal->kind = TN_X_LITERAL;
	literal->arg_count = 0;
	set_value(literal, tn_bool(value));
}

static int set_numeric(struct tn_analysis *an, struct tn_ir_expr *literal, const char *text, size_t n)
{
	char *copy = tn__arena_strndup(an->arena, text, n);

	if (!copy)
		return tn__type_nomem(an);
	return set_value(literal, tn__value_s(TN_KIND_NUMERIC, copy, n));
}

/* ---- to numbers ---------------------------------------------------------------- */

static int fits_storage(int64_t v, unsigned storage)
{
	if (storage == TN_TYPE_SMALLINT)
		return v >= INT16_MIN && v <= INT16_MAX;
	if (storage == TN_TYPE_INTEGER)
		return v >= INT32_MIN && v <= INT32_MAX;
	return 1;
}

static int to_int(struct tn_analysis *an, struct tn_ir_expr *e, const struct tn_sql_type *type, int how)
{
	const tn_value *v = &e->u.literal;
	int64_t i = v->u.i;
	double d;

	if (v->kind == TN_KIND_NUMERIC && !tn__decimal_to_int64(v->u.s, v->len, &i)) {
		char *rounded;

		if (how != TN_FOLD_CAST)
			return 0;
		rounded = tn__decimal_rescale(an->arena, v->u.s, v->len, 0);
		if (!rounded)
			return tn__type_nomem(an);
		if (!tn__decimal_to_int64(rounded, strlen(rounded), &i))
			return 0;
	} else if (v->kind == TN_KIND_DOUBLE) {
		d = how == TN_FOLD_CAST ? rint(v->u.d) : v->u.d;
		if (!(fabs(d) <= (double)EXACT_DOUBLE) || d != floor(d))
			return 0;
		i = (int64_t)d;
	}
	if (how == TN_FOLD_CAST && !fits_storage(i, type->storage))
		return 0;
	set_value(e, tn_int(i));
	return 1;
}

static int fits_digits(const char *s, size_t n, const struct tn_sql_type *type)
{
	return !type->precision || digits_of_text(s, n).whole <= (int)type->precision - type->scale;
}

static int to_numeric(struct tn_analysis *an, struct tn_ir_expr *e, const struct tn_sql_type *type, int how)
{
	tn_value v = e->u.literal;
	char text[32];
	const char *s = text;
	char *scaled;
	size_t n;

	if (v.kind == TN_KIND_DOUBLE) {
		if (!(fabs(v.u.d) <= (double)EXACT_DOUBLE) || v.u.d != floor(v.u.d))
			return 0;
		v = tn_int((int64_t)v.u.d);
	}
	if (v.kind == TN_KIND_INT)
		n = tn_value_format(&v, text, sizeof(text));
	else
		s = v.u.s, n = v.len;
	if (how == TN_FOLD_CAST && type->precision) {
		scaled = tn__decimal_rescale(an->arena, s, n, (unsigned)type->scale);
		if (!scaled)
			return tn__type_nomem(an);
		s = scaled;
		n = strlen(scaled);
		if (!fits_digits(s, n, type))
			return 0;
	}
	return set_numeric(an, e, s, n);
}

static int to_double(struct tn_ir_expr *e, const struct tn_sql_type *type)
{
	const tn_value *v = &e->u.literal;
	double d = v->u.d;
	float narrow;

	if (v->kind == TN_KIND_INT) {
		if (v->u.i > EXACT_DOUBLE || v->u.i < -EXACT_DOUBLE)
			return 0;
		d = (double)v->u.i;
	} else if (v->kind == TN_KIND_NUMERIC && !tn__decimal_to_double(v->u.s, v->len, &d)) {
		return 0;
	}
	if (type->storage == TN_TYPE_REAL) {
		narrow = (float)d;
		if (isinf(narrow) || (narrow == 0.0f) != (d == 0.0))
			return 0;
		d = (double)narrow;
	}
	return set_value(e, tn_double(d));
}

/* ---- from text --------------------------------------------------------------------- */

/* HH:MM[:SS[.ffffff]] */
static int read_time(const char *s, size_t n, int64_t *us)
{
	char full[9];

	if (n != 5)
		return tn_parse_time(s, n, us);
	memcpy(full, s, 5);
	memcpy(full + 5, ":00", 4);
	return tn_parse_time(full, 8, us);
}

/* YYYY-MM-DD[ HH:MM[:SS[.ffffff]]] */
static int read_timestamp(const char *s, size_t n, int64_t *us)
{
	int64_t days, time = 0;

	if (n < 10 || !tn_parse_date(s, 10, &days))
		return 0;
	if (n > 10 && (s[10] != ' ' || !read_time(s + 11, n - 11, &time)))
		return 0;
	*us = days * TN_US_PER_DAY + time;
	return 1;
}

/* The offset at the end of a timestamp: Z, +HH, +HH:MM; its length, 0: there is none. */
static size_t read_offset(const char *s, size_t n, int64_t *minutes)
{
	size_t i, length;
	int hours, rest = 0;

	*minutes = 0;
	if (n > 11 && s[n - 1] == 'Z')
		return 1;
	for (i = n; i > 11 && n - i < 6 && s[i - 1] != '+' && s[i - 1] != '-'; i--)
		;
	if (i <= 11 || (s[i - 1] != '+' && s[i - 1] != '-'))
		return 0;
	length = n - i;
	hours = length >= 2 ? tn__digits(s + i, 2) : -1;
	if (length == 5 && s[i + 2] == ':')
		rest = tn__digits(s + i + 3, 2);
	else if (length != 2)
		return 0;
	if (hours < 0 || hours > 15 || rest < 0 || rest > 59)
		return 0;
	*minutes = (s[i - 1] == '-' ? -1 : 1) * (hours * 60 + rest);
	return length + 1;
}

static int read_timestamptz(const char *s, size_t n, int64_t *us)
{
	int64_t minutes;

	n -= read_offset(s, n, &minutes);
	if (!read_timestamp(s, n, us))
		return 0;
	*us -= minutes * 60 * TN_US_PER_SECOND;
	return *us >= TN_DATE_MIN * TN_US_PER_DAY && *us < (TN_DATE_MAX + 1) * TN_US_PER_DAY;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* 32 digits, with the usual four hyphens or none: 16 bytes. */
static int read_uuid(const char *s, size_t n, unsigned char *out)
{
	size_t i, digits = 0;
	int d;

	if (n != 32 && n != 36)
		return 0;
	memset(out, 0, 16);
	for (i = 0; i < n; i++) {
		if (n == 36 && (i == 8 || i == 13 || i == 18 || i == 23)) {
			if (s[i] != '-')
				return 0;
			continue;
		}
		d = hex_digit(s[i]);
		if (d < 0)
			return 0;
		out[digits / 2] = (unsigned char)(out[digits / 2] << 4 | d);
		digits++;
	}
	return digits == 32;
}

static int to_uuid(struct tn_analysis *an, struct tn_ir_expr *e)
{
	unsigned char bytes[16];
	char *copy;

	if (!read_uuid(e->u.literal.u.s, e->u.literal.len, bytes))
		return 0;
	copy = tn__arena_strndup(an->arena, (const char *)bytes, sizeof(bytes));
	if (!copy)
		return tn__type_nomem(an);
	return set_value(e, tn_uuid(copy));
}

/* Numbers that CAST reads: blanks around, a sign, digits. */
static int text_to_number(struct tn_analysis *an, struct tn_ir_expr *e, const struct tn_sql_type *type)
{
	const char *s = e->u.literal.u.s;
	size_t n = e->u.literal.len;
	tn_value kept = e->u.literal;
	int done;

	while (n && *s == ' ')
		s++, n--;
	while (n && s[n - 1] == ' ')
		n--;
	if (!tn__decimal_valid(s, n) || (n && (s[0] == '.' || (n > 1 && s[1] == '.' && s[0] < '0'))))
		return 0;
	if (type->kind == TN_KIND_INT && memchr(s, '.', n))
		return 0;
	e->u.literal = tn__value_s(TN_KIND_NUMERIC, *s == '+' ? s + 1 : s, *s == '+' ? n - 1 : n);
	done = type->kind == TN_KIND_INT        ? to_int(an, e, type, TN_FOLD_CAST)
		: type->kind == TN_KIND_NUMERIC ? to_numeric(an, e, type, TN_FOLD_CAST)
						: to_double(e, type);
	if (done != 1)
		e->u.literal = kept;
	return done;
}

static int from_text(struct tn_analysis *an, struct tn_ir_expr *e, const struct tn_sql_type *type)
{
	const char *s = e->u.literal.u.s;
	size_t n = e->u.literal.len;
	int64_t i;

	switch (type->kind) {
	case TN_KIND_INT:
	case TN_KIND_NUMERIC:
	case TN_KIND_DOUBLE: return text_to_number(an, e, type);
	case TN_KIND_DATE: return tn_parse_date(s, n, &i) ? set_value(e, tn_date(i)) : 0;
	case TN_KIND_TIME: return read_time(s, n, &i) ? set_value(e, tn_time(i)) : 0;
	case TN_KIND_TIMESTAMP: return read_timestamp(s, n, &i) ? set_value(e, tn_timestamp(i)) : 0;
	case TN_KIND_TIMESTAMPTZ: return read_timestamptz(s, n, &i) ? set_value(e, tn_timestamptz(i)) : 0;
	case TN_KIND_UUID: return to_uuid(an, e);
	default: return 0;
	}
}

static int is_number(unsigned kind)
{
	return kind == TN_KIND_INT || kind == TN_KIND_NUMERIC || kind == TN_KIND_DOUBLE;
}

int tn__literal_fold(struct tn_analysis *an, struct tn_ir_expr *e, const struct tn_sql_type *type, int how)
{
	unsigned from = e->u.literal.kind;

	if (e->kind != TN_X_LITERAL || e->type.kind == TN_T_INTERVAL || from == TN_KIND_NULL)
		return 0;
	if (from == TN_KIND_TEXT && type->kind != TN_KIND_TEXT)
		return from_text(an, e, type);
	if (from == TN_KIND_DATE && type->kind == TN_KIND_TIMESTAMP)
		return set_value(e, tn_timestamp(e->u.literal.u.i * TN_US_PER_DAY));
	if (!is_number(from) || !is_number(type->kind))
		return 0;
	if (type->kind == TN_KIND_INT)
		return to_int(an, e, type, how);
	if (type->kind == TN_KIND_NUMERIC)
		return to_numeric(an, e, type, how);
	return to_double(e, type);
}

/* ---- arithmetic of constants ------------------------------------------------------------- */

static int compute(unsigned op, int64_t a, int64_t b, int64_t *out)
{
	switch (op) {
	case TN_OP_ADD_I: return !__builtin_add_overflow(a, b, out);
	case TN_OP_SUB_I: return !__builtin_sub_overflow(a, b, out);
	case TN_OP_MUL_I: return !__builtin_mul_overflow(a, b, out);
	case TN_OP_DIV_I:
		if (!b || (a == INT64_MIN && b == -1))
			return 0;
		*out = a / b;
		return 1;
	case TN_OP_MOD_I:
		if (!b)
			return 0;
		*out = b == -1 ? 0 : a % b;
		return 1;
	default: return 0;
	}
}

static int overflows(unsigned op, int64_t b)
{
	return op == TN_OP_ADD_I || op == TN_OP_SUB_I || op == TN_OP_MUL_I || (op == TN_OP_DIV_I && b);
}

/* 1 if an operation has two operands that are constants of a kind. */
static int are_constants(const struct tn_ir_expr *expr, unsigned kind)
{
	struct tn_ir_expr *const *args = expr->args;

	return expr->arg_count == 2 && args[0]->kind == TN_X_LITERAL && args[1]->kind == TN_X_LITERAL &&
		args[0]->u.literal.kind == kind && args[1]->u.literal.kind == kind;
}

static void become_literal(struct tn_ir_expr *expr)
{
	expr->kind = TN_X_LITERAL;
	expr->arg_count = 0;
	expr->op = TN_OP_NONE;
	expr->sym = TN_SYM_NONE;
}

static int compute_int(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	struct tn_ir_expr *const *args = expr->args;
	int64_t value;

	if (compute(expr->op, args[0]->u.literal.u.i, args[1]->u.literal.u.i, &value)) {
		become_literal(expr);
		tn__literal_set_int(expr, value);
		return TN_OK;
	}
	if (an->unsure || !overflows(expr->op, args[1]->u.literal.u.i))
		return TN_OK;
	return tn__analysis_fail(an, expr->at, TN_E_RANGE,
		"integers have 64 bits; write one of the numbers as NUMERIC",
		"the result of %s does not fit an integer", tn__type_sym_text(expr->sym));
}

/* ---- arithmetic of decimal numbers ---------------------------------------------------------- */

/* Digits of a sum or product that are worth a constant: a server's NUMERIC has no more. */
enum { MOST_DIGITS = 65, MOST_SCALE = 30 };

static int compute_numeric(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	const tn_value *a = &expr->args[0]->u.literal, *b = &expr->args[1]->u.literal;
	struct tn_digits digits;
	char text[TN_DECIMAL_TEXT];
	size_t n;
	int rc;

	if (expr->op == TN_OP_ADD_N)
		n = tn__decimal_add(a->u.s, a->len, b->u.s, b->len, text);
	else if (expr->op == TN_OP_SUB_N)
		n = tn__decimal_subtract(a->u.s, a->len, b->u.s, b->len, text);
	else if (expr->op == TN_OP_MUL_N && a->len + b->len <= TN_DECIMAL_DIGITS)
		n = tn__decimal_multiply(a->u.s, a->len, b->u.s, b->len, text);
	else
		return TN_OK;
	digits = digits_of_text(text, n);
	if (!n || digits.whole + digits.scale > MOST_DIGITS || digits.scale > MOST_SCALE)
		return TN_OK;
	become_literal(expr);
	rc = set_numeric(an, expr, text, n);
	return rc < 0 ? rc : TN_OK;
}

int tn__literal_compute(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	if (are_constants(expr, TN_KIND_NUMERIC))
		return compute_numeric(an, expr);
	if (are_constants(expr, TN_KIND_INT) && expr->op >= TN_OP_ADD_I && expr->op <= TN_OP_MOD_I)
		return compute_int(an, expr);
	return TN_OK;
}

void tn__literal_compare(struct tn_ir_expr *expr, unsigned sym)
{
	const tn_value *a, *b;
	int order, is;

	if (!are_constants(expr, TN_KIND_NUMERIC))
		return;
	a = &expr->args[0]->u.literal;
	b = &expr->args[1]->u.literal;
	order = tn__decimal_compare(a->u.s, a->len, b->u.s, b->len);
	switch (sym) {
	case TN_SYM_EQ:
	case TN_SYM_IS_NOT_DISTINCT: is = order == 0; break;
	case TN_SYM_NE:
	case TN_SYM_IS_DISTINCT: is = order != 0; break;
	case TN_SYM_LT: is = order < 0; break;
	case TN_SYM_LE: is = order <= 0; break;
	case TN_SYM_GT: is = order > 0; break;
	case TN_SYM_GE: is = order >= 0; break;
	default: return;
	}
	become_literal(expr);
	tn__literal_set_bool(expr, is);
}

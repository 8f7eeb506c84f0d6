/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_cast.c - CAST between text and the other types, and out of DOUBLE.
 *
 * SQLite's CAST takes the longest prefix that makes sense and 0 where there is
 * none.  Here a text is wholly what it is cast to or an error.
 *
 * Invariant: nothing depends on the locale: strtod() sees digits and an exponent,
 * never a point.
 */
#include "sqlite_functions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/calendar.h>
#include <tenon/sys/utf8.h>

#define DIGITS "0123456789"

static void bad(sqlite3_context *ctx, const char *message)
{
	tn__sqlite_raise(ctx, TN__SQLITE_RAISE_BAD_TEXT, message);
}

static void out_of_range(sqlite3_context *ctx, const char *message)
{
	tn__sqlite_raise(ctx, TN__SQLITE_RAISE_RANGE, message);
}

/* A text without the blanks around it, which numbers may have. */
static int trimmed_arg(sqlite3_context *ctx, sqlite3_value *v, struct tn_sqlite_text *t)
{
	if (!tn__sqlite_text_arg(ctx, v, t))
		return 0;
	while (t->n && *t->s == ' ')
		t->s++, t->n--;
	while (t->n && t->s[t->n - 1] == ' ')
		t->n--;
	return 1;
}

/* ---- numbers ----------------------------------------------------------------------- */

static void text_bool(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	static const struct {
		const char *word;
		int value;
	} words[] = {{"true", 1}, {"false", 0}, {"t", 1}, {"f", 0}, {"1", 1}, {"0", 0}};
	struct tn_sqlite_text t;
	size_t i;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t))
		return;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (t.n == strlen(words[i].word) && !memcmp(t.s, words[i].word, t.n)) {
			sqlite3_result_int(ctx, words[i].value);
			return;
		}
	bad(ctx, "a text is not a boolean");
}

static void text_int(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	int64_t out = 0;
	size_t i;
	int negative, over = 0;
	(void)n;
	if (!trimmed_arg(ctx, v[0], &t))
		return;
	negative = t.n && *t.s == '-';
	i = t.n && (*t.s == '-' || *t.s == '+');
	if (i == t.n || strspn(t.s + i, DIGITS) < t.n - i) {
		bad(ctx, "a text is not an integer");
		return;
	}
	for (; i < t.n; i++) {
		int digit = t.s[i] - '0';
		over |= __builtin_mul_overflow(out, 10, &out) ||
			__builtin_add_overflow(out, negative ? -digit : digit, &out);
	}
	if (over)
		out_of_range(ctx, "an integer is out of the range of its type");
	else
		sqlite3_result_int64(ctx, out);
}

/* tn_text_dec(t), or (t, p, s) for NUMERIC(p,s). */
static void text_dec(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	struct tn__dec x;
	int64_t precision = 0, scale = 0;
	int rc;
	if (!trimmed_arg(ctx, v[0], &t))
		return;
	if (n > 1 && (!tn__sqlite_int_arg(ctx, v[1], &precision) || !tn__sqlite_int_arg(ctx, v[2], &scale)))
		return;
	rc = tn__dec_parse(&x, t.s, t.n);
	if (rc == TN__DEC_BAD)
		bad(ctx, "a text is not a decimal number");
	else
		tn__sqlite_result_calc(ctx, rc == TN__DEC_OK ? tn__sqlite_fit(&x, precision, scale) : rc, &x);
}

/* Splits [+-]digits[.digits][e[+-]digits]; 0 if it is something else. */
static int split_double(const struct tn_sqlite_text *t, struct tn_sqlite_text *whole,
			struct tn_sqlite_text *fraction, int64_t *exponent)
{
	const char *p = t->s, *end = t->s + t->n;
	int negative;
	p += p < end && (*p == '-' || *p == '+');
	whole->s = p;
	whole->n = strspn(p, DIGITS);
	p += whole->n;
	fraction->s = p + (p < end && *p == '.');
	fraction->n = fraction->s > p ? strspn(fraction->s, DIGITS) : 0;
	p = fraction->s + fraction->n;
	*exponent = 0;
	if (!(whole->n + fraction->n))
		return 0;
	if (p < end && (*p | 32) == 'e') {
		p++;
		negative = p < end && *p == '-';
		p += p < end && (*p == '-' || *p == '+');
		if (p == end)
			return 0;
		for (; p < end && *p >= '0' && *p <= '9'; p++)
			if (*exponent < 100000000)
				*exponent = *exponent * 10 + (*p - '0');
		if (negative)
			*exponent = -*exponent;
	}
	return p == end;
}

static void text_double(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t, whole, fraction;
	int64_t exponent;
	char *plain;
	double x;
	(void)n;
	if (!trimmed_arg(ctx, v[0], &t))
		return;
	if (!split_double(&t, &whole, &fraction, &exponent)) {
		bad(ctx, "a text is not a number");
		return;
	}
	plain = sqlite3_mprintf("%s%.*s%.*se%lld", *t.s == '-' ? "-" : "", (int)whole.n, whole.s, (int)fraction.n,
				fraction.s, (long long)(exponent - (int64_t)fraction.n));
	if (!plain) {
		sqlite3_result_error_nomem(ctx);
		return;
	}
	x = strtod(plain, NULL);
	sqlite3_free(plain);
	if (x == 0 && (strspn(whole.s, "0") < whole.n || strspn(fraction.s, "0") < fraction.n))
		out_of_range(ctx, "a number is too small for DOUBLE PRECISION");
	else
		tn__sqlite_result_double(ctx, x);
}

static void double_int(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	double x;
	(void)n;
	if (!tn__sqlite_double_arg(ctx, v[0], &x))
		return;
	x = rint(x);
	if (x >= -9223372036854775808.0 && x < 9223372036854775808.0)
		sqlite3_result_int64(ctx, (int64_t)x);
	else
		out_of_range(ctx, "a number is out of the range of BIGINT");
}

/* tn_double_dec(d, p, s) */
static void double_dec(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t precision, scale;
	struct tn__dec out;
	double x;
	int rc;
	(void)n;
	if (!tn__sqlite_double_arg(ctx, v[0], &x) || !tn__sqlite_int_arg(ctx, v[1], &precision) ||
	    !tn__sqlite_int_arg(ctx, v[2], &scale))
		return;
	rc = isfinite(x) ? tn__dec_from_shortest(&out, x) : TN__DEC_RANGE;
	if (rc == TN__DEC_OK)
		rc = tn__sqlite_fit(&out, precision, scale);
	tn__sqlite_result_calc(ctx, rc, &out);
}

/* ---- dates and times -------------------------------------------------------------------- */

static void text_date(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	int64_t days;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t))
		return;
	if (tn_parse_date(t.s, t.n, &days))
		tn__sqlite_result_day(ctx, days);
	else
		bad(ctx, "a text is not a date YYYY-MM-DD");
}

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

static void text_time(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	int64_t us;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t))
		return;
	if (read_time(t.s, t.n, &us))
		tn__sqlite_result_time(ctx, us);
	else
		bad(ctx, "a text is not a time HH:MM:SS");
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

static void text_ts(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	int64_t us;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t))
		return;
	if (read_timestamp(t.s, t.n, &us))
		tn__sqlite_result_timestamp(ctx, us);
	else
		bad(ctx, "a text is not a timestamp YYYY-MM-DD HH:MM:SS");
}

/* Takes Z or [+-]HH[[:]MM] off the end; 0 if what is there is none. */
static int take_offset(struct tn_sqlite_text *t, int64_t *minutes)
{
	size_t at = t->n > 16 ? 16 : t->n, digits;
	const char *p;
	int hours, rest = 0;
	*minutes = 0;
	if (t->n > 16 && (t->s[t->n - 1] | 32) == 'z') {
		t->n--;
		return 1;
	}
	while (at < t->n && t->s[at] != '+' && t->s[at] != '-')
		at++;
	if (at == t->n)
		return 1;
	p = t->s + at + 1;
	digits = t->n - at - 1;
	if (digits != 2 && digits != 4 && (digits != 5 || p[2] != ':'))
		return 0;
	hours = tn__digits(p, 2);
	if (digits > 2)
		rest = tn__digits(p + digits - 2, 2);
	if (hours < 0 || hours > 15 || rest < 0 || rest > 59)
		return 0;
	*minutes = t->s[at] == '-' ? -(hours * 60 + rest) : hours * 60 + rest;
	t->n = at;
	return 1;
}

static void text_tstz(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	int64_t us, minutes;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t))
		return;
	if (take_offset(&t, &minutes) && read_timestamp(t.s, t.n, &us))
		tn__sqlite_result_timestamp(ctx, us - minutes * 60 * TN_US_PER_SECOND);
	else
		bad(ctx, "a text is not a timestamp YYYY-MM-DD HH:MM:SS+HH:MM");
}

/* A time or timestamp without the zeros at the end of its fraction. */
static void time_text(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t))
		return;
	if (memchr(t.s, '.', t.n)) {
		while (t.s[t.n - 1] == '0')
			t.n--;
		t.n -= t.s[t.n - 1] == '.';
	}
	tn__sqlite_result_copy(ctx, t.s, t.n);
}

/* ---- the rest --------------------------------------------------------------------------------- */

static void bytes_text(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	(void)n;
	if (!tn__sqlite_bytes_arg(ctx, v[0], &t))
		return;
	if (tn_utf8_check(t.s, t.n) == t.n && !memchr(t.s, '\0', t.n))
		tn__sqlite_result_copy(ctx, t.s, t.n);
	else
		bad(ctx, "bytes are not text in UTF-8");
}

/* 32 digits, with a hyphen or none behind each group. */
static int read_uuid(const struct tn_sqlite_text *t, char *out)
{
	size_t at = 0, byte;
	for (byte = 0; byte < 16; byte++) {
		int high, low;
		if (t->n == 36 && (at == 8 || at == 13 || at == 18 || at == 23) && t->s[at++] != '-')
			return 0;
		high = tn__sqlite_hex_digit(t->s[at]);
		low = tn__sqlite_hex_digit(t->s[at + 1]);
		if (high < 0 || low < 0)
			return 0;
		out[byte] = (char)((unsigned)high << 4 | (unsigned)low);
		at += 2;
	}
	return 1;
}

static void text_uuid(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	char out[16];
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t))
		return;
	if ((t.n == 36 || t.n == 32) && read_uuid(&t, out))
		sqlite3_result_blob(ctx, out, sizeof(out), SQLITE_TRANSIENT);
	else
		bad(ctx, "a text is not a UUID");
}

static void uuid_text(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	static const char digits[] = "0123456789abcdef";
	struct tn_sqlite_text t;
	char out[36], *p = out;
	size_t i;
	(void)n;
	if (!tn__sqlite_bytes_arg(ctx, v[0], &t))
		return;
	if (t.n != 16) {
		tn__sqlite_raise_type(ctx, "a UUID of 16 bytes");
		return;
	}
	for (i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*p++ = '-';
		*p++ = digits[(unsigned char)t.s[i] >> 4];
		*p++ = digits[(unsigned char)t.s[i] & 15];
	}
	tn__sqlite_result_copy(ctx, out, sizeof(out));
}

const struct tn_sqlite_scalar tn__sqlite_cast_functions[] = {
	{"tn_text_bool", 1, text_bool, 0},
	{"tn_text_int", 1, text_int, 0},
	{"tn_text_dec", 1, text_dec, 0},
	{"tn_text_dec", 3, text_dec, 0},
	{"tn_text_double", 1, text_double, 0},
	{"tn_double_int", 1, double_int, 0},
	{"tn_double_dec", 3, double_dec, 0},
	{"tn_text_date", 1, text_date, 0},
	{"tn_text_time", 1, text_time, 0},
	{"tn_text_ts", 1, text_ts, 0},
	{"tn_text_tstz", 1, text_tstz, 0},
	{"tn_time_text", 1, time_text, 0},
	{"tn_bytes_text", 1, bytes_text, 0},
	{"tn_text_uuid", 1, text_uuid, 0},
	{"tn_uuid_text", 1, uuid_text, 0},
	{NULL, 0, NULL, 0},
};

/* SPDX-License-Identifier: MIT */
/*
 * sqlite_numeric.c - NUMERIC cells: exact decimal text from what SQLite stores.
 *
 * A NUMERIC column of up to 15 digits has SQLite's NUMERIC affinity, so its
 * values are stored as integers or reals; one of more digits holds text
 * (sqlite_dialect.c).  Whatever it was, the cell is the number with the column's
 * scale, as every other server writes it, and without zeros at its end where there is
 * none.
 *
 * Invariants:
 *  1. A number that the column's declaration does not allow (more fraction digits,
 *     a real that is no decimal of this scale) is foreign, never rounded.
 *  2. Texts are written to the column's scratch, whose size describe() chose: a
 *     number that does not fit is foreign, too.
 *  3. No printf or strtod result depends on the locale: both are used together
 *     and only their digits are taken.
 */
#include "sqlite_internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Digit j counts 10^(point - 1 - j); digits outside of what is there are 0. */
struct decimal {
	const char *digits;
	int count;
	int point;
	int negative;
};

static char digit_at(const struct decimal *d, int j)
{
	return j >= 0 && j < d->count ? d->digits[j] : '0';
}

/* Writes a number with `scale` digits after the point; 0 if the scratch is too small. */
static int put_decimal(const struct tn_sqlite_column *col, const struct decimal *d, int scale, tn_value *out)
{
	char *p = col->scratch;
	int j, whole = d->point > 0 ? d->point : 1;
	if ((uint32_t)whole + (uint32_t)scale + 3 > col->scratch_size)
		return 0;
	if (d->negative)
		*p++ = '-';
	for (j = d->point - whole; j < d->point; j++)
		*p++ = digit_at(d, j);
	if (scale)
		*p++ = '.';
	for (j = d->point; j < d->point + scale; j++)
		*p++ = digit_at(d, j);
	*p = '\0';
	*out = tn__value_s(TN_KIND_NUMERIC, col->scratch, (size_t)(p - col->scratch));
	return 1;
}

int tn__sqlite_numeric_int(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	const struct tn_sqlite_column *col = &s->columns[i];
	int64_t n = sqlite3_value_int64(v);
	char digits[24];
	struct decimal d = {.digits = digits, .negative = n < 0};
	uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	d.count = d.point = snprintf(digits, sizeof(digits), "%" PRIu64, size);
	if (put_decimal(col, &d, col->scale > 0 ? col->scale : 0, out))
		return TN_OK;
	return tn__sqlite_odd_int(s, i, v, out);
}

/*
 * A real of at most 15 digits is the double nearest to one decimal number with
 * the column's scale: the nearest multiple of 10^-scale.  Any other real has
 * more digits than the column declares and is foreign.
 */
static int scaled_real(const struct tn_sqlite_column *col, double x, tn_value *out)
{
	static const double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7,
				       1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	char digits[24];
	double scaled, back;
	int64_t n;
	struct decimal d = {.digits = digits};
	if (col->scale > 15)
		return 0;
	scaled = fabs(x) * power[col->scale];
	if (scaled >= 1e15)
		return 0;
	n = (int64_t)(scaled + 0.5);
	back = (double)n / power[col->scale];
	/* Two units in the last place: what SQLite's own conversion of text may be off. */
	if (fabs(back - fabs(x)) > 2 * 2.220446049250313e-16 * back)
		return 0;
	d.count = snprintf(digits, sizeof(digits), "%" PRId64, n);
	d.point = d.count - col->scale;
	d.negative = x < 0 && n;
	return put_decimal(col, &d, col->scale, out);
}

/*
 * The shortest decimal number that reads back as the same double; behind the point it has
 * the column's digits, where that has a scale.  UNION puts a number of few digits into a
 * column of many.
 */
static int shortest_real(const struct tn_sqlite_column *col, double x, tn_value *out)
{
	char text[40], digits[24], *exponent;
	struct decimal d = {.digits = digits, .negative = x < 0};
	const char *p;
	int precision, most = col->scale < 0 ? 16 : 14, scale;
	for (precision = 14; precision <= most; precision++) {
		snprintf(text, sizeof(text), "%.*e", precision, fabs(x));
		if (strtod(text, NULL) == fabs(x))
			break;
	}
	if (precision > 14 && col->scale >= 0)
		return 0;
	exponent = strchr(text, 'e');
	for (p = text; p < exponent; p++)
		if (*p >= '0' && *p <= '9')
			digits[d.count++] = *p;
	while (d.count > 1 && digits[d.count - 1] == '0')
		d.count--;
	d.point = (int)strtol(exponent + 1, NULL, 10) + 1;
	scale = d.count > d.point ? d.count - d.point : 0;
	if (col->scale < 0)
		return put_decimal(col, &d, scale, out);
	return scale <= col->scale && put_decimal(col, &d, col->scale, out);
}

int tn__sqlite_numeric_real(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	const struct tn_sqlite_column *col = &s->columns[i];
	double x = sqlite3_value_double(v);
	if (isfinite(x) && ((col->scale >= 0 && scaled_real(col, x, out)) || shortest_real(col, x, out)))
		return TN_OK;
	return tn__sqlite_odd_double(s, i, v, out);
}

static size_t count_digits(const char *text)
{
	return strspn(text, "0123456789");
}

int tn__sqlite_numeric_text(struct tn_sqlite_stmt *s, uint32_t i, sqlite3_value *v, tn_value *out)
{
	const struct tn_sqlite_column *col = &s->columns[i];
	const char *text = (const char *)sqlite3_value_text(v), *whole, *fraction;
	size_t n = (size_t)sqlite3_value_bytes(v), whole_n, fraction_n, scale;
	int negative;
	char *p = col->scratch;
	if (!text)
		return s->head.conn->host->nomem(s->head.conn);
	negative = *text == '-';
	whole = text + (*text == '-' || *text == '+');
	whole_n = count_digits(whole);
	fraction = whole + whole_n + (whole[whole_n] == '.');
	fraction_n = count_digits(fraction);
	if (fraction + fraction_n != text + n || !(whole_n + fraction_n))
		return tn__sqlite_odd_text(s, i, v, out);
	*out = tn__value_s(TN_KIND_NUMERIC, text, n);
	if (col->scale < 0)
		while (fraction_n && fraction[fraction_n - 1] == '0')
			fraction_n--;
	scale = col->scale >= 0 ? (size_t)col->scale : fraction_n;
	/* As written by this library: one copy less. */
	if (fraction_n == scale && *text != '+' && whole_n && *whole != '0' &&
	    (scale ? fraction + scale : whole + whole_n) == text + n)
		return TN_OK;
	while (fraction_n > scale && fraction[fraction_n - 1] == '0')
		fraction_n--;
	while (whole_n && *whole == '0')
		whole++, whole_n--;
	if (fraction_n > scale || whole_n + scale + 4 > col->scratch_size)
		return tn__sqlite_odd_text(s, i, v, out);
	if (negative && (whole_n || strspn(fraction, "0") < fraction_n))
		*p++ = '-';
	if (!whole_n)
		*p++ = '0';
	memcpy(p, whole, whole_n);
	p += whole_n;
	if (scale)
		*p++ = '.';
	memcpy(p, fraction, fraction_n);
	memset(p + fraction_n, '0', scale - fraction_n);
	p += scale;
	*p = '\0';
	*out = tn__value_s(TN_KIND_NUMERIC, col->scratch, (size_t)(p - col->scratch));
	return TN_OK;
}

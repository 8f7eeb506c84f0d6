/* SPDX-License-Identifier: MIT */
/*
 * core/sql/parse_interval.c - INTERVAL '1 year 2 days 03:04:05'.
 *
 * An interval is months, days and microseconds, and the three are never mixed:
 * a month has no fixed number of days.  What can be written: numbers with units,
 * H:MM[:SS[.ffffff]], ISO 8601 (P1DT2H), the word "ago" at the end; or one number
 * and the unit behind the string: INTERVAL '3' DAY.
 *
 * Invariants:
 *  1. A fraction becomes smaller units exactly (1.5 hours, 0.5 days, 1.5 years) or
 *     is refused (1.5 months; less than a microsecond).
 *  2. No part overflows.
 */
#include <string.h>
#include "core/sql/parser.h"

#define MICROS INT64_C(1000000)
#define DAY (24 * 3600 * MICROS)

/* How a unit counts: in which part, and what a fraction of it falls into. */
struct unit {
	const char *word;
	char iso;           /* P...: of dates; of times in lower case */
	uint8_t part;       /* 0 months, 1 days, 2 microseconds */
	uint8_t below;      /* part of a fraction */
	int64_t size;
	int64_t below_size; /* of one unit, in the part below */
};

static const struct unit units[] = {
	{"year", 'Y', 0, 0, 12, 12},
	{"month", 'M', 0, 0, 1, 1},
	{"mon", 0, 0, 0, 1, 1},
	{"decade", 0, 0, 0, 120, 120},
	{"week", 'W', 1, 2, 7, 7 * DAY},
	{"day", 'D', 1, 2, 1, DAY},
	{"hour", 'h', 2, 2, 3600 * MICROS, 3600 * MICROS},
	{"hr", 0, 2, 2, 3600 * MICROS, 3600 * MICROS},
	{"minute", 'm', 2, 2, 60 * MICROS, 60 * MICROS},
	{"min", 0, 2, 2, 60 * MICROS, 60 * MICROS},
	{"second", 's', 2, 2, MICROS, MICROS},
	{"sec", 0, 2, 2, MICROS, MICROS},
	{"millisecond", 0, 2, 2, 1000, 1000},
	{"microsecond", 0, 2, 2, 1, 1},
};

enum { UNITS = sizeof(units) / sizeof(units[0]) };

struct reader {
	const char *s, *end;
	int64_t part[3];
};

/* A number: whole part, and its fraction in millionths. */
struct number {
	int64_t whole, millionths;
	int negative;
};

static int is_digit(const struct reader *r)
{
	return r->s < r->end && *r->s >= '0' && *r->s <= '9';
}

static void skip_blanks(struct reader *r)
{
	while (r->s < r->end && (*r->s == ' ' || *r->s == '\t' || *r->s == '\n' || *r->s == ','))
		r->s++;
}

static int read_whole(struct reader *r, int64_t *value)
{
	const char *from = r->s;

	for (*value = 0; is_digit(r); r->s++) {
		if (*value > (INT64_MAX - 9) / 10)
			return 0;
		*value = *value * 10 + (*r->s - '0');
	}
	return r->s > from;
}

/* At most six digits count; others must be zeros. */
static int read_fraction(struct reader *r, int64_t *millionths)
{
	int64_t scale = 100000;
	const char *from = r->s;

	for (*millionths = 0; is_digit(r); r->s++, scale /= 10) {
		if (scale == 0 && *r->s != '0')
			return 0;
		*millionths += (*r->s - '0') * scale;
	}
	return r->s > from;
}

static int read_sign(struct reader *r)
{
	if (r->s < r->end && (*r->s == '-' || *r->s == '+'))
		return *r->s++ == '-';
	return 0;
}

static int read_number(struct reader *r, struct number *n)
{
	int whole;

	n->negative = read_sign(r);
	n->millionths = 0;
	whole = read_whole(r, &n->whole);
	if (r->s < r->end && *r->s == '.') {
		r->s++;
		return read_fraction(r, &n->millionths);
	}
	return whole;
}

static int add(struct reader *r, int part, int64_t value, int64_t size)
{
	if (size && (value > INT64_MAX / size || value < -(INT64_MAX / size)))
		return 0;
	value *= size;
	if (value > 0 ? r->part[part] > INT64_MAX - value : r->part[part] < -INT64_MAX - value)
		return 0;
	r->part[part] += value;
	return 1;
}

static int add_unit(struct reader *r, const struct unit *u, const struct number *n)
{
	int64_t sign = n->negative ? -1 : 1, millionths = n->millionths, size = u->below_size, below;

	if (!add(r, u->part, sign * n->whole, u->size))
		return 0;
	if (millionths == 0)
		return 1;
	/* millionths * size / a million without overflow: size is below 10^12 */
	below = size / MICROS * millionths + size % MICROS * millionths / MICROS;
	if (size % MICROS * millionths % MICROS)
		return 0;
	return add(r, u->below, sign * below, 1);
}

static int same_word(const char *s, size_t n, const char *word)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!word[i] || (s[i] | 0x20) != word[i])
			return 0;
	return !word[i];
}

static const struct unit *find_unit(const char *s, size_t n)
{
	unsigned i;

	for (i = 0; i < UNITS; i++)
		if (same_word(s, n, units[i].word) ||
		    (n > 1 && (s[n - 1] | 0x20) == 's' && same_word(s, n - 1, units[i].word)))
			return &units[i];
	return NULL;
}

static size_t word_length(const struct reader *r)
{
	size_t n = 0;

	while (r->s + n < r->end && ((r->s[n] | 0x20) >= 'a' && (r->s[n] | 0x20) <= 'z'))
		n++;
	return n;
}

/* H:MM[:SS[.ffffff]], of which the hours are read. */
static int clock(struct reader *r, const struct number *hours)
{
	int64_t minutes, seconds = 0, fraction = 0, total;

	r->s++;
	if (hours->millionths || hours->whole > 1000000000 || !read_whole(r, &minutes) || minutes > 59)
		return 0;
	if (r->s < r->end && *r->s == ':') {
		r->s++;
		if (!read_whole(r, &seconds) || seconds > 59)
			return 0;
		if (r->s < r->end && *r->s == '.') {
			r->s++;
			if (!read_fraction(r, &fraction))
				return 0;
		}
	}
	total = ((hours->whole * 60 + minutes) * 60 + seconds) * MICROS + fraction;
	return add(r, 2, hours->negative ? -total : total, 1);
}

static int iso(struct reader *r)
{
	int time = 0, any = 0;
	struct number n;
	unsigned i;

	for (r->s++; r->s < r->end; r->s++) {
		if (*r->s == 'T' && !time) {
			time = 1;
			continue;
		}
		if (!read_number(r, &n) || r->s == r->end)
			return 0;
		for (i = 0; i < UNITS; i++)
			if (units[i].iso && units[i].iso == (time ? *r->s | 0x20 : *r->s))
				break;
		if (i == UNITS || !add_unit(r, &units[i], &n))
			return 0;
		any = 1;
	}
	return any;
}

static int ago(struct reader *r)
{
	size_t n = word_length(r);
	int i;

	if (!same_word(r->s, n, "ago"))
		return 0;
	r->s += n;
	skip_blanks(r);
	for (i = 0; i < 3; i++)
		r->part[i] = -r->part[i];
	return r->s == r->end;
}

static int words(struct reader *r)
{
	const struct unit *u;
	struct number n;
	size_t len;
	int any = 0;

	for (skip_blanks(r); r->s < r->end; skip_blanks(r), any = 1) {
		if (any && (*r->s | 0x20) == 'a')
			return ago(r);
		if (!read_number(r, &n))
			return 0;
		if (r->s < r->end && *r->s == ':') {
			if (!clock(r, &n))
				return 0;
			continue;
		}
		skip_blanks(r);
		len = word_length(r);
		u = find_unit(r->s, len);
		if (!u || !add_unit(r, u, &n))
			return 0;
		r->s += len;
	}
	return any;
}

/* '3' DAY: a number alone. */
static int counted(struct reader *r, struct tn_sql_slice unit)
{
	const struct unit *u = find_unit(unit.s, unit.n);
	struct number n;

	skip_blanks(r);
	if (!u || !read_number(r, &n) || !add_unit(r, u, &n))
		return 0;
	skip_blanks(r);
	return r->s == r->end;
}

px_expr *tn__px_interval(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice quoted, struct tn_sql_slice unit)
{
	struct tn_ir_interval *v = tn__px_alloc(p, sizeof(*v));
	struct tn_sql_slice text;
	struct reader r;
	px_expr *e;
	int good;

	if (!v || !tn__px_unquote(p, quoted, &text))
		return NULL;
	memset(&r, 0, sizeof(r));
	r.s = text.s;
	r.end = text.s + text.n;
	good = unit.n ? counted(&r, unit) : text.n && *text.s == 'P' ? iso(&r) : words(&r);
	if (!good)
		return tn__px_fail(p, TN_E_DATA, at, "this is no interval",
				   "write INTERVAL '1 year 2 months 3 days 04:05:06', or some of it");
	e = tn__px_expr(p, at, TN_X_LITERAL);
	if (!e)
		return NULL;
	v->months = r.part[0];
	v->days = r.part[1];
	v->micros = r.part[2];
	e->type.kind = TN_T_INTERVAL;
	e->u.interval = v;
	return e;
}

/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_time.c - operations on dates and times.
 *
 * Days and microseconds since 1970 in the Gregorian calendar, years 1 to 9999.
 */
#include <math.h>
#include <string.h>
#include "tests/reference/reference.h"

#define SECOND ((int64_t)1000000)
#define DAY    (86400 * SECOND)
#define FIRST_DAY ((int64_t)-719162) /* 0001-01-01 */
#define LAST_DAY  ((int64_t)2932896) /* 9999-12-31 */

static int is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t days_of_month(int64_t year, int64_t month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static int64_t first_of_year(int64_t year)
{
	year--;
	return FIRST_DAY + year * 365 + year / 4 - year / 100 + year / 400;
}

int ref_day(int64_t year, int64_t month, int64_t day, int64_t *out)
{
	int64_t m;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month))
		return TN_E_DATA;
	*out = first_of_year(year) + day - 1;
	for (m = 1; m < month; m++)
		*out += days_of_month(year, m);
	return TN_OK;
}

struct date {
	int64_t year, month, day, of_year;
};

static struct date date_of(int64_t days)
{
	struct date d = {.year = (days - FIRST_DAY) / 366 + 1, .month = 1};

	while (first_of_year(d.year + 1) <= days)
		d.year++;
	d.of_year = days - first_of_year(d.year) + 1;
	for (d.day = d.of_year; d.day > days_of_month(d.year, d.month); d.month++)
		d.day -= days_of_month(d.year, d.month);
	return d;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* 0 is Monday. */
static int64_t weekday(int64_t days)
{
	return days + 3 - floor_div(days + 3, 7) * 7;
}

static int64_t day_of(const struct ref_value *v)
{
	return v->kind == TN_KIND_DATE ? v->u.i : floor_div(v->u.i, DAY);
}

static int64_t time_of(const struct ref_value *v)
{
	return v->kind == TN_KIND_TIME ? v->u.i : v->u.i - day_of(v) * DAY;
}

int ref_put_time(const struct ref_call *c, unsigned kind, ref_wide t)
{
	ref_wide unit = kind == TN_KIND_DATE ? 1 : DAY;

	if (t < FIRST_DAY * unit || t >= (LAST_DAY + 1) * unit)
		return TN_E_RANGE;
	*c->out = ref_int(kind, (int64_t)t);
	return TN_OK;
}

static int put_int(const struct ref_call *c, int64_t n)
{
	*c->out = ref_int(TN_KIND_INT, n);
	return TN_OK;
}

static int add_date(const struct ref_call *c)
{
	return ref_put_time(c, TN_KIND_DATE, (ref_wide)c->args[0].u.i + c->args[1].u.i);
}

static int sub_date(const struct ref_call *c)
{
	return ref_put_time(c, TN_KIND_DATE, (ref_wide)c->args[0].u.i - c->args[1].u.i);
}

static int days_between(const struct ref_call *c) { return put_int(c, c->args[0].u.i - c->args[1].u.i); }
static int micros_between(const struct ref_call *c) { return put_int(c, c->args[1].u.i - c->args[0].u.i); }

static int add_months(const struct ref_call *c)
{
	struct date d = date_of(day_of(&c->args[0]));
	ref_wide months = (ref_wide)d.year * 12 + d.month - 1 + c->args[1].u.i;
	int64_t year = (int64_t)(months / 12), month = (int64_t)(months % 12) + 1, day, last;

	if (months < 12 || year > 9999)
		return TN_E_RANGE;
	last = days_of_month(year, month);
	ref_day(year, month, d.day > last ? last : d.day, &day);
	if (c->args[0].kind != TN_KIND_DATE)
		day = day * DAY + time_of(&c->args[0]);
	return ref_put_time(c, c->args[0].kind, day);
}

static int add_days(const struct ref_call *c)
{
	return ref_put_time(c, c->args[0].kind, c->args[0].u.i + (ref_wide)c->args[1].u.i * DAY);
}

static int add_micros(const struct ref_call *c)
{
	return ref_put_time(c, c->args[0].kind, (ref_wide)c->args[0].u.i + c->args[1].u.i);
}

static int add_micros_t(const struct ref_call *c)
{
	int64_t t = (c->args[0].u.i + c->args[1].u.i % DAY + DAY) % DAY;

	*c->out = ref_int(TN_KIND_TIME, t);
	return TN_OK;
}

static int make_ts(const struct ref_call *c)
{
	return ref_put_time(c, TN_KIND_TIMESTAMP, (ref_wide)c->args[0].u.i * DAY + c->args[1].u.i);
}

/* ---- parts ---------------------------------------------------------------------------- */

/* The ISO week: that of the year in which its Thursday is. */
static int64_t week(int64_t days)
{
	int64_t thursday = days - weekday(days) + 3;

	return (thursday - first_of_year(date_of(thursday).year)) / 7 + 1;
}

#define PART(name, value) \
	static int name(const struct ref_call *c) \
	{ \
		struct date d = date_of(day_of(&c->args[0])); \
		(void)d; \
		return put_int(c, value); \
	}
PART(year, d.year)
PART(quarter, (d.month - 1) / 3 + 1)
PART(month, d.month)
PART(week_of, week(day_of(&c->args[0])))
PART(day, d.day)
PART(dow, (weekday(day_of(&c->args[0])) + 1) % 7)
PART(isodow, weekday(day_of(&c->args[0])) + 1)
PART(doy, d.of_year)

static int hour(const struct ref_call *c) { return put_int(c, time_of(&c->args[0]) / (3600 * SECOND)); }
static int minute(const struct ref_call *c) { return put_int(c, time_of(&c->args[0]) / (60 * SECOND) % 60); }

static int second(const struct ref_call *c)
{
	return ref_decimal_make(c->run, time_of(&c->args[0]) % (60 * SECOND), 6, c->out);
}

static int epoch(const struct ref_call *c) { return ref_decimal_make(c->run, c->args[0].u.i, 6, c->out); }

static int trunc_months(const struct ref_call *c, int64_t unit)
{
	struct date d = date_of(day_of(&c->args[0]));
	int64_t first = 0;

	ref_day(d.year, (d.month - 1) / unit * unit + 1, 1, &first);
	return ref_put_time(c, TN_KIND_TIMESTAMP, (ref_wide)first * DAY);
}

static int trunc_year(const struct ref_call *c) { return trunc_months(c, 12); }
static int trunc_quarter(const struct ref_call *c) { return trunc_months(c, 3); }
static int trunc_month(const struct ref_call *c) { return trunc_months(c, 1); }

static int trunc_week(const struct ref_call *c)
{
	int64_t days = day_of(&c->args[0]);

	return ref_put_time(c, TN_KIND_TIMESTAMP, (ref_wide)(days - weekday(days)) * DAY);
}

static int trunc_to(const struct ref_call *c, int64_t unit)
{
	return ref_put_time(c, TN_KIND_TIMESTAMP, c->args[0].u.i - time_of(&c->args[0]) % unit);
}

static int trunc_day(const struct ref_call *c) { return trunc_to(c, DAY); }
static int trunc_hour(const struct ref_call *c) { return trunc_to(c, 3600 * SECOND); }
static int trunc_minute(const struct ref_call *c) { return trunc_to(c, 60 * SECOND); }
static int trunc_second(const struct ref_call *c) { return trunc_to(c, SECOND); }

static int make_date(const struct ref_call *c)
{
	int64_t days;
	int rc = ref_day(c->args[0].u.i, c->args[1].u.i, c->args[2].u.i, &days);

	return rc < 0 ? rc : ref_put_time(c, TN_KIND_DATE, days);
}

static int make_timestamp(const struct ref_call *c)
{
	int64_t days, hours = c->args[3].u.i, minutes = c->args[4].u.i;
	double seconds = c->args[5].u.d;
	int rc = ref_day(c->args[0].u.i, c->args[1].u.i, c->args[2].u.i, &days);

	if (rc < 0 || hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || !(seconds >= 0 && seconds < 60))
		return TN_E_DATA;
	return ref_put_time(c, TN_KIND_TIMESTAMP,
			    (ref_wide)days * DAY + (hours * 60 + minutes) * 60 * SECOND + llround(seconds * 1e6));
}

static int to_timestamp(const struct ref_call *c)
{
	struct ref_value micros;
	int rc = ref_decimal_rescale(c->run, &c->args[0], 6, 0, &micros);

	return rc < 0 ? rc : ref_put_time(c, TN_KIND_TIMESTAMPTZ, micros.u.n);
}

/* ---- texts ------------------------------------------------------------------------------ */

/* So many digits at *s, or -1. */
static int64_t digits(const char **s, const char *end, int count)
{
	int64_t n = 0;

	for (; count; count--, (*s)++) {
		if (*s == end || **s < '0' || **s > '9')
			return -1;
		n = n * 10 + (**s - '0');
	}
	return n;
}

static int skip(const char **s, const char *end, char c)
{
	if (*s == end || **s != c)
		return 0;
	++*s;
	return 1;
}

static int read_date(const char **s, const char *end, int64_t *days)
{
	int64_t year = digits(s, end, 4), month, day;

	if (year < 0 || !skip(s, end, '-'))
		return TN_E_DATA;
	month = digits(s, end, 2);
	if (month < 0 || !skip(s, end, '-'))
		return TN_E_DATA;
	day = digits(s, end, 2);
	return day < 0 ? TN_E_DATA : ref_day(year, month, day, days);
}

static int read_time(const char **s, const char *end, int64_t *micros)
{
	int64_t hours = digits(s, end, 2), minutes, seconds = 0, fraction = 0, unit = SECOND;

	if (hours < 0 || hours > 23 || !skip(s, end, ':'))
		return TN_E_DATA;
	minutes = digits(s, end, 2);
	if (minutes >= 0 && skip(s, end, ':')) {
		seconds = digits(s, end, 2);
		if (seconds >= 0 && skip(s, end, '.')) {
			for (; *s < end && **s >= '0' && **s <= '9' && unit > 1; ++*s)
				fraction += (**s - '0') * (unit /= 10);
			if (unit == SECOND)
				return TN_E_DATA;
		}
	}
	if (minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59)
		return TN_E_DATA;
	*micros = ((hours * 60 + minutes) * 60 + seconds) * SECOND + fraction;
	return TN_OK;
}

/* Z, +HH or +HH:MM, in microseconds. */
static int read_offset(const char **s, const char *end, int64_t *micros)
{
	int64_t hours, minutes = 0, sign = *s < end && **s == '-' ? -1 : 1;

	*micros = 0;
	if (*s == end || skip(s, end, 'Z'))
		return TN_OK;
	if (!skip(s, end, '+') && !skip(s, end, '-'))
		return TN_E_DATA;
	hours = digits(s, end, 2);
	if (hours >= 0 && skip(s, end, ':'))
		minutes = digits(s, end, 2);
	if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59)
		return TN_E_DATA;
	*micros = sign * (hours * 60 + minutes) * 60 * SECOND;
	return TN_OK;
}

int ref_read_time(unsigned kind, const char *s, size_t n, struct ref_value *out)
{
	const char *end = s + n;
	int64_t days = 0, micros = 0, offset = 0;
	int rc = kind == TN_KIND_TIME ? TN_OK : read_date(&s, end, &days);

	if (rc == TN_OK && kind != TN_KIND_DATE && (kind == TN_KIND_TIME || skip(&s, end, ' ')))
		rc = read_time(&s, end, &micros);
	if (rc == TN_OK && kind == TN_KIND_TIMESTAMPTZ)
		rc = read_offset(&s, end, &offset);
	if (rc < 0 || s != end)
		return TN_E_DATA;
	*out = ref_int(kind, kind == TN_KIND_DATE ? days : days * DAY + micros - offset);
	return TN_OK;
}

const struct ref_op ref_time_ops[] = {
	{TN_OP_ADD_DATE_I, add_date}, {TN_OP_SUB_DATE_I, sub_date}, {TN_OP_SUB_DATE, days_between},
	{TN_OP_ADD_MONTHS_D, add_months}, {TN_OP_ADD_MONTHS_S, add_months}, {TN_OP_ADD_MONTHS_Z, add_months},
	{TN_OP_ADD_DAYS_S, add_days}, {TN_OP_ADD_DAYS_Z, add_days}, {TN_OP_ADD_MICROS_S, add_micros},
	{TN_OP_ADD_MICROS_Z, add_micros}, {TN_OP_ADD_MICROS_T, add_micros_t}, {TN_OP_MAKE_TS, make_ts},
	{TN_OP_EXTRACT_YEAR_D, year}, {TN_OP_EXTRACT_YEAR_S, year}, {TN_OP_EXTRACT_QUARTER_D, quarter},
	{TN_OP_EXTRACT_QUARTER_S, quarter}, {TN_OP_EXTRACT_MONTH_D, month}, {TN_OP_EXTRACT_MONTH_S, month},
	{TN_OP_EXTRACT_WEEK_D, week_of}, {TN_OP_EXTRACT_WEEK_S, week_of}, {TN_OP_EXTRACT_DAY_D, day},
	{TN_OP_EXTRACT_DAY_S, day}, {TN_OP_EXTRACT_DOW_D, dow}, {TN_OP_EXTRACT_DOW_S, dow},
	{TN_OP_EXTRACT_ISODOW_D, isodow}, {TN_OP_EXTRACT_ISODOW_S, isodow}, {TN_OP_EXTRACT_DOY_D, doy},
	{TN_OP_EXTRACT_DOY_S, doy}, {TN_OP_EXTRACT_HOUR_S, hour}, {TN_OP_EXTRACT_HOUR_T, hour},
	{TN_OP_EXTRACT_MINUTE_S, minute}, {TN_OP_EXTRACT_MINUTE_T, minute}, {TN_OP_EXTRACT_SECOND_S, second},
	{TN_OP_EXTRACT_SECOND_T, second}, {TN_OP_EXTRACT_EPOCH_S, epoch}, {TN_OP_EXTRACT_EPOCH_Z, epoch},
	{TN_OP_TRUNC_YEAR, trunc_year}, {TN_OP_TRUNC_QUARTER, trunc_quarter}, {TN_OP_TRUNC_MONTH, trunc_month},
	{TN_OP_TRUNC_WEEK, trunc_week}, {TN_OP_TRUNC_DAY, trunc_day}, {TN_OP_TRUNC_HOUR, trunc_hour},
	{TN_OP_TRUNC_MINUTE, trunc_minute}, {TN_OP_TRUNC_SECOND, trunc_second}, {TN_OP_MAKE_DATE, make_date},
	{TN_OP_MAKE_TIMESTAMP, make_timestamp}, {TN_OP_TO_TIMESTAMP, to_timestamp},
	{TN_OP_MICROS_BETWEEN_S, micros_between}, {TN_OP_MICROS_BETWEEN_Z, micros_between}, {0, NULL}};

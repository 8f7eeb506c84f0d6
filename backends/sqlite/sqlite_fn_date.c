/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_date.c - dates, times of day and timestamps, as the texts they are stored as.
 *
 * YYYY-MM-DD, HH:MM:SS.ffffff and YYYY-MM-DD HH:MM:SS.ffffff.  SQLite's own date
 * functions know milliseconds, take 2023-02-30 for March and wander out of the
 * years 1 to 9999.
 *
 * tn_now() is the start of the statement, not SQLite's 'now', which is that of the
 * row and in milliseconds: execute() and next() leave the time in the connection.
 */
#include "sqlite_functions.h"

#include <tenon/sys/calendar.h>

#define TIMESTAMP_MIN (TN_DATE_MIN * TN_US_PER_DAY)
#define TIMESTAMP_MAX ((TN_DATE_MAX + 1) * TN_US_PER_DAY - 1)

static const char midnight[] = "24:00:00.000000";

static void years(sqlite3_context *ctx)
{
	tn__sqlite_raise(ctx, TN__SQLITE_RAISE_TIME_RANGE, "years are from 1 to 9999");
}

/* ---- arguments and results ------------------------------------------------------- */

/* The day of a date or of a timestamp. */
static int day_arg(sqlite3_context *ctx, sqlite3_value *v, int64_t *days)
{
	struct tn_sqlite_text t;
	if (!tn__sqlite_text_arg(ctx, v, &t))
		return 0;
	if (tn_parse_date(t.s, t.n > 10 ? 10 : t.n, days))
		return 1;
	tn__sqlite_raise_type(ctx, "a date");
	return 0;
}

static int timestamp_arg(sqlite3_context *ctx, sqlite3_value *v, int64_t *us)
{
	struct tn_sqlite_text t;
	if (!tn__sqlite_text_arg(ctx, v, &t))
		return 0;
	if (tn_parse_timestamp(t.s, t.n, us))
		return 1;
	tn__sqlite_raise_type(ctx, "a timestamp");
	return 0;
}

static int time_arg(sqlite3_context *ctx, sqlite3_value *v, int64_t *us)
{
	struct tn_sqlite_text t;
	if (!tn__sqlite_text_arg(ctx, v, &t))
		return 0;
	if (t.n == sizeof(midnight) - 1 && !memcmp(t.s, midnight, t.n)) {
		*us = TN_US_PER_DAY;
		return 1;
	}
	if (tn_parse_time(t.s, t.n, us))
		return 1;
	tn__sqlite_raise_type(ctx, "a time of day");
	return 0;
}

void tn__sqlite_result_day(sqlite3_context *ctx, int64_t days)
{
	char text[16];
	if (days < TN_DATE_MIN || days > TN_DATE_MAX)
		years(ctx);
	else
		tn__sqlite_result_copy(ctx, text, tn_format_date(days, text));
}

void tn__sqlite_result_timestamp(sqlite3_context *ctx, int64_t us)
{
	char text[32];
	if (us < TIMESTAMP_MIN || us > TIMESTAMP_MAX)
		years(ctx);
	else
		tn__sqlite_result_copy(ctx, text, tn_format_timestamp(us, text));
}

void tn__sqlite_result_time(sqlite3_context *ctx, int64_t us)
{
	char text[16];
	tn__sqlite_result_copy(ctx, text, tn_format_time(us, text));
}

/* ---- arithmetic --------------------------------------------------------------------- */

static void date_add(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t days, more;
	(void)n;
	if (!day_arg(ctx, v[0], &days) || !tn__sqlite_int_arg(ctx, v[1], &more))
		return;
	if (__builtin_add_overflow(days, more, &days))
		years(ctx);
	else
		tn__sqlite_result_day(ctx, days);
}

static void date_sub(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t days, less;
	(void)n;
	if (!day_arg(ctx, v[0], &days) || !tn__sqlite_int_arg(ctx, v[1], &less))
		return;
	if (__builtin_sub_overflow(days, less, &days))
		years(ctx);
	else
		tn__sqlite_result_day(ctx, days);
}

static void date_diff(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t a, b;
	(void)n;
	if (day_arg(ctx, v[0], &a) && day_arg(ctx, v[1], &b))
		sqlite3_result_int64(ctx, a - b);
}

/* Months later, the day cut to the month's last; 0 if no year has it. */
static int add_months(int64_t *days, int64_t months)
{
	int64_t y, total;
	unsigned m, d, last;
	tn_civil_from_days(*days, &y, &m, &d);
	if (__builtin_add_overflow(y * 12 + m - 1, months, &total) || total < 12 || total > INT64_C(9999) * 12 + 11)
		return 0;
	m = (unsigned)(total % 12) + 1;
	last = tn_days_in_month(total / 12, m);
	*days = tn_days_from_civil(total / 12, m, d < last ? d : last);
	return 1;
}

static void date_months(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t days, months;
	(void)n;
	if (!day_arg(ctx, v[0], &days) || !tn__sqlite_int_arg(ctx, v[1], &months))
		return;
	if (add_months(&days, months))
		tn__sqlite_result_day(ctx, days);
	else
		years(ctx);
}

/* Whole days and the time of day of a timestamp. */
static void divide(int64_t us, int64_t *days, int64_t *time)
{
	*time = us % TN_US_PER_DAY;
	if (*time < 0)
		*time += TN_US_PER_DAY;
	*days = (us - *time) / TN_US_PER_DAY;
}

static void ts_months(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t us, months, days, time;
	(void)n;
	if (!timestamp_arg(ctx, v[0], &us) || !tn__sqlite_int_arg(ctx, v[1], &months))
		return;
	divide(us, &days, &time);
	if (add_months(&days, months))
		tn__sqlite_result_timestamp(ctx, days * TN_US_PER_DAY + time);
	else
		years(ctx);
}

static void ts_add(sqlite3_context *ctx, sqlite3_value **v, int64_t unit)
{
	int64_t us, more;
	if (!timestamp_arg(ctx, v[0], &us) || !tn__sqlite_int_arg(ctx, v[1], &more))
		return;
	if (__builtin_mul_overflow(more, unit, &more) || __builtin_add_overflow(us, more, &us))
		years(ctx);
	else
		tn__sqlite_result_timestamp(ctx, us);
}

static void ts_days(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	(void)n;
	ts_add(ctx, v, TN_US_PER_DAY);
}

static void ts_micros(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	(void)n;
	ts_add(ctx, v, 1);
}

static void time_micros(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t us, more;
	(void)n;
	if (!time_arg(ctx, v[0], &us) || !tn__sqlite_int_arg(ctx, v[1], &more))
		return;
	us = (us + more % TN_US_PER_DAY) % TN_US_PER_DAY;
	tn__sqlite_result_time(ctx, us < 0 ? us + TN_US_PER_DAY : us);
}

static void ts_between(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t a, b;
	(void)n;
	if (timestamp_arg(ctx, v[0], &a) && timestamp_arg(ctx, v[1], &b))
		sqlite3_result_int64(ctx, b - a);
}

/* ---- now ------------------------------------------------------------------------------- */

static int64_t began(sqlite3_context *ctx)
{
	return ((struct tn_sqlite_conn *)sqlite3_user_data(ctx))->statement_us;
}

static void date_now(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	(void)n, (void)v;
	tn__sqlite_result_timestamp(ctx, began(ctx));
}

/* ---- making ------------------------------------------------------------------------------ */

static int none(sqlite3_context *ctx, const char *message)
{
	tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ARGUMENT, message);
	return 0;
}

/* The day of v[0], v[1], v[2]. */
static int civil_args(sqlite3_context *ctx, sqlite3_value **v, int64_t *days)
{
	int64_t y, m, d;
	if (!tn__sqlite_int_arg(ctx, v[0], &y) || !tn__sqlite_int_arg(ctx, v[1], &m) ||
	    !tn__sqlite_int_arg(ctx, v[2], &d))
		return 0;
	if (y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > tn_days_in_month(y, (unsigned)m))
		return none(ctx, "there is no such date");
	*days = tn_days_from_civil(y, (unsigned)m, (unsigned)d);
	return 1;
}

static void make_date(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t days;
	(void)n;
	if (civil_args(ctx, v, &days))
		tn__sqlite_result_day(ctx, days);
}

static void make_timestamp(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t days, hour, minute;
	double second;
	int i;
	/* One NULL is enough, whatever the others are. */
	for (i = 0; i < n; i++)
		if (sqlite3_value_type(v[i]) == SQLITE_NULL)
			return;
	if (!civil_args(ctx, v, &days) || !tn__sqlite_int_arg(ctx, v[3], &hour) ||
	    !tn__sqlite_int_arg(ctx, v[4], &minute) || !tn__sqlite_double_arg(ctx, v[5], &second))
		return;
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || !(second >= 0 && second < 60))
		none(ctx, "there is no such time of day");
	else
		tn__sqlite_result_timestamp(ctx, days * TN_US_PER_DAY + (hour * 60 + minute) * 60 * TN_US_PER_SECOND +
						 (int64_t)(second * 1e6 + 0.5));
}

/* A date and a time of day. */
static void make_ts(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t days, time;
	(void)n;
	if (day_arg(ctx, v[0], &days) && time_arg(ctx, v[1], &time))
		tn__sqlite_result_timestamp(ctx, days * TN_US_PER_DAY + time);
}

static void to_timestamp(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn__dec seconds, million;
	int64_t us;
	(void)n;
	if (!tn__sqlite_dec_arg(ctx, v[0], &seconds))
		return;
	tn__dec_from_int(&million, TN_US_PER_SECOND);
	if (tn__dec_mul(&seconds, &seconds, &million) != TN__DEC_OK || tn__dec_to_int(&seconds, &us) != TN__DEC_OK)
		years(ctx);
	else
		tn__sqlite_result_timestamp(ctx, us);
}

/* ---- fields ---------------------------------------------------------------------------------- */

struct day {
	int64_t days, y;
	unsigned m, d;
	unsigned dow; /* 0 is Sunday */
	unsigned doy; /* from 1 */
};

static int calendar_arg(sqlite3_context *ctx, sqlite3_value *v, struct day *out)
{
	if (!day_arg(ctx, v, &out->days))
		return 0;
	tn_civil_from_days(out->days, &out->y, &out->m, &out->d);
	/* 0001-01-01 is a Monday. */
	out->dow = (unsigned)((out->days - TN_DATE_MIN + 1) % 7);
	out->doy = (unsigned)(out->days - tn_days_from_civil(out->y, 1, 1)) + 1;
	return 1;
}

/* The week of the year that this week's Thursday is in. */
static int iso_week(const struct day *x)
{
	int64_t thursday = x->days - (x->dow + 6) % 7 + 3, y;
	unsigned m, d;
	tn_civil_from_days(thursday, &y, &m, &d);
	return (int)((thursday - tn_days_from_civil(y, 1, 1)) / 7) + 1;
}

#define FIELD(name, expression)                                                                         \
	static void field_##name(sqlite3_context *ctx, int n, sqlite3_value **v)                        \
	{                                                                                               \
		struct day x;                                                                           \
		(void)n;                                                                                \
		if (calendar_arg(ctx, v[0], &x))                                                        \
			sqlite3_result_int(ctx, (int)(expression));                                     \
	}
FIELD(year, x.y)
FIELD(quarter, (x.m + 2) / 3)
FIELD(month, x.m)
FIELD(week, iso_week(&x))
FIELD(day, x.d)
FIELD(dow, x.dow)
FIELD(isodow, x.dow ? x.dow : 7)
FIELD(doy, x.doy)

/* The time of day of a time or of a timestamp. */
static int clock_arg(sqlite3_context *ctx, sqlite3_value *v, int64_t *us)
{
	struct tn_sqlite_text t;
	int64_t days;
	if (!tn__sqlite_text_arg(ctx, v, &t))
		return 0;
	if (t.n > 5 && t.s[2] == ':')
		return time_arg(ctx, v, us);
	if (!timestamp_arg(ctx, v, us))
		return 0;
	divide(*us, &days, us);
	return 1;
}

static void field_hour(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t us;
	(void)n;
	if (clock_arg(ctx, v[0], &us))
		sqlite3_result_int64(ctx, us / (3600 * TN_US_PER_SECOND));
}

static void field_minute(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t us;
	(void)n;
	if (clock_arg(ctx, v[0], &us))
		sqlite3_result_int64(ctx, us / (60 * TN_US_PER_SECOND) % 60);
}

/* Microseconds as NUMERIC seconds. */
static void result_seconds(sqlite3_context *ctx, int64_t us)
{
	struct tn__dec x, micro;
	tn__dec_from_int(&x, us);
	tn__dec_parse(&micro, "0.000001", 8);
	tn__sqlite_result_calc(ctx, tn__dec_mul(&x, &x, &micro), &x);
}

static void field_second(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t us;
	(void)n;
	if (clock_arg(ctx, v[0], &us))
		result_seconds(ctx, us % (60 * TN_US_PER_SECOND));
}

static void field_epoch(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	int64_t us;
	(void)n;
	if (timestamp_arg(ctx, v[0], &us))
		result_seconds(ctx, us);
}

static void trunc_quarter(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct day x;
	(void)n;
	if (calendar_arg(ctx, v[0], &x))
		tn__sqlite_result_timestamp(ctx, tn_days_from_civil(x.y, (x.m - 1) / 3 * 3 + 1, 1) * TN_US_PER_DAY);
}

static void trunc_week(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct day x;
	(void)n;
	if (calendar_arg(ctx, v[0], &x))
		tn__sqlite_result_timestamp(ctx, (x.days - (x.dow + 6) % 7) * TN_US_PER_DAY);
}

const struct tn_sqlite_scalar tn__sqlite_date_functions[] = {
	{"tn_date_add", 2, date_add, 0},
	{"tn_date_sub", 2, date_sub, 0},
	{"tn_date_diff", 2, date_diff, 0},
	{"tn_date_months", 2, date_months, 0},
	{"tn_ts_months", 2, ts_months, 0},
	{"tn_ts_days", 2, ts_days, 0},
	{"tn_ts_micros", 2, ts_micros, 0},
	{"tn_time_micros", 2, time_micros, 0},
	{"tn_micros_between", 2, ts_between, 0},
	{"tn_now", 0, date_now, 0},
	{"tn_make_date", 3, make_date, 0},
	{"tn_make_timestamp", 6, make_timestamp, 0},
	{"tn_make_ts", 2, make_ts, 0},
	{"tn_to_timestamp", 1, to_timestamp, 0},
	{"tn_year", 1, field_year, 0},
	{"tn_quarter", 1, field_quarter, 0},
	{"tn_month", 1, field_month, 0},
	{"tn_week", 1, field_week, 0},
	{"tn_day", 1, field_day, 0},
	{"tn_dow", 1, field_dow, 0},
	{"tn_isodow", 1, field_isodow, 0},
	{"tn_doy", 1, field_doy, 0},
	{"tn_hour", 1, field_hour, 0},
	{"tn_minute", 1, field_minute, 0},
	{"tn_second", 1, field_second, 0},
	{"tn_epoch", 1, field_epoch, 0},
	{"tn_trunc_quarter", 1, trunc_quarter, 0},
	{"tn_trunc_week", 1, trunc_week, 0},
	{NULL, 0, NULL, 0},
};

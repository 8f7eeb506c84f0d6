/* SPDX-License-Identifier: MIT */
/*
 * tenon/sys/calendar.h - dates and times as numbers and as text, inline.
 *
 * Proleptic Gregorian calendar, astronomical years (year 0 is 1 BC).  The day
 * conversions are those of H. Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms" (public domain): shift the year to start in March, count in
 * 400-year eras.
 */
#ifndef TENON_SYS_CALENDAR_H
#define TENON_SYS_CALENDAR_H

#include <string.h>
#include <tenon/defs.h>

#define TN_US_PER_SECOND INT64_C(1000000)
#define TN_US_PER_DAY INT64_C(86400000000)

/* The portable range of dates and timestamps: years 1 to 9999. */
#define TN_DATE_MIN INT64_C(-719162) /* 0001-01-01 */
#define TN_DATE_MAX INT64_C(2932896) /* 9999-12-31 */

/* Days since 1970-01-01 of a civil date. */
static inline int64_t tn_days_from_civil(int64_t y, unsigned m, unsigned d)
{
	int64_t era;
	unsigned yoe, doy, doe;
	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = (unsigned)(y - era * 400);
	doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + (int64_t)doe - 719468;
}

/* The civil date of days since 1970-01-01. */
static inline void tn_civil_from_days(int64_t z, int64_t *y, unsigned *m, unsigned *d)
{
	int64_t era;
	unsigned doe, yoe, doy, mp;
	z += 719468;
	era = (z >= 0 ? z : z - 146096) / 146097;
	doe = (unsigned)(z - era * 146097);
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	*d = doy - (153 * mp + 2) / 5 + 1;
	*m = mp < 10 ? mp + 3 : mp - 9;
	*y = (int64_t)yoe + era * 400 + (*m <= 2);
}

static inline unsigned tn_days_in_month(int64_t y, unsigned m)
{
	static const unsigned char days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	if (m == 2 && (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)))
		return 29;
	return days[m - 1];
}

/*
 * 1 if the eight bytes at s are as in the picture, where a 0 stands for any
 * digit.  All are looked at together: the exclusive or leaves 0 to 9 of a digit
 * and 0 of another byte that fits; adding the room that is left below 0x80 (v,
 * 0x76, for a digit) then sets the top bit of a byte that does not.  A byte that
 * carries into the next one has its own top bit set, so nothing wrong passes, in
 * either byte order.
 */
static inline int tn__looks_like(const char *s, const char *picture, const char *room)
{
	uint64_t x, p, r;
	memcpy(&x, s, 8);
	memcpy(&p, picture, 8);
	memcpy(&r, room, 8);
	x ^= p;
	return !(((x + r) | x) & UINT64_C(0x8080808080808080));
}

/* The number of two digits that are known to be digits. */
static inline unsigned tn__two_digits(const char *s)
{
	return (unsigned)(s[0] * 10 + s[1] - '0' * 11);
}

/* Days since 1970-01-01; years 1 to 9999 need no eras. */
static inline int64_t tn__days_of_year(unsigned y, unsigned m, unsigned d)
{
	/* Days before the month in a year that starts in March. */
	static const unsigned short before[13] = {0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
	unsigned century;
	y -= m <= 2;
	century = y / 100;
	return (int64_t)(y * 365 + y / 4 - century + century / 4 + before[m] + d) - 719469;
}

/* YYYY-MM-DD, exactly 10 bytes.  1 if read, 0 if not a date. */
static inline int tn_parse_date(const char *s, size_t n, int64_t *days)
{
	unsigned y, m, d;
	if (n != 10 || !tn__looks_like(s, "0000-00-", "vvvv\177vv\177") ||
	    !tn__looks_like(s + 2, "00-00-00", "vv\177vv\177vv"))
		return 0;
	y = tn__two_digits(s) * 100 + tn__two_digits(s + 2);
	m = tn__two_digits(s + 5);
	d = tn__two_digits(s + 8);
	if (y < 1 || m < 1 || m > 12 || d < 1 || (d > 28 && d > tn_days_in_month(y, m)))
		return 0;
	*days = tn__days_of_year(y, m, d);
	return 1;
}

/* Reads exactly n digits; -1 if one is not a digit. */
static inline int tn__digits(const char *s, int n)
{
	int v = 0, i;
	for (i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

/* HH:MM:SS[.f{1,6}].  1 if read, 0 if not a time of day. */
static inline int tn_parse_time(const char *s, size_t n, int64_t *us)
{
	unsigned h, m, sec;
	int fraction = 0;
	if (n < 8 || !tn__looks_like(s, "00:00:00", "vv\177vv\177vv"))
		return 0;
	h = tn__two_digits(s);
	m = tn__two_digits(s + 3);
	sec = tn__two_digits(s + 6);
	if (h > 23 || m > 59 || sec > 59)
		return 0;
	if (n == 15) { /* as this library writes it */
		if (!tn__looks_like(s + 7, "0.000000", "v\177vvvvvv"))
			return 0;
		fraction = (int)(tn__two_digits(s + 9) * 10000 + tn__two_digits(s + 11) * 100 +
				 tn__two_digits(s + 13));
	} else if (n > 8) {
		if (s[8] != '.' || n < 10 || n > 15)
			return 0;
		fraction = tn__digits(s + 9, (int)n - 9);
		if (fraction < 0)
			return 0;
		for (; n < 15; n++)
			fraction *= 10;
	}
	*us = (int64_t)((h * 60 + m) * 60 + sec) * TN_US_PER_SECOND + fraction;
	return 1;
}

/* Date, a space or T, time.  1 if read, 0 if not a timestamp.  No zone. */
static inline int tn_parse_timestamp(const char *s, size_t n, int64_t *us)
{
	int64_t days, time;
	if (n < 19 || (s[10] != ' ' && s[10] != 'T'))
		return 0;
	if (!tn_parse_date(s, 10, &days) || !tn_parse_time(s + 11, n - 11, &time))
		return 0;
	*us = days * TN_US_PER_DAY + time;
	return 1;
}

static inline void tn__put_digits(char *out, int64_t v, int n)
{
	while (n-- > 0) {
		out[n] = (char)('0' + v % 10);
		v /= 10;
	}
}

/* Writes YYYY-MM-DD (years 1 to 9999) and a NUL: 11 bytes.  Returns 10. */
static inline size_t tn_format_date(int64_t days, char *out)
{
	int64_t y;
	unsigned m, d;
	tn_civil_from_days(days, &y, &m, &d);
	tn__put_digits(out, y, 4);
	out[4] = '-';
	tn__put_digits(out + 5, m, 2);
	out[7] = '-';
	tn__put_digits(out + 8, d, 2);
	out[10] = '\0';
	return 10;
}

/* Writes HH:MM:SS.ffffff and a NUL: 16 bytes.  Returns 15. */
static inline size_t tn_format_time(int64_t us, char *out)
{
	int64_t s = us / TN_US_PER_SECOND;
	tn__put_digits(out, s / 3600, 2);
	out[2] = ':';
	tn__put_digits(out + 3, s / 60 % 60, 2);
	out[5] = ':';
	tn__put_digits(out + 6, s % 60, 2);
	out[8] = '.';
	tn__put_digits(out + 9, us % TN_US_PER_SECOND, 6);
	out[15] = '\0';
	return 15;
}

/* Writes YYYY-MM-DD HH:MM:SS.ffffff and a NUL: 27 bytes.  Returns 26. */
static inline size_t tn_format_timestamp(int64_t us, char *out)
{
	int64_t days = us / TN_US_PER_DAY, rest = us % TN_US_PER_DAY;
	if (rest < 0) {
		rest += TN_US_PER_DAY;
		days--;
	}
	tn_format_date(days, out);
	out[10] = ' ';
	tn_format_time(rest, out + 11);
	return 26;
}

#endif

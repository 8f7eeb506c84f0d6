/* SPDX-License-Identifier: MIT */
/*
 * tenon/value.h - the value: a parameter on the way in, a cell on the way out.
 *
 * A value is 16 bytes and frozen: kind, flags, length, payload.  Text and
 * bytes are pointer and length; the value never owns what it points to.  A
 * parameter's memory must stay valid until the call that takes it returns; what
 * a query needs for longer it copies, unless the parameter is tn_borrowed().  A
 * cell's memory is valid until the next tn_next() or tn_finish() on its rows.
 *
 * Constructors name the kind outright and are the C99 spelling.  C11 and C++
 * callers may let TN_ARGS pick the constructor from the type of each argument;
 * only true, false and NULL need their constructor there, because C gives them
 * the types int and pointer.
 */
#ifndef TENON_VALUE_H
#define TENON_VALUE_H

#include <string.h>
#include <tenon/defs.h>
#include <tenon/error.h>

TN_BEGIN_DECLS

enum tn_kind {
#define TN_KIND_ROW(name, number, word, payload) TN_KIND_##name = number,
#include <tenon/kinds.def>
#undef TN_KIND_ROW
	TN_KIND_COUNT
};

enum tn_type {
#define TN_TYPE_ROW(name, number, word, kind, args) TN_TYPE_##name = number,
#include <tenon/types.def>
#undef TN_TYPE_ROW
	TN_TYPE_COUNT
};

/*
 * A cell whose server type has no portable kind (an array, inet, geometry, an
 * unsigned BIGINT above 2^63-1, a TIME longer than a day, a text in a column
 * declared INTEGER): it comes as the text or the bytes that the server gave,
 * marked, never as a wrong value.  Typed getters refuse it.
 */
#define TN_VALUE_FOREIGN 0x01u
/* A constructor was given what its kind cannot hold; binding it is TN_E_RANGE. */
#define TN_VALUE_INVALID 0x02u

/* The caller keeps a parameter's memory valid until tn_finish(): no copy is made. */
#define TN_VALUE_BORROWED 0x04u

struct tn_list;

typedef struct tn_value {
	uint8_t kind;  /* enum tn_kind */
	uint8_t flags; /* TN_VALUE_* */
	uint16_t aux;  /* reserved, 0 */
	uint32_t len;  /* bytes behind u.s, without a final NUL */
	union {
		int64_t i;
		double d;
		const char *s;
		const struct tn_list *list;
	} u;
} tn_value;

/* An array of values of one kind, bound to one parameter: IN (:ids). */
typedef struct tn_list {
	uint8_t kind;        /* enum tn_kind of the elements */
	uint8_t reserved[3];
	uint32_t count;
	const void *items;   /* int64_t[], double[] or tn_value[]: see shape */
	uint32_t shape;      /* 0: tn_value[]; 1: int64_t[]; 2: double[]; 3: const char *[] */
	uint32_t reserved2;
} tn_list;

static inline tn_value tn__value(enum tn_kind kind, uint32_t len)
{
	tn_value v;
	v.kind = (uint8_t)kind;
	v.flags = 0;
	v.aux = 0;
	v.len = len;
	v.u.i = 0;
	return v;
}

static inline tn_value tn__value_i(enum tn_kind kind, int64_t i)
{
	tn_value v = tn__value(kind, 0);
	v.u.i = i;
	return v;
}

static inline tn_value tn__value_s(enum tn_kind kind, const void *s, size_t n)
{
	tn_value v = tn__value(s ? kind : TN_KIND_NULL, (uint32_t)n);
	if (n > UINT32_MAX) {
		v.len = 0;
		v.flags = TN_VALUE_INVALID;
	}
	v.u.s = (const char *)s;
	return v;
}

/* SQL NULL without a type; the statement's context gives it one. */
static inline tn_value tn_null(void) { return tn__value(TN_KIND_NULL, 0); }
static inline tn_value tn_bool(int b) { return tn__value_i(TN_KIND_BOOL, b != 0); }
static inline tn_value tn_int(int64_t i) { return tn__value_i(TN_KIND_INT, i); }
/* NaN and infinities are refused at bind where the server cannot hold them. */
static inline tn_value tn_double(double d)
{
	tn_value v = tn__value(TN_KIND_DOUBLE, 0);
	v.u.d = d;
	return v;
}
/* Above INT64_MAX the value is marked and binding it is TN_E_RANGE. */
static inline tn_value tn_uint(uint64_t u)
{
	tn_value v = tn__value_i(TN_KIND_INT, (int64_t)u);
	if (u > (uint64_t)INT64_MAX)
		v.flags = TN_VALUE_INVALID;
	return v;
}
/* NUL-terminated UTF-8; a NULL pointer is SQL NULL. */
static inline tn_value tn_text(const char *s) { return tn__value_s(TN_KIND_TEXT, s, s ? strlen(s) : 0); }
static inline tn_value tn_text_n(const char *s, size_t n) { return tn__value_s(TN_KIND_TEXT, s, n); }
static inline tn_value tn_bytes(const void *p, size_t n) { return tn__value_s(TN_KIND_BYTES, p, n); }
/* Exact decimal text: optional sign, digits, optional point and digits. */
static inline tn_value tn_numeric(const char *s) { return tn__value_s(TN_KIND_NUMERIC, s, s ? strlen(s) : 0); }
static inline tn_value tn_json(const char *s) { return tn__value_s(TN_KIND_JSON, s, s ? strlen(s) : 0); }
/* 16 bytes in network order. */
static inline tn_value tn_uuid(const void *bytes16) { return tn__value_s(TN_KIND_UUID, bytes16, 16); }
/* Days since 1970-01-01. */
static inline tn_value tn_date(int64_t days) { return tn__value_i(TN_KIND_DATE, days); }
/* Microseconds since midnight. */
static inline tn_value tn_time(int64_t us) { return tn__value_i(TN_KIND_TIME, us); }
/* Microseconds since 1970-01-01 00:00:00 on a calendar without zones. */
static inline tn_value tn_timestamp(int64_t us) { return tn__value_i(TN_KIND_TIMESTAMP, us); }
/* Microseconds since 1970-01-01 00:00:00 UTC. */
static inline tn_value tn_timestamptz(int64_t us) { return tn__value_i(TN_KIND_TIMESTAMPTZ, us); }
static inline tn_value tn_list_of(const tn_list *list)
{
	tn_value v = tn__value(TN_KIND_LIST, 0);
	v.u.list = list;
	return v;
}

/* The same parameter, promised to stay valid until tn_finish(): for large texts and bytes. */
static inline tn_value tn_borrowed(tn_value v)
{
	v.flags |= TN_VALUE_BORROWED;
	return v;
}

#define TN_NULL (tn_null())

/* "integer" for TN_KIND_INT and so on; "?" if unknown. */
TN_API const char *tn_kind_name(int kind);
/* "BIGINT" for TN_TYPE_BIGINT and so on; "?" if unknown. */
TN_API const char *tn_type_name(int type);

/*
 * Text forms, always the same on every server.  Each writes at most size bytes
 * with the final NUL and returns the full length, as snprintf does.
 *
 * date 2024-02-29 | time 23:59:59.123456 | timestamp 2024-02-29 23:59:59.123456
 * timestamptz the same with +00 | boolean true, false | bytes \x0aff (hex)
 * uuid in lower-case groups | double the shortest text that reads back equal |
 * NULL the word NULL.  Years before 1 are written with a minus sign
 * (astronomical numbering, ISO 8601).
 */
TN_API size_t tn_value_format(const tn_value *v, char *out, size_t size);

/* The kind of a name that tn_kind_name() gives, or -1. */
TN_API int tn_kind_find(const char *name);

/*
 * Reads a value of a kind from one of those text forms: what a program is given on
 * a command line or in a file.  Booleans are true, false, 1 or 0; a timestamptz
 * ends with +00 or nothing (UTC); bytes are hexadecimal digits with or without \x.
 * Numbers and text are not copied: the value points into s.  room is n bytes for
 * what has to be decoded (bytes, uuid), and the value points into it then; it may
 * be NULL for other kinds.  TN_E_DATA for a text that is not of the kind,
 * TN_E_RANGE for a number out of range, TN_E_PARAM for a kind that has no text.
 */
TN_API int tn_value_parse(int kind, const char *s, size_t n, void *room, tn_value *out, tn_error **err);

/*
 * A named parameter: the value for :name.  Arguments are either all named or
 * all positional.
 */
typedef struct tn_named_value {
	const char *name; /* without the colon */
	tn_value value;
} tn_named_value;

/* The arguments of one execution.  Make it with TN_ARGS or TN_VALUES. */
typedef struct tn_args {
	const tn_value *values;      /* positional, or NULL */
	const tn_named_value *named; /* named, or NULL */
	uint32_t count;
	uint32_t reserved; /* 0 */
} tn_args;

static inline tn_named_value tn_named(const char *name, tn_value value)
{
	tn_named_value n;
	n.name = name;
	n.value = value;
	return n;
}

TN_END_DECLS

#include <tenon/args.h>

#endif

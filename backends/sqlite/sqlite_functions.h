/* SPDX-License-Identifier: MIT */
/*
 * sqlite_functions.h - what the SQL functions of this backend share.
 *
 * A function is here because SQLite's own operator or function gives another
 * answer than the other servers, or none.  Where SQLite's is right it is used
 * (sqlite_ops.c): only that lets an index serve.
 *
 * Invariants:
 *  1. Every name begins with tn_, so no built-in is redefined: that would break the
 *     expression indexes of other programs.
 *  2. All are SQLITE_DIRECTONLY: in a view, trigger, CHECK, DEFAULT or index of
 *     ours another program could not read the file.
 *  3. NULL in gives NULL out, but where a function says otherwise; the result of a
 *     function that sets none is NULL.
 *  4. A value of the wrong storage class is an error, never converted: SQLite's
 *     conversions make 0 of 'abc'.
 *  5. Errors go through tn__sqlite_raise().  No message holds a value.
 */
#ifndef TENON_SQLITE_FUNCTIONS_H
#define TENON_SQLITE_FUNCTIONS_H

#include "sqlite_decimal.h"
#include "sqlite_internal.h"

struct tn_sqlite_scalar {
	const char *name;
	int args; /* -1: any number */
	void (*call)(sqlite3_context *ctx, int n, sqlite3_value **v);
	uint8_t volatile_; /* another value at each call */
};

struct tn_sqlite_aggregate {
	const char *name;
	int args;
	void (*step)(sqlite3_context *ctx, int n, sqlite3_value **v);
	void (*final)(sqlite3_context *ctx);
	/* Both or none; with them the function takes a moving frame. */
	void (*value)(sqlite3_context *ctx);
	void (*inverse)(sqlite3_context *ctx, int n, sqlite3_value **v);
};

/* Tables that end with an empty name. */
extern const struct tn_sqlite_scalar tn__sqlite_int_functions[], tn__sqlite_double_functions[],
	tn__sqlite_dec_functions[], tn__sqlite_text_functions[], tn__sqlite_like_functions[],
	tn__sqlite_date_functions[], tn__sqlite_cast_functions[], tn__sqlite_json_functions[],
	tn__sqlite_choice_functions[], tn__sqlite_build_functions[];
extern const struct tn_sqlite_aggregate tn__sqlite_sum_aggregates[], tn__sqlite_dec_aggregates[],
	tn__sqlite_join_aggregates[], tn__sqlite_variance_aggregates[];
int tn__sqlite_dec_collation(void *unused, int an, const void *a, int bn, const void *b);

/* ---- errors: code is one of TN__SQLITE_RAISE_* ------------------------------------ */

void tn__sqlite_raise(sqlite3_context *ctx, int code, const char *message);
/* Invariant 4: what was expected. */
void tn__sqlite_raise_type(sqlite3_context *ctx, const char *expected);

/* ---- arguments: 1, or 0 for NULL and errors, which are then the result ---------------- */

static inline int tn__sqlite_int_arg(sqlite3_context *ctx, sqlite3_value *v, int64_t *out)
{
	int type = sqlite3_value_type(v);
	if (TN_LIKELY(type == SQLITE_INTEGER)) {
		*out = sqlite3_value_int64(v);
		return 1;
	}
	if (type != SQLITE_NULL)
		tn__sqlite_raise_type(ctx, "an integer");
	return 0;
}

struct tn_sqlite_text {
	const char *s;
	size_t n;
};

/* Text, or bytes where SQLite's type is BLOB. */
int tn__sqlite_text_arg(sqlite3_context *ctx, sqlite3_value *v, struct tn_sqlite_text *out);
int tn__sqlite_bytes_arg(sqlite3_context *ctx, sqlite3_value *v, struct tn_sqlite_text *out);
int tn__sqlite_double_arg(sqlite3_context *ctx, sqlite3_value *v, double *out);
/* NUMERIC in any of its forms: integer, real, decimal text. */
int tn__sqlite_dec_arg(sqlite3_context *ctx, sqlite3_value *v, struct tn__dec *out);

/* -1, 0, 1: by number, by byte; NULLs are the caller's. */
int tn__sqlite_cmp(sqlite3_value *a, sqlite3_value *b);
/* The value of a hexadecimal digit, or -1. */
int tn__sqlite_hex_digit(char ch);
/* Writes a code point in UTF-8, at most 4 bytes; returns how many. */
size_t tn__sqlite_put_character(uint32_t c, char *out);

/* What an aggregate keeps, zeroed at first; NULL after having set the error. */
static inline void *tn__sqlite_state(sqlite3_context *ctx, size_t size)
{
	void *p = sqlite3_aggregate_context(ctx, (int)size);
	if (TN_UNLIKELY(!p))
		sqlite3_result_error_nomem(ctx);
	return p;
}

/* ---- results ------------------------------------------------------------------------------ */

void tn__sqlite_result_dec(sqlite3_context *ctx, const struct tn__dec *x);
/* The same of a calculation's outcome; RANGE and zero divisors become errors. */
void tn__sqlite_result_calc(sqlite3_context *ctx, int outcome, const struct tn__dec *x);
/* Checks NUMERIC(p,s): rounds to s digits, and whole digits must fit; p 0: any. */
int tn__sqlite_fit(struct tn__dec *x, int64_t precision, int64_t scale);
/* Dates and times from numbers; years outside 1 to 9999 become the error. */
void tn__sqlite_result_day(sqlite3_context *ctx, int64_t days);
void tn__sqlite_result_timestamp(sqlite3_context *ctx, int64_t us);
void tn__sqlite_result_time(sqlite3_context *ctx, int64_t us);
/* A result that is finite, or the error. */
void tn__sqlite_result_double(sqlite3_context *ctx, double x);
/* Memory for n bytes and a NUL, which the result frees; NULL after having set the error. */
char *tn__sqlite_room(sqlite3_context *ctx, uint64_t n);
/* Gives what tn__sqlite_room() gave. */
void tn__sqlite_result_room(sqlite3_context *ctx, char *room, uint64_t n);
/* Finishes and gives what was put together. */
void tn__sqlite_result_str(sqlite3_context *ctx, sqlite3_str *out);
static inline void tn__sqlite_result_copy(sqlite3_context *ctx, const char *s, size_t n)
{
	sqlite3_result_text64(ctx, s, n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

#endif

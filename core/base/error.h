/* SPDX-License-Identifier: MIT */
/*
 * core/base/error.h - making error objects.
 *
 * Every function returns the code, so that a failing call ends with
 * "return tn__error_set(err, TN_E_MISUSE, ...)".  With err NULL only the code
 * is returned.  What *err held is freed first.
 */
#ifndef TN_BASE_ERROR_H
#define TN_BASE_ERROR_H

#include <stdarg.h>
#include <stdint.h>
#include <tenon/error.h>

/* All parts; NULL and 0 where there is none.  Everything is copied. */
struct tn_error_parts {
	int code;
	unsigned flags;
	int native;
	const char *sqlstate;
	const char *message;
	const char *detail;
	const char *hint;
	const char *constraint;
	const char *table;
	const char *column;
	const char *sql;
	size_t sql_len;
	size_t position; /* byte of sql from 1 */
};

int tn__error_build(tn_error **err, const struct tn_error_parts *parts);
int tn__error_set(tn_error **err, int code, const char *format, ...) TN_PRINTF(3, 4) TN_COLD;
int tn__error_vset(tn_error **err, int code, const char *format, va_list ap) TN_PRINTF(3, 0) TN_COLD;
/* TN_E_NOMEM without allocating. */
int tn__error_nomem(tn_error **err) TN_COLD;

/* Later additions; they do nothing on NULL, on a static error, or without memory. */
void tn__error_set_hint(tn_error *e, const char *format, ...) TN_PRINTF(2, 3);
void tn__error_set_sql(tn_error *e, const char *sql, size_t len, size_t position);
void tn__error_set_column(tn_error *e, const char *column);
/* The row that it is about, from 1; the message begins with it. */
void tn__error_set_row(tn_error *e, uint64_t row);
void tn__error_add_flags(tn_error *e, unsigned flags);
void tn__error_drop_flags(tn_error *e, unsigned flags);
/* Changes the code, keeping everything else (a lost commit becomes COMMIT_UNKNOWN). */
void tn__error_recode(tn_error *e, int code);
/* A copy; the static out-of-memory object if there is no memory. */
tn_error *tn__error_copy(const tn_error *e);
/* Gives e to *err (freeing what it held), or frees it when err is NULL; returns its code. */
int tn__error_move(tn_error **err, tn_error *e);

#endif

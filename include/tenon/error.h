/* SPDX-License-Identifier: MIT */
/*
 * tenon/error.h - result codes and the error object.
 *
 * Every call that can fail returns an int: 0 and positive are answers,
 * negative is one of TN_E_*.  The last parameter, tn_error **err, may be NULL.
 * It is written only on failure: what *err held before is freed and replaced,
 * so start with NULL, pass the same variable to call after call, and free it
 * once.  An error owns all its text, holds no handle and outlives the
 * connection it came from.
 *
 * When no memory is left for the error itself, *err becomes a static object
 * with code TN_E_NOMEM; freeing it is allowed and does nothing.
 *
 * Threads: an error belongs to one thread at a time; reading is free.
 */
#ifndef TENON_ERROR_H
#define TENON_ERROR_H

#include <tenon/defs.h>

TN_BEGIN_DECLS

enum {
#define TN_ERROR(name, number, text, meaning) TN_E_##name = number,
#include <tenon/errors.def>
#undef TN_ERROR
	TN_OK = 0,   /* done */
	TN_DONE = 0, /* tn_next(): no more rows */
	TN_ROW = 1   /* tn_next(): a row is ready */
};

/* Flags of an error: what the caller can do about it. */
#define TN_ERR_RETRY_STATEMENT 0x01u /* the same statement may succeed if repeated now */
#define TN_ERR_RETRY_TX        0x02u /* the whole transaction may succeed if repeated */
#define TN_ERR_DEAD            0x04u /* the connection is dead: close it and open another */
#define TN_ERR_AMBIGUOUS       0x08u /* the statement or the commit may have been carried out */
#define TN_ERR_TX_LOST         0x10u /* the server has rolled the transaction back already */
#define TN_ERR_WRONG_NODE      0x20u /* another node of the cluster can take it */
#define TN_ERR_SPLIT           0x40u /* a smaller statement may succeed */

typedef struct tn_error tn_error;

/* The code, TN_E_*; 0 for NULL. */
TN_API int tn_error_code(const tn_error *e);

/* TN_ERR_* flags; 0 for NULL. */
TN_API unsigned tn_error_flags(const tn_error *e);

/*
 * The parts of an error.  Each returns text that belongs to the error, or
 * NULL where there is none.
 *
 * message     one line: what went wrong, with the names it concerns
 * detail      more of the server's own words, may be several lines
 * hint        what to do about it
 * sqlstate    five characters, as the server sent or the backend mapped it
 * constraint, table, column
 *             the names that the error is about, where the server tells
 * sql         the text of the statement, never with values in it
 */
TN_API const char *tn_error_message(const tn_error *e);
TN_API const char *tn_error_detail(const tn_error *e);
TN_API const char *tn_error_hint(const tn_error *e);
TN_API const char *tn_error_sqlstate(const tn_error *e);
TN_API const char *tn_error_constraint(const tn_error *e);
TN_API const char *tn_error_table(const tn_error *e);
TN_API const char *tn_error_column(const tn_error *e);
TN_API const char *tn_error_sql(const tn_error *e);

/* The server's own number for the error (0: none), as its manual lists it. */
TN_API int tn_error_native(const tn_error *e);

/* Byte of tn_error_sql() where the error is, from 1; one past the end where something is missing; 0: unknown. */
TN_API size_t tn_error_position(const tn_error *e);

/* Of many rows that were given to a call or a handle: the number of the one that it is about, from 1; 0: of none. */
TN_API uint64_t tn_error_row(const tn_error *e);

/*
 * The whole error as text of one or more lines, for a log or a terminal:
 * "UNIQUE: duplicate key ... [23505]" with detail, hint and a caret line under
 * the statement where the position is known.  Never holds a password or a
 * parameter's value that the server did not itself put in its message.
 * Writes at most size bytes including the final NUL and returns the length
 * that the whole text has, as snprintf does.
 */
TN_API size_t tn_error_format(const tn_error *e, char *out, size_t size);

/* Frees an error.  NULL is fine. */
TN_API void tn_error_free(tn_error *e);

/* "UNIQUE" for TN_E_UNIQUE and so on; "OK" for 0 and up; "?" if unknown. */
TN_API const char *tn_error_name(int code);

/* The short text of errors.def for a code. */
TN_API const char *tn_error_summary(int code);

TN_END_DECLS

#endif

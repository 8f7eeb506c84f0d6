/* SPDX-License-Identifier: MIT */
/*
 * tenon/length.h - text that must fit its column.
 *
 * A column VARCHAR(n) takes n characters, and what happens to a longer text is not
 * the same everywhere: one server refuses it, one may cut it, one keeps it whole, so
 * that it fails later, on the way to another server.  tn_check_length() asks before
 * anything is sent; tn_ensure_length() makes any text fit, in a way that keeps
 * different texts different.
 *
 *   char room[TN_SHORTENED_SIZE(50)];
 *   tn_value name;
 *   rc = tn_ensure_length(db, "object", "name", tn_text(s), room, sizeof room, &name, &err);
 *   if (rc >= 0)
 *       rc = tn_exec(db, "INSERT INTO object (name) VALUES (?)", TN_ARGS(name), NULL, &err);
 *
 * Use it for the text that is looked for, too: what was shortened on the way in is
 * found under its shortened form only.
 *
 * A character is a code point, as in the servers' own lengths: an accent that stands
 * by itself is one.  Text is checked: what is not UTF-8, or has a NUL, is TN_E_DATA,
 * here as for every parameter.
 */
#ifndef TENON_LENGTH_H
#define TENON_LENGTH_H

#include <tenon/conn.h>
#include <tenon/defs.h>
#include <tenon/error.h>
#include <tenon/value.h>

TN_BEGIN_DECLS

/* When tn_check_length() looks. */
enum tn_length_policy {
	TN_LENGTH_AUTO = 0,   /* where the server may cut what is too long */
	TN_LENGTH_ALWAYS = 1, /* everywhere: a program behaves alike on every server */
	TN_LENGTH_NEVER = 2
};

/* Sets the connection's policy, which is TN_LENGTH_AUTO when it is opened.  TN_E_MISUSE for no policy. */
TN_API int tn_set_length_policy(tn_conn *conn, int policy, tn_error **err);

/*
 * The length of a column in characters, 0 if it has none.  table is "name" or
 * "schema.name", and the names are taken as they are: what was created without quotes
 * is in lower case.  From the connection's catalogue, so only the first question about
 * a table is a round trip.
 * Errors: TN_E_NO_OBJECT, TN_E_MISUSE while rows are open.
 */
TN_API int64_t tn_column_length(tn_conn *conn, const char *table, const char *column, tn_error **err);

/*
 * TN_OK if the column can take the text; TN_E_TOO_LONG, naming the column, its length
 * and that of the text, if not.  SQL NULL fits.  A column without a length is
 * TN_E_MISUSE: the question was meant for another one.  Where the policy does not
 * look nothing is checked and nothing asked.
 */
TN_API int tn_check_length(tn_conn *conn, const char *table, const char *column, tn_value text, tn_error **err);

/*
 * The text as the column can hold it, whatever the policy: *out is the text itself
 * where it fits, else what tn_shorten_text() makes of it, in room, which has size bytes:
 * so *out is valid as long as the text and the room are.  A column without a length is
 * TN_E_MISUSE, a room that is too small TN_E_PARAM.
 */
TN_API int tn_ensure_length(tn_conn *conn, const char *table, const char *column, tn_value text, char *room,
			    size_t size, tn_value *out, tn_error **err);

/* Characters of n bytes of text, or TN_E_DATA.  Needs no connection. */
TN_API int64_t tn_text_length(const char *s, size_t n, tn_error **err);

/* Bytes that tn_shorten_text() needs at most for texts longer than max characters. */
#define TN_SHORTENED_SIZE(max) ((size_t)(max) / 2 * 4 + 41)

/*
 * A text in at most max characters: itself if it is not longer, else its first max / 2
 * characters and behind them the first max / 2 hexadecimal digits of its SHA-1, of which
 * there are 40.  Equal texts give equal results on every machine, different ones differ
 * as surely as that many digits do.  Not for secrets.
 * Writes at most size bytes with the final NUL and returns the full length in bytes, as
 * snprintf does; TN_E_DATA for what is not text, TN_E_RANGE for a max below 2.
 */
TN_API int64_t tn_shorten_text(const char *s, size_t n, unsigned max, char *out, size_t size, tn_error **err);

TN_END_DECLS

#endif

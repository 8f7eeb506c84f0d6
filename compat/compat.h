/* SPDX-License-Identifier: MIT */
/*
 * compat/compat.h - the only reader of capabilities and limits.
 *
 * Pure functions: intent and what the server can do in, decisions out.  No I/O,
 * no connection, no clock, no globals, no database's name.  See compat/README.md
 * for the four questions that place a difference between servers.
 */
#ifndef TN_COMPAT_H
#define TN_COMPAT_H

#include <tenon/error.h>
#include <tenon/sys/caps.h>
#include <tenon/sys/dialect.h>
#include <tenon/sys/text.h>
#include "core/base/arena.h"
#include "core/ir/ir.h"
#include "core/ir/plan.h"

/* The plan for a statement on a server with these capabilities and limits. */
int tn__lower(struct tn_arena *a, const struct tn_caps *caps, const struct tn_ir_stmt *intent,
	      const struct tn_plan **out, tn_error **err);

/* Elements up to which a list stays a parameter for each, where the budget has room for them. */
uint32_t tn__list_inline(const struct tn_caps *caps);

/* The decisions for a connection. */
void tn__profile_make(const struct tn_caps *caps, struct tn_profile *out);

/* The row that begins a transaction, or NULL if the dialect has none for it. */
const struct tn_begin_row *tn__begin_row(const struct tn_dialect *dialect, int isolation, int read_only);

/*
 * The session guard, as steps that the engine performs:
 *   1. tn__guard_select(): the rows that apply to this connection;
 *   2. run the texts of tn__guard_get_sql() (or the backend's session_get) and
 *      give each value to tn__guard_found();
 *   3. run the texts of tn__guard_set_sql() for the rows that do not match;
 *   4. read again; tn__guard_verdict() then says what does not hold.
 */
struct tn_guard_item {
	const struct tn_session_row *row;
	const char *value; /* as read last, in the guard's arena; NULL: not read yet */
	uint8_t matches;
	uint8_t was_set;
};

struct tn_guard {
	struct tn_arena *arena;
	const struct tn_dialect *dialect;
	struct tn_guard_item *items;
	size_t count;
};

int tn__guard_select(struct tn_guard *g, struct tn_arena *a, const struct tn_dialect *dialect,
		     const struct tn_server *server, tn_error **err);
/* Records a value; NULL value: the server gave none. */
int tn__guard_found(struct tn_guard *g, size_t i, const char *value, size_t len, tn_error **err);
/*
 * Appends the statement that reads the rows from *next on, as many as the
 * dialect joins; the results are columns of one row, in order.  Advances *next
 * and returns the number of rows covered; 0 at the end.  Rows without a text
 * are skipped.
 */
size_t tn__guard_get_sql(const struct tn_guard *g, size_t *next, struct tn_text *out);
/* The same for rows that were read, do not match and can be set; marks them was_set. */
size_t tn__guard_set_sql(struct tn_guard *g, size_t *next, struct tn_text *out);
/*
 * TN_OK, or TN_E_GUARD for the first MUST row that does not match, naming it,
 * the value found, the value expected and why.  WARN rows are appended to
 * warnings, one line each.
 */
int tn__guard_verdict(const struct tn_guard *g, struct tn_text *warnings, tn_error **err);
/* 1 if found satisfies expected under the rule of a row. */
int tn__guard_matches(const struct tn_session_row *row, const char *found);

/*
 * The portable code for a fault: the dialect's error rows, then its type checks
 * by the constraint's name.  Fills *flags.  Unknown codes are TN_E_SERVER.
 */
int tn__classify(const struct tn_dialect *dialect, int native, const char *sqlstate, const char *constraint,
		 unsigned *flags);

/* Capability and limit names, lower case; -1 if there is none. */
int tn__cap_find(const char *name);
int tn__limit_find(const char *name);
const char *tn__cap_name(int cap);

#endif

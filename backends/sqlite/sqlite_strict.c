/* SPDX-License-Identifier: MIT */
/*
 * sqlite_strict.c - statements that must find the schema they were made for.
 *
 * SQLite prepares a statement again by itself when the schema has changed, inside
 * the first step.  A text that was made from the types of the columns may then mean
 * something else, and a write would have happened before anybody could tell.
 *
 * So a strict write is watched over by an authorizer: SQLite asks it whenever a
 * statement is prepared, and the answer is no while the first step of a strict
 * write has not begun to run.  The step then fails without any effect.  A strict
 * read is asked after its first step, which has changed nothing.
 *
 * Both then compare the number of the schema with the one that was read before the
 * statement was prepared, since SQLite prepares again for other reasons, too.
 *
 * Invariants:
 *  1. The authorizer refuses nothing outside of the first step of a strict write;
 *     statements that run inside the step (virtual tables have some) are allowed.
 *  2. A number that cannot be read counts as changed.
 *
 * A program that installs an authorizer of its own takes this one's place; writes
 * are then as those of native statements are.
 */
#include "sqlite_internal.h"

static int authorize(void *ctx, int action, const char *a, const char *b, const char *schema, const char *cause)
{
	struct tn_sqlite_conn *c = ctx;
	(void)action, (void)a, (void)b, (void)schema, (void)cause;
	if (TN_LIKELY(!c->guarded) || sqlite3_stmt_busy(c->guarded->st))
		return SQLITE_OK;
	c->denied = 1;
	return SQLITE_DENY;
}

int tn__sqlite_strict_open(struct tn_sqlite_conn *c)
{
	return sqlite3_set_authorizer(c->db, authorize, c);
}

void tn__sqlite_strict_close(struct tn_sqlite_conn *c)
{
	sqlite3_finalize(c->schema_version);
	c->schema_version = NULL;
}

/* The number of the main file's schema; a result code. */
static int read_version(struct tn_sqlite_conn *c, int64_t *version)
{
	int rc = SQLITE_OK;
	if (!c->schema_version)
		rc = sqlite3_prepare_v3(c->db, "PRAGMA main.schema_version", -1, SQLITE_PREPARE_PERSISTENT,
					&c->schema_version, NULL);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(c->schema_version);
	if (rc == SQLITE_ROW) {
		*version = sqlite3_column_int64(c->schema_version, 0);
		rc = SQLITE_OK;
	}
	sqlite3_reset(c->schema_version);
	return rc;
}

int tn__sqlite_strict_prepare(struct tn_sqlite_stmt *s)
{
	struct tn_sqlite_conn *c = tn__sqlite_conn_of(s);
	int rc = read_version(c, &s->schema_version);
	return rc == SQLITE_OK ? TN_OK : tn__sqlite_fault(c, rc, TN__SQLITE_RUNNING);
}

int tn__sqlite_strict_changed(struct tn_sqlite_stmt *s)
{
	int64_t version = 0;
	return read_version(tn__sqlite_conn_of(s), &version) != SQLITE_OK || version != s->schema_version;
}

int tn__sqlite_strict_stale(struct tn_sqlite_stmt *s)
{
	return tn__sqlite_refuse(tn__sqlite_conn_of(s), TN_E_STALE, "0A000", NULL,
				 "the schema has changed since the statement was prepared");
}

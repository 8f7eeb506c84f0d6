/* SPDX-License-Identifier: MIT */
/*
 * core/engine/clean.c - an empty database for the next test.
 *
 * What there is to drop, and how, is the dialect's knowledge: a query of its
 * catalogue gives the statements.  This file only runs them, through the public
 * calls, with foreign keys out of force where the dialect says so.
 *
 * Invariants:
 *  1. Nothing is dropped before the server itself has told the name of the
 *     database and the name says that it is for tests.
 *  2. clean_after runs whenever clean_before ran, also after a failure.
 *  3. The list is read to its end before the first drop: no catalogue is
 *     changed under a query that reads it.
 */
#include <string.h>
#include <tenon/table.h>
#include "core/base/text.h"
#include "core/engine/engine.h"

#define TEST_MARK "test"

/* The library's texts are the server's own spelling. */
static int native_text(struct tn_text *t, const char *sql, size_t len)
{
	tn__text_clear(t);
	tn__text_puts(t, TN_NATIVE_MARK);
	tn__text_append(t, sql, len);
	return t->failed;
}

static int run_native(tn_conn *conn, struct tn_text *t, const char *sql, size_t len, tn_error **err)
{
	int rc = native_text(t, sql, len);
	if (rc < 0)
		return tn__error_set(err, rc, "no memory to clean the database");
	return tn_exec(conn, t->s, NULL, NULL, err);
}

static int contains_mark(const char *s, size_t n)
{
	size_t i, k, m = sizeof TEST_MARK - 1;
	for (i = 0; i + m <= n; i++) {
		for (k = 0; k < m && (s[i + k] | 0x20) == TEST_MARK[k]; k++)
			;
		if (k == m)
			return 1;
	}
	return 0;
}

static int check_mark(tn_conn *conn, const struct tn_dialect *d, struct tn_text *t, tn_error **err)
{
	tn_value name;
	int rc = native_text(t, d->database_name, strlen(d->database_name));
	if (rc < 0)
		return tn__error_set(err, rc, "no memory to clean the database");
	rc = tn_query_value(conn, t->s, NULL, &name, err);
	if (rc < 0)
		return rc;
	rc = TN_OK;
	if (name.kind != TN_KIND_TEXT)
		rc = tn__error_set(err, TN_E_MISUSE,
			"no database is selected: name one whose name has the word '%s'", TEST_MARK);
	else if (name.len && !contains_mark(name.u.s, name.len))
		rc = tn__error_set(err, TN_E_MISUSE,
			"database '%.*s' is not marked for tests and is not cleaned: its name lacks the word '%s'",
			(int)name.len, name.u.s, TEST_MARK);
	tn_value_free(&name);
	return rc;
}

static int drop_all(tn_conn *conn, const struct tn_dialect *d, struct tn_text *t, tn_error **err)
{
	tn_rows *rows = NULL;
	int rc = native_text(t, d->clean_list, strlen(d->clean_list)), end;
	if (rc < 0)
		return tn__error_set(err, rc, "no memory to clean the database");
	rc = tn_query_mode(conn, t->s, NULL, TN_FETCH_ALL, 0, &rows, err);
	if (rc < 0)
		return rc;
	while ((rc = tn_next(rows, err)) == TN_ROW) {
		size_t len;
		const char *sql = tn_get_text_n(rows, 0, &len);
		if (sql)
			rc = run_native(conn, t, sql, len, err);
		if (rc < 0)
			break;
	}
	end = tn_finish(rows, rc < 0 ? NULL : err);
	return rc < 0 ? rc : end;
}

int tn_database_clean(tn_conn *conn, tn_error **err)
{
	const struct tn_dialect *d;
	struct tn_text t;
	int rc = tn__conn_ready(conn, "clean the database", err), end = TN_OK;
	if (rc < 0)
		return rc;
	if (tn_tx_state(conn) != TN_TX_IDLE)
		return tn__error_set(err, TN_E_MISUSE, "the database cannot be cleaned inside a transaction");
	d = tn__conn_dialect(conn);
	if (!d->database_name || !d->clean_list)
		return tn__error_set(
			err, TN_E_UNSUPPORTED, "cleaning a database is not known for this server");
	tn__text_init(&t);
	rc = check_mark(conn, d, &t, err);
	if (rc == TN_OK && d->clean_before)
		rc = run_native(conn, &t, d->clean_before, strlen(d->clean_before), err);
	if (rc == TN_OK) {
		rc = drop_all(conn, d, &t, err);
		if (d->clean_after)
			end = run_native(conn, &t, d->clean_after, strlen(d->clean_after), rc < 0 ? NULL : err);
	}
	tn__text_release(&t);
	return rc < 0 ? rc : end;
}

/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/facts/facts.c - asks the server of the run for its facts.
 *
 * 1. Every row is a case of its own, on fresh connections to an empty database.
 * 2. Rows of other products and versions are no cases at all, so the number of
 *    checks is the number of facts that were measured; a server without any
 *    row makes the program decline (status 77).
 * 3. A row that fails prints its question, the step and what the server said.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/backend/facts/facts.h"

#define MAX_FACTS 256
#define DECLINED 77

static const struct fact *chosen[MAX_FACTS];
static int chosen_count;
static char server[96]; /* product and version, for messages */

/* ---- steps --------------------------------------------------------------- */

/* Where a step stands, for every message of it. */
static void wrong(const struct fact *f, const struct fact_step *s, const char *why)
{
	ck_abort_msg("%s (%s): %.300s: %s", f->question, server, s->sql ? s->sql : "a step of the transaction", why);
}

/* sql with its % replaced by markers: "?,?,?". */
static char *with_markers(const char *sql, unsigned n)
{
	const char *at = strchr(sql, '%');
	char *out, *p;
	unsigned i;
	ck_assert_ptr_nonnull(at);
	out = malloc(strlen(sql) + 2 * (size_t)n);
	ck_assert_ptr_nonnull(out);
	memcpy(out, sql, (size_t)(at - sql));
	p = out + (at - sql);
	for (i = 0; i < n; i++) {
		*p++ = '?';
		*p++ = ',';
	}
	strcpy(p - 1, at + 1);
	return out;
}

static int exec_step(tn_conn *db, const struct fact_step *s, tn_result *r)
{
	char *text = NULL;
	tn_value *values = NULL;
	tn_args args = {0};
	unsigned i;
	int rc;
	if (!s->markers)
		return tn_exec(db, s->sql, NULL, r, tn_test_err());
	text = with_markers(s->sql, s->markers);
	if (s->bound) {
		values = calloc(s->markers, sizeof *values);
		ck_assert_ptr_nonnull(values);
		for (i = 0; i < s->markers; i++)
			values[i] = tn_int(i);
		args.values = values;
		args.count = s->markers;
	}
	rc = tn_exec(db, text, s->bound ? &args : NULL, r, tn_test_err());
	free(values);
	free(text);
	return rc;
}

static int is_named(const char *want, const char *sqlstate, int native)
{
	char number[16];
	snprintf(number, sizeof number, "%d", native);
	return !want || (sqlstate && !strcmp(want, sqlstate)) || !strcmp(want, number);
}

/* The rows of a query as text. */
static int rows_text(tn_conn *db, const char *sql, char *out, size_t size)
{
	tn_rows *rows = NULL;
	size_t n = 0;
	unsigned i;
	int first = 1, ended, rc = tn_query(db, sql, NULL, &rows, tn_test_err());
	*out = '\0';
	if (rc < 0)
		return rc;
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW) {
		for (i = 0; i < tn_column_count(rows) && n + 64 < size; i++) {
			const tn_value *v = tn_get_value(rows, i);
			n += (size_t)snprintf(out + n, size - n, "%s", i ? "|" : first ? "" : ";");
			n += tn_value_format(v, out + n, size - n);
			n = n < size ? n : size - 1;
		}
		first = 0;
	}
	ended = tn_finish(rows, rc < 0 ? NULL : tn_test_err());
	return rc < 0 ? rc : ended;
}

static void check_rows(const struct fact *f, const struct fact_step *s, tn_conn *db)
{
	char got[2048], why[2400];
	int rc = rows_text(db, s->sql, got, sizeof got);
	if (rc < 0)
		wrong(f, s, tn_test_failure(rc));
	if (!strcmp(got, s->want))
		return;
	snprintf(why, sizeof why, "gives '%s', not '%s'", got, s->want);
	wrong(f, s, why);
}

static void check_failure(const struct fact *f, const struct fact_step *s, int rc)
{
	char why[2400];
	const tn_error *e = *tn_test_err();
	int as_said = s->code == ANY_ERROR ? rc < 0 : rc == s->code;
	if (as_said && is_named(s->want, tn_error_sqlstate(e), tn_error_native(e)))
		return;
	if (rc >= 0)
		snprintf(why, sizeof why, "works, but should fail");
	else
		snprintf(why, sizeof why, "expected %s [%s], got %s (%d)",
			 s->code == ANY_ERROR ? "an error" : tn_error_name(s->code),
			 s->want ? s->want : "any", tn_test_failure(rc), tn_error_native(e));
	wrong(f, s, why);
}

static void check_notice(const struct fact *f, const struct fact_step *s, tn_conn *db)
{
	char why[2400];
	const tn_notice *n = NULL;
	size_t i, count = tn_notice_count(db);
	for (i = 0; i < count; i++) {
		n = tn_notice_at(db, i);
		if (is_named(s->want, n->sqlstate, n->native))
			return;
	}
	snprintf(why, sizeof why, "%zu notices, none is %s; the last: %s", count, s->want,
		 n ? n->message : "-");
	wrong(f, s, why);
}

static void run_step(const struct fact *f, const struct fact_step *s, tn_conn *db)
{
	tn_tx_options tx = {0};
	tn_result r = {0};
	char why[96];
	int rc;
	tx.size = sizeof tx;
	tx.isolation = s->isolation;
	tx.flags = s->flags;
	if (s->how == FACT_GIVES) {
		check_rows(f, s, db);
		return;
	}
	rc = s->how == FACT_BEGIN ? tn_begin(db, &tx, tn_test_err()) :
	     s->how == FACT_COMMIT ? tn_commit(db, tn_test_err()) :
	     s->how == FACT_ROLLBACK ? tn_rollback(db, tn_test_err()) :
	     s->how == FACT_LIMIT ? TN_OK : exec_step(db, s, &r);
	if (s->how == FACT_FAILS) {
		check_failure(f, s, rc);
		return;
	}
	if (rc < 0)
		wrong(f, s, tn_test_failure(rc));
	if (s->how == FACT_NOTES || (s->how == FACT_ROLLBACK && s->want))
		check_notice(f, s, db);
	if (s->how == FACT_LIMIT)
		r.affected = tn_get_limit(db, s->sql);
	if ((s->how != FACT_AFFECTS && s->how != FACT_LIMIT) || r.affected == s->affected)
		return;
	snprintf(why, sizeof why, "gives %" PRId64 ", not %" PRId64, r.affected, s->affected);
	wrong(f, s, why);
}

START_TEST(fact_holds)
{
	const struct fact *f = chosen[_i];
	const struct fact_step *s;
	tn_open_options options = {0};
	tn_conn *db[2] = {NULL, NULL};
	options.size = sizeof options;
	options.flags = f->open_flags;
	for (s = f->steps; s->how != FACT_END; s++) {
		int which = s->second != 0;
		if (!db[which])
			db[which] = tn_test_open_with(tn_test_shared_url(), &options);
		run_step(f, s, db[which]);
	}
	tn_close(db[1]);
	tn_close(db[0]);
}
END_TEST

/* ---- which rows ---------------------------------------------------------- */

static unsigned product_of(const tn_conn *db)
{
	static const struct {
		const char *name;
		unsigned product;
	} products[] = {
		{"SQLite", FACT_SQLITE},
		{"PostgreSQL", FACT_POSTGRESQL},
		{"MariaDB", FACT_MARIADB},
		{"MySQL", FACT_MYSQL},
	};
	size_t i;
	for (i = 0; i < sizeof products / sizeof products[0]; i++)
		if (!strcmp(products[i].name, tn_server_product(db)))
			return products[i].product;
	return 0;
}

static int holds_here(const struct fact *f, tn_conn *db, unsigned product)
{
	int version = tn_server_version_number(db);
	char got[128];
	if (!(f->products & product) || version < f->from || (f->below && version >= f->below))
		return 0;
	return !f->given || rows_text(db, f->given, got, sizeof got) < 0 || strcmp(got, "0") != 0;
}

static void choose(const struct fact *facts, size_t count, tn_conn *db, unsigned product)
{
	size_t i;
	for (i = 0; i < count && chosen_count < MAX_FACTS; i++)
		if (holds_here(&facts[i], db, product))
			chosen[chosen_count++] = &facts[i];
}

/* On a connection that is closed before libcheck forks. */
static int choose_all(void)
{
	tn_conn *db = NULL;
	unsigned product;
	int rc = tn_open(&db, tn_test_url(), NULL, tn_test_err());
	if (rc < 0) {
		fprintf(stderr, "cannot open %s: %s\n", tn_test_url_text(), tn_test_failure(rc));
		return rc;
	}
	product = product_of(db);
	snprintf(server, sizeof server, "%s %s", tn_server_product(db), tn_server_version(db));
	choose(facts_sqlite, facts_sqlite_count, db, product);
	choose(facts_postgresql, facts_postgresql_count, db, product);
	choose(facts_mysql, facts_mysql_count, db, product);
	tn_close(db);
	return TN_OK;
}

static int run_all(void)
{
	Suite *s = suite_create("facts");
	TCase *tc = tcase_create("facts");
	SRunner *sr;
	int failed;
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, fact_holds, 0, chosen_count);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed;
}

int main(void)
{
	int failed, rc = tn_test_begin();
	if (rc)
		return rc;
	failed = choose_all() < 0;
	if (!failed && !chosen_count) {
		printf("no facts are known about %s\n", server);
		tn_test_end(0);
		return DECLINED;
	}
	if (!failed)
		failed = run_all();
	return tn_test_end(failed);
}

/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/facts/facts.c - asks the server of the run for its facts.
 *
 * 1. Every row is a case of its own, on fresh connections to an empty database.
 * 2. Rows of other products and versions are no cases at all, so the number of
 *    checks is the number of facts that were measured; a server without any
 *    row makes the program decline (status 77).
 * 3. A row that fails prints its question, the step and what the server said.
 * 4. Every capability is a case, too: declared, its steps hold; not declared, a step
 *    that is the point of it does not.  Its proofs cover every product, each with such a
 *    step, so that none holds whatever the server does.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/backend/facts/facts.h"

#define MAX_FACTS 256
#define DECLINED 77
#define EVERY_PRODUCT (FACT_SQLITE | FACT_POSTGRESQL | FACT_MARIADB | FACT_MYSQL)

static const struct fact *chosen[MAX_FACTS];
static int chosen_count;
static char server[96]; /* product and version, for messages */
static unsigned server_product; /* FACT_* */
static char problem[3200];      /* of the step that went otherwise */

/* ---- steps --------------------------------------------------------------- */

/* Where a step stands, for every message of it; 0, as of a step that went otherwise. */
static int wrong(const char *question, const struct fact_step *s, const char *why)
{
	snprintf(problem, sizeof problem, "%s (%s): %.300s: %s", question, server,
		 s->sql ? s->sql : "a step of the transaction", why);
	return 0;
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

/* The rows of a query as text.  In chunks: one row at a time, another statement between. */
static int rows_text(tn_conn *db, const char *sql, int chunks, char *out, size_t size)
{
	tn_rows *rows = NULL;
	size_t n = 0;
	unsigned i;
	int mode = chunks ? TN_FETCH_CHUNK : TN_FETCH_STREAM;
	int first = 1, ended, rc = tn_query_mode(db, sql, NULL, mode, chunks ? 1 : 0, &rows, tn_test_err());
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
		if (chunks)
			rc = tn_exec(db, TN_NATIVE("DELETE FROM f WHERE id > 100"), NULL, NULL, tn_test_err());
		if (rc < 0)
			break;
	}
	ended = tn_finish(rows, rc < 0 ? NULL : tn_test_err());
	return rc < 0 ? rc : ended;
}

static int check_rows(const char *question, const struct fact_step *s, tn_conn *db)
{
	char got[2048], why[2400];
	int rc = rows_text(db, s->sql, s->how == FACT_CHUNKS, got, sizeof got);
	if (rc < 0)
		return wrong(question, s, tn_test_failure(rc));
	if (!strcmp(got, s->want))
		return 1;
	snprintf(why, sizeof why, "gives '%s', not '%s'", got, s->want);
	return wrong(question, s, why);
}

static int check_failure(const char *question, const struct fact_step *s, int rc)
{
	char why[2400];
	const tn_error *e = *tn_test_err();
	int as_said = s->code == ANY_ERROR ? rc < 0 : rc == s->code;
	if (as_said && is_named(s->want, tn_error_sqlstate(e), tn_error_native(e)))
		return 1;
	if (rc >= 0)
		snprintf(why, sizeof why, "works, but should fail");
	else
		snprintf(why, sizeof why, "expected %s [%s], got %s (%d)",
			 s->code == ANY_ERROR ? "an error" : tn_error_name(s->code),
			 s->want ? s->want : "any", tn_test_failure(rc), tn_error_native(e));
	return wrong(question, s, why);
}

static int check_notice(const char *question, const struct fact_step *s, tn_conn *db)
{
	char why[2400];
	const tn_notice *n = NULL;
	size_t i, count = tn_notice_count(db);
	for (i = 0; i < count; i++) {
		n = tn_notice_at(db, i);
		if (is_named(s->want, n->sqlstate, n->native))
			return 1;
	}
	snprintf(why, sizeof why, "%zu notices, none is %s; the last: %s", count, s->want,
		 n ? n->message : "-");
	return wrong(question, s, why);
}

static int run_plain(const struct fact_step *s, tn_conn *db, tn_result *r)
{
	tn_tx_options tx = {0};
	tx.size = sizeof tx;
	tx.isolation = s->isolation;
	tx.flags = s->flags;
	return s->how == FACT_BEGIN ? tn_begin(db, &tx, tn_test_err()) :
	       s->how == FACT_COMMIT ? tn_commit(db, tn_test_err()) :
	       s->how == FACT_ROLLBACK ? tn_rollback(db, tn_test_err()) :
	       s->how == FACT_LIMIT ? TN_OK : exec_step(db, s, r);
}

/* 1 if the step goes as it says; else 0, and problem says how it went. */
static int run_step(const char *question, const struct fact_step *s, tn_conn *db)
{
	tn_result r = {0};
	char why[96];
	int rc;
	if (s->how == FACT_GIVES || s->how == FACT_CHUNKS)
		return check_rows(question, s, db);
	rc = run_plain(s, db, &r);
	if (s->how == FACT_FAILS)
		return check_failure(question, s, rc);
	if (rc < 0)
		return wrong(question, s, tn_test_failure(rc));
	if (s->how == FACT_NOTES || (s->how == FACT_ROLLBACK && s->want))
		return check_notice(question, s, db);
	if (s->how == FACT_LIMIT)
		r.affected = tn_get_limit(db, s->sql);
	if (s->how == FACT_KEY)
		r.affected = r.last_insert_id;
	if ((s->how != FACT_AFFECTS && s->how != FACT_LIMIT && s->how != FACT_KEY) || r.affected == s->affected)
		return 1;
	snprintf(why, sizeof why, "gives %" PRId64 ", not %" PRId64, r.affected, s->affected);
	return wrong(question, s, why);
}

/* The first step that goes otherwise, or NULL. */
static const struct fact_step *run_steps(const char *question, const struct fact_step *steps, unsigned open_flags)
{
	const struct fact_step *s;
	tn_open_options options = {0};
	tn_conn *db[2] = {NULL, NULL};
	options.size = sizeof options;
	options.flags = open_flags;
	for (s = steps; s->how != FACT_END; s++) {
		int which = s->second != 0;
		if (!db[which])
			db[which] = tn_test_open_with(tn_test_shared_url(), &options);
		if (!run_step(question, s, db[which]))
			break;
	}
	tn_close(db[1]);
	tn_close(db[0]);
	return s->how == FACT_END ? NULL : s;
}

START_TEST(fact_holds)
{
	const struct fact *f = chosen[_i];
	if (run_steps(f->question, f->steps, f->open_flags))
		ck_abort_msg("%s", problem);
}
END_TEST

/* ---- capabilities ---------------------------------------------------------- */

static int declares(const struct cap_row *row)
{
	char name[64];
	size_t i;
	tn_conn *db = tn_test_open();
	int has;
	for (i = 0; row->name[i] && i + 1 < sizeof name; i++)
		name[i] = (char)(row->name[i] | (row->name[i] == '_' ? 0 : 0x20));
	name[i] = '\0';
	has = tn_has_cap(db, name);
	tn_close(db);
	ck_assert_int_ge(has, 0);
	return has;
}

START_TEST(capability_is_true)
{
	const struct cap_row *row = &cap_rows[_i];
	const struct fact_step *s;
	size_t i;
	int has = declares(row);
	for (i = 0; i < row->count && !(row->proofs[i].products & server_product); i++)
		continue;
	ck_assert_msg(i < row->count, "%s: nothing proves it on %s", row->name, server);
	s = run_steps(row->name, row->proofs[i].steps, 0);
	if (s && (has || !s->point))
		ck_abort_msg("%s%s", has ? "declared, but " : "", problem);
	ck_assert_msg(has || s, "%s (%s): not declared, but the server has it", row->name, server);
}
END_TEST

/* A proof that cannot fail proves one direction only, and one that a server lacks proves nothing there. */
START_TEST(capability_has_its_proofs)
{
	const struct cap_row *row = &cap_rows[_i];
	const struct fact_step *s;
	unsigned products = 0;
	size_t i;
	for (i = 0; i < row->count; i++) {
		products |= row->proofs[i].products;
		for (s = row->proofs[i].steps; s->how != FACT_END && !s->point; s++)
			continue;
		ck_assert_msg(s->point, "%s: proof %zu has no step that fails where it is missing", row->name, i + 1);
	}
	ck_assert_msg(products == EVERY_PRODUCT, "%s: not proved on every server", row->name);
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
	char got[128], given[512];
	if (!(f->products & product) || version < f->from || (f->below && version >= f->below))
		return 0;
	if (f->given)
		snprintf(given, sizeof given, TN_NATIVE_MARK "%s", f->given);
	return !f->given || rows_text(db, given, 0, got, sizeof got) < 0 || strcmp(got, "0") != 0;
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
	product = server_product = product_of(db);
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
	if (server_product)
		tcase_add_loop_test(tc, capability_is_true, 0, (int)cap_row_count);
	tcase_add_loop_test(tc, capability_has_its_proofs, 0, (int)cap_row_count);
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

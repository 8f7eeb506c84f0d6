/* SPDX-License-Identifier: MIT */
/*
 * tests/masks/masks_lists.c - lists of every length, with forms of lists taken away and with
 * few parameters.
 *
 * What a list finds and changes must depend neither on the form that the library has
 * picked for it nor on the limits of the connection.  A statement may be refused with
 * TN_E_LIMIT only where not even a temporary table is left and its elements are more than
 * the parameters, or where its other parameters are.
 *
 * No server has a limit on rows, so none is lowered: what takes rows takes parameters.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/testing.h>
#include "core/engine/engine.h"
#include "tests/masks/masks.h"

enum { ROWS = 90, MOST = 1000 };

#define FORMS TN_CAP_LIST_ARRAY, TN_CAP_LIST_TABLE, TN_CAP_LIST_TABLE_DML, TN_CAP_LIST_TABLE_TEXT, \
	TN_CAP_LIST_LITERALS
#define RETURNS TN_CAP_RETURNING_JOINED, TN_CAP_RETURNING_DELETE, TN_CAP_RETURNING_UPDATE

static const struct {
	const char *name;
	int64_t params; /* 0: as many as the server takes; and so for the next */
	int64_t packet;
	int refuses; /* no form may be left */
	enum tn_cap caps[10];
} servers[] = {
	{"as it is", 0, 0, 0, {0}},
	{"without literals", 0, 0, 0, {TN_CAP_LIST_LITERALS}},
	{"without arrays", 0, 0, 0, {TN_CAP_LIST_ARRAY}},
	{"without arrays, changes joined", 0, 0, 0, {TN_CAP_LIST_ARRAY, TN_CAP_LIST_TABLE_DML}},
	{"without arrays, text poor", 0, 0, 0, {TN_CAP_LIST_ARRAY, TN_CAP_LIST_TABLE_DML, TN_CAP_LIST_TABLE_TEXT}},
	{"tables alone", 999, 0, 0, {FORMS, TN_CAP_DELETE_ROW_BY_ROW}},
	{"tables or parts", 5, 0, 0, {FORMS}},
	{"tables alone, in small packets", 5, 1024, 0, {FORMS, TN_CAP_DELETE_ROW_BY_ROW}},
	{"without any", 0, 0, 1, {FORMS, TN_CAP_LIST_FILLED, TN_CAP_DELETE_ROW_BY_ROW}},
	{"five parameters", 5, 0, 0, {0}},
	{"five parameters, no arrays", 5, 0, 0, {TN_CAP_LIST_ARRAY}},
	{"999 parameters", 999, 0, 0, {0}},
	{"small packets", 0, 1024, 0, {0}},
	{"small packets and five parameters", 5, 1024, 0, {0}},
	{"changes by keys, five parameters", 5, 0, 0, {RETURNS}},
	{"changes by keys, tables alone", 5, 1024, 0, {FORMS, RETURNS, TN_CAP_DELETE_ROW_BY_ROW}},
};

static const struct {
	const char *sql;
	int lists; /* that it has, of texts where negative, of rounded numbers where 10; then one scalar, 50 */
} statements[] = {
	{"SELECT count(*) FROM l WHERE id IN (?) AND id < ?", 1},
	{"SELECT count(*) FROM l WHERE id NOT IN (?) AND id < ?", 1},
	{"SELECT count(*) FROM l WHERE s IN (?) AND id < ?", -1},
	{"SELECT count(*) FROM l WHERE s NOT IN (?) AND id < ?", -1},
	{"SELECT count(*) FROM l WHERE id = ANY(?) AND id IN (?) AND id < ?", 2},
	{"SELECT count(*) FROM l WHERE n IN (?) AND id < ?", 1},
	{"SELECT count(*) FROM l WHERE r IN (?) AND id < ?", 10},
	{"SELECT count(*) FROM l WHERE r NOT IN (?) OR id < ?", 10},
	{"SELECT count(*) FROM l WHERE id > ALL(?) OR id < ?", 1},
	{"SELECT count(*) FROM l WHERE s < ANY(?) AND id < ?", -1},
	{"SELECT count(CASE WHEN s IN (?) THEN 1 END) FROM l WHERE id <> ?", -1},
	{"SELECT count(*) FROM (SELECT id FROM l WHERE id IN (?) UNION SELECT -id FROM l WHERE id < ?) AS b", 1},
	{"WITH w AS (SELECT id FROM l WHERE id IN (?)) SELECT count(*) FROM w AS a JOIN w AS b ON a.id <= b.id AND "
	 "a.id < ?", 1},
	{"DELETE FROM l WHERE id IN (?) AND id < ?", 1},
	{"DELETE FROM l WHERE s = ANY(?) AND id < ?", -1},
	{"DELETE FROM l WHERE r IN (?) AND id < ?", 10},
	{"DELETE FROM l WHERE id IN (?) AND id IN (SELECT max(id) FROM l GROUP BY n < ?)", 1},
	{"UPDATE l SET n = id, s = 'new' WHERE id IN (?) AND id < ?", 1},
	{"UPDATE l SET s = 'new' WHERE s IN (?) AND id < ?", -1},
	{"DELETE FROM l WHERE id NOT IN (?) OR id > ?", 1},
	{"DELETE FROM l WHERE id IN (?) AND id < ? RETURNING id", 1},
	{"UPDATE l SET n = n + 1 WHERE id IN (?) AND id < ? RETURNING n", 1},
	{"INSERT INTO l (id, s) SELECT id + 1000, 'x' FROM l WHERE s IN (?) AND id < ? RETURNING id", -1},
};
#define STATEMENTS (sizeof statements / sizeof statements[0])

static tn_conn *open_masked(size_t i)
{
	tn_conn *db = tn_test_open_shared();
	unsigned k;
	struct tn_caps *caps = &db->be->server.caps;
	for (k = 0; k < sizeof servers[i].caps / sizeof servers[i].caps[0]; k++)
		if (servers[i].caps[k])
			tn_cap_clear(caps, servers[i].caps[k]);
	if (servers[i].params)
		caps->limits[TN_LIMIT_BIND_PARAMS] = servers[i].params;
	if (servers[i].packet)
		caps->limits[TN_LIMIT_SQL_BYTES] = caps->limits[TN_LIMIT_VALUE_BYTES] = servers[i].packet;
	tn__profile_make(caps, &db->profile);
	return db;
}

static void make(tn_conn *db)
{
	int64_t i;
	ck_tn_ok(tn_exec(db, "CREATE TABLE l (id BIGINT PRIMARY KEY, n NUMERIC(12, 2), s VARCHAR(20), r REAL)", NULL,
			 NULL, tn_test_err()));
	for (i = 1; i <= ROWS; i++) {
		char s[20];
		snprintf(s, sizeof s, "t%d", (int)i);
		ck_tn_ok(tn_exec(db, "INSERT INTO l (id, n, s, r) VALUES (?, ?, ?, ?)",
				 TN_VALUES(tn_int(i), tn_int(i), tn_text(s), tn_double((double)i + 0.1)), NULL,
				 tn_test_err()));
	}
}

/* Every second number, twice; of texts and of fractions the same. */
static int64_t ids[MOST];
static const char *texts[MOST];
static double fractions[MOST];

static void fill(void)
{
	static char room[MOST][12];
	unsigned i;
	for (i = 0; i < MOST; i++) {
		ids[i] = i / 2 * 2 + 1;
		fractions[i] = (double)ids[i] + 0.1;
		snprintf(room[i], sizeof room[i], "t%u", i / 2 * 2 + 1);
		texts[i] = room[i];
	}
}

static int gives_count(const char *sql)
{
	return strstr(sql, "SELECT count") && !strstr(sql, "DELETE");
}

/* What the statement answers, the sum of what it returns, or the error. */
static int64_t answer(tn_conn *db, const char *sql, const tn_args *args)
{
	tn_result result = {0};
	tn_rows *rows = NULL;
	int64_t n = 0;
	int rc;
	if (!gives_count(sql) && !strstr(sql, "RETURNING")) {
		rc = tn_exec(db, sql, args, &result, tn_test_err());
		return rc < 0 ? rc : result.affected;
	}
	rc = tn_query(db, sql, args, &rows, tn_test_err());
	if (rc < 0)
		return rc;
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW)
		n += gives_count(sql) ? tn_get_int64(rows, 0) : 1000 + (int64_t)tn_get_double(rows, 0);
	ck_tn_ok(rc);
	ck_tn_ok(tn_finish(rows, tn_test_err()));
	return n;
}

static tn_value list_of(int lists, unsigned length)
{
	static tn_list list;
	list = lists < 0 ? *TN_LIST(texts, length).u.list
	       : lists == 10 ? *TN_LIST(fractions, length).u.list : *TN_LIST(ids, length).u.list;
	return tn_list_of(&list);
}

static void compare(tn_conn *db, size_t server, size_t statement, unsigned length)
{
	static int64_t expected[STATEMENTS][MOST + 1];
	tn_value values[3];
	uint32_t count = 0;
	int64_t got;
	values[count++] = list_of(statements[statement].lists, length);
	if (statements[statement].lists == 2)
		values[count++] = values[0];
	values[count++] = tn_int(50);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	got = answer(db, statements[statement].sql, &(const tn_args){.values = values, .count = count});
	tn_rollback(db, NULL);
	if (!server)
		expected[statement][length] = got;
	if (got == TN_E_LIMIT && (servers[server].refuses || (strstr(statements[statement].sql, "WITH") &&
		!tn_cap_has(&db->be->server.caps, TN_CAP_TEMPORARY_AGAIN))))
		return;
	ck_assert_msg(got == expected[statement][length] && got >= 0, "%s, %u elements, %s: %lld, not %lld: %s",
		      statements[statement].sql, length, servers[server].name, (long long)got,
		      (long long)expected[statement][length], got < 0 ? tn_test_failure((int)got) : "");
}

START_TEST(lists_of_any_form)
{
	static const unsigned lengths[] = {0, 1, 4, 7, 40, 501, 998, MOST};
	tn_conn *db = tn_test_open_shared();
	size_t i, k, n;
	make(db);
	fill();
	for (i = 0; i < sizeof servers / sizeof servers[0]; i++) {
		tn_conn *masked = open_masked(i);
		for (k = 0; k < STATEMENTS; k++)
			for (n = 0; n < sizeof lengths / sizeof lengths[0]; n++)
				if (servers[i].params != 5 || lengths[n] <= 40 || lengths[n] == 501)
					compare(masked, i, k, lengths[n]);
		tn_close(masked);
	}
	tn_close(db);
}
END_TEST

START_TEST(no_list_is_too_long_for_few_parameters)
{
	enum { MANY = 300001 };
	static int64_t many[MANY];
	size_t few = 11;
	tn_conn *db = tn_test_open_shared(), *masked;
	int64_t i;
	make(db);
	for (i = 0; i < MANY; i++)
		many[i] = MANY - i;
	masked = open_masked(few);
	ck_assert_int_eq(answer(masked, "DELETE FROM l WHERE id IN (?) AND id <> ?",
				TN_ARGS(TN_LIST(many, MANY), 7)), ROWS - 1);
	ck_assert_int_eq(answer(masked, "SELECT count(*) FROM l WHERE id IN (?) AND n IN (?)",
				TN_ARGS(TN_LIST(many, MANY), TN_LIST(many, MANY))), 1);
	tn_close(masked);
	tn_close(db);
}
END_TEST

/* On both sides of each number at which a list takes another form, or a limit of a server stands. */
START_TEST(lists_across_the_limits)
{
	static const unsigned lengths[] = {256, 257, 4096, 4097, 65534, 65535, 65536, 100000, 100001};
	static int64_t many[100001];
	tn_conn *db = tn_test_open_shared();
	size_t i, n;
	make(db);
	for (n = 0; n < sizeof many / sizeof many[0]; n++)
		many[n] = ROWS + 3 - (int64_t)n;
	for (i = 0; i < sizeof servers / sizeof servers[0]; i++) {
		tn_conn *masked = open_masked(i);
		const size_t most = !i ? sizeof lengths / sizeof lengths[0] : servers[i].params ? 2 : 4;
		for (n = 0; n < most; n++) {
			tn_list list = {.kind = TN_KIND_INT, .shape = 1, .items = many, .count = lengths[n]};
			const tn_value v = tn_list_of(&list);
			int64_t in = answer(masked, "SELECT count(*) FROM l WHERE id IN (?) AND id <> ?",
					    TN_VALUES(v, tn_int(7)));
			int64_t out = answer(masked, "SELECT count(*) FROM l WHERE id NOT IN (?) OR id = ?",
					     TN_VALUES(v, tn_int(7)));
			ck_assert_msg(in == ROWS - 1 && out == 1, "%s, %u elements: %lld and %lld: %s", servers[i].name,
				      lengths[n], (long long)in, (long long)out,
				      in < 0 ? tn_test_failure((int)in) : "");
		}
		tn_close(masked);
	}
	tn_close(db);
}
END_TEST

TCase *list_masks(void)
{
	TCase *tc = tcase_create("lists");
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, lists_of_any_form);
	tcase_add_test(tc, lists_across_the_limits);
	tcase_add_test(tc, no_list_is_too_long_for_few_parameters);
	return tc;
}

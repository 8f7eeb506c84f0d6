/* SPDX-License-Identifier: MIT */
/*
 * tests/masks/masks_lists.c - lists of every length, with forms of lists taken away and with
 * few parameters.
 *
 * What a list finds and changes must depend neither on the form that the library has
 * picked for it nor on the limits of the connection.  A statement may be refused with
 * TN_E_LIMIT only where no form is left and its elements are more than the parameters.
 */
#include <stdio.h>
#include <tenon/testing.h>
#include "core/engine/engine.h"
#include "tests/masks/masks.h"

enum { ROWS = 90, MOST = 1200 };

static const struct {
	const char *name;
	enum tn_cap caps[4];
	unsigned count;
	int64_t params; /* 0: as many as the server takes */
} servers[] = {
	{"as it is", {0}, 0, 0},
	{"without arrays", {TN_CAP_LIST_ARRAY}, 1, 0},
	{"without arrays, changes joined", {TN_CAP_LIST_ARRAY, TN_CAP_LIST_TABLE_DML}, 2, 0},
	{"without arrays, text poor", {TN_CAP_LIST_ARRAY, TN_CAP_LIST_TABLE_DML, TN_CAP_LIST_TABLE_TEXT}, 3, 0},
	{"without any", {TN_CAP_LIST_ARRAY, TN_CAP_LIST_TABLE, TN_CAP_LIST_TABLE_DML, TN_CAP_LIST_TABLE_TEXT}, 4, 0},
	{"five parameters", {0}, 0, 5},
	{"five parameters, no arrays", {TN_CAP_LIST_ARRAY}, 1, 5},
	{"999 parameters", {0}, 0, 999},
};

static const struct {
	const char *sql;
	int lists; /* that it has; then one scalar, 50 */
	int plain; /* each server has a form for it */
} statements[] = {
	{"SELECT count(*) FROM l WHERE id IN (?) AND id < ?", 1, 1},
	{"SELECT count(*) FROM l WHERE id NOT IN (?) AND id < ?", 1, 1},
	{"SELECT count(*) FROM l WHERE s IN (?) AND id < ?", -1, 1},
	{"SELECT count(*) FROM l WHERE s NOT IN (?) AND id < ?", -1, 0},
	{"SELECT count(*) FROM l WHERE id = ANY(?) AND id IN (?) AND id < ?", 2, 1},
	{"SELECT count(*) FROM l WHERE n IN (?) AND id < ?", 1, 1},
	{"DELETE FROM l WHERE id IN (?) AND id < ?", 1, 1},
	{"UPDATE l SET n = id, s = 'new' WHERE id IN (?) AND id < ?", 1, 1},
	{"DELETE FROM l WHERE id NOT IN (?) OR id > ?", 1, 0},
};

static tn_conn *open_masked(size_t i)
{
	tn_conn *db = tn_test_open_shared();
	unsigned k;
	struct tn_caps *caps = &db->be->server.caps;
	for (k = 0; k < servers[i].count; k++)
		tn_cap_clear(caps, servers[i].caps[k]);
	if (servers[i].params)
		caps->limits[TN_LIMIT_BIND_PARAMS] = servers[i].params;
	tn__profile_make(caps, &db->profile);
	return db;
}

static void make(tn_conn *db)
{
	int64_t i;
	ck_tn_ok(tn_exec(db, "CREATE TABLE l (id BIGINT PRIMARY KEY, n NUMERIC(12, 2), s VARCHAR(20))", NULL, NULL,
			 tn_test_err()));
	for (i = 1; i <= ROWS; i++) {
		char s[20];
		snprintf(s, sizeof s, "t%d", (int)i);
		ck_tn_ok(tn_exec(db, "INSERT INTO l (id, n, s) VALUES (?, ?, ?)",
				 TN_VALUES(tn_int(i), tn_int(i), tn_text(s)), NULL, tn_test_err()));
	}
}

/* Every second number, twice; of texts the same. */
static void fill(int64_t *ids, const char **texts, char (*room)[12])
{
	unsigned i;
	for (i = 0; i < MOST; i++) {
		ids[i] = i / 2 * 2 + 1;
		snprintf(room[i], sizeof room[i], "t%u", i / 2 * 2 + 1);
		texts[i] = room[i];
	}
}

/* What the statement answers, or the error. */
static int64_t answer(tn_conn *db, const char *sql, const tn_args *args)
{
	tn_result result = {0};
	tn_rows *rows = NULL;
	int64_t n = -1;
	int rc;
	if (*sql != 'S') {
		rc = tn_exec(db, sql, args, &result, tn_test_err());
		return rc < 0 ? rc : result.affected;
	}
	rc = tn_query(db, sql, args, &rows, tn_test_err());
	if (rc < 0)
		return rc;
	if (tn_next(rows, tn_test_err()) == TN_ROW)
		n = tn_get_int64(rows, 0);
	ck_tn_ok(tn_finish(rows, tn_test_err()));
	return n;
}

static int may_refuse(size_t server, size_t statement, unsigned length)
{
	int64_t most = servers[server].params ? servers[server].params : 999;
	return (servers[server].count == 4 || !statements[statement].plain) && length * 2 + 1 >= most;
}

static void compare(tn_conn *db, size_t server, size_t statement, unsigned length)
{
	static int64_t ids[MOST];
	static const char *texts[MOST];
	static char room[MOST][12];
	static int64_t expected[sizeof statements / sizeof statements[0]][MOST + 1];
	tn_value list, values[3];
	uint32_t count = 0;
	int64_t got;
	fill(ids, texts, room);
	list = statements[statement].lists < 0 ? TN_LIST(texts, length) : TN_LIST(ids, length);
	values[count++] = list;
	if (statements[statement].lists == 2)
		values[count++] = list;
	values[count++] = tn_int(50);
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	got = answer(db, statements[statement].sql, &(const tn_args){.values = values, .count = count});
	tn_rollback(db, NULL);
	if (!server)
		expected[statement][length] = got;
	if (got == TN_E_LIMIT && may_refuse(server, statement, length))
		return;
	ck_assert_msg(got == expected[statement][length] && got >= 0, "%s, %u elements, %s: %lld, not %lld: %s",
		      statements[statement].sql, length, servers[server].name, (long long)got,
		      (long long)expected[statement][length], got < 0 ? tn_test_failure((int)got) : "");
}

START_TEST(lists_of_any_form)
{
	static const unsigned lengths[] = {0, 1, 4, 7, 40, 300, 499, 500, 501, MOST};
	tn_conn *db = tn_test_open_shared();
	size_t i, k, n;
	make(db);
	for (i = 0; i < sizeof servers / sizeof servers[0]; i++) {
		tn_conn *masked = open_masked(i);
		for (k = 0; k < sizeof statements / sizeof statements[0]; k++)
			for (n = 0; n < sizeof lengths / sizeof lengths[0]; n++)
				compare(masked, i, k, lengths[n]);
		tn_close(masked);
	}
	tn_close(db);
}
END_TEST

START_TEST(no_list_is_too_long_for_few_parameters)
{
	enum { MANY = 300001 };
	static int64_t ids[MANY];
	size_t last = sizeof servers / sizeof servers[0] - 1;
	tn_conn *db = tn_test_open_shared(), *masked;
	int64_t i;
	make(db);
	for (i = 0; i < MANY; i++)
		ids[i] = MANY - i;
	masked = open_masked(last);
	ck_assert_int_eq(answer(masked, "DELETE FROM l WHERE id IN (?) AND id <> ?",
				TN_ARGS(TN_LIST(ids, MANY), 7)), ROWS - 1);
	ck_assert_int_eq(answer(masked, "SELECT count(*) FROM l WHERE id IN (?) AND n IN (?)",
				TN_ARGS(TN_LIST(ids, MANY), TN_LIST(ids, MANY))), 1);
	tn_close(masked);
	tn_close(db);
}
END_TEST

TCase *list_masks(void)
{
	TCase *tc = tcase_create("lists");
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, lists_of_any_form);
	tcase_add_test(tc, no_list_is_too_long_for_few_parameters);
	return tc;
}

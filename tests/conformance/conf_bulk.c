/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_bulk.c - many rows into one table (tenon/bulk.h).
 *
 * Whatever way they are sent, what comes of them is what INSERTs of one row each come to: the
 * reference of these cases is a table that was filled so, or an INSERT of the row that failed.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/bulk.h>
#include "tests/conformance/conf.h"

/* item (id, name, amount): see conf_make_items(). */
static const char *const item_columns[] = {"id", "name", "amount", NULL};

static tn_bulk *open_bulk(tn_conn *db, const char *table, const char *const *columns, const tn_bulk_options *o)
{
	tn_bulk *bulk = NULL;
	ck_tn_ok(tn_bulk_open(db, table, columns, o, &bulk, tn_test_err()));
	return bulk;
}

static int put_item(tn_bulk *bulk, int64_t id, const char *name, int64_t amount, tn_error **err)
{
	const tn_value values[] = {tn_int(id), tn_text(name), tn_int(amount)};
	return tn_bulk_row(bulk, values, err);
}

/* Rows from, from + 1, ... named after their numbers. */
static void put_items(tn_bulk *bulk, int from, int n)
{
	char name[24];
	int i;
	for (i = from; i < from + n; i++) {
		snprintf(name, sizeof name, "item %d", i);
		ck_tn_ok(put_item(bulk, i, i % 7 ? name : NULL, i * 3, tn_test_err()));
	}
}

static tn_conn *open_items(void)
{
	tn_conn *db = tn_test_open_shared();
	conf_make_items(db);
	return db;
}

/* ---- rows arrive -------------------------------------------------------------------------- */

static const int counts[] = {0, 1, 2, 3, 63, 64, 65, 511, 512, 513, 1025, 4097, 16385};

START_TEST(every_number_of_rows)
{
	tn_conn *db = open_items();
	tn_bulk *bulk = open_bulk(db, "item", item_columns, NULL);
	tn_bulk_result result;
	int64_t n = counts[_i];
	put_items(bulk, 1, (int)n);
	ck_tn_ok(tn_bulk_close(bulk, &result, tn_test_err()));
	ck_assert_int_eq((int64_t)result.rows, n);
	ck_assert_int_eq(result.affected, n);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item", NULL), n);
	ck_assert_int_eq(conf_int(db, "SELECT coalesce(sum(amount), 0) FROM item", NULL), 3 * n * (n + 1) / 2);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item WHERE name IS NULL", NULL), n / 7);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item WHERE name = 'item ' || CAST(id AS VARCHAR(10))",
				  NULL), n - n / 7);
	tn_close(db);
}
END_TEST

static int64_t rows_told;

static int take_progress(void *ctx, uint64_t rows)
{
	(void)ctx;
	ck_assert_uint_gt(rows, (uint64_t)rows_told);
	rows_told = (int64_t)rows;
	return 0;
}

START_TEST(little_memory_is_enough)
{
	tn_bulk_options o = {.size = sizeof o, .memory = 1000, .progress = take_progress};
	tn_conn *db = open_items();
	tn_bulk *bulk = open_bulk(db, "item", item_columns, &o);
	rows_told = 0;
	put_items(bulk, 1, 500);
	ck_assert_int_gt(rows_told, 0);
	ck_tn_ok(tn_bulk_close(bulk, NULL, tn_test_err()));
	ck_assert_int_eq(rows_told, 500);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item", NULL), 500);
	tn_close(db);
}
END_TEST

/* ---- values are those of INSERT ------------------------------------------------------------ */

static const tn_column_def typed[] = {
	{.name = "id", .type = TN_TYPE_INTEGER, .flags = TN_COL_PRIMARY},
	{.name = "small", .type = TN_TYPE_SMALLINT},
	{.name = "big", .type = TN_TYPE_BIGINT},
	{.name = "single", .type = TN_TYPE_REAL},
	{.name = "dbl", .type = TN_TYPE_DOUBLE},
	{.name = "num", .type = TN_TYPE_NUMERIC, .length = 20, .scale = 4},
	{.name = "short", .type = TN_TYPE_VARCHAR, .length = 10},
	{.name = "txt", .type = TN_TYPE_TEXT},
	{.name = "raw", .type = TN_TYPE_BYTEA},
	{.name = "day", .type = TN_TYPE_DATE},
	{.name = "clock", .type = TN_TYPE_TIME},
	{.name = "moment", .type = TN_TYPE_TIMESTAMP},
	{.name = "zoned", .type = TN_TYPE_TIMESTAMPTZ},
	{.name = "uid", .type = TN_TYPE_UUID},
	{.name = "doc", .type = TN_TYPE_JSON},
	{.name = "yes", .type = TN_TYPE_BOOLEAN},
};
#define TYPED CONF_COUNT(typed)

static const char *const typed_columns[] = {"id", "small", "big", "single", "dbl", "num", "short", "txt", "raw", "day",
					    "clock", "moment", "zoned", "uid", "doc", "yes", NULL};

/* A value of many for a column; what is no value of it is met, too. */
static tn_value pick(unsigned column, unsigned i)
{
	static const int64_t ints[] = {0, 1, -1, 32767, -32768, 2147483647, INT64_MAX, INT64_MIN, 123456789012};
	static const double doubles[] = {0.0, -0.0, 1.5, -2.25, 1e300, 5e-324, 3.4028234663852886e38, 0.1, 1e-40};
	static const char *const numbers[] = {"0", "1", "-1", "0.0001", "-0.0001", "1234567890123456.7891",
					      "9999999999999999.9999", "100000", "10000", "0.5", "-12345678.0001",
					      "7.00000"};
	static const char *const texts[] = {"", "a", "aa ", "\xc3\xa4\xe2\x82\xac", "\xf0\x9f\x90\x98", "tab\there",
					    "quote'\"\\", "0123456789", "line\nend"};
	static const char bytes[] = "\0\1\2\xff\xfe\\'\n";
	static const char *const docs[] = {"{}", "[1,2]", "\"x\"", "null", "{\"a\": {\"b\": [true, null]}}"};
	const int64_t day = 86400000000;
	if ((i * 7 + column) % 5 == 0)
		return tn_null();
	switch (column) {
	case 1: return tn_int(ints[i % 5]);
	case 2: return tn_int(ints[i % 9]);
	case 3: return tn_double(doubles[i % 4]);
	case 4: return i % 11 == 3 ? tn_int(ints[i % 6]) : tn_double(doubles[i % 9]);
	case 5: return i % 11 == 5 ? tn_int(ints[i % 6]) : tn_numeric(numbers[i % CONF_COUNT(numbers)]);
	case 6: return tn_text(texts[i % 8]);
	case 7: return tn_text(texts[i % 9]);
	case 8: return tn_bytes(bytes, i % sizeof bytes);
	case 9: return tn_date((int64_t)(i * 977 % 200000) - 100000);
	case 10: return tn_time((int64_t)i * 7919 * 1000003 % day);
	case 11: return i % 13 == 4 ? tn_date(i) : tn_timestamp(((int64_t)i * 104729 - 5000000) * 1000003);
	case 12: return tn_timestamptz((int64_t)i * 1299709 * 1000 - day * 3000);
	case 13: return tn_uuid(&"0123456789abcdefghijklmnopqrstuvwxyz"[i % 20]);
	case 14: return tn_json(docs[i % 5]);
	default: return tn_bool(i % 2);
	}
}

static void typed_row(unsigned i, tn_value *out)
{
	unsigned c;
	out[0] = tn_int(i);
	for (c = 1; c < TYPED; c++)
		out[c] = pick(c, i);
}

static void assert_same_tables(tn_conn *db)
{
	tn_rows *a = NULL, *b;
	unsigned i;
	ck_tn_ok(tn_query_mode(db, "SELECT * FROM typed ORDER BY id", NULL, TN_FETCH_ALL, 0, &a, tn_test_err()));
	b = conf_query(db, "SELECT * FROM one_by_one ORDER BY id", NULL);
	while (tn_next(b, tn_test_err()) == TN_ROW) {
		ck_tn_is(tn_next(a, tn_test_err()), TN_ROW);
		for (i = 0; i < TYPED; i++) {
			const tn_value *v = tn_get_value(a, i), *want = tn_get_value(b, i);
			ck_assert_msg(conf_same(v, want), "row %lld, %s: %s, by INSERT %s",
				      (long long)tn_get_int64(a, 0), typed[i].name, conf_text(v), conf_text(want));
		}
	}
	ck_tn_is(tn_next(a, tn_test_err()), TN_DONE);
	conf_end(b);
	conf_end(a);
}

START_TEST(values_are_those_of_insert)
{
	const unsigned n = 1300;
	tn_conn *db = tn_test_open_shared();
	tn_value row[TYPED];
	tn_bulk *bulk;
	unsigned i;
	conf_make(db, "typed", typed, TYPED);
	conf_make(db, "one_by_one", typed, TYPED);
	bulk = open_bulk(db, "typed", typed_columns, NULL);
	for (i = 0; i < n; i++) {
		typed_row(i, row);
		ck_tn_ok(tn_bulk_row(bulk, row, tn_test_err()));
	}
	ck_tn_ok(tn_bulk_close(bulk, NULL, tn_test_err()));
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	for (i = 0; i < n; i++) {
		tn_args args = {.values = row, .count = TYPED};
		typed_row(i, row);
		conf_exec(db, "INSERT INTO one_by_one VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &args);
	}
	ck_tn_ok(tn_commit(db, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM typed", NULL), n);
	assert_same_tables(db);
	tn_close(db);
}
END_TEST

/* ---- errors are those of INSERT --------------------------------------------------------------- */

/* strict (id, name NOT NULL of 5 characters, parent -> item or NULL, small, uniq) */
static tn_conn *open_strict(void)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "name", .type = TN_TYPE_VARCHAR, .length = 5, .flags = TN_COL_NOT_NULL},
		{.name = "parent", .type = TN_TYPE_BIGINT, .ref_table = "item", .ref_column = "id"},
		{.name = "small", .type = TN_TYPE_SMALLINT, .check = "small <> 13"},
		{.name = "uniq", .type = TN_TYPE_NUMERIC, .length = 10, .scale = 2, .flags = TN_COL_UNIQUE},
	};
	tn_conn *db = tn_test_open_shared();
	conf_fill_items(db, 3);
	conf_make(db, "strict", columns, CONF_COUNT(columns));
	conf_exec(db, "INSERT INTO strict VALUES (-1, 'old', NULL, 0, -1)", NULL);
	return db;
}

static const char *const strict_columns[] = {"id", "name", "parent", "small", "uniq", NULL};

static const struct {
	unsigned column;
	tn_value value;
} bad[] = {
	{0, {.kind = TN_KIND_INT, .u.i = -1}},
	{0, {.kind = TN_KIND_NULL}},
	{1, {.kind = TN_KIND_NULL}},
	{1, {.kind = TN_KIND_TEXT, .len = 6, .u.s = "abcdef"}},
	{1, {.kind = TN_KIND_TEXT, .len = 2, .u.s = "\xc3("}},
	{1, {.kind = TN_KIND_TEXT, .len = 3, .u.s = "a\0b"}},
	{1, {.kind = TN_KIND_INT, .u.i = 5}},
	{2, {.kind = TN_KIND_INT, .u.i = 99}},
	{3, {.kind = TN_KIND_INT, .u.i = 40000}},
	{3, {.kind = TN_KIND_INT, .u.i = 13}},
	{4, {.kind = TN_KIND_NUMERIC, .len = 2, .u.s = "-1"}},
	{4, {.kind = TN_KIND_NUMERIC, .len = 10, .u.s = "1234567890"}},
	{4, {.kind = TN_KIND_DATE, .u.i = 1}},
};

static void strict_row(int i, tn_value *out)
{
	static char number[16];
	snprintf(number, sizeof number, "%d.25", i);
	out[0] = tn_int(i);
	out[1] = tn_text("name");
	out[2] = i % 3 ? tn_int(i % 3) : tn_null();
	out[3] = tn_int(i % 10);
	out[4] = tn_numeric(number);
}

/* What an INSERT of the row says. */
static int reference(tn_conn *db, int row, unsigned which, tn_error **err)
{
	tn_value values[5];
	tn_args args = {.values = values, .count = 5};
	int rc;
	strict_row(row, values);
	values[bad[which].column] = bad[which].value;
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	rc = tn_exec(db, "INSERT INTO strict (id, name, parent, small, uniq) VALUES (?, ?, ?, ?, ?)", &args, NULL, err);
	ck_tn_ok(tn_rollback(db, tn_test_err()));
	return rc;
}

/* n rows of which number k cannot be written; the error of the first call that has one. */
static int write_bad(tn_conn *db, int n, int k, unsigned which, tn_error **err)
{
	tn_bulk *bulk = open_bulk(db, "strict", strict_columns, NULL);
	tn_value values[5];
	int i, rc = TN_OK;
	for (i = 1; i <= n && rc >= 0; i++) {
		strict_row(i, values);
		if (i == k)
			values[bad[which].column] = bad[which].value;
		rc = tn_bulk_row(bulk, values, err);
	}
	if (rc >= 0)
		return tn_bulk_close(bulk, NULL, err);
	ck_assert_int_eq(tn_bulk_row(bulk, values, NULL), rc);
	tn_bulk_abandon(bulk);
	return rc;
}

static const int bad_rows[] = {1, 700, 1300};

START_TEST(errors_are_those_of_insert)
{
	tn_conn *db = open_strict();
	unsigned which;
	for (which = 0; which < CONF_COUNT(bad); which++) {
		tn_error *err = NULL, *want = NULL;
		int k = bad_rows[_i], code = reference(db, k, which, &want);
		int rc = write_bad(db, 1300, k, which, &err);
		ck_assert_int_lt(code, 0);
		ck_assert_msg(rc == code, "bad value %u: %s, by INSERT %s", which, tn_error_name(rc),
			      tn_error_message(want));
		ck_assert_msg(tn_error_row(err) == (uint64_t)k, "bad value %u: row %llu: %s", which,
			      (unsigned long long)tn_error_row(err), tn_error_message(err));
		ck_assert_ptr_nonnull(strstr(tn_error_message(err), tn_error_message(want)));
		if (tn_error_constraint(want))
			ck_assert_str_eq(tn_error_constraint(err), tn_error_constraint(want));
		tn_error_free(err);
		tn_error_free(want);
		ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM strict", NULL), 1);
		ck_assert_uint_eq(tn_tx_depth(db), 0);
	}
	tn_close(db);
}
END_TEST

/* Of two rows that cannot be written the first is told, whatever is wrong with them. */
START_TEST(the_first_error_is_told)
{
	tn_conn *db = open_strict();
	tn_bulk *bulk = open_bulk(db, "strict", strict_columns, NULL);
	tn_error *err = NULL;
	tn_value values[5];
	int i, rc = TN_OK;
	for (i = 1; i <= 900 && rc >= 0; i++) {
		strict_row(i, values);
		if (i == 600)
			values[2] = tn_int(99);
		if (i == 610)
			values[1] = tn_text_n("a\0b", 3);
		rc = tn_bulk_row(bulk, values, &err);
	}
	if (rc >= 0)
		rc = tn_bulk_close(bulk, NULL, &err);
	else
		tn_bulk_abandon(bulk);
	ck_assert_int_eq(rc, TN_E_FOREIGN_KEY);
	ck_assert_uint_eq(tn_error_row(err), 600);
	tn_error_free(err);
	tn_close(db);
}
END_TEST

START_TEST(a_transaction_around_goes_on)
{
	tn_conn *db = open_strict();
	tn_error *err = NULL;
	tn_bulk *bulk;
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	conf_exec(db, "INSERT INTO item VALUES (100, 'before', 0)", NULL);
	ck_assert_int_eq(write_bad(db, 2000, 1500, 7, &err), TN_E_FOREIGN_KEY);
	tn_error_free(err);
	ck_assert_uint_eq(tn_tx_depth(db), 1);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_ACTIVE);
	bulk = open_bulk(db, "item", item_columns, NULL);
	put_items(bulk, 1000, 2000);
	ck_tn_ok(tn_bulk_close(bulk, NULL, tn_test_err()));
	ck_assert_uint_eq(tn_tx_depth(db), 1);
	bulk = open_bulk(db, "item", item_columns, NULL);
	put_items(bulk, 5000, 2000);
	tn_bulk_abandon(bulk);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item WHERE id >= 100", NULL), 2001);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM strict", NULL), 1);
	tn_close(db);
}
END_TEST

/* Each row may refer to those before it and to itself, on every server to no other. */
START_TEST(rows_that_refer_to_each_other)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "boss", .type = TN_TYPE_BIGINT, .ref_table = "person", .ref_column = "id"},
	};
	static const char *const names[] = {"id", "boss", NULL};
	tn_conn *db = tn_test_open_shared();
	tn_error *err = NULL;
	tn_bulk *bulk;
	int i, rc = TN_OK;
	conf_make(db, "person", columns, CONF_COUNT(columns));
	bulk = open_bulk(db, "person", names, NULL);
	for (i = 1; i <= 40; i++)
		ck_tn_ok(tn_bulk_row(bulk, (tn_value[]){tn_int(i), tn_int(i % 4 == 2 ? i - 1 : i)}, tn_test_err()));
	ck_tn_ok(tn_bulk_close(bulk, NULL, tn_test_err()));
	bulk = open_bulk(db, "person", names, NULL);
	for (i = 100; i < 140 && rc >= 0; i++)
		rc = tn_bulk_row(bulk, (tn_value[]){tn_int(i), i == 120 ? tn_int(121) : tn_null()}, &err);
	rc = rc < 0 ? (tn_bulk_abandon(bulk), rc) : tn_bulk_close(bulk, NULL, &err);
	ck_assert_int_eq(rc, TN_E_FOREIGN_KEY);
	ck_assert_uint_eq(tn_error_row(err), 21);
	tn_error_free(err);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM person", NULL), 40);
	tn_close(db);
}
END_TEST

/* ---- rows that are there --------------------------------------------------------------------------- */

static const char *const item_key[] = {"id", NULL};

/* Half of them are there; the last hundred come twice. */
static void write_half(tn_conn *db, int on_conflict, tn_bulk_result *result)
{
	tn_bulk_options o = {.size = sizeof o, .on_conflict = on_conflict, .key = item_key};
	tn_bulk *bulk = open_bulk(db, "item", item_columns, &o);
	int i;
	for (i = 0; i < 2100; i++)
		ck_tn_ok(put_item(bulk, i < 2000 ? i : i - 100, "new", -i, tn_test_err()));
	ck_tn_ok(tn_bulk_close(bulk, result, tn_test_err()));
}

START_TEST(rows_that_are_there_are_skipped)
{
	tn_conn *db = tn_test_open_shared();
	tn_bulk_result result;
	conf_fill_items(db, 1000);
	write_half(db, TN_BULK_SKIP, &result);
	ck_assert_int_eq((int64_t)result.rows, 2100);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item", NULL), result.affected + 1000);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item WHERE name = 'new'", NULL), result.affected);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item WHERE amount <= -2000", NULL), 0);
	tn_close(db);
}
END_TEST

START_TEST(rows_that_are_there_are_updated)
{
	tn_conn *db = tn_test_open_shared();
	tn_bulk_result result;
	conf_fill_items(db, 1000);
	write_half(db, TN_BULK_UPDATE, &result);
	ck_assert_int_eq((int64_t)result.rows, 2100);
	ck_assert_int_eq(result.affected, 2100);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item WHERE id < 2000 AND name = 'new'", NULL), 2000);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item WHERE id BETWEEN 1900 AND 1999 "
				  "AND amount = -(id + 100)", NULL), 100);
	tn_close(db);
}
END_TEST

static int64_t last_key, keys_told;

static int take_keys(void *ctx, uint64_t first, const tn_value *values, uint32_t count, tn_error **err)
{
	uint32_t i;
	(void)ctx;
	(void)err;
	ck_assert_uint_eq(first, (uint64_t)keys_told + 1);
	for (i = 0; i < count; i++) {
		ck_assert_int_eq(values[i].kind, TN_KIND_INT);
		ck_assert_int_gt(values[i].u.i, last_key);
		last_key = values[i].u.i;
		keys_told++;
	}
	return 0;
}

START_TEST(generated_keys_come_in_order)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_IDENTITY | TN_COL_PRIMARY},
		{.name = "n", .type = TN_TYPE_BIGINT},
	};
	static const char *const names[] = {"n", NULL};
	tn_bulk_options o = {.size = sizeof o, .made_column = "id", .made = take_keys, .memory = 40000};
	tn_conn *db = tn_test_open_shared();
	tn_bulk *bulk;
	int i;
	tn_test_skip_if(!tn_has_cap(db, "returning_insert") && !tn_has_cap(db, "last_insert_id"), db,
			"the server tells no generated key");
	conf_make(db, "made", columns, CONF_COUNT(columns));
	last_key = keys_told = 0;
	bulk = open_bulk(db, "made", names, &o);
	for (i = 1; i <= 3001; i++)
		ck_tn_ok(tn_bulk_row(bulk, (tn_value[]){tn_int(i)}, tn_test_err()));
	ck_tn_ok(tn_bulk_close(bulk, NULL, tn_test_err()));
	ck_assert_int_eq(keys_told, 3001);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM made a JOIN made b ON a.id < b.id AND a.n > b.n "
				  "WHERE a.n < 50", NULL), 0);
	ck_assert_int_eq(conf_int(db, "SELECT n FROM made WHERE id = ?", TN_ARGS(last_key)), 3001);
	tn_close(db);
}
END_TEST

/* ---- structs ---------------------------------------------------------------------------------------- */

struct item {
	int64_t amount;
	int id;
	const char *name;
};

START_TEST(structs_are_written)
{
	static const tn_field fields[] = {
		TN_FIELD(struct item, amount), TN_FIELD(struct item, id), TN_FIELD(struct item, name),
	};
	static const tn_field short_of[] = {TN_FIELD(struct item, amount), TN_FIELD(struct item, id)};
	static struct item items[3000];
	tn_conn *db = open_items();
	tn_bulk *bulk = open_bulk(db, "item", item_columns, NULL);
	int i;
	for (i = 0; i < 3000; i++)
		items[i] = (struct item){.id = i, .amount = i * INT64_C(10000000000), .name = i % 2 ? "odd" : NULL};
	ck_assert_int_eq(tn_bulk_structs(bulk, short_of, 2, items, sizeof *items, 1, NULL), TN_E_NO_OBJECT);
	ck_tn_ok(tn_bulk_structs(bulk, fields, TN_FIELD_COUNT(fields), items, sizeof *items, 3000, tn_test_err()));
	ck_tn_ok(tn_bulk_close(bulk, NULL, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item WHERE amount = id * 10000000000", NULL), 3000);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item WHERE name = 'odd'", NULL), 1500);
	tn_close(db);
}
END_TEST

/* What tn_fetch_columns() gives, tn_bulk_columns() writes, in another table on another connection. */
START_TEST(columns_are_written)
{
	tn_conn *db = tn_test_open_shared(), *to;
	tn_column_data c[TYPED];
	tn_value row[TYPED];
	tn_rows *rows;
	tn_bulk *bulk;
	int64_t n;
	unsigned i;
	conf_make(db, "typed", typed, TYPED);
	conf_make(db, "one_by_one", typed, TYPED);
	bulk = open_bulk(db, "one_by_one", typed_columns, NULL);
	for (i = 0; i < 900; i++) {
		typed_row(i, row);
		ck_tn_ok(tn_bulk_row(bulk, row, tn_test_err()));
	}
	ck_tn_ok(tn_bulk_close(bulk, NULL, tn_test_err()));
	ck_tn_ok(tn_open(&to, tn_test_shared_url(), NULL, tn_test_err()));
	bulk = NULL;
	rows = NULL;
	memset(c, 0, sizeof c);
	ck_tn_ok(tn_query_mode(db, "SELECT * FROM one_by_one ORDER BY id", NULL, TN_FETCH_ALL, 0, &rows,
			       tn_test_err()));
	bulk = open_bulk(to, "typed", typed_columns, NULL);
	while ((n = tn_fetch_columns(rows, c, TYPED, 200, tn_test_err())) > 0)
		ck_tn_ok(tn_bulk_columns(bulk, c, n, tn_test_err()));
	ck_assert_msg(n == 0, "%s", tn_test_failure((int)n));
	ck_assert_int_eq(tn_bulk_columns(bulk, NULL, 1, NULL), TN_E_MISUSE);
	ck_assert_int_eq(tn_bulk_columns(bulk, c, c[0].count + 1, NULL), TN_E_MISUSE);
	conf_end(rows);
	ck_tn_ok(tn_bulk_close(bulk, NULL, tn_test_err()));
	tn_close(to);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM typed", NULL), 900);
	assert_same_tables(db);
	tn_close(db);
}
END_TEST

/* ---- misuse --------------------------------------------------------------------------------------------- */

static int stop_at_once(void *ctx, uint64_t rows)
{
	(void)ctx;
	(void)rows;
	return 1;
}

START_TEST(the_wrong_call_is_refused)
{
	static const char *const no_such[] = {"id", "nothing", NULL}, *const twice[] = {"id", "id", NULL};
	static const char *const hostile[] = {"id", "na\"me; DROP TABLE item", NULL};
	tn_bulk_options o = {.size = sizeof o, .progress = stop_at_once};
	tn_conn *db = open_items();
	tn_bulk *bulk = NULL, *other = NULL;
	ck_assert_int_eq(tn_bulk_open(db, "nothing", item_columns, NULL, &bulk, NULL), TN_E_NO_OBJECT);
	ck_assert_int_eq(tn_bulk_open(db, "item", no_such, NULL, &bulk, NULL), TN_E_NO_OBJECT);
	ck_assert_int_lt(tn_bulk_open(db, "item", twice, NULL, &bulk, NULL), 0);
	ck_assert_int_eq(tn_bulk_open(db, "item", hostile, NULL, &bulk, NULL), TN_E_NO_OBJECT);
	ck_assert_int_eq(tn_bulk_open(db, "item", NULL, NULL, &bulk, NULL), TN_E_MISUSE);
	ck_assert_ptr_null(bulk);
	ck_assert_uint_eq(tn_tx_depth(db), 0);
	bulk = open_bulk(db, "item", item_columns, NULL);
	ck_assert_int_eq(tn_bulk_open(db, "item", item_columns, NULL, &other, NULL), TN_E_MISUSE);
	put_items(bulk, 1, 10);
	ck_assert_int_eq(tn_commit(db, NULL), TN_E_MISUSE);
	ck_assert_int_eq(tn_rollback(db, NULL), TN_E_MISUSE);
	ck_assert_int_eq(tn_bulk_row(bulk, NULL, NULL), TN_E_MISUSE);
	put_items(bulk, 11, 10);
	ck_tn_ok(tn_bulk_close(bulk, NULL, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item", NULL), 20);
	bulk = open_bulk(db, "item", item_columns, &o);
	put_items(bulk, 100, 10);
	ck_assert_int_eq(tn_bulk_close(bulk, NULL, NULL), TN_E_CANCELLED);
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item", NULL), 20);
	ck_assert_int_eq(tn_bulk_close(NULL, NULL, NULL), TN_E_MISUSE);
	tn_bulk_abandon(NULL);
	tn_close(db);
}
END_TEST

/* Rows that are on their way when the connection is closed are not written, and the handle can still be freed. */
START_TEST(the_connection_is_closed)
{
	tn_conn *db = open_items(), *again;
	tn_bulk *bulk = open_bulk(db, "item", item_columns, NULL);
	put_items(bulk, 1, 3000);
	tn_close(db);
	ck_assert_int_eq(put_item(bulk, 1, "x", 1, NULL), TN_E_MISUSE);
	ck_assert_int_eq(tn_bulk_close(bulk, NULL, NULL), TN_E_MISUSE);
	again = tn_test_open_shared();
	ck_assert_int_eq(conf_int(again, "SELECT count(*) FROM item", NULL), 0);
	tn_close(again);
}
END_TEST

/* Statements run between the rows, or are refused; never mixed up with them. */
START_TEST(statements_between_rows)
{
	tn_conn *db = open_items();
	tn_bulk *bulk = open_bulk(db, "item", item_columns, NULL);
	int i, refused = 0;
	for (i = 0; i < 40; i++) {
		tn_value n = tn_null();
		tn_error *err = NULL;
		int rc;
		put_items(bulk, 1 + i * 100, 100);
		rc = tn_query_value(db, "SELECT 42", NULL, &n, &err);
		ck_assert(rc == TN_ROW ? n.u.i == 42 : rc == TN_E_MISUSE);
		refused += rc < 0;
		tn_error_free(err);
	}
	ck_tn_ok(tn_bulk_close(bulk, NULL, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT count(*) FROM item", NULL), 4000);
	ck_assert_int_lt(refused, 40);
	tn_close(db);
}
END_TEST

Suite *conf_bulk_suite(void)
{
	Suite *s = suite_create("bulk");
	TCase *tc = conf_case(s, "rows");
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, every_number_of_rows, 0, (int)CONF_COUNT(counts));
	tcase_add_test(tc, little_memory_is_enough);
	tcase_add_test(tc, values_are_those_of_insert);
	tcase_add_test(tc, structs_are_written);
	tcase_add_test(tc, columns_are_written);
	tcase_add_test(tc, generated_keys_come_in_order);
	tc = conf_case(s, "errors");
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, errors_are_those_of_insert, 0, (int)CONF_COUNT(bad_rows));
	tcase_add_test(tc, the_first_error_is_told);
	tcase_add_test(tc, a_transaction_around_goes_on);
	tcase_add_test(tc, rows_that_refer_to_each_other);
	tc = conf_case(s, "conflicts");
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, rows_that_are_there_are_skipped);
	tcase_add_test(tc, rows_that_are_there_are_updated);
	tc = conf_case(s, "misuse");
	tcase_add_test(tc, the_wrong_call_is_refused);
	tcase_add_test(tc, the_connection_is_closed);
	tcase_add_test(tc, statements_between_rows);
	return s;
}

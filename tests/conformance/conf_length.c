/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_length.c - text against the length of its column, and what
 * is no text at all.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/builder.h>
#include <tenon/length.h>
#include "tests/conformance/conf.h"

#define FOUR "\xF0\x9F\x92\xA9" /* one character of four bytes */

static tn_conn *open_states(void)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "name", .type = TN_TYPE_VARCHAR, .length = 8},
		{.name = "long_name", .type = TN_TYPE_VARCHAR, .length = 128},
		{.name = "body", .type = TN_TYPE_TEXT},
	};
	tn_conn *db = tn_test_open();
	conf_make(db, "state", columns, CONF_COUNT(columns));
	return db;
}

/* ---- tn_check_length() ------------------------------------------------------------- */

static const struct {
	const char *column, *text;
	int rc; /* where it is looked at */
} checked[] = {
	{"name", "12345678", TN_OK},
	{"name", "", TN_OK},
	{"name", NULL, TN_OK},
	{"name", "123456789", TN_E_TOO_LONG},
	{"name", FOUR FOUR FOUR FOUR FOUR FOUR FOUR FOUR, TN_OK},
	{"name", FOUR FOUR FOUR FOUR FOUR FOUR FOUR FOUR "9", TN_E_TOO_LONG},
	{"name", "1234567\xC3\xA9", TN_OK},
	/* An accent that stands by itself is a character. */
	{"name", "1234567e\xCC\x81", TN_E_TOO_LONG},
	/* What a server would cut without a word. */
	{"name", "12345678 ", TN_E_TOO_LONG},
	{"name", "\xFF", TN_E_DATA},
	{"body", "a", TN_E_MISUSE},
	{"id", "a", TN_E_MISUSE},
	{"nothing", "a", TN_E_NO_OBJECT},
};

static void expect(tn_conn *db, size_t i, int looks)
{
	tn_value v = tn_text(checked[i].text);
	int rc = tn_check_length(db, "state", checked[i].column, v, tn_test_err());
	ck_assert_msg(rc == (looks ? checked[i].rc : TN_OK), "row %zu: %s", i, tn_test_failure(rc));
}

/* A column longer than its text is taken by every server, one shorter by none. */
START_TEST(by_policy)
{
	tn_conn *db = open_states();
	size_t i;
	int automatic;
	/* What the servers do by themselves differs, and so does what "auto" means. */
	automatic = tn_check_length(db, "state", "name", tn_text("123456789"), NULL) < 0;
	for (i = 0; i < CONF_COUNT(checked); i++)
		expect(db, i, automatic);
	ck_tn_ok(tn_set_length_policy(db, TN_LENGTH_NEVER, tn_test_err()));
	for (i = 0; i < CONF_COUNT(checked); i++)
		expect(db, i, 0);
	ck_tn_ok(tn_set_length_policy(db, TN_LENGTH_ALWAYS, tn_test_err()));
	for (i = 0; i < CONF_COUNT(checked); i++)
		expect(db, i, 1);
	ck_tn_err(tn_set_length_policy(db, 3, tn_test_err()), TN_E_PARAM);
	tn_close(db);
}
END_TEST

START_TEST(the_error_names_the_column)
{
	tn_conn *db = open_states();
	tn_error *err = NULL;
	ck_tn_ok(tn_set_length_policy(db, TN_LENGTH_ALWAYS, tn_test_err()));
	ck_assert_int_eq(tn_check_length(db, "state", "name", tn_text("123456789"), &err), TN_E_TOO_LONG);
	ck_assert_str_eq(tn_error_column(err), "name");
	ck_assert_ptr_nonnull(strstr(tn_error_message(err), " 8 "));
	ck_assert_ptr_nonnull(strstr(tn_error_message(err), " 9"));
	ck_assert_ptr_null(strstr(tn_error_message(err), "123456789"));
	tn_error_free(err);
	ck_tn_err(tn_check_length(db, "state", "name", tn_int(1), tn_test_err()), TN_E_TYPE);
	ck_tn_err(tn_check_length(db, "nowhere", "name", tn_text("a"), tn_test_err()), TN_E_NO_OBJECT);
	tn_close(db);
}
END_TEST

START_TEST(lengths_of_columns)
{
	tn_conn *db = open_states();
	ck_assert_int_eq(tn_column_length(db, "state", "name", tn_test_err()), 8);
	ck_assert_int_eq(tn_column_length(db, "state", "long_name", tn_test_err()), 128);
	ck_assert_int_eq(tn_column_length(db, "state", "body", tn_test_err()), 0);
	ck_assert_int_eq(tn_column_length(db, "state", "id", tn_test_err()), 0);
	ck_tn_err((int)tn_column_length(db, "state", NULL, tn_test_err()), TN_E_MISUSE);
	/* A column that came later is found. */
	conf_exec(db, "ALTER TABLE state ADD COLUMN later VARCHAR(5)", NULL);
	ck_assert_int_eq(tn_column_length(db, "state", "later", tn_test_err()), 5);
	/* The question is one of a transaction, too. */
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_assert_int_eq(tn_column_length(db, "state", "name", tn_test_err()), 8);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	tn_close(db);
}
END_TEST

/* ---- tn_ensure_length() -------------------------------------------------------------- */

static tn_value ensured(tn_conn *db, const char *column, const char *s, char *room, size_t size)
{
	tn_value v = tn_null();
	ck_tn_ok(tn_ensure_length(db, "state", column, tn_text(s), room, size, &v, tn_test_err()));
	return v;
}

/* Written and looked for by a name of 300 characters. */
START_TEST(long_names_are_found_again)
{
	char long_name[301], other[301], room[TN_SHORTENED_SIZE(128)];
	tn_conn *db = open_states();
	tn_value v;
	tn_rows *rows;
	memset(long_name, 'n', 300);
	long_name[300] = '\0';
	memcpy(other, long_name, sizeof other);
	other[299] = 'm';
	v = ensured(db, "long_name", long_name, room, sizeof room);
	ck_assert_uint_eq(v.len, 64 + 40);
	conf_exec(db, "INSERT INTO state (id, long_name, body) VALUES (1, ?, ?)", TN_VALUES(v, tn_text(long_name)));
	v = ensured(db, "long_name", other, room, sizeof room);
	conf_exec(db, "INSERT INTO state (id, long_name, body) VALUES (2, ?, ?)", TN_VALUES(v, tn_text(other)));
	v = ensured(db, "long_name", long_name, room, sizeof room);
	rows = conf_row(db, "SELECT id, body FROM state WHERE long_name = ?", TN_VALUES(v));
	ck_assert_int_eq(tn_get_int64(rows, 0), 1);
	ck_assert_str_eq(tn_get_text(rows, 1), long_name);
	ck_tn_is(tn_next(rows, tn_test_err()), TN_DONE);
	conf_end(rows);
	tn_close(db);
}
END_TEST

START_TEST(whatever_fits_stays)
{
	char room[TN_SHORTENED_SIZE(8)];
	tn_conn *db = open_states();
	const char *s = "12345678";
	tn_value v = ensured(db, "name", s, room, sizeof room);
	ck_assert_ptr_eq(v.u.s, s);
	v = ensured(db, "name", NULL, room, sizeof room);
	ck_assert_int_eq(v.kind, TN_KIND_NULL);
	/* Whatever the policy. */
	ck_tn_ok(tn_set_length_policy(db, TN_LENGTH_NEVER, tn_test_err()));
	v = ensured(db, "name", FOUR FOUR FOUR FOUR "56789", room, sizeof room);
	ck_assert_uint_eq(v.len, 4 * 4 + 4);
	ck_assert_int_eq(memcmp(v.u.s, FOUR FOUR FOUR FOUR, 16), 0);
	conf_exec(db, "INSERT INTO state (id, name) VALUES (1, ?)", TN_VALUES(v));
	ck_tn_err(tn_ensure_length(db, "state", "name", tn_text("123456789"), room, 8, &v, tn_test_err()), TN_E_PARAM);
	ck_tn_err(tn_ensure_length(db, "state", "name", tn_text("123456789"), NULL, 0, &v, tn_test_err()), TN_E_PARAM);
	ck_tn_err(tn_ensure_length(db, "state", "body", tn_text("a"), room, sizeof room, &v, tn_test_err()),
		  TN_E_MISUSE);
	ck_tn_err(tn_ensure_length(db, "state", "name", tn_text("\xC3"), room, sizeof room, &v, tn_test_err()),
		  TN_E_DATA);
	tn_close(db);
}
END_TEST

/* ---- what is no text, by every way into a statement ------------------------------------ */

static const struct {
	const char *bytes;
	size_t len;
} unfit[] = {
	{"a\0b", 3},     {"\0", 1},           {"\xFF", 1},            {"\xC3\x28", 2},
	{"\xC0\x80", 2}, {"\xED\xA0\x80", 3}, {"\xF4\x90\x80\x80", 4},
};

/* Each gives the code of a value that is no text. */
static int by_position(tn_conn *db, tn_value v)
{
	return tn_exec(db, "INSERT INTO state (id, body) VALUES (?, ?)", TN_VALUES(tn_int(1), v), NULL, tn_test_err());
}
static int by_name(tn_conn *db, tn_value v)
{
	return tn_exec(db, "INSERT INTO state (id, body) VALUES (1, :b)", TN_NAMED(tn_named("b", v)), NULL,
		       tn_test_err());
}
static int in_native_text(tn_conn *db, tn_value v)
{
	return tn_exec(db, TN_NATIVE("INSERT INTO state (id, body) VALUES (1, ?)"), TN_VALUES(v), NULL, tn_test_err());
}
static int by_a_handle(tn_conn *db, tn_value v)
{
	tn_stmt *stmt = NULL;
	int rc;
	ck_tn_ok(tn_prepare(db, "INSERT INTO state (id, body) VALUES (1, ?)", &stmt, tn_test_err()));
	rc = tn_stmt_exec(stmt, TN_VALUES(v), NULL, tn_test_err());
	tn_stmt_close(stmt);
	return rc;
}
static int as_json(tn_conn *db, tn_value v)
{
	v.kind = TN_KIND_JSON;
	return tn_exec(db, "SELECT CAST(? AS TEXT)", TN_VALUES(v), NULL, tn_test_err());
}
static int in_a_list(tn_conn *db, tn_value v)
{
	const tn_value values[3] = {tn_text("a"), v, tn_text("b")};
	const tn_list list = {.kind = TN_KIND_TEXT, .count = 3, .items = values};
	return tn_exec(db, "DELETE FROM state WHERE body IN (?)", TN_VALUES(tn_list_of(&list)), NULL, tn_test_err());
}
static int in_a_native_list(tn_conn *db, tn_value v)
{
	const tn_list list = {.kind = TN_KIND_TEXT, .count = 1, .items = &v};
	int rc = tn_exec(db, TN_NATIVE("DELETE FROM state WHERE body IN (?)"), TN_VALUES(tn_list_of(&list)), NULL,
			 tn_test_err());
	return rc == TN_E_UNSUPPORTED ? TN_E_DATA : rc;
}
static int in_a_list_of_strings(tn_conn *db, tn_value v)
{
	const char *strings[1] = {v.u.s};
	const tn_list list = {.kind = TN_KIND_TEXT, .count = 1, .items = strings, .shape = 3};
	/* A string ends at its NUL. */
	if (memchr(v.u.s, '\0', v.len))
		return TN_E_DATA;
	return tn_exec(db, "DELETE FROM state WHERE body IN (?)", TN_VALUES(tn_list_of(&list)), NULL, tn_test_err());
}
static int run(tn_conn *db, tn_builder *q)
{
	int rc = tn_build_exec(q, db, NULL, tn_test_err());
	tn_build_free(q);
	return rc;
}
static int by_where_eq(tn_conn *db, tn_value v)
{
	tn_builder *q = tn_build("DELETE FROM state");
	tn_where_eq(q, "body", v);
	return run(db, q);
}
static int by_where_row(tn_conn *db, tn_value v)
{
	static const char *const columns[] = {"id", "body"};
	const tn_value values[] = {tn_int(1), v};
	tn_builder *q = tn_build("DELETE FROM state");
	tn_where_row(q, columns, values, 2);
	return run(db, q);
}
static int by_where(tn_conn *db, tn_value v)
{
	tn_builder *q = tn_build("DELETE FROM state");
	tn_where(q, "body = ?", TN_VALUES(v));
	return run(db, q);
}
static int by_filter(tn_conn *db, tn_value v)
{
	tn_builder *q = tn_build("DELETE FROM state");
	tn_filter(q, "body = ?", v);
	return run(db, q);
}
static int by_where_in(tn_conn *db, tn_value v)
{
	const tn_list list = {.kind = TN_KIND_TEXT, .count = 1, .items = &v};
	tn_builder *q = tn_build("DELETE FROM state");
	tn_where_in(q, "body", &list);
	return run(db, q);
}
static int by_set_value(tn_conn *db, tn_value v)
{
	tn_builder *q = tn_build_update("state");
	tn_set_value(q, "body", v);
	return run(db, q);
}
static int by_build_args(tn_conn *db, tn_value v)
{
	return run(db, tn_build_args("DELETE FROM state WHERE body = ?", TN_VALUES(v)));
}
static int by_query_value(tn_conn *db, tn_value v)
{
	tn_value out;
	return tn_query_value(db, "SELECT COUNT(*) FROM state WHERE body = ?", TN_VALUES(v), &out, tn_test_err());
}
static int by_expectation(tn_conn *db, tn_value v)
{
	return tn_exec_expect(db, "UPDATE state SET body = ?", TN_VALUES(v), 0, tn_test_err());
}
static int by_check_length(tn_conn *db, tn_value v)
{
	return tn_check_length(db, "state", "name", v, tn_test_err());
}

static int (*const ways[])(tn_conn *db, tn_value v) = {
	by_position, by_name, in_native_text, by_a_handle, as_json, in_a_list, in_a_native_list, in_a_list_of_strings,
	by_where_eq, by_where_row, by_where, by_filter, by_where_in, by_set_value, by_build_args, by_query_value,
	by_expectation, by_check_length,
};

START_TEST(no_way_in_for_what_is_no_text)
{
	tn_conn *db = open_states();
	size_t i, k;
	ck_tn_ok(tn_set_length_policy(db, TN_LENGTH_ALWAYS, tn_test_err()));
	for (i = 0; i < CONF_COUNT(ways); i++)
		for (k = 0; k < CONF_COUNT(unfit); k++) {
			int rc = ways[i](db, tn_text_n(unfit[k].bytes, unfit[k].len));
			ck_assert_msg(rc == TN_E_DATA, "way %zu, text %zu: %s", i, k, tn_test_failure(rc));
		}
	/* No server has seen any of it, so a transaction goes on. */
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_err(by_position(db, tn_text_n("\xFF", 1)), TN_E_DATA);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_ACTIVE);
	ck_tn_ok(tn_commit(db, tn_test_err()));
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM state", NULL), 0);
	tn_close(db);
}
END_TEST

/* Bytes are bytes: the same ones come back out of a blob. */
START_TEST(blobs_hold_anything)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "data", .type = TN_TYPE_BYTEA},
	};
	tn_conn *db = tn_test_open();
	size_t i, n;
	conf_make(db, "bag", columns, CONF_COUNT(columns));
	for (i = 0; i < CONF_COUNT(unfit); i++) {
		tn_rows *rows;
		const void *p;
		conf_exec(db, "INSERT INTO bag (id, data) VALUES (?, ?)",
			  TN_VALUES(tn_int((int64_t)i), tn_bytes(unfit[i].bytes, unfit[i].len)));
		rows = conf_row(db, "SELECT data FROM bag WHERE id = ?", TN_VALUES(tn_int((int64_t)i)));
		p = tn_get_bytes(rows, 0, &n);
		ck_assert_uint_eq(n, unfit[i].len);
		ck_assert_int_eq(memcmp(p, unfit[i].bytes, n), 0);
		conf_end(rows);
	}
	tn_close(db);
}
END_TEST

Suite *conf_length_suite(void)
{
	Suite *s = suite_create("length");
	TCase *tc = conf_case(s, "length");
	tcase_add_test(tc, by_policy);
	tcase_add_test(tc, the_error_names_the_column);
	tcase_add_test(tc, lengths_of_columns);
	tcase_add_test(tc, long_names_are_found_again);
	tcase_add_test(tc, whatever_fits_stays);
	tcase_add_test(tc, no_way_in_for_what_is_no_text);
	tcase_add_test(tc, blobs_hold_anything);
	return s;
}

/* SPDX-License-Identifier: MIT */
/* tests/conformance/conf_util.c - the helpers declared in conf.h. */
#include "tests/conformance/conf.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

TCase *conf_case(Suite *s, const char *name)
{
	TCase *tc = tcase_create(name);
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(s, tc);
	return tc;
}

/* The longest statements of all are cut in messages: libcheck ends a test whose message is too long. */
int64_t conf_exec(tn_conn *conn, const char *sql, const tn_args *args)
{
	tn_result r = {0};
	int rc = tn_exec(conn, sql, args, &r, tn_test_err());
	ck_assert_msg(rc >= 0, "%.2000s: %s", sql, tn_test_failure(rc));
	return r.affected;
}

int64_t conf_int(tn_conn *conn, const char *sql, const tn_args *args)
{
	tn_rows *rows = conf_row(conn, sql, args);
	int64_t i = tn_get_int64(rows, 0);
	conf_end(rows);
	return i;
}

tn_rows *conf_query(tn_conn *conn, const char *sql, const tn_args *args)
{
	tn_rows *rows = NULL;
	int rc = tn_query(conn, sql, args, &rows, tn_test_err());
	ck_assert_msg(rc >= 0, "%.2000s: %s", sql, tn_test_failure(rc));
	return rows;
}

tn_rows *conf_row(tn_conn *conn, const char *sql, const tn_args *args)
{
	tn_rows *rows = conf_query(conn, sql, args);
	int rc = tn_next(rows, tn_test_err());
	ck_assert_msg(rc == TN_ROW, "%.2000s: %s", sql, rc < 0 ? tn_test_failure(rc) : "no row");
	return rows;
}

void conf_end(tn_rows *rows)
{
	ck_tn_ok(tn_finish(rows, tn_test_err()));
}

void conf_make(tn_conn *conn, const char *name, const tn_column_def *columns, unsigned count)
{
	tn_table_def def = {0};
	def.size = sizeof def;
	def.name = name;
	def.columns = columns;
	def.column_count = count;
	ck_tn_ok(tn_table_create(conn, &def, tn_test_err()));
}

void conf_make_items(tn_conn *conn)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "name", .type = TN_TYPE_VARCHAR, .length = 40},
		{.name = "amount", .type = TN_TYPE_BIGINT},
	};
	conf_make(conn, "item", columns, CONF_COUNT(columns));
}

void conf_fill_items(tn_conn *conn, int n)
{
	int i;
	conf_make_items(conn);
	ck_tn_ok(tn_begin(conn, NULL, tn_test_err()));
	for (i = 0; i < n; i++)
		conf_exec(conn, "INSERT INTO item (id, name, amount) VALUES (?, ?, ?)", TN_ARGS(i, "a name", i));
	ck_tn_ok(tn_commit(conn, tn_test_err()));
}

void conf_is_alive(tn_conn *conn)
{
	ck_assert_int_eq(tn_is_dead(conn), 0);
	ck_assert_int_eq(conf_int(conn, "SELECT 13 + 14", NULL), 27);
}

int64_t conf_now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void conf_make_family(tn_conn *conn, int on_delete)
{
	static const tn_column_def parent[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
	};
	tn_column_def child[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "parent_id", .type = TN_TYPE_BIGINT, .ref_table = "parent", .ref_column = "id"},
	};
	child[1].on_delete = on_delete;
	conf_make(conn, "parent", parent, CONF_COUNT(parent));
	conf_make(conn, "child", child, CONF_COUNT(child));
}

static int has_bytes(int kind)
{
	return kind == TN_KIND_NUMERIC || kind == TN_KIND_TEXT || kind == TN_KIND_BYTES ||
		kind == TN_KIND_UUID || kind == TN_KIND_JSON;
}

int conf_same(const tn_value *a, const tn_value *b)
{
	if (a->kind != b->kind || a->flags != b->flags)
		return 0;
	if (a->kind == TN_KIND_NULL)
		return 1;
	if (has_bytes(a->kind))
		return a->len == b->len && (!a->len || !memcmp(a->u.s, b->u.s, a->len));
	/* Bit by bit, so that -0.0 is not 0.0. */
	return a->u.i == b->u.i;
}

const char *conf_text(const tn_value *v)
{
	static char buffers[2][256];
	static int turn;
	char *out = buffers[turn++ & 1];
	size_t n = (size_t)snprintf(out, 64, "%s ", tn_kind_name(v->kind));
	tn_value_format(v, out + n, sizeof buffers[0] - n);
	return out;
}

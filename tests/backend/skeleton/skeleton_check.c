/* SPDX-License-Identifier: MIT */
/*
 * skeleton_check.c - the smallest backend through the public API, and everything
 * that the registry refuses, each with a message that says what is wrong.
 *
 * libcheck forks for each test, so each begins with a registry of its own.
 */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/sys/backend.h>
#include <tenon/tenon.h>

extern const struct tn_backend tn__backend_skeleton;

static tn_error *err;

static void tear_down(void)
{
	tn_error_free(err);
	err = NULL;
}

static tn_conn *open_skeleton(void)
{
	tn_conn *conn = NULL;
	ck_assert_int_eq(tn_backend_register(&tn__backend_skeleton, &err), TN_OK);
	ck_assert_msg(tn_open(&conn, "skeleton:", NULL, &err) == TN_OK, "%s", tn_error_message(err));
	return conn;
}

static void refused(int rc, int code, const char *part)
{
	ck_assert_msg(rc == code, "%s, not %s", tn_error_name(rc), tn_error_name(code));
	ck_assert_msg(strstr(tn_error_message(err), part) != NULL, "'%s' is not in '%s'", part, tn_error_message(err));
	tear_down();
}

/* ---- the backend ------------------------------------------------------------ */

START_TEST(facts_of_a_connection)
{
	tn_conn *conn = open_skeleton();
	tn_conn *other = NULL;
	tn_stats stats = {.size = sizeof stats};
	ck_assert_str_eq(tn_conn_backend(conn), "skeleton");
	ck_assert_str_eq(tn_server_product(conn), "Skeleton");
	ck_assert_int_eq(tn_server_version_number(conn), 10000);
	ck_assert_int_eq(tn_has_cap(conn, "double_specials"), 1);
	ck_assert_int_eq(tn_has_cap(conn, "cursors"), 0);
	ck_assert_int_eq(tn_ping(conn, &err), TN_OK);
	ck_assert_int_eq(tn_get_stats(conn, &stats), TN_OK);
	ck_assert_uint_eq(stats.round_trips, 1);
	refused(tn_open(&other, "skeleton:/some/where", NULL, &err), TN_E_NO_DATABASE, "no databases");
	ck_assert_ptr_null(other);
	ck_assert_ptr_nonnull(tn_native_handle(conn));
	ck_assert_int_eq(tn_reset(conn, &err), TN_OK);
	tn_close(conn);
}
END_TEST

START_TEST(echo_of_every_kind)
{
	static const char uuid[16] = "0123456789abcde";
	const tn_value v[] = {
		tn_null(), tn_bool(1), tn_int(INT64_MIN), tn_double(-0.5), tn_double(NAN), tn_numeric("12.50"),
		tn_text("gr\xC3\xBC\xC3\x9F"), tn_text(""), tn_bytes("a\0b", 3), tn_date(-1), tn_time(86399999999),
		tn_timestamp(-1), tn_timestamptz(1), tn_uuid(uuid), tn_json("{}"),
	};
	const tn_args args = {v, NULL, sizeof v / sizeof v[0], 0};
	tn_conn *conn = open_skeleton();
	tn_rows *rows = NULL;
	tn_stmt *stmt = NULL;
	unsigned i, round;
	ck_assert_int_eq(tn_prepare(conn, TN_NATIVE("ECHO ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"), &stmt,
		&err), TN_OK);
	for (round = 0; round < 3; round++) {
		ck_assert_msg(tn_stmt_query(stmt, &args, &rows, &err) == TN_OK, "%s", tn_error_message(err));
		ck_assert_uint_eq(tn_column_count(rows), args.count);
		ck_assert_str_eq(tn_column_name(rows, 3), "echo");
		ck_assert_int_eq(tn_column_type(rows, 3), TN_TYPE_UNKNOWN);
		ck_assert_int_eq(tn_next(rows, &err), TN_ROW);
		for (i = 0; i < args.count; i++) {
			char sent[64], got[64];
			ck_assert_int_eq(tn_get_value(rows, i)->kind, v[i].kind);
			tn_value_format(&v[i], sent, sizeof sent);
			tn_value_format(tn_get_value(rows, i), got, sizeof got);
			ck_assert_str_eq(got, sent);
		}
		ck_assert_int_eq(tn_get_int64(rows, 2), INT64_MIN);
		ck_assert_str_eq(tn_get_text(rows, 7), "");
		if (round < 2)
			ck_assert_int_eq(tn_next(rows, &err), TN_DONE);
		ck_assert_int_eq(tn_finish(rows, &err), TN_OK);
	}
	tn_stmt_close(stmt);
	tn_close(conn);
}
END_TEST

START_TEST(a_row_is_a_copy)
{
	tn_conn *conn = open_skeleton();
	tn_rows *rows = NULL;
	tn_value v = tn_null();
	char text[] = "before";
	ck_assert_int_eq(tn_query(conn, TN_NATIVE("ECHO :a, :b, :a"),
				  TN_NAMED(tn_named("b", tn_int(2)), tn_named("a", tn_text(text))), &rows, &err),
			 TN_OK);
	memcpy(text, "after!", sizeof text);
	ck_assert_int_eq(tn_next(rows, &err), TN_ROW);
	ck_assert_str_eq(tn_get_text(rows, 0), "before");
	ck_assert_int_eq(tn_get_int64(rows, 1), 2);
	ck_assert_str_eq(tn_get_text(rows, 2), "before");
	ck_assert_int_eq(tn_finish(rows, &err), TN_OK);
	ck_assert_int_eq(tn_query_value(conn, TN_NATIVE("ECHO ?"), TN_ARGS("kept"), &v, &err), TN_ROW);
	ck_assert_str_eq(v.u.s, "kept");
	tn_value_free(&v);
	tn_close(conn);
}
END_TEST

START_TEST(errors_have_a_position)
{
	static const struct {
		const char *sql;
		size_t position;
	} rows[] = {
		{TN_NATIVE("SELECT 1"), 1}, {TN_NATIVE("ECHO"), 5}, {TN_NATIVE("ECHO 1"), 6},
			{TN_NATIVE("ECHO ?, "), 9}, {TN_NATIVE("ECHO ? ?"), 8}, {TN_NATIVE("ECHO :name, x"), 13},
		{TN_NATIVE("ECHOES"), 5}, {TN_NATIVE("echo ?"), 1},
	};
	tn_conn *conn = open_skeleton();
	size_t i;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const tn_value v[2] = {tn_int(1), tn_int(2)};
		tn_args args = {v, NULL, 0, 0};
		const char *s;
		for (s = rows[i].sql + strlen(TN_NATIVE_MARK); *s; s++)
			args.count += *s == '?' || *s == ':';
		ck_assert_msg(tn_exec(conn, rows[i].sql, &args, NULL, &err) == TN_E_SYNTAX, "%s: %s", rows[i].sql,
			      tn_error_message(err));
		ck_assert_msg(tn_error_position(err) == rows[i].position, "%s: %zu", rows[i].sql,
			      tn_error_position(err));
		ck_assert_str_eq(tn_error_sql(err), rows[i].sql + strlen(TN_NATIVE_MARK));
		tear_down();
	}
	refused(tn_exec(conn, TN_NATIVE("ECHO ?"), NULL, NULL, &err), TN_E_PARAM, "1 parameter");
	refused(tn_exec(conn, TN_NATIVE("BEGIN"), NULL, NULL, &err), TN_E_MISUSE, "transaction");
	tn_close(conn);
}
END_TEST

static int echo_twice(tn_conn *conn, void *arg, tn_error **e)
{
	++*(int *)arg;
	return tn_exec(conn, TN_NATIVE("ECHO ?"), TN_ARGS(1), NULL, e);
}

START_TEST(transactions)
{
	tn_conn *conn = open_skeleton();
	tn_tx_options o = {.size = sizeof o, .flags = TN_TX_READ_ONLY};
	tn_rows *rows = NULL;
	int runs = 0;
	ck_assert_int_eq(tn_begin(conn, NULL, &err), TN_OK);
	ck_assert_int_eq(tn_tx_isolation(conn), TN_ISO_SERIALIZABLE);
	ck_assert_int_eq(tn_begin(conn, NULL, &err), TN_OK);
	ck_assert_int_eq(tn_exec(conn, TN_NATIVE("NONSENSE"), NULL, NULL, &err), TN_E_SYNTAX);
	tear_down();
	ck_assert_int_eq(tn_exec(conn, TN_NATIVE("ECHO ?"), TN_ARGS(1), NULL, &err), TN_E_TX_ABORTED);
	tear_down();
	ck_assert_int_eq(tn_rollback(conn, &err), TN_OK);
	ck_assert_int_eq(tn_begin(conn, NULL, &err), TN_OK);
	ck_assert_int_eq(tn_commit(conn, &err), TN_OK);
	ck_assert_int_eq(tn_commit(conn, &err), TN_OK);
	ck_assert_int_eq(tn_tx_state(conn), TN_TX_IDLE);
	ck_assert_int_eq(tn_begin(conn, &o, &err), TN_OK);
	ck_assert_int_eq(tn_rollback(conn, &err), TN_OK);
	ck_assert_int_ge(tn_transact(conn, NULL, echo_twice, &runs, &err), 0);
	ck_assert_int_eq(runs, 1);
	refused(tn_query_mode(conn, TN_NATIVE("ECHO ?"), TN_ARGS(1), TN_FETCH_CHUNK, 1, &rows, &err),
		TN_E_UNSUPPORTED, "cursors");
	ck_assert_int_eq(tn_begin(conn, NULL, &err), TN_OK);
	tn_close(conn);
}
END_TEST

/* ---- the registry ----------------------------------------------------------- */

START_TEST(names_are_unique)
{
	static const char *const taken[] = {"bones", "skeleton", NULL}, *const fresh[] = {"bones", NULL};
	struct tn_backend b = tn__backend_skeleton;
	ck_assert_int_eq(tn_backend_register(&tn__backend_skeleton, &err), TN_OK);
	refused(tn_backend_register(&tn__backend_skeleton, &err), TN_E_EXISTS, "'skeleton'");
	b.name = "bones";
	b.schemes = taken;
	refused(tn_backend_register(&b, &err), TN_E_EXISTS, "scheme 'skeleton' belongs to another");
	b.name = "skeleton";
	b.schemes = fresh;
	refused(tn_backend_register(&b, &err), TN_E_EXISTS, "'skeleton' is registered already");
}
END_TEST

START_TEST(other_versions_are_refused)
{
	struct tn_backend b = tn__backend_skeleton;
	refused(tn_backend_register(NULL, &err), TN_E_PARAM, "another version");
	b.abi++;
	refused(tn_backend_register(&b, &err), TN_E_PARAM, "another version");
	b = tn__backend_skeleton;
	b.size -= 8;
	refused(tn_backend_register(&b, &err), TN_E_PARAM, "another version");
}
END_TEST

START_TEST(incomplete_backends_are_refused)
{
#define WITHOUT(member, part)                                                  \
	do {                                                                   \
		struct tn_backend lame = tn__backend_skeleton;                 \
		lame.member = 0;                                               \
		refused(tn_backend_register(&lame, &err), TN_E_PARAM, part);   \
	} while (0)
	static const char *const no_schemes[] = {NULL};
	static const struct tn_dialect *const no_dialects[] = {NULL};
	struct tn_backend b = tn__backend_skeleton;
	WITHOUT(name, "needs a name");
	WITHOUT(schemes, "needs a name, a URL scheme");
	WITHOUT(dialects, "and a dialect");
	WITHOUT(client_version, "'client_version'");
	WITHOUT(open, "'open'");
	WITHOUT(probe, "'probe'");
	WITHOUT(ping, "'ping'");
	WITHOUT(native, "'native'");
	WITHOUT(close, "'close'");
	WITHOUT(prepare, "'prepare'");
	WITHOUT(execute, "'execute'");
	WITHOUT(next, "'next'");
	WITHOUT(column, "'column'");
	WITHOUT(finish, "'finish'");
	WITHOUT(close_stmt, "'close_stmt'");
	WITHOUT(conn_size, "smaller than their heads");
	WITHOUT(stmt_size, "smaller than their heads");
	b.schemes = no_schemes;
	refused(tn_backend_register(&b, &err), TN_E_PARAM, "a URL scheme");
	b = tn__backend_skeleton;
	b.dialects = no_dialects;
	refused(tn_backend_register(&b, &err), TN_E_PARAM, "and a dialect");
}
END_TEST

static int get_setting(struct tn_be_conn *conn, const char *name, struct tn_text *value)
{
	(void)conn, (void)name, (void)value;
	return TN_OK;
}

static int enter(void)
{
	return TN_OK;
}

START_TEST(halves_of_pairs_are_refused)
{
	struct tn_backend b = tn__backend_skeleton;
	b.session_get = get_setting;
	refused(tn_backend_register(&b, &err), TN_E_PARAM, "session_get and session_set");
	b = tn__backend_skeleton;
	b.thread_enter = enter;
	refused(tn_backend_register(&b, &err), TN_E_PARAM, "thread_enter and thread_leave");
}
END_TEST

static void refuse_dialect(const struct tn_dialect *d, const char *part)
{
	const struct tn_dialect *const list[] = {tn__backend_skeleton.dialects[0], d, NULL};
	struct tn_backend b = tn__backend_skeleton;
	b.dialects = list;
	refused(tn_backend_register(&b, &err), TN_E_PARAM, part);
}

START_TEST(bad_dialects_are_refused)
{
#define LACKS(member)                                                          \
	do {                                                                   \
		struct tn_dialect lame = *tn__backend_skeleton.dialects[0];    \
		lame.member = 0;                                               \
		refuse_dialect(&lame, "incomplete");                           \
	} while (0)
	static const struct tn_session_row whole = {.name = "n", .get = "ECHO ?", .expected = "1",
						    .level = TN_SESSION_MUST, .why = "because"};
	static const struct tn_begin_row weaker = {TN_ISO_READ_COMMITTED, 0, NULL, "BEGIN"};
	struct tn_session_row row = whole;
	struct tn_dialect d = *tn__backend_skeleton.dialects[0];
	LACKS(name);
	LACKS(commit);
	LACKS(rollback);
	LACKS(savepoint);
	LACKS(release);
	LACKS(rollback_to);
	LACKS(effective);
	LACKS(table_exists);
	LACKS(table_suffix);
	LACKS(identity);
	LACKS(quote);
	LACKS(default_isolation);
	d.abi++;
	refuse_dialect(&d, "another version");
	d = *tn__backend_skeleton.dialects[0];
	d.size++;
	refuse_dialect(&d, "dialect 'skeleton' of backend 'skeleton' was built for another version");
	d = *tn__backend_skeleton.dialects[0];
	d.begins = &weaker;
	d.begin_count = 1;
	refuse_dialect(&d, "cannot begin a default transaction");
	d = *tn__backend_skeleton.dialects[0];
	d.session = &row;
	d.session_count = 1;
	row.why = NULL;
	refuse_dialect(&d, "session row 1");
	row = whole;
	row.get = NULL; /* and no session_get slot */
	refuse_dialect(&d, "session row 1");
	row = whole;
	row.expected = NULL;
	refuse_dialect(&d, "session row 1");
	row = whole;
	row.level = 0;
	refuse_dialect(&d, "session row 1");
}
END_TEST

/* One that was refused leaves nothing behind. */
START_TEST(a_refusal_changes_nothing)
{
	struct tn_backend b = tn__backend_skeleton;
	tn_conn *conn;
	b.next = NULL;
	refused(tn_backend_register(&b, &err), TN_E_PARAM, "'next'");
	conn = NULL;
	ck_assert_int_lt(tn_open(&conn, "skeleton:", NULL, &err), 0);
	tear_down();
	tn_close(open_skeleton());
}
END_TEST

int main(void)
{
	Suite *s = suite_create("skeleton");
	TCase *tc = tcase_create("backend");
	SRunner *runner;
	int failed;
	tcase_add_checked_fixture(tc, NULL, tear_down);
	tcase_add_test(tc, facts_of_a_connection);
	tcase_add_test(tc, echo_of_every_kind);
	tcase_add_test(tc, a_row_is_a_copy);
	tcase_add_test(tc, errors_have_a_position);
	tcase_add_test(tc, transactions);
	suite_add_tcase(s, tc);
	tc = tcase_create("registry");
	tcase_add_checked_fixture(tc, NULL, tear_down);
	tcase_add_test(tc, names_are_unique);
	tcase_add_test(tc, other_versions_are_refused);
	tcase_add_test(tc, incomplete_backends_are_refused);
	tcase_add_test(tc, halves_of_pairs_are_refused);
	tcase_add_test(tc, bad_dialects_are_refused);
	tcase_add_test(tc, a_refusal_changes_nothing);
	suite_add_tcase(s, tc);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* SPDX-License-Identifier: MIT */
/* tests/backend/trouble/trouble_util.c - the helpers declared in trouble.h. */
#include "tests/backend/trouble/trouble.h"
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const struct trouble_texts texts[] = {
	{"postgresql", "SELECT pg_backend_pid()", "SELECT pg_terminate_backend(%lld)",
	 "SELECT COUNT(*) FROM pg_stat_activity WHERE pid = %lld", "sslmode=disable", "SELECT pg_sleep(20)"},
	{"mysql", "SELECT CONNECTION_ID()", "KILL CONNECTION %lld",
	 "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = %lld", "ssl_mode=disable", "SELECT SLEEP(20)"},
};

int trouble_is(const char *backend)
{
	static const char *const schemes[][2] = {
		{"postgresql", "postgres"}, {"mysql", "mariadb"}, {"sqlite", "sqlite"}};
	const char *url = tn_test_url();
	size_t i, k, n = strcspn(url, ":");
	for (i = 0; i < COUNT(schemes); i++)
		for (k = 0; k < 2; k++)
			if (strlen(schemes[i][k]) == n && !strncmp(schemes[i][k], url, n))
				return !strcmp(schemes[i][0], backend);
	return 0;
}

const struct trouble_texts *trouble_texts(void)
{
	return &texts[trouble_is(texts[1].backend)];
}

int trouble_has_sessions(void)
{
	return trouble_is(texts[0].backend) || trouble_is(texts[1].backend);
}

/* ---- the log ----------------------------------------------------------------- */

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static char log_text[1 << 16];

static void log_line(void *ctx, int level, const char *line)
{
	size_t used;
	(void)ctx;
	(void)level;
	pthread_mutex_lock(&log_lock);
	used = strlen(log_text);
	snprintf(log_text + used, sizeof log_text - used, "%s\n", line);
	pthread_mutex_unlock(&log_lock);
}

int trouble_log_start(void)
{
	return tn_set_log(log_line, NULL, TN_LOG_DEBUG);
}

int trouble_log_has(const char *word)
{
	int has;
	pthread_mutex_lock(&log_lock);
	has = strstr(log_text, word) != NULL;
	pthread_mutex_unlock(&log_lock);
	return has;
}

static void setup(void)
{
	*log_text = '\0';
	tn_test_setup();
}

static void teardown(void)
{
	tn_test_teardown();
	ck_assert_msg(!trouble_log_has(SECRET), "the password is in the log: %s", log_text);
}

TCase *trouble_case(Suite *s, const char *name, int seconds)
{
	TCase *tc = tcase_create(name);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, seconds);
	suite_add_tcase(s, tc);
	return tc;
}

/* ---- what is expected ----------------------------------------------------------- */

void trouble_failed(int rc, int code, unsigned flags, ...)
{
	const tn_error *e = *tn_test_err();
	char text[4096];
	const char *word, *sql = tn_error_sql(e);
	va_list ap;
	ck_assert_msg(rc == code, "expected %s, got %s", tn_error_name(code), tn_test_failure(rc));
	ck_assert_int_eq(tn_error_code(e), code);
	ck_assert_uint_lt(tn_error_format(e, text, sizeof text), sizeof text);
	ck_assert_msg((tn_error_flags(e) & flags) == flags, "flags 0x%x lack 0x%x: %s", tn_error_flags(e),
		      flags, text);
	ck_assert_msg(!strstr(text, SECRET), "the password is in the error: %s", text);
	ck_assert_msg(!strchr(tn_error_message(e), '\n'), "more than one line: %s", text);
	/* Printed only where the place in it is known. */
	strncat(text, sql ? sql : "", sizeof text - strlen(text) - 1);
	va_start(ap, flags);
	while ((word = va_arg(ap, const char *)))
		ck_assert_msg(strstr(text, word) != NULL, "'%s' is not in the error: %s", word, text);
	va_end(ap);
}

void trouble_is_dead(tn_conn *db)
{
	tn_rows *rows = NULL;
	tn_stmt *stmt = NULL;
	tn_value v;
	ck_assert_int_eq(tn_is_dead(db), 1);
	ck_assert_int_eq(tn_tx_state(db), TN_TX_DEAD);
	trouble_expect(tn_exec(db, "SELECT 1", NULL, NULL, tn_test_err()), TN_E_DISCONNECTED, TN_ERR_DEAD,
		       "open another");
	ck_tn_err(tn_query(db, "SELECT 1", NULL, &rows, tn_test_err()), TN_E_DISCONNECTED);
	ck_tn_err(tn_query_value(db, "SELECT 1", NULL, &v, tn_test_err()), TN_E_DISCONNECTED);
	ck_tn_err(tn_prepare(db, "SELECT 1", &stmt, tn_test_err()), TN_E_DISCONNECTED);
	ck_tn_err(tn_begin(db, NULL, tn_test_err()), TN_E_DISCONNECTED);
	ck_tn_err(tn_commit(db, tn_test_err()), TN_E_DISCONNECTED);
	ck_tn_err(tn_rollback(db, tn_test_err()), TN_E_DISCONNECTED);
	ck_tn_err(tn_reset(db, tn_test_err()), TN_E_DISCONNECTED);
	ck_tn_err(tn_ping(db, tn_test_err()), TN_E_DISCONNECTED);
	ck_assert_ptr_nonnull(tn_conn_backend(db));
	ck_assert_ptr_null(rows);
	ck_assert_ptr_null(stmt);
}

void trouble_is_alive(tn_conn *db)
{
	ck_assert_int_eq(tn_is_dead(db), 0);
	ck_tn_ok(tn_ping(db, tn_test_err()));
	ck_assert_int_eq(trouble_int(db, "SELECT 4 + 3"), 7);
}

/* ---- URLs ---------------------------------------------------------------------- */

const char *trouble_url(const char *hosts, const char *user, const char *option)
{
	static char out[1024];
	const char *url = tn_test_url(), *start = strstr(url, "://"), *at, *path;
	size_t n;
	if (!start)
		ck_abort_msg("the URL of the run has no hosts");
	start += 3;
	path = start + strcspn(start, "/?");
	for (at = path; at > start && at[-1] != '@'; at--)
		;
	n = (size_t)snprintf(out, sizeof out, "%.*s", (int)(start - url), url);
	if (user)
		n += (size_t)snprintf(out + n, sizeof out - n, "%s@", user);
	else
		n += (size_t)snprintf(out + n, sizeof out - n, "%.*s", (int)(at - start), start);
	if (hosts)
		n += (size_t)snprintf(out + n, sizeof out - n, "%s", hosts);
	else
		n += (size_t)snprintf(out + n, sizeof out - n, "%.*s", (int)(path - at), at);
	n += (size_t)snprintf(out + n, sizeof out - n, "%s", path);
	if (option)
		snprintf(out + n, sizeof out - n, "%s%s", strchr(path, '?') ? "&" : "?", option);
	return out;
}

/* ---- statements ------------------------------------------------------------------ */

void trouble_make(tn_conn *db)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "name", .type = TN_TYPE_VARCHAR, .length = 40},
	};
	tn_table_def def = {0};
	int i;
	def.size = sizeof def;
	def.name = "item";
	def.columns = columns;
	def.column_count = COUNT(columns);
	ck_tn_ok(tn_table_create(db, &def, tn_test_err()));
	for (i = 0; i < 10; i++)
		ck_tn_ok(tn_exec(db, "INSERT INTO item (id, name) VALUES (?, ?)", TN_ARGS(i, "first"), NULL,
				 tn_test_err()));
}

const char *trouble_native(const char *sql)
{
	static _Thread_local char text[2000];
	ck_assert_int_lt(snprintf(text, sizeof text, TN_NATIVE_MARK "%s", sql), (int)sizeof text);
	return text;
}

int64_t trouble_int(tn_conn *db, const char *sql)
{
	tn_value v;
	int rc = tn_query_value(db, trouble_native(sql), NULL, &v, tn_test_err());
	ck_assert_msg(rc == TN_ROW, "%s: %s", sql, tn_test_failure(rc));
	ck_assert_msg(v.kind == TN_KIND_INT, "%s gave a value of kind %s", sql, tn_kind_name(v.kind));
	return v.u.i;
}

void trouble_run(tn_conn *db, const char *sql)
{
	int rc = tn_exec(db, trouble_native(sql), NULL, NULL, tn_test_err());
	ck_assert_msg(rc >= 0, "%s: %s", sql, tn_test_failure(rc));
}

void trouble_sleep_ms(long ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
	nanosleep(&t, NULL);
}

int64_t trouble_now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t trouble_session(tn_conn *db)
{
	return trouble_int(db, trouble_texts()->own_id);
}

static const char *with_number(const char *format, int64_t n)
{
	static char sql[256];
	const char *mark = strstr(format, "%lld");
	snprintf(sql, sizeof sql, "%.*s%lld%s", (int)(mark - format), format, (long long)n, mark + 4);
	return sql;
}

void trouble_kill(tn_conn *killer, int64_t session)
{
	int i;
	trouble_run(killer, with_number(trouble_texts()->kill, session));
	for (i = 0; i < 10000 && trouble_int(killer, with_number(trouble_texts()->is_there, session)); i++)
		trouble_sleep_ms(1);
	ck_assert_int_lt(i, 10000);
}

/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/trouble/trouble_own.c - a server that the suite may stop, start
 * and set up as it likes: one of its own, made by tests/servers.
 *
 * Restarts, passwords that are checked, and TLS with a certificate that nobody
 * vouches for.  The server is started by the parent of the cases and stopped by
 * it, however they end.
 */
#include "tests/backend/trouble/trouble.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char own_dir[64], own_url[512], missing[256];

static const char *script(void)
{
	return trouble_is("mysql") ? "mariadb.sh" : "postgresql.sh";
}

/* Runs a line of shell; what it prints goes to out.  The exit status. */
int own_shell(const char *line, char *out, size_t size)
{
	FILE *p = popen(line, "r");
	size_t n;
	int status;
	if (!p)
		return -1;
	n = out ? fread(out, 1, size - 1, p) : 0;
	if (out)
		out[n - (n && out[n - 1] == '\n')] = '\0';
	status = pclose(p);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* In a session of its own: the group of a case is killed when it ends, and a server it started with it. */
int own_server(const char *verb, char *out, size_t size)
{
	char line[1024];
	snprintf(line, sizeof line,
		 "TENON_MARIADB_ARGS='--ssl-ca=%s/ca.pem --ssl-cert=%s/cert.pem --ssl-key=%s/key.pem' "
		 "setsid -w bash '%s/%s' %s '%s/server' 2>%s/out </dev/null",
		 own_dir, own_dir, own_dir, SERVER_SCRIPTS, script(), verb, own_dir, own_dir);
	return own_shell(line, out, size);
}

/* A certificate for 127.0.0.1 that is its own authority, one for somebody else, and those of trouble_tls.c. */
static int make_certificates(void)
{
	static const char make[] =
		"cd '%s' && exec >/dev/null 2>&1; "
		"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout key.pem -out cert.pem "
		"-subj /CN=tenon.test -addext subjectAltName=IP:127.0.0.1 && "
		"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout other.key -out other.pem "
		"-subj /CN=other.test && chmod 644 *.pem *.key";
	char line[1024];
	snprintf(line, sizeof line, make, own_dir);
	return own_shell(line, NULL, 0) == 0 ? trouble_tls_make(own_dir) : -1;
}

/* libmysqlclient 9 has no plugin for the log-in that MariaDB's server asks for: error 2059. */
static void try_log_in(void)
{
	tn_conn *db = NULL;
	tn_error *e = NULL;
	if (tn_open(&db, own_url, NULL, &e) < 0 && tn_error_native(e) == 2059)
		snprintf(missing, sizeof missing, "the client library cannot log in to a server of our own");
	tn_error_free(e);
	tn_close(db);
}

/* Runs before the cases, in their parent. */
static void start_server(void)
{
	char urls[1024] = "";
	const char *text;
	strcpy(own_dir, "/tmp/tenon-trouble.XXXXXX");
	*missing = '\0';
	if (!mkdtemp(own_dir) || chmod(own_dir, 0711) < 0)
		snprintf(missing, sizeof missing, "no folder for a server could be made");
	else if (make_certificates() != 0)
		snprintf(missing, sizeof missing, "no certificates could be made: needs openssl");
	else if (own_server("start", NULL, 0) != 0 || own_server("url", urls, sizeof urls) != 0)
		snprintf(missing, sizeof missing, "no server of our own could be started");
	text = strchr(urls, '|');
	if (text)
		snprintf(own_url, sizeof own_url, "%.*s", (int)strcspn(text + 1, "\n"), text + 1);
	if (text && !*missing)
		try_log_in();
}

static void stop_server(void)
{
	char line[128];
	own_server("stop", NULL, 0);
	snprintf(line, sizeof line, "rm -rf '%s'", own_dir);
	if (!strncmp(own_dir, "/tmp/tenon-trouble.", 19))
		own_shell(line, NULL, 0);
}

/* The URL of the own server with another user part and one more key. */
const char *own_with(const char *user, const char *option)
{
	static char out[1024];
	const char *start = strstr(own_url, "://") + 3, *at = strchr(start, '@') + 1;
	snprintf(out, sizeof out, "%.*s%s%s%s%s%s", (int)(start - own_url), own_url, user ? user : "",
		 user ? "@" : "", user ? at : start, option ? "?" : "", option ? option : "");
	return out;
}

const char *own_at(const char *host, const char *user, const char *option)
{
	static char out[1024];
	const char *url = own_with(user, option), *start = strchr(url, '@') + 1, *port = strchr(start, ':');
	snprintf(out, sizeof out, "%.*s%s%s", (int)(start - url), url, host, port);
	return out;
}

const char *own_folder(void)
{
	return own_dir;
}

const char *own_missing(void)
{
	return *missing ? missing : NULL;
}

int own_refused(const char *url)
{
	tn_conn *db = (tn_conn *)&db;
	int rc = tn_open(&db, url, NULL, tn_test_err());
	ck_assert_msg(rc < 0, "%s could be opened", url);
	ck_assert_ptr_null(db);
	return rc;
}

static tn_conn *open_own(void)
{
	tn_conn *db = tn_test_open_with(own_url, NULL);
	tn_table_drop(db, "item", 1, NULL);
	trouble_make(db);
	return db;
}

/* ---- restarts ------------------------------------------------------------------------- */

struct work {
	int runs;
	int restart_at; /* the run in which the server is restarted */
};

static int insert(tn_conn *db, void *arg, tn_error **err)
{
	struct work *w = arg;
	int rc = tn_exec(db, "INSERT INTO item (id, name) VALUES (77, 'new')", NULL, NULL, err);
	if (++w->runs != w->restart_at || rc < 0)
		return rc;
	ck_assert_int_eq(own_server("restart", NULL, 0), 0);
	return tn_exec(db, "UPDATE item SET name = 'newer' WHERE id = 77", NULL, NULL, err);
}

START_TEST(restart_between_two_statements)
{
	static const char text[] = "SELECT name FROM item WHERE id = ?";
	tn_conn *db;
	tn_stmt *stmt = NULL;
	struct work w = {0};
	tn_stats a = {0}, b = {0};
	tn_test_skip_if(*missing, NULL, missing);
	a.size = b.size = sizeof a;
	db = open_own();
	ck_tn_ok(tn_prepare(db, text, &stmt, tn_test_err()));
	ck_tn_ok(tn_stmt_exec(stmt, TN_ARGS(1), NULL, tn_test_err()));
	ck_tn_ok(tn_exec(db, text, TN_ARGS(1), NULL, tn_test_err()));
	ck_assert_int_eq(own_server("restart", NULL, 0), 0);
	if (_i) {
		trouble_expect(tn_stmt_exec(stmt, TN_ARGS(1), NULL, tn_test_err()), TN_E_DISCONNECTED,
			       TN_ERR_DEAD, "SELECT name");
		trouble_is_dead(db);
	}
	ck_tn_ok(tn_transact(db, NULL, insert, &w, tn_test_err()));
	ck_assert_int_eq(w.runs, 1);
	trouble_is_alive(db);
	/* Handle and cache start anew on the new link: once each, then they hold. */
	ck_tn_ok(tn_stmt_exec(stmt, TN_ARGS(1), NULL, tn_test_err()));
	ck_tn_ok(tn_exec(db, text, TN_ARGS(1), NULL, tn_test_err()));
	ck_tn_ok(tn_get_stats(db, &a));
	ck_tn_ok(tn_stmt_exec(stmt, TN_ARGS(1), NULL, tn_test_err()));
	ck_tn_ok(tn_exec(db, text, TN_ARGS(2), NULL, tn_test_err()));
	ck_tn_ok(tn_get_stats(db, &b));
	ck_assert_uint_eq(b.cache_misses, a.cache_misses);
	ck_assert_int_eq(trouble_int(db, "SELECT COUNT(*) FROM item"), 11);
	tn_stmt_close(stmt);
	tn_close(db);
}
END_TEST

START_TEST(restart_inside_a_transaction)
{
	struct work w = {.restart_at = 1};
	tn_conn *db;
	tn_test_skip_if(*missing, NULL, missing);
	db = open_own();
	ck_tn_ok(tn_transact(db, NULL, insert, &w, tn_test_err()));
	ck_assert_int_eq(w.runs, 2);
	ck_assert_int_eq(trouble_int(db, "SELECT COUNT(*) FROM item"), 11);
	ck_assert_int_eq(trouble_int(db, "SELECT COUNT(*) FROM item WHERE name = 'newer'"), 0);
	tn_close(db);
}
END_TEST

/* The server is away when the transaction wants it, and comes back meanwhile. */
START_TEST(away_for_a_while)
{
	char line[512];
	struct work w = {0};
	tn_tx_options o = {0};
	tn_conn *db;
	FILE *later;
	tn_test_skip_if(*missing, NULL, missing);
	o.size = sizeof o;
	o.max_attempts = 1000;
	o.max_backoff_ms = 100;
	db = open_own();
	ck_assert_int_eq(own_server("halt", NULL, 0), 0);
	trouble_expect(own_refused(own_url), TN_E_CONNECT, 0, "127.0.0.1");
	snprintf(line, sizeof line,
		 "sleep 0.5; TENON_MARIADB_ARGS='--ssl-ca=%s/ca.pem --ssl-cert=%s/cert.pem --ssl-key=%s/key.pem' "
				    "setsid -w bash '%s/%s' restart '%s/server' >/dev/null 2>&1 </dev/null",
		 own_dir, own_dir, own_dir, SERVER_SCRIPTS, script(), own_dir);
	later = popen(line, "r");
	ck_assert_ptr_nonnull(later);
	ck_tn_ok(tn_transact(db, &o, insert, &w, tn_test_err()));
	ck_assert_int_eq(pclose(later), 0);
	ck_assert_int_eq(w.runs, 1);
	ck_assert_int_eq(trouble_int(db, "SELECT COUNT(*) FROM item"), 11);
	tn_close(db);
}
END_TEST

/* ---- stopped ------------------------------------------------------------------------------ */

/*
 * Sends a signal to the server and to all of its processes.  Who runs it for another user stops
 * when it does, and has to be told to go on, too.
 */
static void signal_server(const char *name)
{
	char line[512];
	snprintf(line, sizeof line,
		 "pid=$(head -n 1 '%s/server/%s') && kill -%s \"$pid\" $(cat /proc/$pid/task/*/children 2>/dev/null); "
		 "[ %s != CONT ] || kill -CONT $(cut -d' ' -f4 /proc/$pid/stat)",
		 own_dir, trouble_is("mysql") ? "server.pid" : "data/postmaster.pid", name, name);
	ck_assert_int_eq(own_shell(line, NULL, 0), 0);
}

static tn_conn *open_timed(void)
{
	tn_timeouts t = {.size = sizeof t, .statement_ms = 300, .grace_ms = 300};
	tn_open_options o = {.size = sizeof o, .timeouts = &t};
	return tn_test_open_with(own_url, &o);
}

/* A server that takes everything and answers nothing, requests to cancel too. */
START_TEST(stopped)
{
	static const char insert[] = "INSERT INTO item (id, name) VALUES (?, 'new')";
	tn_open_options o = {.size = sizeof o, .connect_ms = 1000};
	tn_error *errors[3] = {NULL, NULL, NULL};
	tn_conn *db, *committing, *other;
	int64_t took;
	tn_test_skip_if(*missing, NULL, missing);
	tn_close(open_own());
	db = open_timed();
	committing = open_timed();
	ck_tn_ok(tn_exec(db, insert, TN_ARGS(77), NULL, tn_test_err()));
	ck_tn_ok(tn_begin(committing, NULL, tn_test_err()));
	ck_tn_ok(tn_exec(committing, insert, TN_ARGS(78), NULL, tn_test_err()));
	signal_server("STOP");
	took = -trouble_now_ms();
	tn_exec(db, insert, TN_ARGS(79), NULL, &errors[0]);
	tn_commit(committing, &errors[1]);
	tn_open(&other, own_url, &o, &errors[2]);
	ck_assert(tn_is_dead(db) && tn_is_dead(committing) && !other);
	tn_close(db);
	tn_close(committing);
	took += trouble_now_ms();
	signal_server("CONT");
	ck_assert_int_eq(tn_error_code(errors[0]), TN_E_TIMEOUT);
	ck_assert_uint_eq(tn_error_flags(errors[0]), TN_ERR_DEAD | TN_ERR_AMBIGUOUS);
	ck_assert_int_eq(tn_error_code(errors[1]), TN_E_COMMIT_UNKNOWN);
	ck_assert_uint_eq(tn_error_flags(errors[1]), TN_ERR_DEAD | TN_ERR_AMBIGUOUS);
	ck_assert_int_eq(tn_error_code(errors[2]), TN_E_TIMEOUT);
	tn_error_free(errors[0]);
	tn_error_free(errors[1]);
	tn_error_free(errors[2]);
	/* Two deadlines with their grace, a connect of one second, and what a busy machine adds. */
	ck_assert_msg(took > 1500 && took < 8000, "%lld ms", (long long)took);
	db = tn_test_open_with(own_url, NULL);
	trouble_is_alive(db);
	tn_close(db);
}
END_TEST

/* A request that nobody took uses the client library when the server goes on, and the end of the process takes that
 * library down. */
static void end_with_a_request(unsigned after_us)
{
	tn_conn *db = open_timed();
	signal_server("STOP");
	tn_exec(db, "INSERT INTO item (id, name) VALUES (80, 'new')", NULL, NULL, NULL);
	tn_close(db);
	signal_server("CONT");
	usleep(after_us);
	exit(0);
}

START_TEST(process_ends_with_a_request)
{
	int64_t took = -trouble_now_ms();
	int status = -1;
	pid_t pid;
	tn_test_skip_if(*missing, NULL, missing);
	tn_close(open_own());
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		end_with_a_request(_i * 1500);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	took += trouble_now_ms();
	signal_server("CONT");
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the process ended with %d", status);
	ck_assert_msg(took < 15000, "%lld ms", (long long)took);
}
END_TEST

/* ---- passwords --------------------------------------------------------------------------- */

START_TEST(passwords)
{
	static const char *const make[][2] = {
		{"DROP ROLE IF EXISTS locked", "CREATE ROLE locked LOGIN PASSWORD 'the right one'"},
		{"DROP USER IF EXISTS locked@'%'", "CREATE USER locked@'%' IDENTIFIED BY 'the right one'"},
	};
	int my = trouble_is("mysql");
	char line[512];
	tn_conn *db;
	tn_test_skip_if(*missing, NULL, missing);
	db = open_own();
	trouble_run(db, make[my][0]);
	trouble_run(db, make[my][1]);
	if (my) {
		trouble_run(db, "GRANT ALL ON tenon_test.* TO locked@'%'");
	} else {
		snprintf(line, sizeof line,
			 "sed -i '1i host all locked 127.0.0.1/32 scram-sha-256' '%s/server/data/pg_hba.conf'",
			 own_dir);
		ck_assert_int_eq(own_shell(line, NULL, 0), 0);
		ck_assert_int_eq(own_server("restart", NULL, 0), 0);
	}
	trouble_expect(own_refused(own_with("locked:" SECRET, NULL)), TN_E_AUTH, 0, "locked");
	trouble_expect(own_refused(own_with("locked", NULL)), TN_E_AUTH, 0, "password");
	tn_close(db);
	db = tn_test_open_with(own_with("locked:the%20right%20one", NULL), NULL);
	trouble_is_alive(db);
	tn_close(db);
}
END_TEST

/* ---- TLS ------------------------------------------------------------------------------------ */

static void switch_tls_on(void)
{
	char line[1024];
	tn_conn *db = open_own();
	if (trouble_is("postgresql")) {
		snprintf(line, sizeof line,
			 "cd '%s' && cp cert.pem key.pem server/data/ && chmod 600 server/data/key.pem && "
			 "chown --reference=server/data server/data/cert.pem server/data/key.pem", own_dir);
		ck_assert_int_eq(own_shell(line, NULL, 0), 0);
		trouble_run(db, "ALTER SYSTEM SET ssl_cert_file = 'cert.pem'");
		trouble_run(db, "ALTER SYSTEM SET ssl_key_file = 'key.pem'");
		trouble_run(db, "ALTER SYSTEM SET ssl = on");
		ck_assert_int_eq(own_server("restart", NULL, 0), 0);
	}
	tn_close(db);
}

START_TEST(certificates)
{
	const char *key = trouble_is("mysql") ? "ssl_mode" : "sslmode";
	char option[512];
	tn_conn *db;
	tn_test_skip_if(*missing, NULL, missing);
	switch_tls_on();
	/* The system's authorities do not know it. */
	snprintf(option, sizeof option, "%s=verify-full", key);
	trouble_expect(own_refused(own_with(NULL, option)), TN_E_TLS, 0, "certificate");
	/* Another authority did not sign it. */
	snprintf(option, sizeof option, "%s=verify-full&sslrootcert=%s/other.pem", key, own_dir);
	trouble_expect(own_refused(own_with(NULL, option)), TN_E_TLS, 0, "certificate");
	/* A file that is not there. */
	snprintf(option, sizeof option, "%s=verify-full&sslrootcert=%s/none.pem", key, own_dir);
	trouble_expect(own_refused(own_with(NULL, option)), TN_E_TLS, 0, "");
	/* It is trusted when it is told to be. */
	snprintf(option, sizeof option, "%s=verify-full&sslrootcert=%s/cert.pem", key, own_dir);
	db = tn_test_open_with(own_with(NULL, option), NULL);
	trouble_is_alive(db);
	tn_close(db);
	snprintf(option, sizeof option, "%s=require", key);
	db = tn_test_open_with(own_with(NULL, option), NULL);
	trouble_is_alive(db);
	tn_close(db);
}
END_TEST

Suite *trouble_own_suite(void)
{
	Suite *s = suite_create("own server");
	TCase *tc = trouble_case(s, "restarts", 120);
	tcase_add_unchecked_fixture(tc, start_server, stop_server);
	tcase_add_loop_test(tc, restart_between_two_statements, 0, 2);
	tcase_add_test(tc, restart_inside_a_transaction);
	tcase_add_test(tc, away_for_a_while);
	tcase_add_test(tc, stopped);
	tcase_add_loop_test(tc, process_ends_with_a_request, 0, 3);
	tcase_add_test(tc, passwords);
	tcase_add_test(tc, certificates);
	trouble_tls_cases(tc);
	trouble_standby_cases(tc);
	return s;
}

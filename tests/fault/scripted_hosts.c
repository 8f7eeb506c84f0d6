/* SPDX-License-Identifier: MIT */
/*
 * tests/fault/scripted_hosts.c - a cluster from a script: which of several hosts is
 * taken, what becomes of a node that is no longer what it was, and where the next
 * connect goes.  The real clusters are in tests/backend/failover.
 */
#include <stdio.h>
#include <string.h>
#include "tests/fault/scripted.h"

#define STANDBY (TN_FACT_READ_ONLY | TN_FACT_STANDBY)

static const struct be_node cluster[] = {
	{"s1", STANDBY}, {"p", 0}, {"s2", STANDBY}, {"r", TN_FACT_READ_ONLY}, {NULL, 0},
};
static const struct be_node readers[] = {{"s1", STANDBY}, {"s2", STANDBY}, {NULL, 0}};

static void play(const struct be_node *nodes, const struct be_step *steps, size_t count)
{
	be_script_register();
	be_script_play(steps, count);
	be_script_nodes(nodes);
}

/* ---- the search ------------------------------------------------------------------------- */

static const struct {
	const char *hosts, *options;
	const char *trace; /* the hosts in the order in which they were tried */
	int code;          /* or 0 */
	int host, role;
} searches[] = {
	{"s1,p", NULL, "s1", 0, 0, TN_SERVER_STANDBY},
	{"s1,p", "target_session_attrs=any", "s1", 0, 0, TN_SERVER_STANDBY},
	{"s1,p", "target_session_attrs=read-write", "s1 p", 0, 1, TN_SERVER_WRITER},
	{"s1,r,p", "target_session_attrs=read-write", "s1 r p", 0, 2, TN_SERVER_WRITER},
	{"s1,r,p", "target_session_attrs=primary", "s1 r", 0, 1, TN_SERVER_READER},
	{"p,r,s1", "target_session_attrs=read-only", "p r", 0, 1, TN_SERVER_READER},
	{"p,r,s1", "target_session_attrs=standby", "p r s1", 0, 2, TN_SERVER_STANDBY},
	{"p,s1", "target_session_attrs=prefer-standby", "p s1", 0, 1, TN_SERVER_STANDBY},
	{"p,s1", "read_only=1", "p", 0, 0, TN_SERVER_READER},
	{"p,s1", "read_only=1&target_session_attrs=prefer-standby", "p s1", 0, 1, TN_SERVER_STANDBY},
	/* Who is not there is not asked again. */
	{"down,p,away", "target_session_attrs=prefer-standby", "down p away p", 0, 1, TN_SERVER_WRITER},
	{"down,s1", "target_session_attrs=read-write", "down s1", TN_E_WRONG_NODE, 0, 0},
	{"s1,down", "target_session_attrs=read-write", "s1 down", TN_E_WRONG_NODE, 0, 0},
	{"p", "target_session_attrs=standby", "p", TN_E_WRONG_NODE, 0, 0},
	{"down,away", "target_session_attrs=read-write", "down away", TN_E_CONNECT, 0, 0},
	{"down,away", "target_session_attrs=prefer-standby", "down away", TN_E_CONNECT, 0, 0},
	{"p", "read_only=1&target_session_attrs=read-write", "", TN_E_URL, 0, 0},
	{"p", "target_session_attrs=master", "", TN_E_URL, 0, 0},
	{"p", "load_balance_hosts=yes", "", TN_E_URL, 0, 0},
};

/* The hosts of the trace, in order. */
static void opens(char *out, size_t size)
{
	const char *s = be_script_trace();
	*out = '\0';
	for (s = strstr(s, "open "); s; s = strstr(s + 1, "open ")) {
		size_t n = strlen(out);
		snprintf(out + n, size - n, "%s%.*s", n ? " " : "", (int)strcspn(s + 5, "\n"), s + 5);
	}
}

START_TEST(a_host_of_the_role)
{
	char url[160], tried[160];
	tn_conn *db = NULL;
	int rc;
	play(cluster, NULL, 0);
	snprintf(url, sizeof url, "script://%s/db%s%s", searches[_i].hosts, searches[_i].options ? "?" : "",
		 searches[_i].options ? searches[_i].options : "");
	rc = tn_open(&db, url, NULL, tn_test_err());
	ck_assert_msg(rc == searches[_i].code, "%s: %s", url, tn_test_failure(rc));
	opens(tried, sizeof tried);
	ck_assert_msg(!strcmp(tried, searches[_i].trace), "%s: tried %s", url, tried);
	if (rc < 0) {
		ck_assert_ptr_null(db);
		ck_assert_int_eq(tn_server_host(db), -1);
		ck_assert_int_eq(tn_server_role(db), TN_E_MISUSE);
		return;
	}
	ck_assert_int_eq(tn_server_host(db), searches[_i].host);
	ck_assert_int_eq(tn_server_role(db), searches[_i].role);
	tn_close(db);
}
END_TEST

START_TEST(every_host_is_named)
{
	tn_conn *db;
	const char *message;
	play(cluster, NULL, 0);
	ck_tn_err(tn_open(&db, "script://s1,down/db?target_session_attrs=primary", NULL, tn_test_err()),
		  TN_E_WRONG_NODE);
	message = tn_error_message(*tn_test_err());
	ck_assert_str_eq(message, "no host of the URL is 'primary': host 1 (s1): the server is a standby, "
				  "and 'primary' was asked for; host 2 (down): nobody there");
	ck_assert_uint_eq(tn_error_flags(*tn_test_err()), 0);
}
END_TEST

/* All orders come, each about as often as the others. */
START_TEST(random_orders)
{
	static const struct be_node none[] = {{NULL, 0}};
	static const char *const orders[] = {"a b c", "a c b", "b a c", "b c a", "c a b", "c b a"};
	unsigned seen[COUNT(orders)] = {0};
	char tried[64];
	tn_conn *db;
	size_t i, k;
	for (i = 0; i < 600; i++) {
		play(none, NULL, 0);
		ck_tn_err(tn_open(&db, "script://a,b,c/db?load_balance_hosts=random", NULL, tn_test_err()),
			  TN_E_CONNECT);
		opens(tried, sizeof tried);
		for (k = 0; k < COUNT(orders); k++)
			seen[k] += !strcmp(tried, orders[k]);
	}
	for (i = k = 0; k < COUNT(orders); k++) {
		ck_assert_msg(seen[k] > 40, "%s: %u of 600", orders[k], seen[k]);
		i += seen[k];
	}
	ck_assert_uint_eq(i, 600);
}
END_TEST

/* ---- a node that is no longer what it was ------------------------------------------------------ */

#define BEGIN {.sql = "BEGIN", .tx_status = TN_BE_TX_OPEN}
#define COMMIT {.sql = "COMMIT", .tx_status = TN_BE_TX_IDLE}
#define ROLLBACK {.sql = "ROLLBACK", .tx_status = TN_BE_TX_IDLE}
#define READS_ONLY {.fault = {.sqlstate = "25006", .message = "cannot execute INSERT in a read-only transaction"}}

static int insert(tn_conn *db)
{
	int attempts = 0;
	return scripted_insert(db, &attempts, tn_test_err());
}

/* What was promised holds no more: the link goes, and nothing of the statement was done. */
START_TEST(a_writer_that_became_a_reader)
{
	static const char *const roles[] = {"read-write", "primary"};
	static const struct be_step steps[] = {READS_ONLY};
	char url[96];
	tn_conn *db = NULL;
	play(cluster, steps, COUNT(steps));
	snprintf(url, sizeof url, "script://p/db?target_session_attrs=%s", roles[_i]);
	ck_tn_ok(tn_open(&db, url, NULL, tn_test_err()));
	ck_tn_err(insert(db), TN_E_WRONG_NODE);
	ck_assert_uint_eq(tn_error_flags(*tn_test_err()), TN_ERR_DEAD | TN_ERR_RETRY_TX | TN_ERR_WRONG_NODE);
	ck_assert_str_eq(tn_error_sqlstate(*tn_test_err()), "25006");
	ck_assert_int_eq(tn_is_dead(db), 1);
	ck_tn_err(insert(db), TN_E_DISCONNECTED);
	tn_close(db);
	be_script_check();
}
END_TEST

/* Nothing was promised: the connection stays for reading, and the error tells where to go. */
START_TEST(a_reader_that_is_written_to)
{
	static const struct be_step steps[] = {READS_ONLY, {.sql = "SELECT 1"}};
	tn_conn *db = NULL;
	play(cluster, steps, COUNT(steps));
	ck_tn_ok(tn_open(&db, "script://s1,p/db", NULL, tn_test_err()));
	ck_tn_err(insert(db), TN_E_READ_ONLY);
	ck_assert_uint_eq(tn_error_flags(*tn_test_err()), TN_ERR_WRONG_NODE);
	ck_tn_ok(tn_exec(db, TN_NATIVE("SELECT 1"), NULL, NULL, tn_test_err()));
	tn_close(db);
	be_script_check();
}
END_TEST

/* The caller asked for what refuses it: no other node would take it, and nothing is repeated. */
START_TEST(a_reader_that_was_asked_for)
{
	static const char *const urls[] = {
		"script://p,s1/db?read_only=1", "script://s1,p/db?target_session_attrs=standby",
		"script://r,p/db?target_session_attrs=read-only", "script://p,s1/db",
	};
	static const struct be_step reader[] = {
		{.sql = "BEGIN READ ONLY", .tx_status = TN_BE_TX_OPEN}, READS_ONLY, ROLLBACK,
	};
	static const struct be_step steps[] = {BEGIN, READS_ONLY, ROLLBACK};
	tn_tx_options o = scripted_options();
	tn_conn *db = NULL;
	int attempts = 0, by_tx = _i == 3;
	o.flags = by_tx ? TN_TX_READ_ONLY : 0;
	play(cluster, by_tx || _i == 0 ? reader : steps, 3);
	ck_tn_ok(tn_open(&db, urls[_i], NULL, tn_test_err()));
	ck_tn_err(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()), TN_E_READ_ONLY);
	ck_assert_uint_eq(tn_error_flags(*tn_test_err()), 0);
	ck_assert_int_eq(attempts, 1);
	ck_assert_int_eq(tn_is_dead(db), 0);
	tn_close(db);
	be_script_check();
}
END_TEST

/* ---- where tn_transact() goes -------------------------------------------------------------------- */

static const struct be_step moves[] = {BEGIN, READS_ONLY, ROLLBACK, BEGIN, {.affected = 1}, COMMIT};
static const struct be_step moves_dead[] = {BEGIN, READS_ONLY, BEGIN, {.affected = 1}, COMMIT};
static const struct {
	const char *url, *trace;
	const struct be_step *steps;
	size_t count;
	int host;
} transfers[] = {
	{"script://s1,s2,p/db", "s1 s2 p", moves, COUNT(moves), 2},
	{"script://s2,p,s1/db?target_session_attrs=prefer-standby", "s2 p", moves, COUNT(moves), 1},
	/* The list goes on behind the node that was left, and comes back to it in the end. */
	{"script://p,s1,s2/db?target_session_attrs=read-write", "p s1 s2 p", moves_dead, COUNT(moves_dead), 0},
	{"script://p,s1,s2/db?target_session_attrs=primary", "p s1 s2 p", moves_dead, COUNT(moves_dead), 0},
	{"script://p/db?target_session_attrs=primary", "p p", moves_dead, COUNT(moves_dead), 0},
};

START_TEST(a_transaction_finds_the_writer)
{
	tn_tx_options o = scripted_options();
	tn_conn *db = NULL;
	char tried[64];
	int attempts = 0;
	play(cluster, transfers[_i].steps, transfers[_i].count);
	ck_tn_ok(tn_open(&db, transfers[_i].url, NULL, tn_test_err()));
	ck_tn_ok(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()));
	opens(tried, sizeof tried);
	ck_assert_str_eq(tried, transfers[_i].trace);
	ck_assert_int_eq(tn_server_host(db), transfers[_i].host);
	ck_assert_int_eq(attempts, 2);
	tn_close(db);
	be_script_check();
}
END_TEST

START_TEST(no_writer_to_be_found)
{
	static const struct be_step steps[] = {BEGIN, READS_ONLY, ROLLBACK};
	tn_tx_options o = scripted_options();
	tn_conn *db = NULL;
	int attempts = 0;
	play(readers, steps, COUNT(steps));
	ck_tn_ok(tn_open(&db, "script://s1,s2/db", NULL, tn_test_err()));
	ck_tn_err(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()), TN_E_WRONG_NODE);
	ck_assert_int_eq(attempts, 1);
	ck_assert_int_eq(tn_is_dead(db), 1);
	tn_close(db);
	be_script_check();
}
END_TEST

static int there(tn_conn *db, void *arg, tn_error **err)
{
	(void)arg;
	(void)err;
	return tn_server_role(db) == TN_SERVER_WRITER;
}

/* A standby may not have the transaction yet: it is not asked. */
START_TEST(an_unknown_commit_is_asked_of_a_writer)
{
	static const struct be_step steps[] = {BEGIN, {.affected = 1}, {.sql = "COMMIT", .fault = GONE}};
	static const struct be_node before[] = {{"a", 0}, {"b", STANDBY}, {"c", STANDBY}, {NULL, 0}};
	static const struct be_node after[] = {{"b", STANDBY}, {"c", 0}, {NULL, 0}};
	tn_tx_options o = scripted_options();
	tn_conn *db = NULL;
	char tried[64];
	int attempts = 0;
	o.check = there;
	play(before, steps, COUNT(steps));
	ck_tn_ok(tn_open(&db, "script://a,b,c/db", NULL, tn_test_err()));
	be_script_nodes(after);
	ck_tn_ok(tn_transact(db, &o, scripted_insert, &attempts, tn_test_err()));
	opens(tried, sizeof tried);
	ck_assert_str_eq(tried, "a a b c");
	ck_assert_int_eq(tn_server_host(db), 2);
	ck_assert_int_eq(attempts, 1);
	tn_close(db);
	be_script_check();
}
END_TEST

/* A commit that a node refuses because of what it has become did not happen, and nothing is in doubt. */
START_TEST(a_commit_that_is_refused)
{
	static const struct be_step steps[] = {
		BEGIN, {.affected = 1},
		{.sql = "COMMIT", .tx_status = TN_BE_TX_IDLE,
		 .fault = {.code = TN_E_READ_ONLY, .flags = TN_ERR_WRONG_NODE, .message = "super_read_only"}},
	};
	tn_conn *db = NULL;
	play(cluster, steps, COUNT(steps));
	ck_tn_ok(tn_open(&db, "script://p,s1/db?target_session_attrs=primary", NULL, tn_test_err()));
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	ck_tn_ok(insert(db));
	ck_tn_err(tn_commit(db, tn_test_err()), TN_E_WRONG_NODE);
	ck_assert_uint_eq(tn_error_flags(*tn_test_err()), TN_ERR_DEAD | TN_ERR_RETRY_TX | TN_ERR_WRONG_NODE);
	ck_assert_int_eq(tn_is_dead(db), 1);
	tn_close(db);
	be_script_check();
}
END_TEST

TCase *scripted_hosts(void)
{
	TCase *tc = tcase_create("hosts");
	tcase_add_loop_test(tc, a_host_of_the_role, 0, COUNT(searches));
	tcase_add_test(tc, every_host_is_named);
	tcase_add_test(tc, random_orders);
	tcase_add_loop_test(tc, a_writer_that_became_a_reader, 0, 2);
	tcase_add_test(tc, a_reader_that_is_written_to);
	tcase_add_loop_test(tc, a_reader_that_was_asked_for, 0, 4);
	tcase_add_loop_test(tc, a_transaction_finds_the_writer, 0, COUNT(transfers));
	tcase_add_test(tc, no_writer_to_be_found);
	tcase_add_test(tc, an_unknown_commit_is_asked_of_a_writer);
	tcase_add_test(tc, a_commit_that_is_refused);
	return tc;
}

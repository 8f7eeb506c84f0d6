/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/failover/failover.c - the cases that run on a cluster; which one, says
 * TENON_TEST_CLUSTER.  TENON_TEST_FAILOVERS asks for more failovers than two.
 *
 * What came of the transfers is printed, one line for a cluster.
 */
#include "tests/backend/failover/failover.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/support/suite_run.h"

/* ---- roles --------------------------------------------------------------------- */

static const struct {
	const char *options;
	int role; /* with standbys; -1: no such host */
	int role_of_equals;
} roles[] = {
	{"target_session_attrs=any", -2, TN_SERVER_WRITER},
	{"target_session_attrs=read-write", TN_SERVER_WRITER, TN_SERVER_WRITER},
	{"target_session_attrs=primary", TN_SERVER_WRITER, TN_SERVER_WRITER},
	{"target_session_attrs=standby", TN_SERVER_STANDBY, -1},
	{"target_session_attrs=read-only", TN_SERVER_STANDBY, -1},
	{"target_session_attrs=prefer-standby", TN_SERVER_STANDBY, TN_SERVER_WRITER},
	{"target_session_attrs=prefer-standby&read_only=1&load_balance_hosts=random", TN_SERVER_STANDBY,
	 TN_SERVER_READER},
	{"target_session_attrs=primary&read_only=1", TN_SERVER_READER, TN_SERVER_READER},
};

START_TEST(roles_of_the_nodes)
{
	int wanted = cluster_find()->has_standbys ? roles[_i].role : roles[_i].role_of_equals;
	tn_conn *db = NULL;
	int rc = tn_open(&db, cluster_url(roles[_i].options), NULL, tn_test_err());
	if (wanted == -1) {
		ck_tn_err(rc, TN_E_WRONG_NODE);
		return;
	}
	ck_tn_ok(rc);
	ck_assert_int_lt(tn_server_host(db), (int)cluster_find()->nodes);
	if (wanted >= 0)
		ck_assert_int_eq(tn_server_role(db), wanted);
	tn_close(db);
}
END_TEST

static int write_once(tn_conn *db, void *arg, tn_error **err)
{
	++*(int *)arg;
	return tn_exec(db, "UPDATE account SET balance = balance WHERE id = 1", NULL, NULL, err);
}

/* A write on a standby says where to go, and tn_transact() goes there. */
START_TEST(write_on_a_standby)
{
	tn_conn *db;
	int runs = 0;
	tn_test_skip_if(!cluster_find()->has_standbys, NULL, "every node writes");
	db = tn_test_open_with(cluster_url("target_session_attrs=prefer-standby"), NULL);
	ck_assert_int_eq(tn_server_role(db), TN_SERVER_STANDBY);
	ck_tn_err(write_once(db, &runs, tn_test_err()), TN_E_READ_ONLY);
	ck_assert_uint_eq(tn_error_flags(*tn_test_err()), TN_ERR_WRONG_NODE);
	ck_assert_int_eq(tn_is_dead(db), 0);
	ck_tn_ok(tn_transact(db, NULL, write_once, &runs, tn_test_err()));
	ck_assert_int_eq(tn_server_role(db), TN_SERVER_WRITER);
	ck_assert_int_eq(runs, 3);
	tn_close(db);
}
END_TEST

/* ---- money --------------------------------------------------------------------------- */

START_TEST(money_is_kept)
{
	struct bank_count c = {0};
	unsigned i;
	for (i = 0; i < cluster_rounds(); i++)
		bank_round(&c);
	printf("%s: %u failovers, %u transfers acknowledged, 0 lost, %u asked about, %u there at a second try, "
	       "%u unknown, all told (%u there), %u failed, longest pause %lld ms\n",
	       cluster_find()->name, c.failovers, c.acknowledged, c.asked, c.met, c.unknown, c.there, c.failed,
	       (long long)c.longest_ms);
	fflush(stdout);
}
END_TEST

/* ---- a node without its cluster ---------------------------------------------------------- */

START_TEST(node_that_left_its_cluster)
{
	tn_conn *db, *other = NULL;
	int64_t end;
	int rc, runs = 0;
	tn_test_skip_if(strcmp(cluster_find()->name, "galera"), NULL, "no node leaves this cluster by itself");
	db = tn_test_open_with(cluster_node_url(0, ""), NULL);
	ck_tn_ok(write_once(db, &runs, tn_test_err()));
	cluster_do("isolate");
	end = cluster_now_ms() + 20000;
	do
		rc = write_once(db, &runs, tn_test_err());
	while (rc >= 0 && cluster_now_ms() < end);
	ck_tn_err(rc, TN_E_WRONG_NODE);
	ck_assert_uint_eq(tn_error_flags(*tn_test_err()), TN_ERR_WRONG_NODE | TN_ERR_DEAD | TN_ERR_RETRY_TX);
	ck_assert_int_eq(tn_error_native(*tn_test_err()), 1047);
	ck_assert_int_eq(tn_is_dead(db), 1);
	ck_tn_err(tn_open(&other, cluster_url("target_session_attrs=primary&connect_timeout=2"), NULL, tn_test_err()),
		  TN_E_WRONG_NODE);
	tn_close(db);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("failover");
	TCase *tc = tcase_create("failover");
	int rc = tn_test_begin();
	if (rc)
		return rc;
	if (!cluster_find()) {
		fprintf(stderr, "TENON_TEST_CLUSTER names no cluster: postgresql, galera or mysql\n");
		return 2;
	}
	/* In one process: the cases follow each other on one cluster. */
	tcase_set_timeout(tc, 3600);
	tcase_add_unchecked_fixture(tc, cluster_start, cluster_stop);
	tcase_add_unchecked_fixture(tc, bank_make, NULL);
	tcase_add_loop_test(tc, roles_of_the_nodes, 0, COUNT(roles));
	tcase_add_test(tc, write_on_a_standby);
	tcase_add_test(tc, money_is_kept);
	tcase_add_test(tc, node_that_left_its_cluster);
	suite_add_tcase(s, tc);
	return suite_run(s);
}

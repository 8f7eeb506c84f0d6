/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/failover/failover.h - what the tests of clusters share.
 *
 * The cluster of the run is made by a script of tests/servers, which is told to end a
 * node and to bring it back; how a cluster does that is its own affair.
 */
#ifndef TN_FAILOVER_H
#define TN_FAILOVER_H

#include <stdint.h>
#include <tenon/testing.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct cluster {
	const char *name, *script;
	unsigned nodes;
	int has_standbys; /* one node writes, the others follow it; else all of them write */
};

/* ---- cluster.c ------------------------------------------------------------- */

/* The cluster that TENON_TEST_CLUSTER names; NULL: none of that name. */
const struct cluster *cluster_find(void);
/* Around all cases, in their parent. */
void cluster_start(void);
void cluster_stop(void);
/* Fails the test unless the script's verb succeeds. */
void cluster_do(const char *verb);
/* The URL with all nodes, or with one (from 0), and more keys; for a test's duration. */
const char *cluster_url(const char *options);
const char *cluster_node_url(unsigned node, const char *options);
/* How many failovers a case plays: TENON_TEST_FAILOVERS. */
unsigned cluster_rounds(void);
int64_t cluster_now_ms(void);

/* ---- bank.c ------------------------------------------------------------------ */

/* What a run of transfers came to. */
struct bank_count {
	unsigned failovers, acknowledged, unknown, there, asked, met, failed;
	int64_t longest_ms; /* without a transfer */
};

/* Makes the accounts. */
void bank_make(void);
/* Transfers by several threads, through a failover, and a look at every account and every transfer. */
void bank_round(struct bank_count *total);

#endif

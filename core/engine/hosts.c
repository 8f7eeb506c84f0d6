/* SPDX-License-Identifier: MIT */
/*
 * core/engine/hosts.c - which of several hosts a connection goes to, and when it leaves one.
 *
 * A URL may name the nodes of a cluster.  Which of them can write changes while programs
 * run, so the role is asked of each server after the connect, not remembered:
 *
 *   asked for        the server must                        else
 *   any              answer                                  the next host
 *   read-write       take writes of this session             the next host
 *   read-only        refuse them                             the next host
 *   primary          be no standby                           the next host
 *   standby          be one                                  the next host
 *   prefer-standby   be one, in the first round              any, in a second round
 *
 * A server that refuses a write because of what it has become is the wrong node: the
 * connection leaves it when the role was promised (read-write, primary), and the next
 * connect begins with the hosts behind it.
 *
 * Invariants:
 *  1. A refusal that the caller asked for (a read-only connection or transaction, a
 *     reader's role) is no wrong node: no other host would take the write.
 *  2. Once a write was refused by a node, or the outcome of a commit is to be found out,
 *     a connection that may go anywhere goes to a host that writes: only such a one
 *     has the last word.
 *
 * It must not name a server or open a link.
 */
#include "core/base/clock.h"
#include "core/engine/engine.h"

static const struct {
	const char *word;
	unsigned must, must_not; /* TN_FACT_* */
	uint8_t writes;          /* the role is a promise that writes are taken */
	uint8_t reads;           /* a write is a mistake of the caller */
} roles[] = {
	[TN_ROLE_ANY] = {"any", 0, 0, 0, 0},
	[TN_ROLE_READ_WRITE] = {"read-write", 0, TN_FACT_READ_ONLY, 1, 0},
	[TN_ROLE_READ_ONLY] = {"read-only", TN_FACT_READ_ONLY, 0, 0, 1},
	[TN_ROLE_PRIMARY] = {"primary", 0, TN_FACT_STANDBY, 1, 0},
	[TN_ROLE_STANDBY] = {"standby", TN_FACT_STANDBY, 0, 0, 1},
	[TN_ROLE_PREFER_STANDBY] = {"prefer-standby", TN_FACT_STANDBY, 0, 0, 0},
};

static uint8_t role_of_word(const char *word)
{
	size_t i;
	for (i = 0; i < sizeof roles / sizeof roles[0]; i++)
		if (!strcmp(word, roles[i].word))
			return (uint8_t)i;
	return TN_ROLE_ANY;
}

int tn__hosts_init(tn_conn *conn, tn_error **err)
{
	const char *role = tn_url_option(conn->url, "target_session_attrs");
	const char *balance = tn_url_option(conn->url, "load_balance_hosts");
	struct tn_hosts *h = &conn->hosts;
	h->role = role ? role_of_word(role) : TN_ROLE_ANY;
	h->shuffle = balance && !strcmp(balance, "random");
	if (h->role == TN_ROLE_READ_WRITE && (conn->flags & TN_OPEN_READ_ONLY))
		return tn__error_set(err, TN_E_URL,
				     "target_session_attrs=read-write contradicts a connection for reading only");
	return TN_OK;
}

/* ---- the order ------------------------------------------------------------------------ */

static int may_go_anywhere(const struct tn_hosts *h)
{
	return h->role == TN_ROLE_ANY || h->role == TN_ROLE_PREFER_STANDBY;
}

void tn__hosts_want_writer(tn_conn *conn)
{
	struct tn_hosts *h = &conn->hosts;
	if (tn_url_host_count(conn->url) > 1 && may_go_anywhere(h) && !(conn->flags & TN_OPEN_READ_ONLY))
		h->writer_wanted = 1;
}

uint8_t tn__hosts_round(const tn_conn *conn, unsigned round)
{
	const struct tn_hosts *h = &conn->hosts;
	if (h->writer_wanted)
		return TN_ROLE_READ_WRITE;
	if (h->role == TN_ROLE_PREFER_STANDBY)
		return round ? TN_ROLE_ANY : TN_ROLE_STANDBY;
	return h->role;
}

unsigned tn__hosts_rounds(const tn_conn *conn)
{
	return conn->hosts.role == TN_ROLE_PREFER_STANDBY && !conn->hosts.writer_wanted ? 2 : 1;
}

const char *tn__hosts_word(const tn_conn *conn)
{
	return roles[conn->hosts.held].word;
}

/* Fisher and Yates. */
static void shuffle(tn_conn *conn, size_t *order, size_t n)
{
	while (n > 1) {
		size_t k = (size_t)tn__random_below(&conn->random, n--), other = order[k];
		order[k] = order[n];
		order[n] = other;
	}
}

/* The host that is to be left goes behind all others. */
static void put_last(size_t *order, size_t n, size_t host)
{
	size_t i;
	for (i = 0; i < n; i++) {
		if (order[i] != host)
			continue;
		order[i] = order[n - 1];
		order[n - 1] = host;
		return;
	}
}

void tn__hosts_order(tn_conn *conn, size_t *order, size_t n)
{
	struct tn_hosts *h = &conn->hosts;
	size_t i, first = h->leave && !h->shuffle ? h->at + 1 : 0;
	for (i = 0; i < n; i++)
		order[i] = (first + i) % n;
	if (!h->shuffle)
		return;
	shuffle(conn, order, n);
	if (h->leave)
		put_last(order, n, h->at);
}

/* ---- the role ---------------------------------------------------------------------------- */

static const char *what_it_is(unsigned facts)
{
	if (facts & TN_FACT_STANDBY)
		return "is a standby";
	return facts & TN_FACT_READ_ONLY ? "takes no writes of this session" : "takes writes";
}

int tn__hosts_fits(const tn_conn *conn, tn_error **err)
{
	unsigned facts = conn->be->server.facts;
	uint8_t role = conn->hosts.held;
	if ((facts & roles[role].must) == roles[role].must && !(facts & roles[role].must_not))
		return TN_OK;
	return tn__error_set(err, TN_E_WRONG_NODE, "the server %s, and '%s' was asked for", what_it_is(facts),
			     roles[role].word);
}

static int asked_to_read(const tn_conn *conn)
{
	return (conn->flags & TN_OPEN_READ_ONLY) || roles[conn->hosts.role].reads ||
	       (conn->tx.depth && conn->tx.begin->read_only);
}

unsigned tn__hosts_judge(const tn_conn *conn, int code, unsigned flags)
{
	if (code != TN_E_READ_ONLY)
		return flags;
	if (asked_to_read(conn))
		return flags & ~TN_ERR_WRONG_NODE;
	return conn->be->server.facts & TN_FACT_STANDBY ? flags | TN_ERR_WRONG_NODE : flags;
}

void tn__hosts_note(tn_conn *conn, tn_error *e)
{
	struct tn_hosts *h = &conn->hosts;
	int code = tn_error_code(e);
	if (!(tn_error_flags(e) & TN_ERR_WRONG_NODE))
		return;
	h->leave = 1;
	tn__hosts_want_writer(conn);
	if (code != TN_E_WRONG_NODE && !(code == TN_E_READ_ONLY && roles[h->held].writes))
		return;
	conn->be->dead = 1;
	tn__error_recode(e, TN_E_WRONG_NODE);
	tn__error_add_flags(e, TN_ERR_DEAD | TN_ERR_RETRY_TX);
	tn__error_set_hint(e, "the node is not what it was: open another connection; tn_transact() does so by itself");
}

/* ---- what the caller may know --------------------------------------------------------------- */

int tn_server_host(const tn_conn *conn)
{
	if (!conn || conn->magic != TN_CONN_MAGIC || !conn->be || !tn_url_host_count(conn->url))
		return -1;
	return (int)conn->hosts.at;
}

int tn_server_role(const tn_conn *conn)
{
	unsigned facts;
	if (!conn || conn->magic != TN_CONN_MAGIC || !conn->be)
		return TN_E_MISUSE;
	facts = conn->be->server.facts;
	if (facts & TN_FACT_STANDBY)
		return TN_SERVER_STANDBY;
	return facts & TN_FACT_READ_ONLY ? TN_SERVER_READER : TN_SERVER_WRITER;
}

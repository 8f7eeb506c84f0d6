/* SPDX-License-Identifier: MIT */
/*
 * my_conn.c - a connection: open, look at the server, prove the link, cancel,
 * close.
 *
 * Invariants:
 *  1. The client library reads no option file, never reconnects, never sends a
 *     local file and takes one statement at a time.
 *  2. A link that was to be encrypted and is not is an error before anything
 *     but the log-in was sent.
 *  3. What is set here by statement (engine, lock timeouts of the URL) is no
 *     guarantee; guarantees are rows of the dialect's session table.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "my_internal.h"

/* For each step of a connection that cancels. */
#define CANCEL_SECONDS 2

/* Milliseconds of it still are an int. */
#define LOCK_SECONDS_MAX 2147483u

#define STATUS_IN_TRANS 1u /* SERVER_STATUS_IN_TRANS */

/* What the version text of a server tells, first match wins. */
static const struct product {
	const char *mark; /* found in the text */
	const char *skip; /* the number follows this, if it is there */
	const char *name;
	int oldest;
	const char *oldest_text;
} products[] = {
	/* Older protocols took no version above 5: "5.5.5-10.11.6-MariaDB". */
	{"MariaDB", "5.5.5-", "MariaDB", 100500, "10.5"},
	/* TiDB leads with the MySQL version that it resembles. */
	{"-TiDB-v", "-TiDB-v", "TiDB", 70400, "7.4"},
	/* utf8mb4_0900_bin and enforced CHECK constraints are there from 8.0.17 on. */
	{"", "", "MySQL", 80017, "8.0.17"},
};

void my__note_status(struct my_conn *c, unsigned status)
{
	c->tx = status & STATUS_IN_TRANS ? TN_BE_TX_OPEN : TN_BE_TX_IDLE;
}

int my__run(struct my_conn *c, const char *sql, MYSQL_RES **res)
{
	MYSQL_RES *r;
	c->head.round_trips++;
	if (mysql_real_query(c->m, sql, (unsigned long)strlen(sql)) != 0)
		return my__fault_conn(c, sql, strlen(sql));
	r = mysql_store_result(c->m);
	/* A link that breaks off between columns and rows leaves the count 0 in libmysqlclient. */
	if (!r && (mysql_field_count(c->m) || mysql_errno(c->m)))
		return my__fault_conn(c, sql, strlen(sql));
	if (!r && res) {
		c->head.dead = 1;
		return my__fault_own(c, TN_E_DISCONNECTED, NULL, "the server gives no rows to a question");
	}
	my__note_status(c, c->m->server_status);
	/* One text has one result; a peer that says otherwise cannot be talked to. */
	if (mysql_more_results(c->m)) {
		mysql_free_result(r);
		c->head.dead = 1;
		return my__fault_own(c, TN_E_DISCONNECTED, NULL, "the server sends more results than it was asked for");
	}
	if (res)
		*res = r;
	else if (r)
		mysql_free_result(r);
	return 0;
}

static int check_tls(struct my_conn *c)
{
	const struct my_options *o = &c->options;
	if (my__client_encrypted(c->m)) {
		c->head.server.facts |= TN_FACT_TLS;
		return 0;
	}
	c->head.server.facts &= ~TN_FACT_TLS;
	if (o->tls < MY_TLS_REQUIRE)
		return 0;
	return my__fault_own(c, TN_E_TLS,
		"switch TLS on at the server, or give ssl_mode=disable if the network is safe",
		"the server at '%s' does not offer TLS", o->host ? o->host : "localhost");
}

/*
 * A link that broke before the log-in was complete is no lost connection, and
 * whatever the client library calls it, what took all the time was a timeout.
 */
static int connect_fault(struct my_conn *c, int64_t start, int gone)
{
	const struct my_options *o = &c->options;
	struct tn_fault f;
	char where[320], late[400];
	memset(&f, 0, sizeof(f));
	/* The client library leaves the port out, and sometimes the host. */
	if (o->socket)
		snprintf(where, sizeof(where), "server at socket '%s'", o->socket);
	else
		snprintf(where, sizeof(where), "server at '%s', port %u", o->host ? o->host : "localhost",
			o->port ? o->port : 3306u);
	f.native = (int)mysql_errno(c->m);
	f.sqlstate = mysql_sqlstate(c->m);
	f.message = mysql_error(c->m);
	f.detail = where;
	if (c->head.host->now_us() - start >= (int64_t)o->connect_timeout * 1000000) {
		snprintf(late, sizeof(late), "no connection to the %s within %u seconds", where, o->connect_timeout);
		f.code = TN_E_TIMEOUT;
		f.detail = f.message;
		f.message = late;
	} else if (f.native == 2013 || f.native == 2006 || f.native == 2055) {
		f.code = TN_E_CONNECT;
	} else if (f.native == CR_SSL_CONNECTION_ERROR && gone) {
		/* The client library's words may be of what came before. */
		snprintf(late, sizeof(late), "the %s has hung up in the middle of a log-in by TLS", where);
		f.code = TN_E_CONNECT;
		f.detail = f.message;
		f.message = late;
	}
	c->head.dead = 1;
	return c->head.host->fault(&c->head, &f);
}

int my__open(struct tn_be_conn *conn, const struct tn_be_target *target)
{
	struct my_conn *c = (struct my_conn *)conn;
	int64_t start = conn->host->now_us();
	const char *role;
	int rc;
	/* For errors before the server is known; both dialects classify alike. */
	conn->dialect = &my__dialect_mysql;
	conn->server.facts = target->facts;
	snprintf(conn->server.product, sizeof(conn->server.product), "%s",
		strcmp(target->scheme, "mariadb") == 0 ? "MariaDB" : "");
	role = target->option(target, "target_session_attrs");
	c->asks_role = role && strcmp(role, "any") != 0;
	conn->host->text_init(&c->engines.tables);
	conn->host->text_init(&c->engines.engines);
	conn->host->text_init(&c->marks);
	rc = my__options_read(c, target);
	if (rc)
		return rc;
	if (c->options.local)
		conn->server.facts |= TN_FACT_LOCAL;
	c->m = my__client_new(&c->options);
	if (!c->m)
		return conn->host->nomem(conn);
	conn->round_trips++;
	rc = my__client_connect(c->m, &c->options, target->password);
	if (rc < 0)
		return connect_fault(c, start, rc == -2);
	my__note_status(c, c->m->server_status);
	return check_tls(c);
}

/* major*10000 + minor*100 + patch of "10.11.6-MariaDB". */
static int version_number(const char *s)
{
	long part[3] = {0, 0, 0};
	int i;
	for (i = 0; i < 3; i++) {
		char *end;
		part[i] = strtol(s, &end, 10);
		if (end == s || *end != '.')
			break;
		s = end + 1;
	}
	return (int)(part[0] * 10000 + part[1] * 100 + part[2]);
}

static int check_product(struct my_conn *c, const struct product *p, int wants_mariadb)
{
	struct tn_server *server = &c->head.server;
	int is_mariadb = strcmp(p->name, "MariaDB") == 0;
	if (wants_mariadb && !is_mariadb)
		return my__fault_own(c, TN_E_UNSUPPORTED,
			"use the scheme mysql:", "the URL asks for MariaDB, but the server is %s %s", p->name,
			server->version);
	if (server->version_number < p->oldest)
		return my__fault_own(c, TN_E_UNSUPPORTED, NULL, "%s %s is too old: %s or newer is needed",
			p->name, server->version, p->oldest_text);
	c->head.dialect = is_mariadb ? &my__dialect_mariadb : &my__dialect_mysql;
	return 0;
}

/* Product and version from the greeting. */
static int identify(struct my_conn *c)
{
	struct tn_server *server = &c->head.server;
	const char *text = mysql_get_server_info(c->m), *number;
	const struct product *p = products;
	int wants_mariadb = server->product[0] != '\0';
	while (!strstr(text, p->mark))
		p++;
	number = *p->skip ? strstr(text, p->skip) : NULL;
	number = number ? number + strlen(p->skip) : text;
	snprintf(server->product, sizeof(server->product), "%s", p->name);
	snprintf(server->version, sizeof(server->version), "%s", number);
	server->version_number = version_number(number);
	return check_product(c, p, wants_mariadb);
}

static int is_on(const char *value)
{
	return value[0] == '1' || strncmp(value, "ON", 2) == 0;
}

/* What only this connection knows. */
static int look(struct my_conn *c)
{
	struct tn_caps *caps = &c->head.server.caps;
	MYSQL_RES *res = NULL;
	MYSQL_ROW row;
	int rc = my__run(c, "SELECT @@max_allowed_packet, @@lower_case_table_names, "
			    "@@global.read_only, @@global.innodb_read_only", &res);
	if (rc < 0)
		return rc;
	row = mysql_fetch_row(res);
	if (row && row[0] && row[1] && row[2] && row[3]) {
		caps->limits[TN_LIMIT_SQL_BYTES] = caps->limits[TN_LIMIT_VALUE_BYTES] = strtoll(
			row[0], NULL, 10);
		c->engines.fold = row[1][0] != '0';
		if (is_on(row[2]) || is_on(row[3]))
			c->head.server.facts |= TN_FACT_READ_ONLY | TN_FACT_STANDBY;
	}
	mysql_free_result(res);
	return 0;
}

/* The servers count whole seconds. */
int my__set_lock_timeout(struct tn_be_conn *conn, unsigned ms)
{
	struct my_conn *c = (struct my_conn *)conn;
	unsigned seconds;
	char sql[128];
	int rc;
	if (!ms)
		ms = c->lock_timeout_ms;
	seconds = ms / 1000 + (ms % 1000 != 0);
	if (seconds > LOCK_SECONDS_MAX)
		seconds = LOCK_SECONDS_MAX;
	if (seconds)
		snprintf(sql, sizeof(sql),
			"SET SESSION innodb_lock_wait_timeout = %u, SESSION lock_wait_timeout = %u", seconds, seconds);
	else
		snprintf(sql, sizeof(sql),
			"SET SESSION innodb_lock_wait_timeout = DEFAULT, SESSION lock_wait_timeout = DEFAULT");
	rc = my__run(c, sql, NULL);
	return rc < 0 ? rc : (int)(seconds * 1000);
}

/*
 * A node that has left its cluster answers what needs no table, and refuses the rest.  Asked
 * only for a connection that wants a role: for others the first statement tells.
 */
static int check_member(struct my_conn *c)
{
	MYSQL_RES *res = NULL;
	MYSQL_ROW row;
	int rc, ready;
	if (!c->asks_role)
		return 0;
	rc = my__run(c, "SHOW GLOBAL STATUS LIKE 'wsrep_ready'", &res);
	if (rc < 0)
		return rc;
	row = mysql_fetch_row(res);
	ready = !row || !row[0] || !row[1] || is_on(row[1]);
	mysql_free_result(res);
	return ready ? 0 : my__fault_own(c, TN_E_WRONG_NODE, NULL, "the server has left its cluster");
}

static int set_from_url(struct my_conn *c)
{
	char sql[160];
	int rc = 0;
	if (c->storage_engine && strcasecmp(c->storage_engine, "InnoDB") != 0 &&
		!(c->head.server.facts & TN_FACT_WEAK_ENGINE_OK))
		return my__fault_own(c, TN_E_UNSUPPORTED, "open with TN_OPEN_ALLOW_WEAK_ENGINE",
			"storage_engine=%s: only InnoDB is known to have transactions and foreign keys",
			c->storage_engine);
	if (c->storage_engine) {
		snprintf(sql, sizeof(sql), "SET SESSION default_storage_engine = %.64s", c->storage_engine);
		rc = my__run(c, sql, NULL);
	}
	if (!rc && c->lock_timeout_ms)
		rc = my__set_lock_timeout(&c->head, c->lock_timeout_ms);
	return rc < 0 ? rc : 0;
}

int my__probe(struct tn_be_conn *conn)
{
	struct my_conn *c = (struct my_conn *)conn;
	int rc = identify(c);
	if (rc)
		return rc;
	conn->dialect->effective(conn->server.product, conn->server.version_number, &conn->server.caps);
	rc = look(c);
	if (!rc)
		rc = check_member(c);
	return rc ? rc : set_from_url(c);
}

/* Settings that are flags of the log-in, not variables of the server. */
static const struct {
	const char *name;
	unsigned long flag;
} login_flags[] = {
	{"client_found_rows", CLIENT_FOUND_ROWS},
	{"client_local_infile", CLIENT_LOCAL_FILES},
	{"client_multi_statements", CLIENT_MULTI_STATEMENTS},
};

int my__session_get(struct tn_be_conn *conn, const char *name, struct tn_text *value)
{
	struct my_conn *c = (struct my_conn *)conn;
	size_t i;
	for (i = 0; i < sizeof(login_flags) / sizeof(login_flags[0]); i++) {
		if (strcmp(name, login_flags[i].name) == 0) {
			conn->host->text_append(
				value, c->m->client_flag & login_flags[i].flag ? "1" : "0", 1);
			return 0;
		}
	}
	return my__fault_own(c, TN_E_INTERNAL, NULL, "no session setting '%s'", name);
}

int my__session_set(struct tn_be_conn *conn, const char *name, const char *value)
{
	struct my_conn *c = (struct my_conn *)conn;
	return my__fault_own(c, TN_E_GUARD, NULL,
		"'%s' is fixed when the connection opens and cannot become %s", name, value);
}

int my__ping(struct tn_be_conn *conn)
{
	struct my_conn *c = (struct my_conn *)conn;
	conn->round_trips++;
	if (mysql_ping(c->m) != 0)
		return my__fault_conn(c, NULL, 0);
	return 0;
}

int my__tx_status(struct tn_be_conn *conn)
{
	return ((struct my_conn *)conn)->tx;
}

/*
 * KILL QUERY from a connection of its own.  Behind a proxy the number of the
 * session would mean a stranger's on another server, so there it is refused.
 */
int my__cancel(struct tn_be_conn *conn)
{
	struct my_conn *c = (struct my_conn *)conn;
	struct my_options o = c->options;
	char sql[64];
	MYSQL *m;
	int rc = TN_E_CONNECT;
	if (conn->server.facts & TN_FACT_POOLED)
		return TN_E_UNSUPPORTED;
	o.connect_timeout = o.read_timeout = o.write_timeout = CANCEL_SECONDS;
	m = my__client_new(&o);
	if (!m)
		return TN_E_NOMEM;
	snprintf(sql, sizeof(sql), "KILL QUERY %lu", mysql_thread_id(c->m));
	if (my__client_connect(m, &o, c->m->passwd) == 0)
		rc = mysql_real_query(m, sql, (unsigned long)strlen(sql)) == 0 ? TN_OK : TN_E_SERVER;
	mysql_close(m);
	return rc;
}

/* KILL QUERY that finds no query hits the next one: an empty one. */
void my__resume(struct tn_be_conn *conn)
{
	conn->round_trips++;
	(void)mysql_real_query(((struct my_conn *)conn)->m, "DO 0", 4);
}

int my__socket(struct tn_be_conn *conn)
{
	return my__client_socket(((struct my_conn *)conn)->m);
}

void *my__native(struct tn_be_conn *conn)
{
	return ((struct my_conn *)conn)->m;
}

void my__close(struct tn_be_conn *conn)
{
	struct my_conn *c = (struct my_conn *)conn;
	if (c->m && conn->dead)
		my__client_cut(c->m);
	if (c->m)
		mysql_close(c->m);
	c->m = NULL;
	my__engines_release(c);
	conn->host->text_release(&c->marks);
	my__options_release(c);
}

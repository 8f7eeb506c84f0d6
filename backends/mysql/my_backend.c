/* SPDX-License-Identifier: MIT */
/*
 * my_backend.c - the table of the MySQL and MariaDB backend.
 *
 * One backend for both servers and both client libraries; which dialect holds
 * is found out from the live server.  This file is the list of contents.
 */
#include "my_internal.h"

static const char *const schemes[] = {"mysql", "mariadb", NULL};

static const struct tn_url_key url_keys[] = {
	{"ssl_mode", NULL, "disable|prefer|require|verify-ca|verify-full",
		"TLS: verify-full unless the host is local, prefer there."},
	{"sslmode", "ssl_mode", NULL, "Another spelling of ssl_mode."},
	{"sslrootcert", NULL, NULL, "File with the certificates that the server's is verified against."},
	{"sslcert", NULL, NULL, "File with this client's certificate."},
	{"sslkey", NULL, NULL, "File with the key of this client's certificate."},
	{"tls_version", NULL, NULL, "TLS versions to allow, such as TLSv1.3."},
	{"server_public_key", NULL, NULL, "File with the server's RSA key, for passwords without TLS."},
	{"unix_socket", NULL, NULL, "Absolute path of the server's socket."},
	{"storage_engine", NULL, NULL, "Engine of new tables that name none; InnoDB."},
	{"max_idle", NULL, "0..31536000", "Seconds after which an idle pooled connection is replaced."},
	{"charset", NULL, "utf8|utf8mb4", "utf8 and utf8mb4 are taken, both as utf8mb4; others are refused."},
	{"use_unicode", NULL, "1|true|True|yes", "Must be true if given."},
	{"read_timeout", NULL, "0..31536000", "Seconds without an answer after which the connection is lost."},
	{"write_timeout", NULL, "0..31536000", "Seconds without progress in sending after which it is lost."},
	{NULL, NULL, NULL, NULL},
};

static const struct tn_dialect *const dialects[] = {&my__dialect_mysql, &my__dialect_mariadb, NULL};

static int start(const struct tn_host *host)
{
	(void)host;
	return mysql_library_init(0, NULL, NULL) ? TN_E_NOMEM : TN_OK;
}

static int thread_enter(void)
{
	return mysql_thread_init() ? TN_E_NOMEM : TN_OK;
}

static void thread_leave(void)
{
	mysql_thread_end();
}

const struct tn_backend tn__backend_mysql = {
	.abi = TN_BACKEND_ABI,
	.size = sizeof(struct tn_backend),
	.name = "mysql",
	.schemes = schemes,
	.url_form = TN_URL_SERVER,
	.url_keys = url_keys,
	.dialects = dialects,
	.conn_size = sizeof(struct my_conn),
	.stmt_size = sizeof(struct my_stmt),
	.cancel_blocks = 1,
	.start = start,
	.thread_enter = thread_enter,
	.thread_leave = thread_leave,
	.client_version = mysql_get_client_info,
	.open = my__open,
	.probe = my__probe,
	.session_get = my__session_get,
	.session_set = my__session_set,
	.ping = my__ping,
	.tx_status = my__tx_status,
	.cancel = my__cancel,
	.resume = my__resume,
	.socket = my__socket,
	.set_lock_timeout = my__set_lock_timeout,
	.native = my__native,
	.close = my__close,
	.prepare = my__prepare,
	.execute = my__execute,
	.next = my__next,
	.column = my__column,
	.finish = my__finish,
	.put_rows = my__put_rows,
	.end_rows = my__end_rows,
	.close_stmt = my__close_stmt,
};

/* SPDX-License-Identifier: MIT */
/*
 * pg_backend.c - the PostgreSQL backend's table.
 *
 * The slots are in the files that pg_internal.h lists.  Here are the URL keys,
 * what runs once per process, and the reading of numbers, which must not depend
 * on the program's locale.
 */
#include "pg_internal.h"
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* The "C" locale; made by start(), kept for the life of the process. */
static locale_t c_locale;
/* "libpq 15.18"; written by start(). */
static char version[24] = "libpq";

static int start(const struct tn_host *host)
{
	(void)host;
	if (!PQisthreadsafe())
		return TN_E_UNSUPPORTED;
	snprintf(version, sizeof(version), "libpq %d.%d", PQlibVersion() / 10000, PQlibVersion() % 10000);
	if (!c_locale)
		c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	return c_locale ? TN_OK : TN_E_NOMEM;
}

double tn__pg_strtod(const char *s, char **end, int single)
{
	locale_t before = uselocale(c_locale);
	double d = single ? (double)strtof(s, end) : strtod(s, end);

	uselocale(before);
	return d;
}

static const char *client_version(void)
{
	return version;
}

static const char *const schemes[] = {"postgresql", "postgres", NULL};

static const struct tn_url_key url_keys[] = {
	{"sslmode", NULL, "disable|allow|prefer|require|verify-ca|verify-full",
	 "How far TLS is insisted on; verify-full unless the host is local."},
	{"sslrootcert", NULL, NULL, "File of certificate authorities to trust; 'system' for the system's."},
	{"sslcert", NULL, NULL, "File of the client's certificate."},
	{"sslkey", NULL, NULL, "File of the client's key, without a passphrase."},
	{"sslcrl", NULL, NULL, "File of revoked certificates."},
	{"ssl_min_protocol_version", NULL, "TLSv1|TLSv1.1|TLSv1.2|TLSv1.3",
	 "The oldest TLS to accept; TLSv1.2."},
	{"channel_binding", NULL, "disable|prefer|require", "Binding of the authentication to the TLS link."},
	{"gssencmode", NULL, "disable|prefer|require", "Encryption by GSSAPI; disabled."},
	{"search_path", NULL, NULL, "The schemas that names without one are looked up in."},
	{"keepalives", NULL, "0|1", "Whether an idle link is probed."},
	{"keepalives_idle", NULL, "0..2147483647", "Seconds of silence before the first probe."},
	{"keepalives_interval", NULL, "0..2147483647", "Seconds between probes."},
	{"keepalives_count", NULL, "0..2147483647", "Unanswered probes that end the link."},
	{"tcp_user_timeout", NULL, "0..2147483647", "Milliseconds that sent data may stay unacknowledged."},
	{"prepared", NULL, "on|off",
	 "off: nothing is kept on the server, for proxies that pool transactions."},
	{NULL, NULL, NULL, NULL},
};

static const struct tn_dialect *const dialects[] = {&tn__pg_dialect, NULL};

const struct tn_backend tn__backend_postgresql = {
	.abi = TN_BACKEND_ABI,
	.size = sizeof(struct tn_backend),
	.name = "postgresql",
	.schemes = schemes,
	.url_form = TN_URL_SERVER,
	.url_keys = url_keys,
	.dialects = dialects,
	.conn_size = sizeof(struct pg_conn),
	.stmt_size = sizeof(struct pg_stmt),
	.cancel_blocks = 1,
	.start = start,
	.client_version = client_version,
	.open = tn__pg_open,
	.probe = tn__pg_probe,
	.ping = tn__pg_ping,
	.tx_status = tn__pg_tx_status,
	.cancel = tn__pg_cancel,
	.resume = tn__pg_resume,
	.socket = tn__pg_socket,
	.set_lock_timeout = tn__pg_set_lock_timeout,
	.native = tn__pg_native,
	.close = tn__pg_close,
	.prepare = tn__pg_prepare,
	.execute = tn__pg_execute,
	.next = tn__pg_next,
	.column = tn__pg_column,
	.finish = tn__pg_finish,
	.put_rows = tn__pg_put_rows,
	.end_rows = tn__pg_end_rows,
	.close_stmt = tn__pg_close_stmt,
};

/* SPDX-License-Identifier: MIT */
/*
 * sqlite_backend.c - the table of the SQLite backend.
 *
 * The table says all that the library needs to know before a connection: the
 * scheme, the URL's keys, the dialect and the slots.  SQLite keeps no state per
 * thread and initializes itself, so there is no start and no thread slot.
 *
 * foreign_keys is not a key of the URL on purpose: the library guarantees
 * foreign keys, and a guarantee that a URL can take away is none.
 */
#include "sqlite_internal.h"

static const char *const schemes[] = {"sqlite", NULL};

static const struct tn_url_key url_keys[] = {
	{"mode", NULL, "ro|rw|rwc", "Open for reading, for both, or create as well (default)."},
	{"journal_mode", NULL, "wal|delete|truncate|persist|memory|off",
	 "How a file's transactions are made durable; default wal."},
	{"synchronous", NULL, "off|normal|full|extra",
	 "When SQLite waits for the disk; default normal with wal, else full."},
	{"busy_timeout", NULL, "0..2147483647",
	 "Milliseconds to wait for another connection's lock; default 5000."},
	{"cache", NULL, "shared|private",
	 "Whether connections of this process to memory databases share one; default private."},
	{"serialize_access", NULL, "0|1",
	 "With 1 this connection locks the file for itself from open to close; default 0."},
	{NULL, NULL, NULL, NULL},
};

static const struct tn_dialect *const dialects[] = {&tn__sqlite_dialect, NULL};

static const char *client_version(void)
{
	return sqlite3_libversion();
}

const struct tn_backend tn__backend_sqlite = {
	.abi = TN_BACKEND_ABI,
	.size = sizeof(struct tn_backend),
	.name = "sqlite",
	.schemes = schemes,
	.url_form = TN_URL_FILE,
	.url_keys = url_keys,
	.dialects = dialects,
	.conn_size = sizeof(struct tn_sqlite_conn),
	.stmt_size = sizeof(struct tn_sqlite_stmt),
	.keeps_params = 1, /* bound without a copy */
	.client_version = client_version,
	.open = tn__sqlite_open,
	.probe = tn__sqlite_probe,
	.session_get = tn__sqlite_session_get,
	.session_set = tn__sqlite_session_set,
	.ping = tn__sqlite_ping,
	.tx_status = tn__sqlite_tx_status,
	.cancel = tn__sqlite_cancel,
	.resume = tn__sqlite_resume,
	.set_lock_timeout = tn__sqlite_set_lock_timeout,
	.native = tn__sqlite_native,
	.look_at_limits = tn__sqlite_look_at_limits,
	.close = tn__sqlite_close,
	.prepare = tn__sqlite_prepare,
	.execute = tn__sqlite_execute,
	.next = tn__sqlite_next,
	.column = tn__sqlite_column,
	.finish = tn__sqlite_finish,
	.close_stmt = tn__sqlite_close_stmt,
};

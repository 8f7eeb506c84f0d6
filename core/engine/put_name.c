/* SPDX-License-Identifier: MIT */
/*
 * core/engine/put_name.c - names of the caller in portable text that the library makes.
 *
 * Invariant: a name gets into a text checked and quoted, or not at all.
 */
#include <string.h>
#include "core/base/name.h"
#include "core/base/text.h"
#include "core/engine/engine.h"

int tn__put_name(const tn_conn *conn, struct tn_text *out, const char *name, size_t len, tn_error **err)
{
	int rc = tn__sql_check_ident(&conn->profile, name, len, err);
	if (rc >= 0)
		tn__sql_quote_portable(out, name, len);
	return rc;
}

int tn__put_table(const tn_conn *conn, struct tn_text *out, const char *table, tn_error **err)
{
	size_t schema_len;
	const char *name = tn__name_base(table, &schema_len);
	int rc = TN_OK;
	if (name != table) {
		rc = tn__put_name(conn, out, table, schema_len, err);
		tn__text_putc(out, '.');
	}
	return rc < 0 ? rc : tn__put_name(conn, out, name, strlen(name), err);
}

/* SPDX-License-Identifier: MIT */
/*
 * core/engine/truncate.c - a TRUNCATE that is done as DELETE is refused where TRUNCATE is.
 *
 * A server's own TRUNCATE refuses a table that another refers to, whatever rows there
 * are; a DELETE of all rows would do what the foreign keys say and may empty the other
 * table too.  So where the one is done by the other, the server is asked whether
 * there is such a table.
 *
 * Invariant: TRUNCATE is compiled for each execution (it is no statement that is kept),
 * so the answer is as old as the DELETE.  Who adds a foreign key between the two has
 * added it too late for the TRUNCATE, as behind it.
 */
#include "core/base/mem.h"
#include "core/engine/describe.h"
#include "core/engine/engine.h"

struct referring {
	char name[80];
};

static int take_name(void *ctx, const tn_value *cells, uint32_t count, tn_error **err)
{
	struct referring *r = ctx;
	size_t n;
	if (count != 1 || !tn__describe_is_text(&cells[0]))
		return tn__error_set(err, TN_E_SERVER, "the name of a referring table is no text");
	n = cells[0].len < sizeof r->name - 1 ? cells[0].len : sizeof r->name - 1;
	memcpy(r->name, cells[0].u.s, n);
	r->name[n] = '\0';
	return TN_OK;
}

int tn__truncate_check(tn_conn *conn, const struct tn_ir_stmt *ir, tn_error **err)
{
	const struct tn_ir_drop *d = ir->kind == TN_IR_TRUNCATE ? ir->u.drop : NULL;
	struct referring r = {""};
	tn_value named[2];
	int rc;
	if (!d || tn_cap_has(&conn->be->server.caps, TN_CAP_TRUNCATE) || !conn->dialect->referring_table)
		return TN_OK;
	named[0] = tn_text(d->schema);
	named[1] = tn_text(d->name);
	rc = tn__describe_query(conn, conn->dialect->referring_table, named, take_name, &r, err);
	if (rc < 0 || !r.name[0])
		return rc;
	rc = tn__error_set(err, TN_E_UNSUPPORTED, "TRUNCATE of \"%s\", which \"%s\" refers to by a foreign key",
			   d->name, r.name);
	if (err) {
		tn__error_set_hint(*err, "write DELETE FROM, which does what the foreign keys say");
		tn__error_set_sql(*err, ir->source, ir->source_len, (size_t)d->name_at + 1);
	}
	return rc;
}

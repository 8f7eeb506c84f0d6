/* SPDX-License-Identifier: MIT */
/*
 * fuzz_pg_cells.c - any bytes as a value from PostgreSQL, in both formats.
 *
 * The first byte picks the type, the second the format, the next four what is wanted of
 * the column; the rest is the value.
 *
 *  1. A value is decoded, marked, or an error.
 *  2. What is not marked passes the check that parameters have to pass.
 */
#include <tenon/sys/utf8.h>
#include "backends/postgresql/pg_internal.h"
#include "core/base/value.h"
#include "tests/fuzz/fuzz_input.h"

static int fault(struct tn_be_conn *conn, const struct tn_fault *f)
{
	(void)conn;
	REQUIRE(f->message && *f->message);
	return f->code ? f->code : TN_E_DATA;
}

static int nomem(struct tn_be_conn *conn)
{
	(void)conn;
	return TN_E_NOMEM;
}

static void text_init(struct tn_text *t)
{
	memset(t, 0, sizeof(*t));
}

static void *take(size_t size)
{
	return calloc(1, size);
}

static const struct tn_host host = {
	.abi = TN_BACKEND_ABI,
	.size = sizeof(struct tn_host),
	.alloc = take,
	.realloc = realloc,
	.free = free,
	.text_init = text_init,
	.fault = fault,
	.nomem = nomem,
};

/* What the server knows, and some numbers that it might send. */
static const Oid types[] = {16, 17, 18, 19, 20, 21, 23, 25, 26, 114, 700, 701, 1042, 1043, 1082, 1083, 1114, 1184, 1186,
	1266, 1560, 1700, 2278, 2950, 3802, 1007, 600, 869, 0, 99999};

static PGresult *make(Oid type, int binary, const char *value, size_t n)
{
	static char name[] = "c";
	PGresAttDesc column = {.name = name, .format = binary, .typid = type, .typlen = -1, .atttypmod = -1};
	PGresult *res = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	/* libpq takes the value as it stands and puts a NUL behind it. */
	REQUIRE(res && PQsetResultAttrs(res, 1, &column) && PQsetvalue(res, 0, 0, (char *)(uintptr_t)value, (int)n));
	return res;
}

static void decode(struct pg_stmt *s, int binary)
{
	int rc;
	s->columns[0].decode = tn__pg_decoder(s->columns[0].type, binary);
	if (!s->columns[0].decode)
		return;
	if (s->base.want_count && tn__pg_want(s) < 0)
		return;
	rc = tn__pg_decode_row(s, 0);
	REQUIRE(rc <= 0 && s->cells[0].kind < TN_KIND_COUNT);
	if (rc == 0 && s->cells[0].kind != TN_KIND_NULL && !(s->cells[0].flags & TN_VALUE_FOREIGN) &&
	    s->cells[0].kind != TN_KIND_TEXT && s->cells[0].kind != TN_KIND_JSON)
		REQUIRE(tn__value_check(&s->cells[0], "cell", 1, NULL) == TN_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct tn_backend *const backend = &tn__backend_postgresql;
	struct fuzz_input in = {data, size};
	struct pg_conn conn = {.base = {.backend = backend, .host = &host, .dialect = &tn__pg_dialect}};
	struct pg_stmt s = {.base = {.conn = &conn.base}};
	Oid type = types[fuzz_byte(&in) % (sizeof(types) / sizeof(types[0]))];
	int binary = (int)fuzz_byte(&in) & 1;
	struct tn_sql_type want = {.scale = -1};
	static int started;
	if (!started)
		started = backend->start(&host) == TN_OK;
	want.kind = (uint8_t)(fuzz_byte(&in) % TN_KIND_COUNT);
	want.storage = (uint8_t)(fuzz_byte(&in) % TN_TYPE_COUNT);
	want.precision = (uint16_t)fuzz_byte(&in);
	want.scale = (int16_t)(fuzz_byte(&in) % 40) - 1;
	if (want.storage) {
		s.base.want = &want;
		s.base.want_count = 1;
	}
	s.row = make(type, binary, (const char *)in.at, in.left);
	s.row_count = 1;
	if (tn__pg_take_columns(&s, s.row) >= 0)
		decode(&s, binary);
	PQclear(s.row);
	PQclear(s.attrs);
	free(s.columns);
	free(s.cells);
	free(s.scratch.s);
	return 0;
}

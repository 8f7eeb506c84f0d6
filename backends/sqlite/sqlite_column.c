/* SPDX-License-Identifier: MIT */
/*
 * sqlite_column.c - what the columns of a result are: types and memory.
 *
 * SQLite keeps the type of a column as the text that CREATE TABLE had, and knows
 * none for an expression.  The text becomes a portable type here, once per
 * prepare; reading a row only follows what was found.
 *
 * Invariants:
 *  1. columns, cells and scratch always have room for column_count columns.
 *  2. A type that is not known is read by storage class: TN_TYPE_UNKNOWN is no
 *     error.
 */
#include "sqlite_internal.h"

#include <stdlib.h>
#include <string.h>

/* A NUMERIC cell of any double: 1.7e308 has 309 digits, 2.2e-308 has 308 zeros and 17 digits. */
#define NUMERIC_SCRATCH 352
#define UUID_SCRATCH 16
#define MAX_SCALE 1000

/* Words before a parenthesis; a type that is not listed is read by storage class. */
static const struct {
	const char *word;
	uint8_t type;
} words[] = {
	{"BOOLEAN", TN_TYPE_BOOLEAN}, {"BOOL", TN_TYPE_BOOLEAN},
	{"SMALLINT", TN_TYPE_SMALLINT}, {"INT2", TN_TYPE_SMALLINT}, {"TINYINT", TN_TYPE_SMALLINT},
	{"INTEGER", TN_TYPE_INTEGER}, {"INT", TN_TYPE_INTEGER}, {"INT4", TN_TYPE_INTEGER},
	{"MEDIUMINT", TN_TYPE_INTEGER},
	{"BIGINT", TN_TYPE_BIGINT}, {"INT8", TN_TYPE_BIGINT}, {"UNSIGNED BIG INT", TN_TYPE_BIGINT},
	{"REAL", TN_TYPE_REAL},
	{"DOUBLE", TN_TYPE_DOUBLE}, {"DOUBLE PRECISION", TN_TYPE_DOUBLE}, {"FLOAT", TN_TYPE_DOUBLE},
	{"NUMERIC", TN_TYPE_NUMERIC}, {"DECIMAL", TN_TYPE_NUMERIC}, {"TEXT_NUMERIC", TN_TYPE_NUMERIC},
	{"VARCHAR", TN_TYPE_VARCHAR}, {"CHARACTER VARYING", TN_TYPE_VARCHAR}, {"NVARCHAR", TN_TYPE_VARCHAR},
	{"CHARACTER", TN_TYPE_VARCHAR}, {"CHAR", TN_TYPE_VARCHAR}, {"NCHAR", TN_TYPE_VARCHAR},
	{"TEXT", TN_TYPE_TEXT}, {"CLOB", TN_TYPE_TEXT},
	{"BLOB", TN_TYPE_BYTEA}, {"BYTEA", TN_TYPE_BYTEA},
	{"VARBINARY", TN_TYPE_BYTEA}, {"BINARY", TN_TYPE_BYTEA},
	{"DATE", TN_TYPE_DATE}, {"TIME", TN_TYPE_TIME},
	{"TIMESTAMP", TN_TYPE_TIMESTAMP}, {"DATETIME", TN_TYPE_TIMESTAMP},
	{"TIMESTAMP WITHOUT TIME ZONE", TN_TYPE_TIMESTAMP},
	{"TIMESTAMPTZ", TN_TYPE_TIMESTAMPTZ}, {"TIMESTAMP WITH TIME ZONE", TN_TYPE_TIMESTAMPTZ},
	{"UUID_BLOB", TN_TYPE_UUID}, {"UUID", TN_TYPE_UUID},
	{"JSON_TEXT", TN_TYPE_JSON}, {"JSON", TN_TYPE_JSON},
};

static uint8_t find_type(const char *declared, size_t n)
{
	size_t i;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].word) == n && !sqlite3_strnicmp(declared, words[i].word, (int)n))
			return words[i].type;
	return sqlite3_strlike("%json%", declared, 0) ? TN_TYPE_UNKNOWN : TN_TYPE_JSON;
}

/* The storage class in which values of a type are cells as they are. */
static uint8_t plain_storage(uint8_t type)
{
	static const uint8_t storage[TN_TYPE_COUNT] = {
		[TN_TYPE_SMALLINT] = SQLITE_INTEGER, [TN_TYPE_INTEGER] = SQLITE_INTEGER,
		[TN_TYPE_BIGINT] = SQLITE_INTEGER, [TN_TYPE_REAL] = SQLITE_FLOAT, [TN_TYPE_DOUBLE] = SQLITE_FLOAT,
		[TN_TYPE_VARCHAR] = SQLITE_TEXT, [TN_TYPE_TEXT] = SQLITE_TEXT,
	};
	return storage[type];
}

/* How a column of a type is read; the scratch that its cells need. */
static uint32_t finish_column(struct tn_sqlite_column *col, long precision, long scale)
{
	col->decode = tn__sqlite_decoders[col->type];
	col->precision = col->scale < 0 ? 0 : (uint16_t)precision;
	col->plain = plain_storage(col->type);
	if (col->type == TN_TYPE_UUID)
		return UUID_SCRATCH;
	if (col->type != TN_TYPE_NUMERIC)
		return 0;
	return col->scale < 0 ? NUMERIC_SCRATCH : NUMERIC_SCRATCH + (uint32_t)(precision + scale);
}

/* "NUMERIC(10,2)": type, precision and scale; NUMERIC(10) has scale 0, NUMERIC none (-1). */
static uint32_t parse_declared(const char *declared, struct tn_sqlite_column *col)
{
	long precision = 0, scale = 0;
	size_t n = declared ? strcspn(declared, "(") : 0;
	char *end;
	col->type = TN_TYPE_UNKNOWN;
	col->scale = -1;
	if (declared && declared[n] == '(') {
		precision = strtol(declared + n + 1, &end, 10);
		while (*end == ' ')
			end++;
		if (*end == ',')
			scale = strtol(end + 1, NULL, 10);
		if (precision > 0 && precision <= MAX_SCALE && scale >= 0 && scale <= precision)
			col->scale = (int16_t)scale;
	}
	while (n && declared[n - 1] == ' ')
		n--;
	if (n)
		col->type = find_type(declared, n);
	return finish_column(col, precision, scale);
}

/* The type of the column as the library knows it; 0 if it does not. */
static uint8_t wanted_type(const struct tn_sql_type *want)
{
	static const uint8_t widest[TN_KIND_COUNT] = {
		[TN_KIND_BOOL] = TN_TYPE_BOOLEAN, [TN_KIND_INT] = TN_TYPE_BIGINT,
		[TN_KIND_DOUBLE] = TN_TYPE_DOUBLE, [TN_KIND_NUMERIC] = TN_TYPE_NUMERIC,
		[TN_KIND_TEXT] = TN_TYPE_TEXT, [TN_KIND_BYTES] = TN_TYPE_BYTEA,
		[TN_KIND_DATE] = TN_TYPE_DATE, [TN_KIND_TIME] = TN_TYPE_TIME,
		[TN_KIND_TIMESTAMP] = TN_TYPE_TIMESTAMP, [TN_KIND_TIMESTAMPTZ] = TN_TYPE_TIMESTAMPTZ,
		[TN_KIND_UUID] = TN_TYPE_UUID, [TN_KIND_JSON] = TN_TYPE_JSON,
	};
	if (want->kind >= TN_KIND_COUNT || !widest[want->kind])
		return TN_TYPE_UNKNOWN;
	return want->storage ? want->storage : widest[want->kind];
}

static uint32_t take_wanted(const struct tn_sql_type *want, uint8_t type, struct tn_sqlite_column *col)
{
	col->type = type;
	col->scale = -1;
	if (want->kind == TN_KIND_NUMERIC && want->scale >= 0 && want->scale <= MAX_SCALE)
		col->scale = want->scale;
	return finish_column(col, want->precision, col->scale);
}

static uint32_t describe_column(struct tn_sqlite_stmt *s, uint32_t i)
{
	const struct tn_sql_type *want = i < s->head.want_count ? &s->head.want[i] : NULL;
	uint8_t type = want ? wanted_type(want) : TN_TYPE_UNKNOWN;
	if (type)
		return take_wanted(want, type, &s->columns[i]);
	return parse_declared(sqlite3_column_decltype(s->st, (int)i), &s->columns[i]);
}

static int resize(struct tn_sqlite_stmt *s, size_t columns)
{
	const struct tn_host *host = s->head.conn->host;
	size_t n = columns ? columns : 1;
	void *cells = host->realloc(s->cells, n * sizeof(*s->cells)), *described;
	if (cells)
		s->cells = cells;
	described = host->realloc(s->columns, n * sizeof(*s->columns));
	if (described)
		s->columns = described;
	s->head.cells = s->cells;
	if (!cells || !described)
		return host->nomem(s->head.conn);
	return TN_OK;
}

int tn__sqlite_describe(struct tn_sqlite_stmt *s)
{
	const struct tn_host *host = s->head.conn->host;
	/* A statement without outputs may have columns here: ALTER TABLE checks the rows by a query. */
	int silent = s->head.want && !s->head.want_count;
	uint32_t i, n = silent ? 0 : (uint32_t)sqlite3_column_count(s->st);
	size_t scratch = 0, at = 0;
	int rc = resize(s, n);
	s->head.column_count = 0;
	if (rc < 0)
		return rc;
	for (i = 0; i < n; i++) {
		s->columns[i].scratch_size = describe_column(s, i);
		scratch += s->columns[i].scratch_size;
	}
	host->free(s->scratch);
	s->scratch = scratch ? host->alloc(scratch) : NULL;
	if (scratch && !s->scratch)
		return host->nomem(s->head.conn);
	for (i = 0; i < n; i++) {
		s->columns[i].scratch = scratch ? s->scratch + at : NULL;
		at += s->columns[i].scratch_size;
	}
	s->head.column_count = n;
	s->reprepares = sqlite3_stmt_status(s->st, SQLITE_STMTSTATUS_REPREPARE, 0);
	return TN_OK;
}

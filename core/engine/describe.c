/* SPDX-License-Identifier: MIT */
/*
 * core/engine/describe.c - reads a table from the server, by the dialect's query.
 *
 * The query gives a row for each column (tenon/sys/dialect.h has their fields);
 * the declared type is text, read by the library's own names of types.  A type
 * that has no portable kind makes the column's kind unknown, not the table's.
 *
 * Invariants:
 *  1. The query runs as a statement of the library's own: it is not counted, not
 *     cached, and its failure is told to the transaction.
 *  2. Keys whose description makes no sense are left out: a key only proves things.
 */
#include "core/engine/describe.h"
#include <stdlib.h>
#include "core/base/log.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/engine/be.h"
#include "core/engine/view_types.h"

enum { F_NAME, F_TYPE, F_NOT_NULL, F_IDENTITY, F_DEFAULT, F_GENERATED, F_COLLATION, F_RELATION, F_KEYS,
	F_TEXT, F_FILL, FIELDS };

/* "p1:2": column number `column` is the second of key p1. */
struct key_part {
	char id[24];
	uint16_t column, place;
};

struct reader {
	struct tn_cat_table *table;
	struct tn_ir_column *columns;
	uint32_t count, cap;
	struct key_part *parts;
	uint32_t part_count, part_cap;
	const char *types; /* of a view, out of its text; or NULL */
	size_t types_len;
};

static void *grow(struct tn_arena *a, void *old, uint32_t count, uint32_t *cap, size_t size)
{
	void *grown;
	if (count < *cap)
		return old;
	grown = tn__arena_calloc(a, *cap ? *cap * 2 : 16, size);
	if (!grown)
		return NULL;
	if (count)
		memcpy(grown, old, count * size);
	*cap = *cap ? *cap * 2 : 16;
	return grown;
}

int tn__describe_is_true(const tn_value *v)
{
	if (v->kind == TN_KIND_INT || v->kind == TN_KIND_BOOL)
		return v->u.i != 0;
	return v->kind == TN_KIND_TEXT && v->len && v->u.s[0] != '0';
}

int tn__describe_is_text(const tn_value *v)
{
	return v->kind == TN_KIND_TEXT || v->kind == TN_KIND_BYTES;
}

static int add_part(struct reader *r, const char *s, size_t n)
{
	const char *colon = memchr(s, ':', n);
	struct key_part *part;
	size_t id = colon ? (size_t)(colon - s) : 0;
	long place = colon ? strtol(colon + 1, NULL, 10) : 0;
	if (id && s[0] == 'x')
		r->table->ir.flags |= TN_TABLEF_MORE_KEYS;
	if (id && (s[0] == 's' || s[0] == 'r'))
		r->table->ir.flags |= TN_TABLEF_REFERS;
	if (id && s[0] == 's' && !(r->columns[r->count - 1].flags & TN_COLF_NOT_NULL))
		r->columns[r->count - 1].flags |= TN_COLF_REFERS;
	if (!id || strchr("xsr", s[0]) || id >= sizeof part->id || place < 1 || place > UINT16_MAX)
		return TN_OK;
	r->parts = grow(&r->table->arena, r->parts, r->part_count, &r->part_cap, sizeof *r->parts);
	if (!r->parts)
		return TN_E_NOMEM;
	part = &r->parts[r->part_count++];
	memcpy(part->id, s, id);
	part->id[id] = '\0';
	part->column = (uint16_t)(r->count - 1);
	part->place = (uint16_t)place;
	return TN_OK;
}

static int add_parts(struct reader *r, const tn_value *v)
{
	const char *s, *end;
	int rc = TN_OK;
	if (!tn__describe_is_text(v))
		return TN_OK;
	for (s = v->u.s, end = s + v->len; rc >= 0 && s < end;) {
		const char *comma = memchr(s, ',', (size_t)(end - s));
		size_t n = (size_t)((comma ? comma : end) - s);
		rc = add_part(r, s, n);
		s += n + 1;
	}
	return rc;
}

static void read_type(const tn_value *v, struct tn_ir_column *c)
{
	memset(&c->type, 0, sizeof c->type);
	if (tn__describe_is_text(v) && tn__sql_type_name(v->u.s, v->len, &c->type) == TN_OK)
		return;
	memset(&c->type, 0, sizeof c->type);
	c->type.kind = TN_T_UNKNOWN;
	if (tn__describe_is_text(v))
		c->problem = tn__sql_type_problem(v->u.s, v->len, &c->hint);
}

/* The first row has the text of a view. */
static int keep_types(struct reader *r, const tn_value *text)
{
	const char *list;
	if (r->types || !tn__describe_is_text(text) ||
	    !(list = tn__view_types_find(text->u.s, text->len, &r->types_len)))
		return TN_OK;
	r->types = tn__arena_strndup(&r->table->arena, list, r->types_len);
	return r->types ? TN_OK : TN_E_NOMEM;
}

static int take_default(struct reader *r, const tn_value *text, struct tn_ir_column *c)
{
	if (!tn__describe_is_text(text))
		return TN_OK;
	c->default_text = tn__arena_strndup(&r->table->arena, text->u.s, text->len);
	return c->default_text ? TN_OK : TN_E_NOMEM;
}

/* 'table', 'view', and either with "temporary" before it. */
static void take_relation(struct tn_cat_table *t, const tn_value *relation)
{
	static const char word[] = "temporary ";
	const size_t n = sizeof(word) - 1;
	if (!tn__describe_is_text(relation))
		return;
	t->temporary = relation->len > n && !memcmp(relation->u.s, word, n);
	if (relation->len > t->temporary * n && relation->u.s[t->temporary * n] == 'v')
		t->ir.flags |= TN_TABLEF_VIEW;
}

static int add_column(void *ctx, const tn_value *cells, uint32_t count, tn_error **err)
{
	static const struct { uint8_t field, flag; } flags[] = {
		{F_NOT_NULL, TN_COLF_NOT_NULL}, {F_IDENTITY, TN_COLF_IDENTITY},
		{F_DEFAULT, TN_COLF_DEFAULT}, {F_GENERATED, TN_COLF_GENERATED},
	};
	struct reader *r = ctx;
	struct tn_ir_column *c;
	size_t i;
	if (count != FIELDS || !tn__describe_is_text(&cells[F_NAME]))
		return tn__error_set(err, TN_E_SERVER, "the description of a table has %u fields", count);
	if (r->count >= UINT16_MAX)
		return tn__error_set(err, TN_E_LIMIT, "a table of more than %u columns", r->count);
	r->columns = grow(&r->table->arena, r->columns, r->count, &r->cap, sizeof *r->columns);
	if (!r->columns)
		return tn__error_nomem(err);
	c = &r->columns[r->count++];
	c->name = tn__arena_strndup(&r->table->arena, cells[F_NAME].u.s, cells[F_NAME].len);
	if (!c->name)
		return tn__error_nomem(err);
	read_type(&cells[F_TYPE], c);
	if (take_default(r, &cells[F_FILL], c) < 0)
		return tn__error_nomem(err);
	for (i = 0; i < sizeof flags / sizeof flags[0]; i++)
		if (tn__describe_is_true(&cells[flags[i].field]))
			c->flags |= flags[i].flag;
	if (tn__describe_is_true(&cells[F_COLLATION]) && c->type.kind == TN_KIND_TEXT)
		c->type.flags |= TN_TYPEF_FOREIGN_COLLATION;
	take_relation(r->table, &cells[F_RELATION]);
	if (add_parts(r, &cells[F_KEYS]) < 0 || keep_types(r, &cells[F_TEXT]) < 0)
		return tn__error_nomem(err);
	return TN_OK;
}

/* The columns of the key that part i belongs to; 0 if it has a gap. */
static uint16_t gather(const struct reader *r, uint32_t i, uint16_t *columns)
{
	uint32_t k, n = 0;
	for (k = i; k < r->part_count; k++) {
		if (strcmp(r->parts[k].id, r->parts[i].id) != 0)
			continue;
		n++;
		if (r->parts[k].place <= r->count)
			columns[r->parts[k].place - 1] = r->parts[k].column;
	}
	for (k = 0; k < n; k++)
		if (columns[k] == UINT16_MAX)
			return 0;
	return (uint16_t)n;
}

static int make_keys(struct reader *r)
{
	struct tn_ir_table *t = &r->table->ir;
	struct tn_ir_key *keys = tn__arena_calloc(&r->table->arena, r->part_count + 1, sizeof *keys);
	uint32_t i, k;
	if (!keys)
		return TN_E_NOMEM;
	t->keys = keys;
	for (i = 0; i < r->part_count; i++) {
		uint16_t *columns, n;
		for (k = 0; k < i && strcmp(r->parts[k].id, r->parts[i].id) != 0; k++)
			;
		if (k < i)
			continue;
		columns = tn__arena_calloc(&r->table->arena, r->count, sizeof *columns);
		if (!columns)
			return TN_E_NOMEM;
		memset(columns, 0xff, r->count * sizeof *columns);
		n = gather(r, i, columns);
		if (!n)
			continue;
		keys[t->key_count].columns = columns;
		keys[t->key_count].count = n;
		keys[t->key_count++].primary = r->parts[i].id[0] == 'p';
	}
	return TN_OK;
}

/* The dialect's query in the server's placeholders, with the arguments in their order. */
static int run_query(tn_conn *conn, const char *text, const tn_value named[2], tn_cells_fn fn, void *ctx,
		     tn_error **err)
{
	const struct tn_ir_stmt *ir = NULL;
	struct tn_rendered rendered = {0};
	struct tn_arena a;
	tn_value *params;
	uint8_t *kinds;
	uint32_t i;
	int rc;
	tn__arena_init(&a);
	rc = tn__sql_parse_native(&a, text, strlen(text), conn->dialect, &conn->profile, &ir, err);
	if (rc >= 0)
		rc = tn__sql_render(&a, ir, conn->dialect, &rendered, err);
	params = rc >= 0 ? tn__arena_calloc(&a, rendered.arg_count + 1, sizeof *params) : NULL;
	kinds = rc >= 0 ? tn__arena_calloc(&a, rendered.arg_count + 1, 1) : NULL;
	if (rc >= 0 && (!params || !kinds))
		rc = tn__error_nomem(err);
	for (i = 0; rc >= 0 && i < rendered.arg_count; i++) {
		const char *name = ir->arg_names ? ir->arg_names[rendered.args[i]] : "";
		params[i] = named[strcmp(name, "schema") != 0];
		kinds[i] = TN_KIND_TEXT;
	}
	if (rc >= 0)
		rc = tn__control_bound(conn, rendered.sql, params, kinds, rendered.arg_count, fn, ctx, err);
	tn__arena_release(&a);
	return rc;
}

/* A transaction may have failed with the library's own query. */
int tn__describe_fail(tn_conn *conn, tn_error *e, tn_error **err)
{
	if (conn->tx.depth)
		tn__tx_note(conn, e, 0);
	return tn__error_move(err, e);
}

int tn__describe_query(tn_conn *conn, const char *text, const tn_value named[2], tn_cells_fn fn, void *ctx,
		       tn_error **err)
{
	tn_error *e = NULL;
	int rc = run_query(conn, text, named, fn, ctx, &e);
	return rc < 0 ? tn__describe_fail(conn, e, err) : rc;
}

int tn__describe(tn_conn *conn, const char *schema, const char *name, struct tn_cat_table **out, tn_error **err)
{
	tn_value named[2];
	struct reader r = {0};
	tn_error *e = NULL;
	int rc;
	*out = NULL;
	if (!conn->dialect->describe)
		return TN_OK;
	named[0] = tn_text(schema);
	named[1] = tn_text(name);
	conn->descriptions++;
	tn__log(TN_LOG_DEBUG, "table %s%s%s is read from the catalogue", schema ? schema : "", schema ? "." : "", name);
	r.table = tn__cat_table_new(schema, name, TN_CAT_READ);
	if (!r.table)
		return tn__error_nomem(err);
	rc = run_query(conn, conn->dialect->describe, named, add_column, &r, &e);
	if (rc >= 0 && r.count && make_keys(&r) < 0)
		rc = tn__error_nomem(&e);
	if (rc < 0 || !r.count) {
		tn__cat_table_unref(r.table);
		return rc < 0 ? tn__describe_fail(conn, e, err) : TN_OK;
	}
	if (r.types)
		tn__view_types_apply(r.types, r.types_len, r.columns, r.count);
	r.table->ir.columns = r.columns;
	r.table->ir.column_count = r.count;
	if (conn->dialect->nocase_columns)
		r.table->ir.flags |= TN_TABLEF_NOCASE;
	*out = r.table;
	return TN_OK;
}

/* ---- the table of an index --------------------------------------------------------- */

struct index_tables {
	struct tn_arena *arena;
	const char *name; /* of the first */
	unsigned count;
};

static int take_table(void *ctx, const tn_value *cells, uint32_t count, tn_error **err)
{
	struct index_tables *t = ctx;
	if (count != 1 || !tn__describe_is_text(&cells[0]))
		return tn__error_set(err, TN_E_SERVER, "the table of an index is no text");
	if (t->count++)
		return TN_OK;
	t->name = tn__arena_strndup(t->arena, cells[0].u.s, cells[0].len);
	return t->name ? TN_OK : tn__error_nomem(err);
}

static int no_single_table(const struct tn_ir_stmt *ir, unsigned count, tn_error **err)
{
	const struct tn_ir_drop *drop = ir->u.drop;
	int rc = count ? tn__error_set(err, TN_E_AMBIGUOUS, "%u tables have an index \"%s\"", count, drop->name)
		       : tn__error_set(err, TN_E_NO_OBJECT, "no table has an index \"%s\"", drop->name);
	if (!err)
		return rc;
	if (count)
		tn__error_set_hint(*err, "Write DROP INDEX name ON table.");
	tn__error_set_sql(*err, ir->source, ir->source_len, (size_t)drop->name_at + 1);
	return rc;
}

int tn__describe_index(tn_conn *conn, struct tn_arena *a, const struct tn_ir_stmt *ir, tn_error **err)
{
	struct tn_ir_drop *drop = ir->kind == TN_IR_DROP ? ir->u.drop : NULL;
	struct index_tables tables = {.arena = a};
	tn_value named[2];
	tn_error *e = NULL;
	int rc;
	if (!drop || drop->object != TN_OBJECT_INDEX || drop->table || !conn->dialect->index_table)
		return TN_OK;
	named[0] = tn_text(drop->schema);
	named[1] = tn_text(drop->name);
	rc = run_query(conn, conn->dialect->index_table, named, take_table, &tables, &e);
	if (rc < 0)
		return tn__describe_fail(conn, e, err);
	drop->absent = !tables.count && drop->if_exists;
	if (tables.count != 1)
		return drop->absent ? TN_OK : no_single_table(ir, tables.count, err);
	drop->table = tables.name;
	/* It is there; some servers take no IF EXISTS here. */
	if (conn->dialect->syntax.flags & TN_SYNTAX_NO_INDEX_IF)
		drop->if_exists = 0;
	return TN_OK;
}

static int take_version(void *ctx, const tn_value *cells, uint32_t count, tn_error **err)
{
	(void)err;
	if (count == 1 && cells[0].kind == TN_KIND_INT)
		*(int64_t *)ctx = cells[0].u.i;
	return TN_OK;
}

int tn__describe_check_version(tn_conn *conn, tn_error **err)
{
	int64_t version = 0;
	tn_error *e = NULL;
	int rc;
	if (!conn->dialect->schema_version)
		return TN_OK;
	rc = tn__control(conn, conn->dialect->schema_version, take_version, &version, &e);
	if (rc < 0)
		return tn__describe_fail(conn, e, err);
	if (version != conn->schema_version)
		tn__cat_clear(&conn->tables->map, 0);
	conn->schema_version = version;
	return TN_OK;
}

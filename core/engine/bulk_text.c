/* SPDX-License-Identifier: MIT */
/*
 * core/engine/bulk_text.c - the INSERTs of the bulk writer, as portable SQL.
 *
 * One for 1, 2, 4, ... rows, so that any number of rows takes few texts.  They are compiled for
 * the kinds that the columns have, not for those of the first rows, which may be NULL.
 *
 * Invariant: names get into a text checked and quoted, values as parameters only.
 */
#include "core/base/mem.h"
#include "core/engine/be.h"
#include "core/engine/bulk.h"

/* Longer statements cost more to make than they save; libpq describes no more than 7,000 parameters. */
#define MOST_PARAMS 6000u

/* ---- the text -------------------------------------------------------------------------- */

static int put_names(struct tn_bulk *b, struct tn_text *out, const char *const *names, tn_error **err)
{
	uint32_t i;
	int rc = TN_OK;
	for (i = 0; names[i] && rc >= 0; i++) {
		tn__text_puts(out, i ? ", " : "");
		rc = tn__put_name(b->conn, out, names[i], strlen(names[i]), err);
	}
	return rc;
}

static void put_rows(const struct tn_bulk *b, struct tn_text *out, uint32_t rows)
{
	uint32_t i, r;
	for (r = 0; r < rows; r++) {
		tn__text_puts(out, r ? ", (" : "(");
		for (i = 0; i < b->width; i++)
			tn__text_puts(out, i ? ", ?" : "?");
		tn__text_putc(out, ')');
	}
}

static int is_key(const struct tn_bulk *b, const char *name)
{
	const char *const *k = b->key;
	while (*k && strcmp(*k, name) != 0)
		k++;
	return *k != NULL;
}

static int put_sets(struct tn_bulk *b, struct tn_text *out, tn_error **err)
{
	uint32_t i, n = 0;
	int rc = TN_OK;
	for (i = 0; i < b->width && rc >= 0; i++) {
		const char *name = b->columns[i];
		if (is_key(b, name))
			continue;
		tn__text_puts(out, n++ ? ", " : "");
		rc = tn__put_name(b->conn, out, name, strlen(name), err);
		tn__text_puts(out, " = EXCLUDED.");
		if (rc >= 0)
			rc = tn__put_name(b->conn, out, name, strlen(name), err);
	}
	if (rc >= 0 && !n)
		return tn__error_set(err, TN_E_PARAM, "TN_BULK_UPDATE has no column to update: all are of the key");
	return rc;
}

static int put_conflict(struct tn_bulk *b, struct tn_text *out, tn_error **err)
{
	int rc = TN_OK;
	if (b->options.on_conflict == TN_BULK_FAIL)
		return TN_OK;
	tn__text_puts(out, " ON CONFLICT");
	if (b->key[0]) {
		tn__text_puts(out, " (");
		rc = put_names(b, out, b->key, err);
		tn__text_putc(out, ')');
	}
	if (b->options.on_conflict == TN_BULK_SKIP)
		tn__text_puts(out, " DO NOTHING");
	else
		tn__text_puts(out, " DO UPDATE SET ");
	return rc >= 0 && b->options.on_conflict == TN_BULK_UPDATE ? put_sets(b, out, err) : rc;
}

static int make_text(struct tn_bulk *b, uint32_t rows, char **text, tn_error **err)
{
	struct tn_text out;
	int rc;
	tn__text_init(&out);
	if (b->options.flags & TN_BULK_ANY_UNIQUE_KEY)
		tn__text_puts(&out, TN_ANY_UNIQUE_KEY_MARK);
	tn__text_puts(&out, "INSERT INTO ");
	rc = tn__put_table(b->conn, &out, b->table, err);
	tn__text_puts(&out, " (");
	if (rc >= 0)
		rc = put_names(b, &out, b->columns, err);
	tn__text_puts(&out, ") VALUES ");
	put_rows(b, &out, rows);
	if (rc >= 0)
		rc = put_conflict(b, &out, err);
	if (rc >= 0 && b->options.made_column) {
		tn__text_puts(&out, " RETURNING ");
		rc = tn__put_name(b->conn, &out, b->options.made_column, strlen(b->options.made_column), err);
	}
	*text = tn__text_detach(&out);
	return rc >= 0 && !*text ? tn__error_nomem(err) : rc;
}

/* ---- compiled ---------------------------------------------------------------------------- */

/* For values of these kinds; kinds NULL: nothing is known of them. */
static int compile(struct tn_bulk *b, unsigned size, struct tn_entry **out, tn_error **err)
{
	const char *text = b->inserts[size].text;
	uint32_t i, n = b->width << size;
	tn_args args = {.count = n};
	tn_value *values = tn__calloc(n, sizeof *values);
	int rc;
	if (!values)
		return tn__error_nomem(err);
	for (i = 0; i < n; i++) {
		values[i] = tn_null();
		if (b->kinds)
			values[i].kind = b->kinds[i % b->width];
	}
	args.values = values;
	rc = tn__entry_new(b->conn, text, strlen(text), &args, out, err);
	tn__free(values);
	if (rc >= 0)
		(*out)->owned = 1;
	return rc;
}

int tn__bulk_insert(struct tn_bulk *b, unsigned size, const tn_args *args, struct tn_entry **out, tn_error **err)
{
	struct tn_bulk_insert *insert = &b->inserts[size];
	int rc = TN_OK;
	*out = NULL;
	if (!insert->text)
		rc = make_text(b, 1u << size, &insert->text, err);
	if (rc >= 0 && !insert->entry)
		rc = compile(b, size, &insert->entry, err);
	if (rc >= 0 && tn__entry_fits(insert->entry, args)) {
		*out = insert->entry;
		(*out)->busy = 1;
	}
	return rc;
}

void tn__bulk_release_inserts(struct tn_bulk *b)
{
	unsigned i;
	/* Rows that were on their way are given up by now, or with this. */
	if (b->taken && b->inserts[0].entry->rows.magic == TN_ROWS_MAGIC) {
		tn__rows_kill(&b->inserts[0].entry->rows, TN_E_MISUSE, "given up");
		tn__rows_close(&b->inserts[0].entry->rows);
	}
	b->taken = 0;
	for (i = 0; i < TN_BULK_SIZES; i++) {
		tn__entry_free(b->inserts[i].entry);
		tn__free(b->inserts[i].text);
		b->inserts[i].entry = NULL;
		b->inserts[i].text = NULL;
	}
}

/* ---- what the table says ------------------------------------------------------------------ */

/* The kind of a column's values; NULL where the table, or its type, is not known. */
static uint8_t kind_of(const struct tn_ir_change *c, uint32_t i)
{
	uint32_t index = c->column_index ? c->column_index[i] : UINT32_MAX;
	uint8_t kind;
	if (!c->target || index >= c->target->column_count)
		return TN_KIND_NULL;
	kind = c->target->columns[index].type.kind;
	return kind < TN_KIND_LIST ? kind : TN_KIND_NULL;
}

/* A row may then be the one that another row of the same statement refers to. */
static int refers_to_itself(const struct tn_ir_change *c)
{
	return c->target && c->target->table && (c->target->table->flags & TN_TABLEF_REFERS);
}

static void choose_sizes(struct tn_bulk *b, const struct tn_ir_change *c)
{
	uint32_t most = MOST_PARAMS / b->width;
	int64_t limit = b->conn->profile.max_params;
	if (limit > 0 && limit / b->width < most)
		most = (uint32_t)(limit / b->width);
	if (b->conn->dialect->insert_rows < most)
		most = b->conn->dialect->insert_rows;
	b->sizes = 1;
	while (!refers_to_itself(c) && b->sizes < TN_BULK_SIZES && 1u << b->sizes <= most)
		b->sizes++;
}

static char *quoted(struct tn_bulk *b, struct tn_text *text)
{
	char *copy = text->failed ? NULL : tn__arena_strndup(&b->arena, text->s, text->len);
	tn__text_release(text);
	return copy;
}

static int name_target(struct tn_bulk *b, const struct tn_ir_change *c, tn_error **err)
{
	const struct tn_dialect *d = b->conn->dialect;
	struct tn_text table, columns;
	uint32_t i;
	tn__text_init(&table);
	tn__text_init(&columns);
	if (c->schema) {
		tn__sql_quote_ident(&table, d, c->schema, strlen(c->schema));
		tn__text_putc(&table, '.');
	}
	tn__sql_quote_ident(&table, d, c->table, strlen(c->table));
	for (i = 0; i < b->width; i++) {
		tn__text_puts(&columns, i ? ", " : "");
		tn__sql_quote_ident(&columns, d, c->columns[i], strlen(c->columns[i]));
	}
	b->into.table = quoted(b, &table);
	b->into.columns = quoted(b, &columns);
	return b->into.table && b->into.columns ? TN_OK : tn__error_nomem(err);
}

/* 1 if the statement is nothing but an INSERT of its parameters, in their order. */
static int is_plain(const struct tn_bulk *b, const struct tn_entry *e)
{
	uint32_t i;
	if (b->options.on_conflict || b->options.made_column || b->sizes < 2 || e->steps || !e->rendered.identity ||
	    e->rendered.hole_count || e->rendered.arg_count != b->width)
		return 0;
	for (i = 0; i < b->width; i++)
		if (b->kinds[i] == TN_KIND_NULL)
			return 0;
	return b->conn->backend->put_rows != NULL;
}

/* Asks the backend for a way of its own. */
static int look_for_way(struct tn_bulk *b, tn_error **err)
{
	struct tn_entry *e = b->inserts[0].entry;
	int rc = TN_OK;
	if (!is_plain(b, e))
		return TN_OK;
	rc = name_target(b, e->ir->u.change, err);
	if (rc < 0)
		return rc;
	rc = tn__be_prepare(b->conn, e->be);
	e->prepared = rc >= 0;
	if (rc >= 0)
		rc = tn__be_put_rows(b->conn, e->be, &b->into, NULL, 0);
	if (rc < 0)
		return tn__conn_fail(b->conn, err);
	b->part = (uint32_t)rc;
	b->fast = rc > 0;
	return TN_OK;
}

int tn__bulk_plan(struct tn_bulk *b, tn_error **err)
{
	struct tn_entry *e = NULL;
	uint8_t *kinds = tn__arena_calloc(&b->arena, b->width, 1);
	uint32_t i;
	int rc = kinds ? make_text(b, 1, &b->inserts[0].text, err) : tn__error_nomem(err);
	if (rc >= 0)
		rc = compile(b, 0, &e, err);
	if (rc < 0)
		return rc;
	for (i = 0; i < b->width; i++)
		kinds[i] = kind_of(e->ir->u.change, i);
	choose_sizes(b, e->ir->u.change);
	tn__entry_free(e);
	b->kinds = kinds;
	rc = compile(b, 0, &b->inserts[0].entry, err);
	return rc < 0 ? rc : look_for_way(b, err);
}

/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_key.c - columns in keys and indexes, over the dialect's type rows.
 *
 * Some servers index a limited number of bytes, and long types not at all.  There a
 * new column without a length that stands in a key is stored as a type with one: the
 * largest that lets every key of the table fit, and the row.  A plain index is only a
 * path to rows, so it holds the first part of what does not fit.
 *
 * Invariants:
 *  1. A length that was written is kept: what does not fit with it is refused by name.
 *  2. A unique key is over whole values, never over parts.
 *  3. A column that has been fitted is not fitted again, so doing it twice is the same.
 */
#include "core/sql/name_map.h"
#include "core/sql/render.h"

/* Characters or bytes below which a column would be of little use: it is refused instead. */
#define FEWEST 32u

/* Times that the room in an index is shared anew; servers take 16 or 32 keys. */
#define ROUNDS 16

/* What a row holds beside the values that are reckoned: lengths, pointers, marks of NULL. */
#define BESIDE 16u

static uint32_t length_of(const struct tn_sql_type *type)
{
	return type->storage == TN_TYPE_NUMERIC ? type->precision : type->length;
}

const struct tn_type_row *tn__render_type_row(const struct tn_dialect *d, const struct tn_sql_type *type)
{
	uint8_t storage = type->storage;
	size_t i;

	if (storage == TN_TYPE_VARCHAR && !type->length)
		storage = TN_TYPE_TEXT;
	for (i = 0; i < d->type_count; i++) {
		const struct tn_type_row *row = &d->types[i];

		if (row->type == storage &&
			(!row->max_length || (length_of(type) && length_of(type) <= row->max_length)))
			return row;
	}
	return NULL;
}

/* Bytes of a column in a key; of one that has no key, more than any. */
static uint64_t key_bytes(const struct tn_type_row *row, const struct tn_sql_type *type)
{
	if (row->no_key)
		return UINT32_MAX;
	return row->key_bytes + (uint64_t)row->key_each * length_of(type);
}

/* ---- types of new columns ------------------------------------------------------------- */

struct fitting {
	const struct tn_dialect *dialect;
	const struct tn_ir_create_table *table;
	struct tn_name_map map;
	uint32_t *bytes; /* of each column that is fitted; 0: it is not */
};

/* The row of a column that takes another type in a key, or NULL. */
static const struct tn_type_row *fitted_row(const struct fitting *f, uint32_t column)
{
	const struct tn_sql_type *type = &f->table->columns[column].type;
	const struct tn_type_row *row = tn__render_type_row(f->dialect, type);

	return row && row->in_key && type->kind != TN_KIND_JSON ? row : NULL;
}

/* The columns of a key that are fitted share evenly what the others leave. */
static void fit_key(struct fitting *f, const struct tn_ir_constraint *c)
{
	uint64_t taken = 0, share;
	uint32_t i, k, fitted = 0;

	for (i = 0; i < c->column_count; i++) {
		const struct tn_type_row *row;

		k = tn__name_map_get(&f->map, c->columns[i]);
		if (k == TN_NAME_NONE)
			continue;
		row = tn__render_type_row(f->dialect, &f->table->columns[k].type);
		if (fitted_row(f, k))
			fitted++;
		else if (row)
			taken += key_bytes(row, &f->table->columns[k].type);
	}
	share = fitted && taken < f->dialect->key_bytes ? (f->dialect->key_bytes - taken) / fitted : 0;
	for (i = 0; fitted && i < c->column_count; i++) {
		k = tn__name_map_get(&f->map, c->columns[i]);
		/* A share of nothing is remembered as one byte, which is too little below. */
		if (k != TN_NAME_NONE && fitted_row(f, k) && (!f->bytes[k] || share < f->bytes[k]))
			f->bytes[k] = share ? (uint32_t)share : 1;
	}
}

/* The most that a fitted column may have for all to be in a row. */
static uint64_t row_share(const struct fitting *f)
{
	uint64_t taken = 0;
	uint32_t i, fitted = 0;

	for (i = 0; i < f->table->column_count; i++) {
		const struct tn_sql_type *type = &f->table->columns[i].type;
		const struct tn_type_row *row = tn__render_type_row(f->dialect, type);

		taken += BESIDE + (row && !row->no_key ? key_bytes(row, type) : 0);
		fitted += f->bytes[i] != 0;
	}
	return fitted && taken < f->dialect->row_bytes ? (f->dialect->row_bytes - taken) / fitted : 0;
}

static void set_types(const struct fitting *f, struct tn_ir_column_def *columns)
{
	uint64_t most = f->dialect->row_bytes ? row_share(f) : UINT32_MAX;
	uint32_t i;

	for (i = 0; i < f->table->column_count; i++) {
		const struct tn_type_row *row = f->bytes[i] ? fitted_row(f, i) : NULL;
		uint64_t bytes = f->bytes[i] < most ? f->bytes[i] : most;

		if (!row || bytes / row->key_each < FEWEST)
			continue;
		columns[i].type.storage = row->in_key;
		columns[i].type.length = (uint32_t)(bytes / row->key_each);
	}
}

int tn__sql_fit_keys(struct tn_arena *a, const struct tn_dialect *dialect, const struct tn_ir_create_table *table,
	struct tn_ir_column_def *columns)
{
	struct fitting f = {.dialect = dialect, .table = table};
	uint32_t i;

	if (!dialect->key_bytes || !table->constraint_count)
		return TN_OK;
	f.bytes = tn__arena_calloc(a, table->column_count + (size_t)1, sizeof(*f.bytes));
	if (!f.bytes || tn__name_map_init(&f.map, a, table->column_count) < 0)
		return TN_E_NOMEM;
	for (i = 0; i < table->column_count; i++)
		if (tn__name_map_add(&f.map, table->columns[i].name, i) < 0)
			return TN_E_NOMEM;
	for (i = 0; i < table->constraint_count; i++)
		if (table->constraints[i].kind != TN_CONSTRAINT_CHECK)
			fit_key(&f, &table->constraints[i]);
	set_types(&f, columns);
	return TN_OK;
}

struct tn_ir_column_def *tn__render_fitted(struct tn_render *r, struct tn_arena *a,
	const struct tn_ir_create_table *table)
{
	struct tn_ir_column_def *columns;

	if (r->portable || !r->dialect->key_bytes || !table->constraint_count)
		return table->columns;
	columns = tn__arena_calloc(a, table->column_count + (size_t)1, sizeof(*columns));
	if (columns && table->column_count)
		memcpy(columns, table->columns, table->column_count * sizeof(*columns));
	if (columns && tn__sql_fit_keys(a, r->dialect, table, columns) >= 0)
		return columns;
	if (r->rc >= 0)
		r->rc = tn__error_nomem(r->err);
	return table->columns;
}

/* ---- what does not fit ------------------------------------------------------------------- */

/* Of a table that is being made, what has no length is here only when the other columns leave it no room. */
static void no_key(struct tn_render *r, uint32_t at, const char *what, const char *column,
	const struct tn_sql_type *type, int made)
{
	const char *hint = type->kind == TN_KIND_JSON || type->storage == TN_TYPE_JSON ? NULL
		: made ? "Make the columns shorter, or the key of fewer columns."
		: type->storage == TN_TYPE_BYTEA
			? "Write UNIQUE where the table is made, or VARBINARY(n) as the type of the column."
			: "Write UNIQUE where the table is made, or VARCHAR(n) as the type of the column.";

	tn__render_fail(r, at, TN_E_UNSUPPORTED, hint, "a column of %s such as \"%s\" in %s is not available on %s",
		tn_type_name(type->storage), column, what, r->dialect->name);
}

void tn__render_check_key(struct tn_render *r, uint32_t at, const char *what, const char *column,
	const struct tn_sql_type *type, int made, uint64_t *bytes)
{
	const struct tn_type_row *row =
		r->portable || !r->dialect->key_bytes ? NULL : tn__render_type_row(r->dialect, type);

	if (!row || tn__render_failed(r))
		return;
	if (row->no_key) {
		no_key(r, at, what, column, type, made);
		return;
	}
	*bytes += key_bytes(row, type);
	if (*bytes > r->dialect->key_bytes)
		tn__render_fail(r, at, TN_E_UNSUPPORTED, "Make the columns shorter, or the key of fewer columns.",
			"%s of %llu bytes is not available on %s, where %u is the most", what,
			(unsigned long long)*bytes, r->dialect->name, (unsigned)r->dialect->key_bytes);
}

/* ---- prefixes of an index ------------------------------------------------------------------ */

/* The row of a key of which the index may hold the first part, or NULL. */
static const struct tn_type_row *cut_row(const struct tn_render *r, const struct tn_ir_expr *key)
{
	const struct tn_type_row *row = key->kind == TN_X_COLUMN && key->type.storage
		? tn__render_type_row(r->dialect, &key->type) : NULL;

	return row && row->key_each && key->type.kind != TN_KIND_JSON ? row : NULL;
}

/* What is left for each key that is longer than `share` when the others are taken whole; 0: none is longer. */
static uint64_t share_of(const struct tn_render *r, const struct tn_ir_create_index *index, uint64_t share)
{
	uint64_t taken = 0;
	uint32_t i, longer = 0;

	for (i = 0; i < index->key_count; i++) {
		const struct tn_ir_expr *key = index->keys[i].expr;
		const struct tn_type_row *row = key->kind == TN_X_COLUMN && key->type.storage
			? tn__render_type_row(r->dialect, &key->type) : NULL;
		uint64_t bytes = row ? key_bytes(row, &key->type) : 0;

		if (bytes > share && cut_row(r, key))
			longer++;
		else
			taken += bytes;
	}
	return longer && taken < r->dialect->key_bytes ? (r->dialect->key_bytes - taken) / longer : 0;
}

uint64_t tn__render_index_share(const struct tn_render *r, const struct tn_ir_create_index *index)
{
	uint64_t share, next;
	unsigned rounds;

	if (r->portable || index->unique || !(r->dialect->syntax.flags & TN_SYNTAX_KEY_PREFIX))
		return 0;
	/* Even parts; what keys leave that are shorter than theirs goes to the others. */
	share = share_of(r, index, 0);
	for (rounds = 0; rounds < ROUNDS; rounds++) {
		next = share_of(r, index, share);
		if (next <= share)
			break;
		share = next;
	}
	return share;
}

uint32_t tn__render_index_prefix(const struct tn_render *r, const struct tn_ir_expr *key, uint64_t share)
{
	const struct tn_type_row *row = share ? cut_row(r, key) : NULL;

	return row && key_bytes(row, &key->type) > share ? (uint32_t)(share / row->key_each) : 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_change.c - INSERT, UPDATE and DELETE.
 *
 * Rows are computed over what the table holds before the statement, then put in their
 * place.  Constraints are not known here, apart from the keys of ON CONFLICT: a change
 * that servers accept violates none.  Defaults are not known either.
 */
#include <string.h>
#include "tests/reference/reference.h"

struct changing {
	struct ref_run *run;
	const struct tn_ir_change *change;
	struct ref_table *table;
	struct ref_rows after;
	struct ref_frame frame; /* the target's row first */
	struct ref_change_result *result;
};

static const struct ref_value *old_row(const struct changing *c, size_t i)
{
	return &c->table->rows.cells[i * c->table->rows.width];
}

/* ---- values into columns ----------------------------------------------------------------- */

/* What a column keeps of a value. */
static int store(struct ref_run *run, const struct tn_ir_column *column, struct ref_value *v)
{
	const struct tn_sql_type *type = &column->type;
	int64_t most = type->storage == TN_TYPE_SMALLINT ? INT16_MAX : INT32_MAX;
	int rc;

	if (v->kind == TN_KIND_NULL)
		return TN_OK;
	if (v->kind != type->kind)
		return ref_unknown(run, "a value of another kind than its column's", column->name);
	switch (type->storage) {
	case TN_TYPE_SMALLINT:
	case TN_TYPE_INTEGER: return v->u.i > most || v->u.i < -most - 1 ? TN_E_RANGE : TN_OK;
	case TN_TYPE_REAL: v->u.d = (double)(float)v->u.d; return TN_OK;
	case TN_TYPE_NUMERIC:
		rc = ref_decimal_rescale(run, v, type->scale, 0, v);
		return rc < 0 ? rc : ref_decimal_fits(v, type);
	case TN_TYPE_VARCHAR: return ref_chars_to_bytes(v, type->length) < v->len ? TN_E_DATA : TN_OK;
	default: return TN_OK;
	}
}

static int assign(struct changing *c, struct ref_frame *frame, struct ref_value *row)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; rc >= 0 && i < c->change->set_count; i++) {
		const struct tn_ir_assign *set = &c->change->sets[i];

		rc = ref_eval(c->run, frame, set->value, &row[set->index]);
		if (rc >= 0)
			rc = store(c->run, &c->table->table->columns[set->index], &row[set->index]);
	}
	return rc;
}

static struct ref_value *copy_row(const struct changing *c, const struct ref_value *row)
{
	uint32_t width = c->table->rows.width;
	struct ref_value *copy = ref_alloc(c->run, width * sizeof(*copy));

	if (row)
		memcpy(copy, row, width * sizeof(*copy));
	return copy;
}

/* Counts a row, and computes RETURNING over the frame with the target's row in it. */
static int touched(struct changing *c, struct ref_frame *frame, const struct ref_value *row)
{
	struct ref_value *cells = ref_alloc(c->run, c->change->returning_count * sizeof(*cells));
	uint32_t i;
	int rc = TN_OK;

	c->result->affected++;
	frame->unit->rows[0] = row;
	for (i = 0; rc >= 0 && i < c->change->returning_count; i++)
		rc = ref_eval(c->run, frame, c->change->returning[i].expr, &cells[i]);
	return rc < 0 || !c->change->returning_count ? rc : ref_add_row(c->run, &c->result->rows, cells);
}

/* ---- INSERT ---------------------------------------------------------------------------------- */

static int proposed(struct changing *c, const struct ref_value *given, struct ref_value *row)
{
	const struct tn_ir_table *table = c->table->table;
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < table->column_count; i++)
		row[i] = ref_int(TN_KIND_COUNT, 0); /* not given */
	for (i = 0; rc >= 0 && i < c->change->column_count; i++) {
		uint32_t index = c->change->column_index[i];

		row[index] = given[i];
		rc = store(c->run, &table->columns[index], &row[index]);
	}
	for (i = 0; rc >= 0 && i < table->column_count; i++) {
		if (row[i].kind != TN_KIND_COUNT)
			continue;
		if (table->columns[i].flags & TN_COLF_DEFAULT)
			return ref_unknown(c->run, "a default", NULL);
		row[i] = ref_null();
	}
	return rc;
}

static int same_key(const struct changing *c, const struct ref_value *a, const struct ref_value *b)
{
	const struct tn_ir_table *table = c->table->table;
	uint32_t i, k;

	for (i = 0; i < c->change->conflict_count; i++) {
		for (k = 0; strcmp(table->columns[k].name, c->change->conflict_columns[i]) != 0; k++)
			;
		if (a[k].kind == TN_KIND_NULL || !ref_same(&a[k], &b[k]))
			return 0;
	}
	return c->change->conflict_count != 0;
}

/* The row that is there already: DO NOTHING or DO UPDATE. */
static int conflicting(struct changing *c, size_t at, const struct ref_value *row)
{
	const struct tn_ir_source *sources[] = {c->change->target, c->change->excluded};
	const struct ref_value *rows[2];
	struct ref_unit unit = {.rows = rows};
	struct ref_frame frame = {.sources = sources, .source_count = 2, .unit = &unit};
	struct ref_value *place = &c->after.cells[at * c->after.width], *changed;
	int rc;

	if (c->change->conflict == TN_CONFLICT_NOTHING)
		return TN_OK;
	if (at >= c->table->rows.count)
		return ref_unknown(c->run, "a row proposed twice", NULL);
	rows[0] = copy_row(c, place);
	rows[1] = row;
	rc = ref_holds(c->run, &frame, c->change->conflict_where);
	if (rc <= 0)
		return rc;
	changed = copy_row(c, place);
	rc = assign(c, &frame, changed);
	if (rc < 0)
		return rc;
	memcpy(place, changed, c->after.width * sizeof(*place));
	return touched(c, &frame, changed);
}

static int insert_row(struct changing *c, const struct ref_value *given)
{
	struct ref_value *row = copy_row(c, NULL);
	int rc = proposed(c, given, row);
	size_t i;

	for (i = 0; rc >= 0 && c->change->conflict && i < c->after.count; i++)
		if (same_key(c, row, &c->after.cells[i * c->after.width]))
			return conflicting(c, i, row);
	if (rc >= 0)
		rc = ref_add_row(c->run, &c->after, row);
	return rc < 0 ? rc : touched(c, &c->frame, row);
}

static int insert(struct changing *c)
{
	struct ref_rows rows;
	size_t i;
	int rc;

	if (!c->change->query || (c->change->conflict && !c->change->conflict_count))
		return ref_unknown(c->run, "INSERT of this form", NULL);
	c->frame.unit = ref_alloc(c->run, sizeof(*c->frame.unit));
	c->frame.unit->rows = ref_alloc(c->run, sizeof(*c->frame.unit->rows));
	rc = ref_query(c->run, NULL, c->change->query, &rows);
	for (i = 0; rc >= 0 && i < c->table->rows.count; i++)
		rc = ref_add_row(c->run, &c->after, old_row(c, i));
	for (i = 0; rc >= 0 && i < rows.count; i++)
		rc = insert_row(c, &rows.cells[i * rows.width]);
	return rc;
}

/* ---- UPDATE and DELETE ---------------------------------------------------------------------------- */

/* 1 if the row is to be changed; the frame has the rows that it meets. */
static int is_met(struct changing *c, const struct ref_units *others, const struct ref_value *row, int only_one)
{
	struct ref_unit *found = NULL;
	size_t i;
	int rc;

	for (i = 0; i < others->count; i++) {
		c->frame.unit = others->items[i];
		c->frame.unit->rows[0] = row;
		rc = ref_holds(c->run, &c->frame, c->change->where);
		if (rc < 0)
			return rc;
		if (rc && found && only_one)
			return ref_unknown(c->run, "a row that meets several", NULL);
		if (rc && !found)
			found = c->frame.unit;
	}
	c->frame.unit = found;
	return found != NULL;
}

static int update_or_delete(struct changing *c, int is_update)
{
	struct ref_units others = {0};
	size_t i;
	int rc = ref_from(c->run, &c->frame, c->change->from, c->change->from_count, &others);

	for (i = 0; rc >= 0 && i < c->table->rows.count; i++) {
		const struct ref_value *row = old_row(c, i);
		struct ref_value *changed = copy_row(c, row);

		rc = is_met(c, &others, row, is_update || c->change->returning_count);
		if (rc == 0) {
			rc = ref_add_row(c->run, &c->after, row);
			continue;
		}
		if (rc > 0 && is_update)
			rc = assign(c, &c->frame, changed);
		if (rc >= 0 && is_update)
			rc = ref_add_row(c->run, &c->after, changed);
		if (rc >= 0)
			rc = touched(c, &c->frame, changed);
	}
	return rc;
}

static struct ref_table *table_of(const struct ref_run *run, const struct tn_ir_table *table)
{
	size_t i;

	for (i = 0; i < run->table_count; i++)
		if (run->tables[i].table == table)
			return &run->tables[i];
	return NULL;
}

int ref_change(struct ref_run *run, const struct tn_ir_stmt *stmt, struct ref_change_result *out)
{
	const struct tn_ir_change *change = stmt->u.change;
	const struct tn_ir_source *target = change->target;
	struct changing c = {.run = run, .change = change, .result = out, .table = table_of(run, target->table),
			     .frame = {.sources = &target, .source_count = 1}};
	int rc;

	memset(out, 0, sizeof(*out));
	out->rows.width = change->returning_count;
	if (!c.table)
		return ref_unknown(run, "a table without rows", NULL);
	c.after.width = c.table->rows.width;
	rc = stmt->kind == TN_IR_INSERT ? insert(&c) : update_or_delete(&c, stmt->kind == TN_IR_UPDATE);
	if (rc >= 0)
		c.table->rows = c.after;
	return rc;
}

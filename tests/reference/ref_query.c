/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_query.c - SELECT, VALUES and set operations.
 */
#include <string.h>
#include "tests/reference/reference.h"

/* Outputs with the keys of ORDER BY beside them. */
struct result {
	struct ref_rows rows, keys;
};

/* ---- sorting --------------------------------------------------------------------------- */

int ref_compare_keys(const struct tn_ir_order *order, uint32_t count, const struct ref_value *a,
		     const struct ref_value *b)
{
	uint32_t i;

	for (i = 0; i < count; i++) {
		int a_null = a[i].kind == TN_KIND_NULL, b_null = b[i].kind == TN_KIND_NULL, way;

		if (a_null || b_null)
			way = (a_null - b_null) * (order[i].nulls == TN_NULLS_FIRST ? -1 : 1);
		else
			way = ref_compare(&a[i], &b[i]) * (order[i].desc ? -1 : 1);
		if (way)
			return way;
	}
	return 0;
}

void ref_sort(const struct tn_ir_order *order, uint32_t width, const struct ref_value *keys, size_t *numbers,
	      size_t count)
{
	size_t i, k;

	for (i = 0; i < count; i++) {
		const struct ref_value *key = &keys[i * width];

		for (k = i; k && ref_compare_keys(order, width, &keys[numbers[k - 1] * width], key) > 0; k--)
			numbers[k] = numbers[k - 1];
		numbers[k] = i;
	}
}

static int ordered(struct ref_run *run, const struct tn_ir_query *query, struct result *r)
{
	size_t i, *numbers = ref_alloc(run, r->rows.count * sizeof(*numbers));
	struct ref_rows sorted = {.width = r->rows.width};
	int rc = TN_OK;

	ref_sort(query->order, query->order_count, r->keys.cells, numbers, r->rows.count);
	for (i = 0; rc >= 0 && i < r->rows.count; i++)
		rc = ref_add_row(run, &sorted, &r->rows.cells[numbers[i] * r->rows.width]);
	r->rows = sorted;
	return rc;
}

/* A number of LIMIT or OFFSET. */
static int number(struct ref_run *run, const struct tn_ir_expr *expr, size_t none, size_t *out)
{
	struct ref_value v;
	int rc;

	*out = none;
	if (!expr)
		return TN_OK;
	rc = ref_eval(run, NULL, expr, &v);
	if (rc >= 0 && (v.kind != TN_KIND_INT || v.u.i < 0))
		return ref_unknown(run, "LIMIT or OFFSET of no number", NULL);
	if (rc >= 0)
		*out = (size_t)v.u.i;
	return rc;
}

static int limited(struct ref_run *run, const struct tn_ir_query *query, struct ref_rows *rows)
{
	size_t limit, offset;
	int rc = number(run, query->limit, rows->count, &limit);

	if (rc >= 0)
		rc = number(run, query->offset, 0, &offset);
	if (rc < 0)
		return rc;
	if (offset > rows->count)
		offset = rows->count;
	rows->count -= offset;
	rows->cells = rows->cells ? rows->cells + offset * rows->width : NULL;
	rows->cap = 0;
	if (limit < rows->count)
		rows->count = limit;
	return TN_OK;
}

/* ---- groups ------------------------------------------------------------------------------- */

static int group_keys(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_query *query,
		      struct ref_value *keys)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; rc >= 0 && i < query->group_count; i++) {
		const struct tn_ir_expr *key = query->group[i];

		rc = ref_eval(run, frame, key->kind == TN_X_OUTPUT ? query->items[key->u.output].expr : key, &keys[i]);
	}
	return rc;
}

static struct ref_unit *new_group(struct ref_run *run, const struct ref_value **rows)
{
	struct ref_unit *group = ref_alloc(run, sizeof(*group));

	group->rows = rows;
	group->members = ref_alloc(run, sizeof(*group->members));
	return group;
}

static int grouped(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_query *query,
		   const struct ref_units *units, struct ref_units *out)
{
	struct ref_rows keys = {.width = query->group_count};
	struct ref_value *key = ref_alloc(run, query->group_count * sizeof(*key));
	size_t i, g;
	int rc = TN_OK;

	for (i = 0; rc >= 0 && i < units->count; i++) {
		frame->unit = units->items[i];
		rc = group_keys(run, frame, query, key);
		if (rc < 0)
			break;
		for (g = 0; g < out->count; g++)
			if (ref_same_row(&keys.cells[g * keys.width], key, keys.width))
				break;
		rc = ref_step(run, g / 8);
		if (rc >= 0 && g == out->count) {
			rc = ref_add_row(run, &keys, key);
			if (rc >= 0)
				rc = ref_add_unit(run, out, new_group(run, frame->unit->rows));
		}
		if (rc >= 0)
			rc = ref_add_unit(run, out->items[g]->members, frame->unit);
	}
	if (rc >= 0 && !out->count && !query->group_count) /* of no rows one group */
		rc = ref_add_unit(run, out, new_group(run, ref_alloc(run, frame->source_count * sizeof(*key))));
	return rc;
}

static int filtered(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *condition,
		    struct ref_units *units)
{
	struct ref_units kept = {0};
	size_t i;
	int rc = TN_OK;

	if (!condition)
		return TN_OK;
	for (i = 0; rc >= 0 && i < units->count; i++) {
		frame->unit = units->items[i];
		rc = ref_holds(run, frame, condition);
		if (rc > 0)
			rc = ref_add_unit(run, &kept, frame->unit);
	}
	*units = kept;
	return rc < 0 ? rc : TN_OK;
}

/* ---- SELECT ------------------------------------------------------------------------------------ */

static int add_result(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_query *query,
		      struct result *r)
{
	struct ref_value *row = ref_alloc(run, r->rows.width * sizeof(*row));
	struct ref_value *keys = ref_alloc(run, r->keys.width * sizeof(*keys));
	uint32_t i;
	size_t k;
	int rc = TN_OK;

	for (i = 0; rc >= 0 && i < query->item_count; i++)
		rc = ref_eval(run, frame, query->items[i].expr, &row[i]);
	for (i = 0; rc >= 0 && i < query->order_count; i++) {
		const struct tn_ir_expr *key = query->order[i].expr;

		if (key->kind == TN_X_OUTPUT)
			keys[i] = row[key->u.output];
		else
			rc = ref_eval(run, frame, key, &keys[i]);
	}
	for (k = 0; rc >= 0 && query->distinct && k < r->rows.count; k++)
		if (ref_same_row(&r->rows.cells[k * r->rows.width], row, r->rows.width))
			return ref_step(run, k / 8);
	if (rc >= 0)
		rc = ref_add_row(run, &r->rows, row);
	return rc < 0 ? rc : ref_add_row(run, &r->keys, keys);
}

static int select_rows(struct ref_run *run, struct ref_frame *outer, const struct tn_ir_query *query,
		       struct result *r)
{
	struct ref_frame frame = {.outer = outer, .query = query};
	struct ref_units units = {0}, groups = {0};
	size_t i;
	int rc = ref_from(run, &frame, query->from, query->from_count, &units);

	if (rc >= 0)
		rc = filtered(run, &frame, query->where, &units);
	if (rc >= 0 && query->aggregated) {
		rc = grouped(run, &frame, query, &units, &groups);
		units = groups;
	}
	if (rc >= 0)
		rc = filtered(run, &frame, query->having, &units);
	frame.all = &units;
	for (i = 0; rc >= 0 && i < units.count; i++) {
		frame.unit = units.items[i];
		frame.index = i;
		rc = add_result(run, &frame, query, r);
	}
	return rc;
}

/* ---- VALUES and set operations ------------------------------------------------------------------- */

static int values_rows(struct ref_run *run, struct ref_frame *outer, const struct tn_ir_query *query,
		       struct ref_rows *out)
{
	struct ref_value *row = ref_alloc(run, query->width * sizeof(*row));
	uint32_t i, k;
	int rc = TN_OK;

	for (i = 0; rc >= 0 && i < query->row_count; i++) {
		for (k = 0; rc >= 0 && k < query->width; k++)
			rc = ref_eval(run, outer, query->values[i * query->width + k], &row[k]);
		if (rc >= 0)
			rc = ref_add_row(run, out, row);
	}
	return rc;
}

/* Takes one row like this from rows that are not taken yet. */
static int take(const struct ref_rows *rows, unsigned char *taken, const struct ref_value *row)
{
	size_t i;

	for (i = 0; i < rows->count; i++)
		if (!taken[i] && ref_same_row(&rows->cells[i * rows->width], row, rows->width)) {
			taken[i] = 1;
			return 1;
		}
	return 0;
}

static int holds_row(const struct ref_rows *rows, const struct ref_value *row)
{
	size_t i;

	for (i = 0; i < rows->count; i++)
		if (ref_same_row(&rows->cells[i * rows->width], row, rows->width))
			return 1;
	return 0;
}

static int set_rows(struct ref_run *run, struct ref_frame *outer, const struct tn_ir_query *query,
		    struct ref_rows *out)
{
	struct ref_rows left, right;
	unsigned char *taken;
	size_t i;
	int rc = ref_query(run, outer, query->left, &left);

	if (rc >= 0)
		rc = ref_query(run, outer, query->right, &right);
	if (rc < 0)
		return rc;
	taken = ref_alloc(run, right.count);
	for (i = 0; rc >= 0 && i < left.count; i++) {
		const struct ref_value *row = &left.cells[i * left.width];
		int there = query->kind == TN_QUERY_UNION ? 0 :
			query->all ? take(&right, taken, row) : holds_row(&right, row);

		rc = ref_step(run, right.count / 8);
		if (rc >= 0 && there == (query->kind == TN_QUERY_INTERSECT) && (query->all || !holds_row(out, row)))
			rc = ref_add_row(run, out, row);
	}
	for (i = 0; rc >= 0 && query->kind == TN_QUERY_UNION && i < right.count; i++)
		if (query->all || !holds_row(out, &right.cells[i * right.width]))
			rc = ref_add_row(run, out, &right.cells[i * right.width]);
	return rc;
}

/* Numbers of several queries get the digits of the output that they are in. */
static int with_digits(struct ref_run *run, const struct tn_ir_query *query, struct ref_rows *rows)
{
	size_t i;
	uint32_t k;
	int rc = TN_OK;

	for (i = 0; i < rows->count; i++)
		for (k = 0; rc >= 0 && k < rows->width; k++) {
			struct ref_value *v = &rows->cells[i * rows->width + k];
			int scale = query->outputs[k].type.scale;

			if (v->kind == TN_KIND_NUMERIC && scale >= 0)
				rc = ref_decimal_rescale(run, v, scale, 0, v);
		}
	return rc;
}

/* Of these, keys are outputs. */
static int output_keys(struct ref_run *run, const struct tn_ir_query *query, struct result *r)
{
	struct ref_value *keys = ref_alloc(run, r->keys.width * sizeof(*keys));
	uint32_t k;
	size_t i;
	int rc = TN_OK;

	for (i = 0; rc >= 0 && i < r->rows.count; i++) {
		for (k = 0; k < query->order_count; k++) {
			if (query->order[k].expr->kind != TN_X_OUTPUT)
				return ref_unknown(run, "ORDER BY of a set operation", NULL);
			keys[k] = r->rows.cells[i * r->rows.width + query->order[k].expr->u.output];
		}
		rc = ref_add_row(run, &r->keys, keys);
	}
	return rc;
}

int ref_query(struct ref_run *run, struct ref_frame *outer, const struct tn_ir_query *query, struct ref_rows *out)
{
	struct result r = {.rows = {.width = query->output_count}, .keys = {.width = query->order_count}};
	int rc = ref_step(run, 1);

	if (rc < 0)
		return rc;
	if (query->kind == TN_QUERY_SELECT)
		rc = select_rows(run, outer, query, &r);
	else {
		rc = query->kind == TN_QUERY_VALUES ? values_rows(run, outer, query, &r.rows) :
			set_rows(run, outer, query, &r.rows);
		if (rc >= 0)
			rc = with_digits(run, query, &r.rows);
		if (rc >= 0)
			rc = output_keys(run, query, &r);
	}
	if (rc >= 0 && query->order_count)
		rc = ordered(run, query, &r);
	if (rc >= 0)
		rc = limited(run, query, &r.rows);
	*out = r.rows;
	return rc;
}

int ref_select(struct ref_run *run, const struct tn_ir_query *query, struct ref_rows *out)
{
	return ref_query(run, NULL, query, out);
}

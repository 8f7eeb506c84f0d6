/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_from.c - FROM: tables, derived tables, CTEs and joins of them.
 *
 * Every row of the clause has a place for each source, empty where a join has not
 * filled it or an outer join found nothing.
 */
#include <string.h>
#include "tests/reference/reference.h"

int ref_add_unit(struct ref_run *run, struct ref_units *units, struct ref_unit *unit)
{
	if (units->count == units->cap) {
		size_t cap = units->cap ? units->cap * 2 : 32;
		struct ref_unit **more = ref_alloc(run, cap * sizeof(*more));

		if (units->count)
			memcpy(more, units->items, units->count * sizeof(*more));
		units->items = more;
		units->cap = cap;
	}
	units->items[units->count++] = unit;
	return ref_step(run, 1);
}

static struct ref_unit *new_unit(struct ref_run *run, const struct ref_frame *frame)
{
	struct ref_unit *unit = ref_alloc(run, sizeof(*unit));

	unit->rows = ref_alloc(run, frame->source_count * sizeof(*unit->rows));
	return unit;
}

/* ---- what a source holds -------------------------------------------------------------- */

static int scan_table(struct ref_run *run, const struct tn_ir_table *table, struct ref_rows *out)
{
	size_t i;

	for (i = 0; i < run->table_count; i++)
		if (run->tables[i].table == table) {
			*out = run->tables[i].rows;
			return TN_OK;
		}
	return ref_unknown(run, "a table without rows", table->name);
}

#define MOST_ROUNDS 1000

/* Each round computes the second operand over the rows that the round before has added. */
static int recursive(struct ref_run *run, struct ref_frame *outer, const struct tn_ir_cte *cte, struct ref_rows *out)
{
	const struct tn_ir_query *query = cte->query;
	struct ref_rows fresh = {0}, made;
	struct ref_cte_rows here = {cte, &fresh, run->working};
	unsigned round;
	int rc;

	if (query->kind != TN_QUERY_UNION || query->order_count || query->limit || query->offset || query->with)
		return ref_unknown(run, "a recursive CTE of this form", NULL);
	out->width = query->output_count;
	rc = ref_query(run, outer, query->left, &made);
	for (round = 0; rc >= 0 && made.count && round < MOST_ROUNDS; round++) {
		size_t i, k;

		fresh = (struct ref_rows){.width = out->width};
		for (i = 0; rc >= 0 && i < made.count; i++) {
			const struct ref_value *row = &made.cells[i * out->width];

			for (k = 0; !query->all && k < out->count; k++)
				if (ref_same_row(&out->cells[k * out->width], row, out->width))
					break;
			if (!query->all && k < out->count)
				continue;
			rc = ref_add_row(run, out, row);
			if (rc >= 0)
				rc = ref_add_row(run, &fresh, row);
		}
		run->working = &here;
		if (rc >= 0)
			rc = ref_query(run, outer, query->right, &made);
		run->working = here.next;
	}
	return rc >= 0 && round == MOST_ROUNDS ? ref_unknown(run, "too much work", NULL) : rc;
}

static int scan_cte(struct ref_run *run, struct ref_frame *outer, const struct tn_ir_cte *cte, struct ref_rows *out)
{
	const struct ref_cte_rows *at;

	for (at = run->working; at; at = at->next)
		if (at->cte == cte) {
			*out = *at->rows;
			return TN_OK;
		}
	return cte->recursive ? recursive(run, outer, cte, out) : ref_query(run, outer, cte->query, out);
}

int ref_scan(struct ref_run *run, struct ref_frame *outer, const struct tn_ir_source *source, struct ref_rows *out)
{
	memset(out, 0, sizeof(*out));
	switch (source->kind) {
	case TN_SOURCE_TABLE:
	case TN_SOURCE_TARGET: return scan_table(run, source->table, out);
	case TN_SOURCE_QUERY: return ref_query(run, outer, source->query, out);
	case TN_SOURCE_CTE: return scan_cte(run, outer, source->cte, out);
	default: return ref_unknown(run, "a source of this kind", source->alias);
	}
}

/* ---- joins ------------------------------------------------------------------------------- */

static uint32_t place_of(const struct ref_frame *frame, const struct tn_ir_source *source)
{
	uint32_t i;

	for (i = 0; frame->sources[i] != source; i++)
		;
	return i;
}

static int leaf(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_source *source, struct ref_units *out)
{
	uint32_t place = place_of(frame, source);
	struct ref_rows rows;
	size_t i;
	int rc = ref_scan(run, frame->outer, source, &rows);

	for (i = 0; rc >= 0 && i < rows.count; i++) {
		struct ref_unit *unit = new_unit(run, frame);

		unit->rows[place] = &rows.cells[i * rows.width];
		rc = ref_add_unit(run, out, unit);
	}
	return rc;
}

static struct ref_unit *merged(struct ref_run *run, const struct ref_frame *frame, const struct ref_unit *a,
			       const struct ref_unit *b)
{
	struct ref_unit *unit = new_unit(run, frame);
	uint32_t i;

	for (i = 0; i < frame->source_count; i++)
		unit->rows[i] = a->rows[i] ? a->rows[i] : b->rows[i];
	return unit;
}

static int units_of(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_from *from, struct ref_units *out);

static int join(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_from *from, struct ref_units *out)
{
	struct ref_units left = {0}, right = {0};
	unsigned char *found;
	size_t i, k;
	int rc = units_of(run, frame, from->left, &left);

	if (rc >= 0)
		rc = units_of(run, frame, from->right, &right);
	if (rc < 0)
		return rc;
	found = ref_alloc(run, right.count);
	for (i = 0; rc >= 0 && i < left.count; i++) {
		int any = 0;

		for (k = 0; rc >= 0 && k < right.count; k++) {
			frame->unit = merged(run, frame, left.items[i], right.items[k]);
			rc = ref_holds(run, frame, from->on);
			if (rc <= 0)
				continue;
			any = found[k] = 1;
			rc = ref_add_unit(run, out, frame->unit);
		}
		if (rc >= 0 && !any && (from->join == TN_JOIN_LEFT || from->join == TN_JOIN_FULL))
			rc = ref_add_unit(run, out, left.items[i]);
	}
	for (k = 0; rc >= 0 && k < right.count; k++)
		if (!found[k] && (from->join == TN_JOIN_RIGHT || from->join == TN_JOIN_FULL))
			rc = ref_add_unit(run, out, right.items[k]);
	return rc < 0 ? rc : TN_OK;
}

static int units_of(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_from *from, struct ref_units *out)
{
	return from->kind == TN_FROM_JOIN ? join(run, frame, from, out) : leaf(run, frame, from->source, out);
}

static uint32_t count_sources(const struct tn_ir_from *from)
{
	return from->kind == TN_FROM_JOIN ? count_sources(from->left) + count_sources(from->right) : 1;
}

static void add_sources(struct ref_frame *frame, const struct tn_ir_from *from)
{
	if (from->kind == TN_FROM_JOIN) {
		add_sources(frame, from->left);
		add_sources(frame, from->right);
	} else
		frame->sources[frame->source_count++] = from->source;
}

int ref_from(struct ref_run *run, struct ref_frame *frame, struct tn_ir_from *const *from, uint32_t count,
	     struct ref_units *out)
{
	struct ref_units one = {0}, both;
	uint32_t i, sources = frame->source_count;
	const struct tn_ir_source **old = frame->sources;
	size_t a, b;
	int rc = TN_OK;

	for (i = 0; i < count; i++)
		sources += count_sources(from[i]);
	frame->sources = ref_alloc(run, sources * sizeof(*frame->sources));
	for (i = 0; i < frame->source_count; i++)
		frame->sources[i] = old[i];
	for (i = 0; i < count; i++)
		add_sources(frame, from[i]);
	rc = ref_add_unit(run, out, new_unit(run, frame)); /* no FROM: one row */
	for (i = 0; rc >= 0 && i < count; i++) {
		one = both = (struct ref_units){0};
		rc = units_of(run, frame, from[i], &one);
		for (a = 0; rc >= 0 && a < out->count; a++)
			for (b = 0; rc >= 0 && b < one.count; b++)
				rc = ref_add_unit(run, &both, merged(run, frame, out->items[a], one.items[b]));
		*out = both;
	}
	return rc;
}

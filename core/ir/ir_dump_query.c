/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir_dump_query.c - queries, and what changes rows, as text; see ir_dump.c.
 *
 *   select
 *     item
 *       column t.id :INTEGER!
 *     from
 *       table t as t
 *     where
 *       ...
 *
 * A clause that a query does not have has no line.
 */
#include "core/base/text.h"
#include "core/ir/ir_dump.h"

static const char *const query_names[] = {
	[TN_QUERY_SELECT] = "select", [TN_QUERY_VALUES] = "values", [TN_QUERY_UNION] = "union",
	[TN_QUERY_INTERSECT] = "intersect", [TN_QUERY_EXCEPT] = "except",
};

static const char *const join_names[] = {
	[TN_JOIN_INNER] = "inner", [TN_JOIN_LEFT] = "left", [TN_JOIN_RIGHT] = "right", [TN_JOIN_FULL] = "full",
	[TN_JOIN_CROSS] = "cross",
};

static const char *const lock_names[] = {[TN_LOCK_UPDATE] = "update", [TN_LOCK_SHARE] = "share"};
static const char *const wait_names[] = {[TN_WAIT_BLOCK] = "", [TN_WAIT_NOWAIT] = " nowait", [TN_WAIT_SKIP] = " skip"};
static const char *const conflict_names[] = {[TN_CONFLICT_NOTHING] = "nothing", [TN_CONFLICT_UPDATE] = "update"};
static const char *const materialized_names[] = {"", " materialized", " not_materialized"};

void tn__dump_names(struct tn_text *out, const char *const *names, uint32_t count)
{
	uint32_t i;

	for (i = 0; names && i < count; i++)
		tn__text_printf(out, "%s%s", i ? ", " : " (", names[i]);
	if (names && count)
		tn__text_putc(out, ')');
}

void tn__dump_items(struct tn_text *out, const char *heading, const struct tn_ir_item *items, uint32_t count,
	unsigned level)
{
	uint32_t i;

	for (i = 0; i < count; i++) {
		tn__dump_indent(out, level);
		tn__text_puts(out, heading);
		if (items[i].alias)
			tn__text_printf(out, " %s", items[i].alias);
		tn__text_putc(out, '\n');
		tn__dump_expr(out, items[i].expr, level + 1);
	}
}

void tn__dump_with(struct tn_text *out, const struct tn_ir_with *with, unsigned level)
{
	uint32_t i;

	if (!with)
		return;
	tn__dump_indent(out, level);
	tn__text_puts(out, with->recursive ? "with recursive\n" : "with\n");
	for (i = 0; i < with->cte_count; i++) {
		const struct tn_ir_cte *cte = with->ctes[i];

		tn__dump_indent(out, level + 1);
		tn__text_printf(out, "cte %s", cte->name);
		tn__dump_names(out, cte->names, cte->name_count);
		tn__text_printf(out, "%s%s\n", TN_NAME_OF(materialized_names, cte->materialized),
			cte->recursive ? " recursive" : "");
		tn__dump_query(out, cte->query, level + 2);
	}
}

/* ---- FROM -------------------------------------------------------------------------- */

static void put_source(struct tn_text *out, const struct tn_ir_from *f)
{
	if (f->source)
		tn__text_printf(out, " as %s%s%s", f->source->alias ? f->source->alias : "?",
			f->source->kind == TN_SOURCE_CTE ? " cte" : "", f->source->nullable ? " nullable" : "");
	else if (f->alias)
		tn__text_printf(out, " as %s", f->alias);
	tn__dump_names(out, f->names, f->name_count);
	tn__text_putc(out, '\n');
}

static void put_from(struct tn_text *out, const struct tn_ir_from *f, unsigned level)
{
	tn__dump_indent(out, level);
	if (!f || level >= TN_IR_MAX_DEPTH) {
		tn__text_puts(out, "...\n");
	} else if (f->kind == TN_FROM_JOIN) {
		tn__text_printf(out, "join %s", TN_NAME_OF(join_names, f->join));
		tn__dump_names(out, f->using_names, f->using_count);
		tn__text_putc(out, '\n');
		put_from(out, f->left, level + 1);
		put_from(out, f->right, level + 1);
		tn__dump_clause(out, "on", f->on, level + 1);
	} else if (f->kind == TN_FROM_QUERY) {
		tn__text_puts(out, f->lateral ? "lateral" : "derived");
		put_source(out, f);
		tn__dump_query(out, f->query, level + 1);
	} else if (f->kind == TN_FROM_LIST) {
		tn__text_puts(out, "list");
		put_source(out, f);
		tn__dump_expr(out, f->list, level + 1);
	} else {
		tn__text_printf(out, "table %s%s%s", f->schema ? f->schema : "", f->schema ? "." : "",
			f->name ? f->name : "?");
		put_source(out, f);
	}
}

void tn__dump_froms(struct tn_text *out, const char *heading, struct tn_ir_from *const *from, uint32_t count,
	unsigned level)
{
	uint32_t i;

	if (!count)
		return;
	tn__dump_indent(out, level);
	tn__text_printf(out, "%s\n", heading);
	for (i = 0; i < count; i++)
		put_from(out, from[i], level + 1);
}

/* ---- queries ----------------------------------------------------------------------- */

static void put_lock(struct tn_text *out, const struct tn_ir_query *q, unsigned level)
{
	if (!q->lock)
		return;
	tn__dump_indent(out, level);
	tn__text_printf(out, "lock %s%s", TN_NAME_OF(lock_names, q->lock), TN_NAME_OF(wait_names, q->wait));
	tn__dump_names(out, q->lock_of, q->lock_of_count);
	tn__text_putc(out, '\n');
}

static void put_rows(struct tn_text *out, const struct tn_ir_query *q, unsigned level)
{
	uint32_t row, i;

	for (row = 0; q->values && row < q->row_count; row++) {
		tn__dump_indent(out, level);
		tn__text_puts(out, "row\n");
		for (i = 0; i < q->width; i++)
			tn__dump_expr(out, q->values[row * q->width + i], level + 1);
	}
}

static void put_select(struct tn_text *out, const struct tn_ir_query *q, unsigned level)
{
	uint32_t i;

	tn__dump_items(out, "item", q->items, q->item_count, level);
	tn__dump_froms(out, "from", q->from, q->from_count, level);
	tn__dump_clause(out, "where", q->where, level);
	for (i = 0; i < q->group_count; i++)
		tn__dump_clause(out, "group", q->group[i], level);
	tn__dump_clause(out, "having", q->having, level);
	for (i = 0; i < q->window_count; i++)
		tn__dump_window(out, q->windows[i], level);
}

void tn__dump_query(struct tn_text *out, const struct tn_ir_query *q, unsigned level)
{
	tn__dump_indent(out, level);
	if (!q || level >= TN_IR_MAX_DEPTH) {
		tn__text_puts(out, "...\n");
		return;
	}
	tn__text_printf(out, "%s%s%s\n", TN_NAME_OF(query_names, q->kind), q->all ? " all" : "",
		q->distinct ? " distinct" : "");
	level++;
	tn__dump_with(out, q->with, level);
	put_select(out, q, level);
	put_rows(out, q, level);
	if (q->left)
		tn__dump_query(out, q->left, level);
	if (q->right)
		tn__dump_query(out, q->right, level);
	tn__dump_orders(out, q->order, q->order_count, level);
	tn__dump_clause(out, "limit", q->limit, level);
	tn__dump_clause(out, "offset", q->offset, level);
	put_lock(out, q, level);
}

/* ---- INSERT, UPDATE, DELETE ----------------------------------------------------------- */

static void put_sets(struct tn_text *out, const struct tn_ir_change *c, unsigned level)
{
	uint32_t i;

	for (i = 0; i < c->set_count; i++) {
		tn__dump_indent(out, level);
		tn__text_printf(out, "set %s\n", c->sets[i].column ? c->sets[i].column : "?");
		tn__dump_expr(out, c->sets[i].value, level + 1);
	}
}

static void put_conflict(struct tn_text *out, const struct tn_ir_change *c, unsigned level)
{
	tn__dump_indent(out, level);
	tn__text_printf(out, "conflict %s%s", TN_NAME_OF(conflict_names, c->conflict), c->any_key ? " any key" : "");
	tn__dump_names(out, c->conflict_columns, c->conflict_count);
	tn__text_putc(out, '\n');
	put_sets(out, c, level + 1);
	tn__dump_clause(out, "where", c->conflict_where, level + 1);
}

void tn__dump_change(struct tn_text *out, const struct tn_ir_change *c, unsigned level)
{
	tn__dump_with(out, c->with, level);
	tn__dump_indent(out, level);
	tn__text_printf(out, "target %s%s%s", c->schema ? c->schema : "", c->schema ? "." : "",
		c->table ? c->table : "?");
	if (c->target || c->alias)
		tn__text_printf(out, " as %s", c->target && c->target->alias ? c->target->alias : c->alias);
	tn__dump_names(out, c->columns, c->column_count);
	tn__text_putc(out, '\n');
	if (c->query)
		tn__dump_query(out, c->query, level);
	if (c->conflict)
		put_conflict(out, c, level);
	else
		put_sets(out, c, level);
	tn__dump_froms(out, "from", c->from, c->from_count, level);
	tn__dump_clause(out, "where", c->where, level);
	tn__dump_items(out, "returning", c->returning, c->returning_count, level);
}

/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_from.c - FROM: tables, derived tables and joins; windows.
 *
 * Invariants:
 *  1. A source has the alias that the analysis gave it; AS is left out only where
 *     the table's own name is that alias.
 *  2. A join on the right side stands in parentheses.
 */
#include "core/sql/render.h"

static void alias(struct tn_render *r, const char *name)
{
	tn__render_puts(r, " AS ");
	tn__render_name(r, name);
}

/* The columns of a derived table, which the analysis may have renamed. */
static void portable_columns(struct tn_render *r, const struct tn_ir_from *from)
{
	const struct tn_ir_source *source = from->source;
	uint32_t i;

	if (from->name_count) {
		tn__text_putc(r->out, ' ');
		tn__render_names(r, from->names, from->name_count);
	} else if (from->kind == TN_FROM_QUERY && source && source->columns && source->column_count) {
		for (i = 0; i < source->column_count; i++) {
			tn__render_puts(r, i ? ", " : " (");
			tn__render_name(r, source->columns[i].name);
		}
		tn__text_putc(r->out, ')');
	}
}

static void portable_alias(struct tn_render *r, const struct tn_ir_from *from)
{
	const char *name = from->source && from->source->alias ? from->source->alias : from->alias;

	if (name && (from->alias || from->kind == TN_FROM_QUERY || strcmp(name, from->name) != 0))
		alias(r, name);
	portable_columns(r, from);
}

static void table(struct tn_render *r, const struct tn_ir_from *from)
{
	const struct tn_ir_source *source = from->source;
	const struct tn_ir_table *known = source ? source->table : NULL;
	const char *name = from->name;

	if (source && source->kind == TN_SOURCE_CTE && source->cte && !r->portable)
		name = source->cte->name;
	tn__render_table_name(r, from->schema, name, known);
	if (r->portable)
		portable_alias(r, from);
	else if (source && source->alias &&
		strcmp(source->alias, known && known->name ? known->name : name) != 0)
		alias(r, source->alias);
}

static void derived(struct tn_render *r, const struct tn_ir_from *from)
{
	const struct tn_ir_source *source = from->source;
	struct tn_render_names names = {0};

	if (source && source->columns) {
		names.columns = source->columns;
		names.count = source->column_count;
	} else {
		names.outputs = from->query->outputs;
		names.count = from->query->output_count;
	}
	tn__render_puts(r, from->lateral ? "LATERAL (" : "(");
	tn__render_query(r, from->query, &names);
	tn__text_putc(r->out, ')');
	if (r->portable)
		portable_alias(r, from);
	else
		alias(r, source && source->alias ? source->alias : from->alias);
}

static void join(struct tn_render *r, const struct tn_ir_from *from)
{
	static const char *const words[] = {[TN_JOIN_INNER] = " JOIN ",
		[TN_JOIN_LEFT] = " LEFT JOIN ",
		[TN_JOIN_RIGHT] = " RIGHT JOIN ",
		[TN_JOIN_FULL] = " FULL JOIN ",
		[TN_JOIN_CROSS] = " CROSS JOIN "};
	unsigned kind = from->join;

	if (kind == TN_JOIN_INNER && !from->on && !from->using_count)
		kind = TN_JOIN_CROSS;
	tn__render_from(r, from->left, 0);
	tn__render_puts(r, kind <= TN_JOIN_CROSS && words[kind] ? words[kind] : " JOIN ");
	tn__render_from(r, from->right, 1);
	if (from->on) {
		tn__render_puts(r, " ON ");
		tn__render_expr(r, from->on);
	} else if (from->using_count) {
		tn__render_puts(r, " USING ");
		tn__render_names(r, from->using_names, from->using_count);
	}
}

void tn__render_from(struct tn_render *r, const struct tn_ir_from *from, int nested)
{
	if (!tn__render_enter(r, from->at))
		return;
	if (from->kind == TN_FROM_TABLE) {
		table(r, from);
	} else if (from->kind == TN_FROM_QUERY) {
		derived(r, from);
	} else if (from->kind == TN_FROM_LIST) {
		tn__render_whole_list(r, from->list, 1);
		alias(r, from->alias);
	} else {
		tn__render_puts(r, nested ? "(" : "");
		join(r, from);
		tn__render_puts(r, nested ? ")" : "");
	}
	tn__render_leave(r);
}

void tn__render_from_list(struct tn_render *r, struct tn_ir_from *const *from, uint32_t count)
{
	uint32_t i;

	for (i = 0; i < count && !tn__render_failed(r); i++) {
		tn__render_puts(r, i ? ", " : "");
		tn__render_from(r, from[i], 0);
	}
}

/* ---- windows ------------------------------------------------------------------------ */

static void bound(struct tn_render *r, unsigned kind, const struct tn_ir_expr *offset)
{
	static const char *const words[] = {[TN_BOUND_UNBOUNDED_PRECEDING] = "UNBOUNDED PRECEDING",
		[TN_BOUND_PRECEDING] = " PRECEDING",
		[TN_BOUND_CURRENT] = "CURRENT ROW",
		[TN_BOUND_FOLLOWING] = " FOLLOWING",
		[TN_BOUND_UNBOUNDED_FOLLOWING] = "UNBOUNDED FOLLOWING"};

	if (offset)
		tn__render_expr(r, offset);
	tn__render_puts(r, kind <= TN_BOUND_UNBOUNDED_FOLLOWING && words[kind] ? words[kind] : "CURRENT ROW");
}

static void frame(struct tn_render *r, const struct tn_ir_window *w)
{
	static const char *const modes[] = {"", " ROWS", " RANGE", " GROUPS"};
	static const char *const excludes[] = {"", " EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES"};

	if (w->frame == TN_FRAME_NONE || w->frame > TN_FRAME_GROUPS || w->exclude > TN_EXCLUDE_TIES)
		return;
	tn__render_puts(r, modes[w->frame]);
	tn__render_puts(r, " BETWEEN ");
	bound(r, w->start, w->start_offset);
	tn__render_puts(r, " AND ");
	bound(r, w->end ? w->end : TN_BOUND_CURRENT, w->end_offset);
	tn__render_puts(r, excludes[w->exclude]);
}

/* All of a window but its frame. */
static void partition(struct tn_render *r, const struct tn_ir_window *w)
{
	uint32_t i;

	if (w->base)
		tn__render_name(r, w->base);
	for (i = 0; i < w->partition_count; i++) {
		tn__render_puts(r, i ? ", " : w->base ? " PARTITION BY " : "PARTITION BY ");
		tn__render_key(r, TN_OP_ORDER_KEY_N, w->partition[i]);
	}
	tn__render_order(r, w->order, w->order_count, NULL);
}

void tn__render_window(struct tn_render *r, const struct tn_ir_window *w)
{
	tn__text_putc(r->out, '(');
	partition(r, w);
	frame(r, w);
	tn__text_putc(r->out, ')');
}

void tn__render_over_frame(struct tn_render *r, const struct tn_ir_call *call, const char *words)
{
	if (!call->over && !call->over_name)
		return;
	tn__render_puts(r, " OVER (");
	if (call->over)
		partition(r, call->over);
	else
		tn__render_name(r, call->over_name);
	tn__text_putc(r->out, ' ');
	tn__render_puts(r, words);
	tn__text_putc(r->out, ')');
}

void tn__render_over(struct tn_render *r, const struct tn_ir_call *call)
{
	if (call->filter) {
		tn__render_puts(r, " FILTER (WHERE ");
		tn__render_expr(r, call->filter);
		tn__text_putc(r->out, ')');
	}
	if (call->over) {
		tn__render_puts(r, " OVER ");
		tn__render_window(r, call->over);
	} else if (call->over_name) {
		tn__render_puts(r, " OVER ");
		tn__render_name(r, call->over_name);
	}
}

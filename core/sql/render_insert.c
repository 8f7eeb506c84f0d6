/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_insert.c - INSERT and ON CONFLICT.
 *
 * Invariants:
 *  1. The columns are always listed, so that a table which has grown since it was
 *     described takes the statement as it was meant.
 *  2. Where DEFAULT is no value, a column that is DEFAULT in the only row is left out.
 *     So is one that is DEFAULT in every row and whose default is not known; one
 *     that is so in some rows only is refused then.
 *  3. A SELECT before ON CONFLICT has a WHERE: without it ON would be read as a
 *     join's condition by some servers.  Before ON DUPLICATE KEY UPDATE its tables
 *     are out of sight.
 */
#include "core/sql/render.h"

static int is_rows(const struct tn_ir_query *q)
{
	return q && q->kind == TN_QUERY_VALUES && !q->with && !q->order_count && !q->limit && !q->offset;
}

/* 1 if column k is left out, since DEFAULT is no value here; the first row tells for all. */
static int is_left_out(const struct tn_render *r, const struct tn_ir_query *q, uint32_t k)
{
	return !r->portable && r->dialect->syntax.flags & TN_SYNTAX_NO_DEFAULT && is_rows(q) &&
		q->row_count && k < q->width && q->values[k]->kind == TN_X_DEFAULT &&
		(q->row_count == 1 || !tn__render_knows_default(q->values[k]));
}

static uint32_t columns_left(const struct tn_render *r, const struct tn_ir_query *q)
{
	uint32_t k, n = 0;

	for (k = 0; k < q->width; k++)
		n += !is_left_out(r, q, k);
	return n;
}

static const char *column_name(const struct tn_render *r, const struct tn_ir_change *change, uint32_t i)
{
	const char *written = change->columns ? change->columns[i] : NULL;

	if (r->portable || !change->column_index)
		return written;
	return tn__render_column_name(change->target, change->column_index[i], written);
}

static void columns(struct tn_render *r, const struct tn_ir_change *change)
{
	uint32_t i, n = 0;

	if (!change->columns && (r->portable || !change->column_index))
		return;
	for (i = 0; i < change->column_count; i++) {
		if (change->query && is_left_out(r, change->query, i))
			continue;
		tn__render_puts(r, n++ ? ", " : " (");
		tn__render_name(r, column_name(r, change, i));
	}
	tn__render_puts(r, n ? ")" : "");
}

/* A list alone in a row: a row for each of its elements. */
static void list_rows(struct tn_render *r, const struct tn_ir_expr *list)
{
	int64_t size = tn__render_list(r, list), k;
	uint32_t saved = r->element;

	for (k = 0; k < size && !tn__render_failed(r); k++) {
		tn__render_puts(r, k ? ", (" : "(");
		r->element = (uint32_t)k;
		tn__render_assigned(r, list);
		tn__text_putc(r->out, ')');
	}
	r->element = saved;
}

static void rows(struct tn_render *r, const struct tn_ir_query *q)
{
	uint32_t i, k, n;

	tn__render_puts(r, " VALUES ");
	if (q->width == 1 && q->row_count == 1 && !r->portable && tn__render_list(r, q->values[0]) >= 0) {
		list_rows(r, q->values[0]);
		return;
	}
	for (i = 0; i < q->row_count && !tn__render_failed(r); i++) {
		tn__render_puts(r, i ? ", (" : "(");
		for (k = 0, n = 0; k < q->width; k++) {
			const struct tn_ir_expr *value = q->values[(size_t)i * q->width + k];

			if (is_left_out(r, q, k)) {
				if (value->kind != TN_X_DEFAULT)
					tn__render_refuse(r, value->at, "DEFAULT in some rows of an INSERT");
				continue;
			}
			tn__render_puts(r, n++ ? ", " : "");
			tn__render_assigned(r, value);
		}
		tn__text_putc(r->out, ')');
	}
}

static void defaults(struct tn_render *r)
{
	const char *words = r->dialect->syntax.default_values;

	tn__text_putc(r->out, ' ');
	tn__render_puts(r, words ? words : "DEFAULT VALUES");
}

/* 1 if ON behind the query could be taken for a join's, or its tables for those of the assignments. */
static int needs_where(const struct tn_render *r, const struct tn_ir_change *change)
{
	const struct tn_ir_query *q = change->query;

	if (r->portable || !change->conflict || q->kind == TN_QUERY_VALUES)
		return 0;
	return q->kind != TN_QUERY_SELECT || (q->from_count && (change->any_key || !q->where));
}

static void from_query(struct tn_render *r, const struct tn_ir_change *change)
{
	struct tn_render_names numbered = {0};
	char quote = r->dialect->quote;

	tn__text_putc(r->out, ' ');
	if (r->dialect->syntax.flags & TN_SYNTAX_INSERT_WITH)
		tn__render_with(r, change->with);
	if (needs_where(r, change)) {
		tn__render_puts(r, "SELECT * FROM (");
		tn__render_query(r, change->query, &numbered);
		tn__text_printf(r->out, ") AS %ctn_q%u%c WHERE 1 = 1", quote, ++r->names, quote);
	} else {
		tn__render_query(r, change->query, NULL);
	}
}

static void source(struct tn_render *r, const struct tn_ir_change *change)
{
	const struct tn_ir_query *q = change->query;
	int with_behind = change->with && r->dialect->syntax.flags & TN_SYNTAX_INSERT_WITH;

	if (!q || (is_rows(q) && !columns_left(r, q))) {
		if (q && q->row_count > 1)
			tn__render_refuse(r, q->at, "an INSERT of several rows of defaults");
		defaults(r);
	} else if (is_rows(q) && !with_behind) {
		rows(r, q);
	} else if (is_rows(q)) {
		/* WITH stands before a query; VALUES is made one by the names of its columns. */
		struct tn_ir_query named = *q;
		struct tn_render_names numbered = {0};

		named.with = change->with;
		tn__text_putc(r->out, ' ');
		tn__render_query(r, &named, &numbered);
	} else {
		from_query(r, change);
	}
}

/* What happens to a row that is there under any unique key. */
static void duplicate(struct tn_render *r, const struct tn_ir_change *change)
{
	const char *words = r->dialect->syntax.on_duplicate;

	if (!words) {
		tn__render_refuse(r, change->conflict_at, "an INSERT that changes rows which are there");
		return;
	}
	if (change->names_proposed) {
		tn__render_puts(r, " AS ");
		tn__render_name(r, "excluded");
	}
	tn__render_puts(r, words);
	r->proposed = !change->names_proposed;
	tn__render_assignments(r, change, 0);
	r->proposed = 0;
}

static void conflict(struct tn_render *r, const struct tn_ir_change *change)
{
	uint32_t i;

	if (change->conflict == TN_CONFLICT_NONE)
		return;
	if (change->any_key && !r->portable) {
		duplicate(r, change);
		return;
	}
	tn__render_puts(r, " ON CONFLICT");
	for (i = 0; i < change->conflict_count; i++) {
		tn__render_puts(r, i ? ", " : " (");
		tn__render_name(r, change->conflict_columns[i]);
	}
	tn__render_puts(r, change->conflict_count ? ")" : "");
	if (change->conflict == TN_CONFLICT_NOTHING) {
		tn__render_puts(r, " DO NOTHING");
		return;
	}
	tn__render_puts(r, " DO UPDATE");
	tn__render_sets(r, change, 0);
	if (change->conflict_where) {
		tn__render_puts(r, " WHERE ");
		tn__render_expr(r, change->conflict_where);
	}
}

/* Only ON CONFLICT and RETURNING can refer to the alias. */
static int shows_alias(const struct tn_render *r, const struct tn_ir_change *change)
{
	return r->portable || (!(r->dialect->syntax.flags & TN_SYNTAX_DELETE_NO_ALIAS) &&
		(change->conflict || change->returning_count));
}

void tn__render_insert(struct tn_render *r, const struct tn_ir_change *change)
{
	if (!(r->dialect->syntax.flags & TN_SYNTAX_INSERT_WITH))
		tn__render_with(r, change->with);
	tn__render_puts(r, "INSERT INTO ");
	if (shows_alias(r, change))
		tn__render_target(r, change);
	else
		tn__render_table_name(
			r, change->schema, change->table, change->target ? change->target->table : NULL);
	columns(r, change);
	source(r, change);
	conflict(r, change);
	tn__render_returning(r, change);
}

/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_query.c - WITH, SELECT, VALUES and what stands at their ends.
 *
 * Invariants:
 *  1. The columns of a result, a derived table and a CTE have the names that the
 *     analysis gave them, on every server.
 *  2. VALUES whose columns need names becomes a CTE with a column list: that is the
 *     one form that every server takes.
 *  3. A key of GROUP BY or ORDER BY that is a literal is hidden in a subquery, since
 *     an integer there would be the number of a column.
 */
#include "core/sql/render.h"

/* ---- names ------------------------------------------------------------------------ */

static const char *output_name(const struct tn_render_names *names, uint32_t i)
{
	if (i >= names->count)
		return NULL;
	return names->outputs ? names->outputs[i].name : names->columns ? names->columns[i].name : NULL;
}

static void write_output_name(struct tn_render *r, const struct tn_render_names *names, uint32_t i)
{
	const char *name = output_name(names, i);

	if (name)
		tn__render_name(r, name);
	else
		tn__text_printf(r->out, "%cc%u%c", r->dialect->quote, (unsigned)i + 1, r->dialect->quote);
}

void tn__render_output_name(struct tn_render *r, const struct tn_render_names *names, uint32_t i)
{
	if (!names || names->silent)
		return;
	tn__render_puts(r, " AS ");
	write_output_name(r, names, i);
}

/* ---- WITH --------------------------------------------------------------------------- */

static int is_recursive(const struct tn_render *r, const struct tn_ir_with *with)
{
	uint32_t i;

	if (r->portable)
		return with->recursive;
	for (i = 0; i < with->cte_count; i++)
		if (with->ctes[i]->recursive)
			return 1;
	return 0;
}

static void cte_columns(struct tn_render *r, const struct tn_ir_cte *cte)
{
	uint32_t i;

	if (r->portable || !cte->columns) {
		if (cte->name_count) {
			tn__text_putc(r->out, ' ');
			tn__render_names(r, cte->names, cte->name_count);
		}
		return;
	}
	for (i = 0; i < cte->column_count; i++) {
		tn__render_puts(r, i ? ", " : " (");
		tn__render_name(r, cte->columns[i].name);
	}
	tn__render_puts(r, cte->column_count ? ")" : "");
}

static void one_cte(struct tn_render *r, const struct tn_ir_cte *cte)
{
	struct tn_render_names names = {.columns = cte->columns, .count = cte->column_count, .silent = 1};

	names.first_term = cte->recursive && r->dialect->syntax.first_term;
	tn__render_name(r, cte->name);
	cte_columns(r, cte);
	tn__render_puts(r, " AS ");
	if (cte->materialized && (r->portable || r->dialect->syntax.flags & TN_SYNTAX_MATERIALIZED))
		tn__render_puts(r, cte->materialized == 1 ? "MATERIALIZED " : "NOT MATERIALIZED ");
	tn__text_putc(r->out, '(');
	tn__render_query(r, cte->query, cte->columns || !r->portable ? &names : NULL);
	tn__text_putc(r->out, ')');
}

/* WITH a AS (...), without what follows. */
static void ctes(struct tn_render *r, const struct tn_ir_with *with)
{
	uint32_t i;

	tn__render_puts(r, is_recursive(r, with) ? "WITH RECURSIVE " : "WITH ");
	for (i = 0; i < with->cte_count && !tn__render_failed(r); i++) {
		tn__render_puts(r, i ? ", " : "");
		one_cte(r, with->ctes[i]);
	}
}

void tn__render_with(struct tn_render *r, const struct tn_ir_with *with)
{
	if (!with || !with->cte_count)
		return;
	ctes(r, with);
	tn__text_putc(r->out, ' ');
}

/* ---- text in the order of code points ----------------------------------------------------- */

/* The output that a key is; output_count: none. */
static uint32_t key_output(const struct tn_ir_query *query, const struct tn_ir_expr *key)
{
	uint32_t i;

	if (key->kind == TN_X_OUTPUT)
		return key->u.output;
	for (i = 0; query->kind == TN_QUERY_SELECT && i < query->item_count; i++)
		if (tn__ir_same(query->items[i].expr, key))
			return i;
	return query->output_count;
}

/* 1 if a SELECT among the operands has groups; the chain of left operands is the long one. */
static int has_grouped_operand(const struct tn_ir_query *query)
{
	for (; query && query->kind > TN_QUERY_VALUES; query = query->left)
		if (has_grouped_operand(query->right))
			return 1;
	return query && query->group_count;
}

/*
 * 1 if the server must be told the order of a text among the keys where it takes outputs
 * only: rows of DISTINCT, VALUES and set operations are put in order around them.  The
 * same of a NUMERIC where an operand has groups: the columns that they are by are
 * not found then.
 */
static int is_ordered_outside(const struct tn_render *r, const struct tn_ir_query *query)
{
	const struct tn_dialect *d = r->dialect;
	uint32_t i, text = 0, numeric = 0;

	if (r->portable || !(d->text_order || d->numeric_order) || query->lock ||
		(query->kind == TN_QUERY_SELECT && !query->distinct))
		return 0;
	for (i = 0; i < query->order_count; i++) {
		uint32_t k = key_output(query, query->order[i].expr);

		if (k >= query->output_count)
			return 0;
		text |= query->outputs[k].type.kind == TN_KIND_TEXT;
		numeric |= query->outputs[k].type.kind == TN_KIND_NUMERIC;
	}
	return (text && d->text_order) ||
	       (numeric && d->numeric_order && query->kind > TN_QUERY_VALUES && has_grouped_operand(query));
}

/* ---- ends: ORDER BY, LIMIT, locks -------------------------------------------------------- */

void tn__render_key(struct tn_render *r, unsigned op, const struct tn_ir_expr *expr)
{
	if (r->portable || expr->kind != TN_X_LITERAL) {
		tn__render_alike(r, op, expr);
		return;
	}
	tn__render_puts(r, "(SELECT ");
	tn__render_expr(r, expr);
	tn__text_putc(r->out, ')');
}

/* 1 if an output column is text that must be told its order, and may stand in ORDER BY as the expression it is. */
static int orders_text(const struct tn_render *r, const struct tn_ir_query *query, uint32_t i)
{
	return query && !r->portable && r->dialect->text_order && query->kind == TN_QUERY_SELECT && !query->distinct &&
	       i < query->item_count && query->outputs[i].type.kind == TN_KIND_TEXT;
}

/* A key that is an output column: by its number, unless it has to be made alike. */
static void output_key(struct tn_render *r, const struct tn_ir_query *query, const struct tn_ir_expr *expr)
{
	uint32_t i = expr->u.output;
	int numeric = query && i < query->output_count && query->outputs[i].type.kind == TN_KIND_NUMERIC;

	if (numeric && query->kind == TN_QUERY_SELECT && i < query->item_count &&
		tn__render_has(r, TN_OP_ORDER_KEY_N)) {
		tn__render_key(r, TN_OP_ORDER_KEY_N, query->items[i].expr);
		return;
	}
	if (orders_text(r, query, i)) {
		tn__render_key(r, TN_OP_ORDER_KEY_N, query->items[i].expr);
		tn__render_puts(r, r->dialect->text_order);
		return;
	}
	tn__text_printf(r->out, "%u", (unsigned)i + 1);
	if (numeric && r->dialect->numeric_order && !r->portable)
		tn__render_puts(r, r->dialect->numeric_order);
}

static void key(struct tn_render *r, const struct tn_ir_expr *expr)
{
	tn__render_key(r, TN_OP_ORDER_KEY_N, expr);
	if (expr->type.kind == TN_KIND_TEXT && !r->portable && r->dialect->text_order)
		tn__render_puts(r, r->dialect->text_order);
}

void tn__render_order(
	struct tn_render *r, const struct tn_ir_order *order, uint32_t count, const struct tn_ir_query *query)
{
	const struct tn_ir_query *saved = r->ordered;
	uint32_t i;

	r->ordered = query;
	for (i = 0; i < count; i++) {
		tn__render_puts(r, i ? ", " : " ORDER BY ");
		if (order[i].expr->kind == TN_X_OUTPUT)
			output_key(r, query, order[i].expr);
		else
			key(r, order[i].expr);
		tn__render_puts(r, order[i].desc ? " DESC" : "");
		if (order[i].nulls)
			tn__render_puts(r, order[i].nulls == TN_NULLS_FIRST ? " NULLS FIRST" : " NULLS LAST");
	}
	r->ordered = saved;
}

static void count_of_rows(struct tn_render *r, const char *word, const struct tn_ir_expr *expr)
{
	while (!r->portable && expr->kind == TN_X_CAST && expr->flags & TN_XF_IMPLICIT)
		expr = expr->args[0];
	if (r->dialect->syntax.flags & TN_SYNTAX_LIMIT_LITERAL && expr->kind != TN_X_LITERAL &&
		expr->kind != TN_X_PARAM)
		tn__render_fail(r, expr->at, TN_E_UNSUPPORTED,
			"Compute the number before and pass it as a parameter.",
			"an expression in%s is not available on %s", word, r->dialect->name);
	tn__render_puts(r, word);
	tn__text_putc(r->out, ' ');
	tn__render_expr(r, expr);
}

static void limit(struct tn_render *r, const struct tn_ir_query *query)
{
	if (query->limit)
		count_of_rows(r, " LIMIT", query->limit);
	else if (query->offset && r->dialect->syntax.no_limit)
		tn__text_printf(r->out, " %s", r->dialect->syntax.no_limit);
	if (query->offset)
		count_of_rows(r, " OFFSET", query->offset);
}

/* The alias that a name in FOR UPDATE OF means. */
static const char *locked_alias(const struct tn_ir_from *from, const char *name)
{
	const char *found = NULL;

	for (; from && !found; from = from->left) {
		const char *written = from->alias ? from->alias : from->name;

		if (from->kind != TN_FROM_JOIN)
			return from->source && written && !strcmp(written, name) ? from->source->alias : NULL;
		found = locked_alias(from->right, name);
	}
	return found;
}

static void lock_of(struct tn_render *r, const struct tn_ir_query *query)
{
	uint32_t i;

	if (query->lock_of_count && r->dialect->syntax.flags & TN_SYNTAX_NO_LOCK_OF) {
		tn__render_refuse(r, query->at, "FOR UPDATE OF");
		return;
	}
	for (i = 0; i < query->lock_of_count; i++) {
		const char *alias = query->from_count ? locked_alias(query->from[0], query->lock_of[i])
						      : NULL;

		tn__render_puts(r, i ? ", " : " OF ");
		tn__render_name(r, alias ? alias : query->lock_of[i]);
	}
}

static void lock(struct tn_render *r, const struct tn_ir_query *query)
{
	const struct tn_sql_syntax *s = &r->dialect->syntax;
	const char *words = query->lock == TN_LOCK_UPDATE ? s->for_update : s->for_share;
	const char *wait = query->wait == TN_WAIT_NOWAIT ? s->nowait
		: query->wait == TN_WAIT_SKIP            ? s->skip_locked
							 : "";

	if (query->lock == TN_LOCK_NONE)
		return;
	if (!words || !wait) {
		tn__render_refuse(r, query->at,
			!words ? query->lock == TN_LOCK_UPDATE ? "FOR UPDATE" : "FOR SHARE"
				: query->wait == TN_WAIT_NOWAIT ? "NOWAIT"
								: "SKIP LOCKED");
		return;
	}
	tn__render_puts(r, words);
	lock_of(r, query);
	tn__render_puts(r, wait);
}

/* ORDER BY c2 COLLATE "C", ... behind a derived table. */
static void order_outside(struct tn_render *r, const struct tn_ir_query *query)
{
	char quote = r->dialect->quote;
	uint32_t i;

	for (i = 0; i < query->order_count; i++) {
		const struct tn_ir_order *key = &query->order[i];
		uint32_t k = key_output(query, key->expr);
		unsigned kind = query->outputs[k].type.kind;

		tn__text_printf(
			r->out, "%s%cc%u%c", i ? ", " : " ORDER BY ", quote, (unsigned)k + 1, quote);
		if (kind == TN_KIND_TEXT && r->dialect->text_order)
			tn__render_puts(r, r->dialect->text_order);
		if (kind == TN_KIND_NUMERIC && r->dialect->numeric_order)
			tn__render_puts(r, r->dialect->numeric_order);
		tn__render_puts(r, key->desc ? " DESC" : "");
		if (key->nulls)
			tn__render_puts(r, key->nulls == TN_NULLS_FIRST ? " NULLS FIRST" : " NULLS LAST");
	}
}

static void ends(struct tn_render *r, const struct tn_ir_query *query)
{
	uint8_t grouped = r->grouped;

	r->grouped = query->group_count > 0;
	tn__render_order(r, query->order, query->order_count, query);
	r->grouped = grouped;
	limit(r, query);
	lock(r, query);
}

/* ---- SELECT --------------------------------------------------------------------------------- */

void tn__render_first_term(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const char *const *forms = r->dialect->syntax.first_term;
	const char *form = forms && expr->type.kind < TN_KIND_COUNT ? forms[expr->type.kind] : NULL;
	const char *behind = form ? tn__render_before(r, form) : "";

	tn__render_expr(r, expr);
	tn__render_puts(r, behind);
}

static void items(struct tn_render *r, const struct tn_ir_query *query, const struct tn_render_names *names)
{
	uint32_t i;

	for (i = 0; i < query->item_count && !tn__render_failed(r); i++) {
		if (i)
			tn__render_puts(r, ", ");
		if (names && names->first_term)
			tn__render_first_term(r, query->items[i].expr);
		else if (query->distinct || (names && names->canon))
			tn__render_alike(r, names && names->point ? TN_OP_POINT_N : TN_OP_CANON_N,
				query->items[i].expr);
		else
			tn__render_expr(r, query->items[i].expr);
		if (!r->portable) {
			tn__render_output_name(r, names, i);
		} else if (query->items[i].alias) {
			tn__render_puts(r, " AS ");
			tn__render_name(r, query->items[i].alias);
		}
	}
}

/* Made alike by the expression, since a function of the output's number would be a constant. */
static void group_key(struct tn_render *r, const struct tn_ir_query *query, const struct tn_ir_expr *expr)
{
	uint32_t i = expr->u.output;

	if (expr->kind != TN_X_OUTPUT)
		tn__render_key(r, TN_OP_ORDER_KEY_N, expr);
	else if (i < query->item_count && query->outputs[i].type.kind == TN_KIND_NUMERIC &&
		tn__render_has(r, TN_OP_ORDER_KEY_N))
		tn__render_key(r, TN_OP_ORDER_KEY_N, query->items[i].expr);
	else
		tn__text_printf(r->out, "%u", (unsigned)i + 1);
}

static void groups(struct tn_render *r, const struct tn_ir_query *query)
{
	uint32_t i;

	for (i = 0; i < query->group_count; i++) {
		tn__render_puts(r, i ? ", " : " GROUP BY ");
		group_key(r, query, query->group[i]);
	}
	if (query->having) {
		tn__render_puts(r, " HAVING ");
		tn__render_expr(r, query->having);
	}
	for (i = 0; i < query->window_count; i++) {
		tn__render_puts(r, i ? ", " : " WINDOW ");
		tn__render_name(r, query->windows[i]->name);
		tn__render_puts(r, " AS ");
		tn__render_window(r, query->windows[i]);
	}
}

static void select(struct tn_render *r, const struct tn_ir_query *query, const struct tn_render_names *names)
{
	uint8_t grouped = r->grouped;

	r->grouped = query->group_count > 0;
	tn__render_puts(r, query->distinct ? "SELECT DISTINCT " : "SELECT ");
	items(r, query, names);
	if (query->from_count) {
		tn__render_puts(r, " FROM ");
		tn__render_from_list(r, query->from, query->from_count);
	} else if (r->dialect->syntax.no_from && (query->where || query->group_count || query->having)) {
		tn__render_puts(r, r->dialect->syntax.no_from);
	}
	if (query->where) {
		tn__render_puts(r, " WHERE ");
		tn__render_expr(r, query->where);
	}
	groups(r, query);
	r->grouped = grouped;
}

/* ---- VALUES ------------------------------------------------------------------------------------ */

static void value(struct tn_render *r, const struct tn_ir_expr *expr, const struct tn_render_names *names)
{
	if (names && names->first_term)
		tn__render_first_term(r, expr);
	else if (names && names->canon)
		tn__render_alike(r, TN_OP_CANON_N, expr);
	else
		tn__render_expr(r, expr);
}

static int find_param(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)v;
	return (*place)->kind == TN_X_PARAM ? TN_E_UNSUPPORTED : TN_OK;
}

int tn__render_selects_values(const struct tn_render *r, const struct tn_ir_query *query)
{
	struct tn_ir_visitor v = {.expr = find_param};
	size_t i;

	if (r->portable || !(r->dialect->syntax.flags & TN_SYNTAX_VALUES_SELECTED))
		return 0;
	for (i = 0; i < (size_t)query->row_count * query->width; i++)
		if (tn__ir_visit_expr(&query->values[i], &v) < 0)
			return 1;
	return 0;
}

static void values(struct tn_render *r, const struct tn_ir_query *query, const struct tn_render_names *names)
{
	int selects = tn__render_selects_values(r, query);
	const char *row = r->dialect->syntax.values_row ? r->dialect->syntax.values_row : "";
	uint32_t i, k;

	tn__render_puts(r, selects ? "" : "VALUES ");
	for (i = 0; i < query->row_count && !tn__render_failed(r); i++) {
		tn__render_puts(r, !i ? "" : selects ? " UNION ALL " : ", ");
		tn__render_puts(r, selects ? "SELECT " : row);
		tn__render_puts(r, selects ? "" : "(");
		for (k = 0; k < query->width; k++) {
			tn__render_puts(r, k ? ", " : "");
			value(r, query->values[(size_t)i * query->width + k], names);
		}
		tn__render_puts(r, selects ? "" : ")");
	}
}

/* WITH ..., v (a, b) AS (VALUES ...) SELECT * FROM v */
static void named_values(
	struct tn_render *r, const struct tn_ir_query *query, const struct tn_render_names *names)
{
	char quote = r->dialect->quote;
	unsigned n = ++r->names;
	uint32_t i;

	if (query->with && query->with->cte_count)
		ctes(r, query->with);
	tn__text_printf(r->out, "%s%ctn_v%u%c", query->with && query->with->cte_count ? ", " : "WITH ", quote,
		n, quote);
	for (i = 0; i < query->width; i++) {
		tn__render_puts(r, i ? ", " : " (");
		write_output_name(r, names, i);
	}
	tn__render_puts(r, ") AS (");
	values(r, query, names);
	tn__text_printf(r->out, ") SELECT * FROM %ctn_v%u%c", quote, n, quote);
}

/* ---- any query ------------------------------------------------------------------------------------ */

static void body(struct tn_render *r, const struct tn_ir_query *query, const struct tn_render_names *names)
{
	if (query->kind == TN_QUERY_VALUES && names && !names->silent && !r->portable) {
		named_values(r, query, names);
		return;
	}
	tn__render_with(r, query->with);
	if (query->kind == TN_QUERY_SELECT)
		select(r, query, names);
	else if (query->kind == TN_QUERY_VALUES)
		values(r, query, names);
	else
		tn__render_set(r, query, names);
}

/* ORDER BY may have to name a column there. */
static int orders_by_name(const struct tn_ir_query *query)
{
	return query->order_count && (query->distinct || query->kind > TN_QUERY_VALUES);
}

/* SELECT c1 AS name, ... FROM (query) AS alias ORDER BY c1 COLLATE "C" */
static void ordered_outside(
	struct tn_render *r, const struct tn_ir_query *query, const struct tn_render_names *names)
{
	struct tn_render_names inner = {
		.first_term = names && names->first_term, .canon = names && names->canon};
	char quote = r->dialect->quote;
	uint32_t i;

	for (i = 0; i < query->output_count; i++) {
		tn__text_printf(
			r->out, "%s%cc%u%c", i ? ", " : "SELECT ", quote, (unsigned)i + 1, quote);
		tn__render_output_name(r, names, i);
	}
	tn__render_puts(r, " FROM (");
	body(r, query, &inner);
	tn__text_printf(r->out, ") AS %ctn_o%u%c", quote, ++r->names, quote);
	order_outside(r, query);
	limit(r, query);
}

void tn__render_query(
	struct tn_render *r, const struct tn_ir_query *query, const struct tn_render_names *names)
{
	struct tn_render_names own = {.silent = 1};
	const struct tn_ir_query *ordered = r->ordered;
	uint8_t bare = r->bare, assigned = r->assigned, returned = r->returned;
	uint32_t before, element = r->element;

	if (!tn__render_enter(r, query->at))
		return;
	if (!r->portable && (!names || names->silent) && (query->named || orders_by_name(query))) {
		own = names ? *names : own;
		own.outputs = query->outputs;
		own.count = query->output_count;
		own.silent = 0;
		names = &own;
	}
	r->bare = 0;
	r->assigned = 0;
	r->returned = 0;
	r->element = 0;
	r->ordered = NULL;
	before = tn__render_at(r, query->at);
	if (is_ordered_outside(r, query)) {
		ordered_outside(r, query, names);
	} else {
		body(r, query, names);
		ends(r, query);
	}
	tn__render_back(r, before);
	r->bare = bare;
	r->assigned = assigned;
	r->returned = returned;
	r->element = element;
	r->ordered = ordered;
	tn__render_leave(r);
}

void tn__render_subquery(struct tn_render *r, const struct tn_ir_query *query)
{
	tn__text_putc(r->out, '(');
	tn__render_query(r, query, NULL);
	tn__text_putc(r->out, ')');
}

void tn__render_members_of(struct tn_render *r, const struct tn_ir_query *query, int point)
{
	struct tn_render_names names = {.silent = 1, .canon = 1, .point = point != 0};

	tn__text_putc(r->out, '(');
	tn__render_query(r, query, &names);
	tn__text_putc(r->out, ')');
}

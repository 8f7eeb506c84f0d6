/* SPDX-License-Identifier: MIT */
/*
 * core/sql/builder.c - statements that are composed at run time.
 *
 * A builder holds a parsed statement and adds parsed fragments to its clauses; the
 * result is rendered as portable text, so that it takes the way of every statement
 * and is cached by its text.
 *
 * Invariants:
 *  1. Text of the program gets in through the parser only, values as parameters
 *     only, names as quoted identifiers only.
 *  2. Parameters are named p1, p2, ... in the order in which their values came, so a
 *     fragment may stand anywhere in the text.
 *  3. After the first error nothing is changed.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/sys/utf8.h>
#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/value.h"
#include "core/sql/builder.h"

#define MAX_NAME 255 /* bytes of a name; servers take less */

static int live(const tn_builder *q)
{
	return q && !q->error;
}

static int no_memory(tn_builder *q)
{
	return tn__error_nomem(&q->error);
}

/* ---- values --------------------------------------------------------------------- */

static int make_room(tn_builder *q)
{
	uint32_t cap = q->cap ? q->cap * 2 : 16;
	tn_named_value *more;

	if (q->count < q->cap)
		return TN_OK;
	more = tn__arena_calloc(&q->arena, cap, sizeof(*more));
	if (!more)
		return no_memory(q);
	if (q->count)
		memcpy(more, q->values, q->count * sizeof(*more));
	q->values = more;
	q->cap = cap;
	return TN_OK;
}

static int add_value(tn_builder *q, const tn_value *value)
{
	char name[16];
	int rc = make_room(q), n = snprintf(name, sizeof(name), "p%u", q->count + 1);

	if (rc)
		return rc;
	rc = value->kind == TN_KIND_LIST ? TN_OK : tn__value_check(value, name, 1, &q->error);
	if (rc < 0)
		return rc;
	if (tn__value_copy(&q->arena, value, &q->values[q->count].value) < 0)
		return no_memory(q);
	q->values[q->count].name = tn__arena_strndup(&q->arena, name, (size_t)n);
	if (!q->values[q->count].name)
		return no_memory(q);
	q->count++;
	return TN_OK;
}

static int add_values(tn_builder *q, const tn_args *args, uint32_t wanted)
{
	uint32_t i, given = args ? args->count : 0;
	int rc = TN_OK;

	if (args && args->named)
		return tn__error_set(&q->error, TN_E_PARAM, "fragments take positional arguments");
	if (given != wanted)
		return tn__error_set(&q->error, TN_E_PARAM, "the fragment has %u parameter%s, %u given", wanted,
				     wanted == 1 ? "" : "s", given);
	for (i = 0; i < given && !rc; i++)
		rc = add_value(q, &args->values[i]);
	return rc;
}

/* ---- nodes ----------------------------------------------------------------------- */

static struct tn_ir_expr *new_expr(tn_builder *q, uint8_t kind, uint8_t sym, uint32_t args)
{
	struct tn_ir_expr *e = tn__arena_alloc(&q->arena, sizeof(*e));

	if (e) {
		e->kind = kind;
		e->sym = sym;
		e->arg_count = args;
		e->args = args ? tn__arena_calloc(&q->arena, args, sizeof(struct tn_ir_expr *)) : NULL;
	}
	if (!e || (args && !e->args)) {
		no_memory(q);
		return NULL;
	}
	return e;
}

/* A parameter for a value that has just been added. */
static struct tn_ir_expr *new_param(tn_builder *q, const tn_value *value)
{
	struct tn_ir_expr *e = new_expr(q, TN_X_PARAM, 0, 0);

	if (!e || add_value(q, value))
		return NULL;
	e->u.param = q->count - 1;
	return e;
}

static const char *copy_name(tn_builder *q, const char *name, size_t len)
{
	const char *copy;

	if (!len || len > MAX_NAME || tn_utf8_check(name, len) != len) {
		tn__error_set(&q->error, TN_E_PARAM, "\"%.*s\" is not a column's name",
			(int)(len < 64 ? len : 64), name);
		return NULL;
	}
	copy = tn__arena_strndup(&q->arena, name, len);
	if (!copy)
		no_memory(q);
	return copy;
}

/* "name" or "alias.name" as a reference. */
static struct tn_ir_expr *new_column(tn_builder *q, const char *name)
{
	const char *dot = name ? strchr(name, '.') : NULL, *last = dot ? dot + 1 : name;
	struct tn_ir_expr *e = new_expr(q, TN_X_COLUMN, 0, 0);

	if (!e)
		return NULL;
	if (dot && !(e->u.column.qualifier = copy_name(q, name, (size_t)(dot - name))))
		return NULL;
	e->u.column.name = copy_name(q, last ? last : "", last ? strlen(last) : 0);
	return e->u.column.name ? e : NULL;
}

/* ---- clauses ------------------------------------------------------------------------ */

static struct tn_ir_query *select_of(tn_builder *q, const char *what)
{
	struct tn_ir_query *query = q->stmt->kind == TN_IR_QUERY ? q->stmt->u.query : NULL;

	if (query && query->kind == TN_QUERY_SELECT)
		return query;
	tn__error_set(&q->error, TN_E_MISUSE, "%s is for a SELECT; this is another statement", what);
	return NULL;
}

static struct tn_ir_expr **where_of(tn_builder *q)
{
	struct tn_ir_query *query;

	if (q->stmt->kind == TN_IR_UPDATE || q->stmt->kind == TN_IR_DELETE)
		return &q->stmt->u.change->where;
	query = select_of(q, "a condition");
	return query ? &query->where : NULL;
}

static void and_condition(tn_builder *q, struct tn_ir_expr *condition)
{
	struct tn_ir_expr **where = where_of(q), *both;

	if (!where)
		return;
	q->changed = 1;
	if (!*where) {
		*where = condition;
		return;
	}
	both = new_expr(q, TN_X_OP, TN_SYM_AND, 2);
	if (!both)
		return;
	both->args[0] = *where;
	both->args[1] = condition;
	*where = both;
}

void tn__where(tn_builder *q, const char *sql, const tn_args *args)
{
	struct tn_ir_expr *condition = NULL;
	uint32_t params = 0;

	if (!live(q) || tn__fragment_expr(&q->arena, sql, q->count, &condition, &params, &q->error) < 0 ||
	    add_values(q, args, params) < 0)
		return;
	and_condition(q, condition);
}

void tn__filter(tn_builder *q, const char *sql, tn_value value)
{
	tn_args args = {&value, NULL, 1, 0};

	if (value.kind != TN_KIND_NULL)
		tn__where(q, sql, &args);
}

void tn_where_eq(tn_builder *q, const char *column, tn_value value)
{
	struct tn_ir_expr *e, *left, *right = NULL;
	int is_null = value.kind == TN_KIND_NULL;

	if (!live(q))
		return;
	left = new_column(q, column);
	if (left && !is_null)
		right = new_param(q, &value);
	if (!left || (!is_null && !right))
		return;
	e = new_expr(q, TN_X_OP, is_null ? TN_SYM_IS_NULL : TN_SYM_EQ, is_null ? 1 : 2);
	if (!e)
		return;
	e->args[0] = left;
	if (!is_null)
		e->args[1] = right;
	and_condition(q, e);
}

void tn_where_in(tn_builder *q, const char *column, const tn_list *list)
{
	tn_value value = tn_list_of(list);
	struct tn_ir_expr *e, *left, *right;

	if (!live(q))
		return;
	left = new_column(q, column);
	right = left ? new_param(q, &value) : NULL;
	e = right ? new_expr(q, TN_X_IN, 0, 2) : NULL;
	if (!e)
		return;
	e->args[0] = left;
	e->args[1] = right;
	and_condition(q, e);
}

void tn__join(tn_builder *q, const char *sql)
{
	struct tn_ir_query *query = live(q) ? select_of(q, "a join") : NULL;
	const char **joins;
	uint32_t i;

	if (!query)
		return;
	for (i = 0; i < q->join_count; i++)
		if (!strcmp(q->joins[i], sql))
			return;
	joins = tn__arena_calloc(&q->arena, q->join_count + 1, sizeof(*joins));
	if (!joins) {
		no_memory(q);
		return;
	}
	if (q->join_count)
		memcpy(joins, q->joins, q->join_count * sizeof(*joins));
	joins[q->join_count] = tn__arena_strndup(&q->arena, sql, strlen(sql));
	q->joins = joins;
	if (!joins[q->join_count++]) {
		no_memory(q);
		return;
	}
	if (query->from_count != 1)
		tn__error_set(&q->error, TN_E_MISUSE, "a join is added to one FROM item; this query has %u",
			query->from_count);
	else if (!tn__fragment_join(&q->arena, sql, query->from[0], &query->from[0], &q->error))
		q->changed = 1;
}

void tn_column_add(tn_builder *q, const char *column)
{
	struct tn_ir_query *query = live(q) ? select_of(q, "an output column") : NULL;
	struct tn_ir_expr *e = query ? new_column(q, column) : NULL;
	struct tn_ir_item *items;
	uint32_t keep;

	if (!e)
		return;
	keep = !q->item_count && query->item_count == 1 && query->items[0].expr->kind == TN_X_STAR
		? 0 : query->item_count;
	items = tn__arena_calloc(&q->arena, keep + 1, sizeof(*items));
	if (!items) {
		no_memory(q);
		return;
	}
	if (keep)
		memcpy(items, query->items, keep * sizeof(*items));
	items[keep].expr = e;
	query->items = items;
	query->item_count = keep + 1;
	q->item_count++;
	q->changed = 1;
}

void tn_set_value(tn_builder *q, const char *column, tn_value value)
{
	struct tn_ir_change *change;
	struct tn_ir_assign *sets;

	if (!live(q))
		return;
	if (q->stmt->kind != TN_IR_UPDATE) {
		tn__error_set(&q->error, TN_E_MISUSE, "an assignment is for an UPDATE; this is another statement");
		return;
	}
	change = q->stmt->u.change;
	sets = tn__arena_calloc(&q->arena, change->set_count + 1, sizeof(*sets));
	if (!sets) {
		no_memory(q);
		return;
	}
	if (change->set_count)
		memcpy(sets, change->sets, change->set_count * sizeof(*sets));
	sets[change->set_count].column = copy_name(q, column ? column : "", column ? strlen(column) : 0);
	if (!sets[change->set_count].column || !(sets[change->set_count].value = new_param(q, &value)))
		return;
	change->sets = sets;
	change->set_count++;
	q->changed = 1;
}

/* ---- order, limit ---------------------------------------------------------------------- */

static const tn_sort *find_sort(tn_builder *q, const char *name, const tn_sort *sorts, unsigned count)
{
	struct tn_text known;
	unsigned i;

	for (i = 0; i < count; i++)
		if (!strcmp(sorts[i].name, name))
			return &sorts[i];
	tn__text_init(&known);
	for (i = 0; i < count; i++)
		tn__text_printf(&known, "%s%s", i ? ", " : "", sorts[i].name);
	tn__error_set(&q->error, TN_E_PARAM, "there is no sort \"%.64s\"; there is %s", name, known.s);
	tn__text_release(&known);
	return NULL;
}

void tn_order_by(tn_builder *q, const char *choice, const tn_sort *sorts, unsigned count)
{
	struct tn_ir_query *query = live(q) && choice && *choice ? select_of(q, "an order") : NULL;
	int desc = query && *choice == '-';
	const tn_sort *sort = query ? find_sort(q, choice + desc, sorts, count) : NULL;
	struct tn_ir_order *order;
	uint32_t params = 0;

	if (!sort)
		return;
	order = tn__arena_calloc(&q->arena, query->order_count + 1, sizeof(*order));
	if (!order) {
		no_memory(q);
		return;
	}
	if (query->order_count)
		memcpy(order, query->order, query->order_count * sizeof(*order));
	if (tn__fragment_expr(&q->arena, sort->sql, q->count, &order[query->order_count].expr, &params,
		&q->error) < 0 ||
	    add_values(q, NULL, params) < 0)
		return;
	order[query->order_count].desc = (uint8_t)desc;
	query->order = order;
	query->order_count++;
	q->changed = 1;
}

static void set_count(tn_builder *q, const char *what, int64_t rows, int is_offset)
{
	struct tn_ir_query *query = live(q) ? select_of(q, what) : NULL;
	tn_value value = tn_int(rows);
	struct tn_ir_expr *e;

	if (!query)
		return;
	if (rows < 0) {
		tn__error_set(&q->error, TN_E_PARAM, "%s of %lld rows", what, (long long)rows);
		return;
	}
	e = new_param(q, &value);
	if (is_offset)
		query->offset = e;
	else
		query->limit = e;
	q->changed = 1;
}

void tn_limit(tn_builder *q, int64_t rows)
{
	set_count(q, "LIMIT", rows, 0);
}

void tn_offset(tn_builder *q, int64_t rows)
{
	set_count(q, "OFFSET", rows, 1);
}

/* ---- the whole --------------------------------------------------------------------------- */

tn_builder *tn__build(const char *sql, const tn_args *args)
{
	tn_builder *q = tn__calloc(1, sizeof(*q));

	if (!q)
		return NULL;
	tn__arena_init(&q->arena);
	tn__text_init(&q->text);
	q->changed = 1;
	if (tn__sql_parse(&q->arena, sql, strlen(sql), &q->stmt, &q->error) < 0)
		return q;
	if (q->stmt->arg_names && q->stmt->arg_count)
		tn__error_set(&q->error, TN_E_PARAM, "the statement has ':%s'; a builder takes '?'",
			q->stmt->arg_names[0]);
	else
		add_values(q, args, q->stmt->arg_count);
	return q;
}

void tn_build_free(tn_builder *q)
{
	if (!q)
		return;
	tn__text_release(&q->text);
	tn__arena_release(&q->arena);
	tn_error_free(q->error);
	tn__free(q);
}

/* Names for the parameters, so that their order in the text does not matter. */
static int name_params(tn_builder *q)
{
	const char **names = tn__arena_calloc(&q->arena, q->count + 1, sizeof(*names));
	uint32_t i;

	if (!names)
		return no_memory(q);
	for (i = 0; i < q->count; i++)
		names[i] = q->values[i].name;
	q->stmt->arg_names = names;
	q->stmt->arg_count = q->count;
	return TN_OK;
}

int tn__build_render(tn_builder *q, tn_error **err)
{
	if (!q)
		return tn__error_nomem(err);
	if (!q->error && q->changed && !name_params(q)) {
		tn__text_clear(&q->text);
		if (tn__sql_render_portable(q->stmt, &q->text, &q->error) >= 0 && q->text.failed)
			no_memory(q);
		q->changed = q->error != NULL;
	}
	return q->error ? tn__error_move(err, tn__error_copy(q->error)) : TN_OK;
}

const char *tn_build_text(tn_builder *q, tn_error **err)
{
	return tn__build_render(q, err) < 0 ? NULL : q->text.s;
}

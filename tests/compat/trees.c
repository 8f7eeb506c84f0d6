/* SPDX-License-Identifier: MIT */
/* tests/compat/trees.c - trees as the analysis would give them, made by hand. */
#include <string.h>
#include "compat_test.h"
#include "trees.h"

static const struct tn_ir_column columns[] = {
	{"id", {.kind = TN_KIND_INT, .storage = TN_TYPE_INTEGER, .flags = TN_TYPEF_NOT_NULL}, TN_COLF_NOT_NULL,
		NULL, NULL, NULL},
	{"a", {.kind = TN_KIND_INT, .storage = TN_TYPE_INTEGER}, 0, NULL, NULL, NULL},
	{"b", {.kind = TN_KIND_TEXT, .storage = TN_TYPE_TEXT}, 0, NULL, NULL, NULL},
	{"n", {.kind = TN_KIND_NUMERIC, .storage = TN_TYPE_NUMERIC, .precision = 10, .scale = 2}, 0, NULL, NULL, NULL},
};
static const uint16_t first[] = {0};
static const struct tn_ir_key keys[] = {{first, 1, 1}};

const struct tn_ir_table tree_t = {.name = "t", .columns = columns, .column_count = 4, .keys = keys, .key_count = 1};
const struct tn_ir_table tree_u = {.name = "u", .columns = columns, .column_count = 4, .keys = keys, .key_count = 1};

static void *need(void *p)
{
	ck_assert_ptr_nonnull(p);
	return p;
}

#define NEW(a, type) ((type *)need(tn__arena_alloc((a), sizeof(type))))

struct tn_ir_source *tree_source(struct tn_arena *a, const struct tn_ir_table *table, const char *alias)
{
	struct tn_ir_source *s = NEW(a, struct tn_ir_source);

	s->kind = TN_SOURCE_TABLE;
	s->alias = alias;
	s->table = table;
	s->columns = table->columns;
	s->column_count = table->column_count;
	return s;
}

struct tn_ir_from *tree_table(struct tn_arena *a, const struct tn_ir_table *table, const char *alias)
{
	struct tn_ir_from *f = NEW(a, struct tn_ir_from);

	f->kind = TN_FROM_TABLE;
	f->name = table->name;
	f->alias = alias;
	f->source = tree_source(a, table, alias);
	return f;
}

struct tn_ir_from *tree_join(struct tn_arena *a, int join, struct tn_ir_from *left, struct tn_ir_from *right)
{
	struct tn_ir_from *f = NEW(a, struct tn_ir_from);

	f->kind = TN_FROM_JOIN;
	f->join = (uint8_t)join;
	f->left = left;
	f->right = right;
	if (left->source && (join == TN_JOIN_FULL || join == TN_JOIN_RIGHT))
		left->source->nullable = 1;
	if (right->source && (join == TN_JOIN_FULL || join == TN_JOIN_LEFT))
		right->source->nullable = 1;
	return f;
}

struct tn_ir_from *tree_derived(struct tn_arena *a, struct tn_ir_query *query, const char *alias)
{
	struct tn_ir_from *f = NEW(a, struct tn_ir_from);
	struct tn_ir_column *c = need(tn__arena_calloc(a, query->output_count, sizeof(*c)));
	uint32_t i;

	for (i = 0; i < query->output_count; i++) {
		c[i].name = query->outputs[i].name;
		c[i].type = query->outputs[i].type;
	}
	f->kind = TN_FROM_QUERY;
	f->query = query;
	f->alias = alias;
	f->source = NEW(a, struct tn_ir_source);
	f->source->kind = TN_SOURCE_QUERY;
	f->source->alias = alias;
	f->source->query = query;
	f->source->columns = c;
	f->source->column_count = query->output_count;
	return f;
}

struct tn_ir_expr *tree_column(struct tn_arena *a, const struct tn_ir_from *from, const char *name)
{
	uint32_t i;

	for (i = 0; i < from->source->column_count; i++)
		if (!strcmp(from->source->columns[i].name, name))
			return need(tn__ir_column_ref(a, from->source, i));
	ck_abort_msg("no column %s", name);
	return NULL;
}

struct tn_ir_expr *tree_param(struct tn_arena *a, uint32_t number, uint8_t kind)
{
	struct tn_ir_expr *e = NEW(a, struct tn_ir_expr);

	e->kind = TN_X_PARAM;
	e->u.param = number;
	e->type = tn__ir_type(kind, TN_TYPEF_CONSTANT);
	return e;
}

void tree_item(struct tn_arena *a, struct tn_ir_query *q, struct tn_ir_expr *e, const char *name)
{
	struct tn_ir_item *items = need(tn__arena_calloc(a, q->item_count + 1, sizeof(*items)));
	struct tn_ir_output *outputs = need(tn__arena_calloc(a, q->item_count + 1, sizeof(*outputs)));

	if (q->item_count) {
		memcpy(items, q->items, q->item_count * sizeof(*items));
		memcpy(outputs, q->outputs, q->item_count * sizeof(*outputs));
	}
	items[q->item_count].expr = e;
	outputs[q->item_count].name = name;
	outputs[q->item_count].type = e->type;
	q->items = items;
	q->outputs = outputs;
	q->output_count = ++q->item_count;
}

void tree_order(struct tn_arena *a, struct tn_ir_query *q, struct tn_ir_expr *e, int desc, int nulls)
{
	struct tn_ir_order *order = need(tn__arena_calloc(a, q->order_count + 1, sizeof(*order)));

	if (q->order_count)
		memcpy(order, q->order, q->order_count * sizeof(*order));
	order[q->order_count++] = (struct tn_ir_order){e, (uint8_t)desc, (uint8_t)nulls};
	q->order = order;
}

struct tn_ir_query *tree_select(struct tn_arena *a, struct tn_ir_from *from)
{
	struct tn_ir_query *q = NEW(a, struct tn_ir_query);
	const struct tn_ir_from *f = from;

	q->kind = TN_QUERY_SELECT;
	q->from = need(tn__arena_calloc(a, 1, sizeof(*q->from)));
	q->from[0] = from;
	q->from_count = 1;
	while (f->kind == TN_FROM_JOIN)
		f = f->left;
	tree_item(a, q, tree_column(a, f, "id"), "id");
	tree_item(a, q, tree_column(a, f, "a"), "a");
	return q;
}

struct tn_ir_query *tree_union(struct tn_arena *a, int kind, struct tn_ir_query *left, struct tn_ir_query *right)
{
	struct tn_ir_query *q = NEW(a, struct tn_ir_query);

	q->kind = (uint8_t)kind;
	q->left = left;
	q->right = right;
	q->outputs = left->outputs;
	q->output_count = left->output_count;
	return q;
}

struct tn_ir_stmt *tree_stmt(struct tn_arena *a, struct tn_ir_query *q, uint32_t args)
{
	struct tn_ir_stmt *s = NEW(a, struct tn_ir_stmt);

	s->kind = TN_IR_QUERY;
	s->source = "";
	s->verb = "SELECT";
	s->arg_count = args;
	s->params = need(tn__arena_calloc(a, args, sizeof(*s->params)));
	s->u.query = q;
	return s;
}

/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_list_steps.c - lists that take several steps.
 *
 * What lower_lists.c can neither leave inline nor make one parameter:
 *
 *   parts    DELETE ... WHERE x IN (:l), for one part of the list after the other
 *   a table  CREATE TEMPORARY TABLE tnx_1_list (v type)
 *            INSERT INTO tnx_1_list (v) ..., some elements at a time
 *            the statement, which reads v FROM tnx_1_list
 *            DROP TABLE tnx_1_list
 *
 * What is preserved: everything; it is all or nothing (NEEDS_TX).  The statement with
 * the table is one statement still.  The parts are none: they are taken only where the
 * server, too, deletes row by row (delete_row_by_row).
 * What is weaker: nothing.  A transaction that is read only cannot make the table, which
 * the error says.
 *
 * Invariants:
 *  1. The name holds an alias that the statement's text does not, and temporary tables
 *     hide permanent ones, so no table of the application is met.
 *  2. The table does not outlive the statement: where undoing the transaction does not
 *     take it away (tx_ddl), the last step does so after a failure too.
 *  3. The statement has those of its arguments only that its text still uses, so that
 *     the list is looked through once.
 */
#include "compat/pass.h"
#include "core/base/error.h"
#include <stdio.h>

/* Elements for an execution where each is a row of VALUES, and where they are one parameter. */
#define ROWS_CHUNK 500u
#define WHOLE_CHUNK 50000u

uint32_t tn__lower_list_chunk(const struct tn_lowering *l, uint32_t most)
{
	int64_t params = l->caps->limits[TN_LIMIT_BIND_PARAMS], bytes = l->caps->limits[TN_LIMIT_SQL_BYTES];
	uint64_t text = TN_LIST_TEXT(l), room;

	if (params > 0 && params < most)
		most = (uint32_t)params;
	if (bytes <= 0)
		return most;
	room = (uint64_t)bytes > text ? ((uint64_t)bytes - text) / TN_LIST_PLACE_BYTES : 0;
	if (room < most)
		most = (uint32_t)room;
	return most ? most : 1;
}

static const char *table_name(struct tn_lowering *l)
{
	const char *alias = tn__lower_alias(l);
	char name[64];
	int n = alias ? snprintf(name, sizeof(name), "%s_list", alias) : 0;

	return alias ? tn__arena_strndup(l->arena, name, (size_t)n) : NULL;
}

const struct tn_ir_table *tn__lower_list_table(struct tn_lowering *l, struct tn_list_steps *s, uint32_t arg,
	const struct tn_sql_type *type)
{
	struct tn_list_table *t = tn__arena_alloc(l->arena, sizeof(*t));

	if (!t)
		return NULL;
	t->column.name = "v";
	t->column.type = tn__ir_type(type->kind, 0);
	t->table.name = table_name(l);
	t->table.columns = &t->column;
	t->table.column_count = 1;
	t->table.flags = TN_TABLEF_OF_LIST;
	t->arg = arg;
	t->next = s->tables;
	s->tables = t;
	s->table_count++;
	return t->table.name ? &t->table : NULL;
}

/* ---- the steps around the statement ------------------------------------------------------ */

/* A statement of the library's own, without arguments of the application. */
static struct tn_step *own_step(struct tn_lowering *l, unsigned kind, const char *verb, struct tn_ir_stmt **tree)
{
	*tree = tn__arena_alloc(l->arena, sizeof(**tree));
	if (!*tree) {
		tn__lower_nomem(l);
		return NULL;
	}
	(*tree)->kind = (uint8_t)kind;
	(*tree)->source = l->intent->source;
	(*tree)->source_len = l->intent->source_len;
	(*tree)->verb = verb;
	return tn__lower_part(l, TN_STEP_EXEC, *tree);
}

static int create_table(struct tn_lowering *l, const struct tn_list_table *t)
{
	struct tn_ir_create_table *c = tn__arena_alloc(l->arena, sizeof(*c));
	struct tn_ir_column_def *def = tn__arena_alloc(l->arena, sizeof(*def));
	struct tn_ir_stmt *tree;

	if (!c || !def)
		return tn__lower_nomem(l);
	if (!own_step(l, TN_IR_CREATE_TABLE, "CREATE", &tree))
		return TN_E_NOMEM;
	def->name = t->column.name;
	def->type = t->column.type;
	c->name = t->table.name;
	c->temporary = c->of_list = 1;
	c->columns = def;
	c->column_count = 1;
	tree->u.create_table = c;
	return TN_OK;
}

static int drop_table(struct tn_lowering *l, const struct tn_list_table *t, uint16_t created)
{
	struct tn_ir_drop *d = tn__arena_alloc(l->arena, sizeof(*d));
	struct tn_ir_stmt *tree;
	struct tn_step *step;

	if (!d)
		return tn__lower_nomem(l);
	step = own_step(l, TN_IR_DROP, "DROP", &tree);
	if (!step)
		return TN_E_NOMEM;
	if (!tn__can(l, TN_CAP_TX_DDL))
		step->cleans = created;
	d->object = TN_OBJECT_TABLE;
	d->if_exists = d->of_list = 1;
	d->name = t->table.name;
	tree->u.drop = d;
	return TN_OK;
}

/* SELECT v FROM list */
static struct tn_ir_query *read_list(struct tn_lowering *l, const struct tn_list_table *t, struct tn_ir_expr *list)
{
	struct tn_ir_from *f = tn__arena_alloc(l->arena, sizeof(*f));
	struct tn_ir_source *source = tn__arena_alloc(l->arena, sizeof(*source));
	struct tn_ir_query *q = f && source ? tn__lower_select(l, f, 1) : NULL;

	if (!q)
		return NULL;
	source->kind = TN_SOURCE_LIST;
	source->alias = f->alias = tn__lower_alias(l);
	source->columns = &t->column;
	source->column_count = 1;
	source->owner = q;
	f->kind = TN_FROM_LIST;
	f->source = source;
	f->list = list;
	if (!f->alias || tn__lower_add_item(l, q, tn__ir_column_ref(l->arena, source, 0), "v"))
		return NULL;
	return q;
}

/* VALUES (list): a row for each element */
static struct tn_ir_query *list_rows(struct tn_lowering *l, struct tn_ir_expr *list)
{
	struct tn_ir_query *q = tn__lower_select(l, NULL, 1);

	if (!q || tn__lower_add_item(l, q, list, "v"))
		return NULL;
	q->values = tn__arena_alloc(l->arena, sizeof(struct tn_ir_expr *));
	if (!q->values)
		return NULL;
	q->values[0] = list;
	q->kind = TN_QUERY_VALUES;
	q->from = NULL;
	q->items = NULL;
	q->item_count = 0;
	q->row_count = q->width = 1;
	return q;
}

static struct tn_ir_change *new_insert(struct tn_lowering *l, const struct tn_list_table *t)
{
	struct tn_ir_change *c = tn__arena_alloc(l->arena, sizeof(*c));
	struct tn_ir_source *target = tn__arena_alloc(l->arena, sizeof(*target));
	const char **names = tn__arena_alloc(l->arena, sizeof(*names));
	uint32_t *index = tn__arena_alloc(l->arena, sizeof(*index));

	if (!c || !target || !names || !index)
		return NULL;
	names[0] = t->column.name;
	target->kind = TN_SOURCE_TARGET;
	target->alias = t->table.name;
	target->table = &t->table;
	target->columns = &t->column;
	target->column_count = 1;
	c->table = t->table.name;
	c->target = target;
	c->columns = names;
	c->column_count = 1;
	c->column_index = index;
	return c;
}

static int fill_table(struct tn_lowering *l, const struct tn_list_table *t)
{
	struct tn_ir_change *c = new_insert(l, t);
	int whole = tn__can(l, TN_CAP_LIST_TABLE);
	struct tn_ir_stmt *tree;
	struct tn_ir_expr *list;
	struct tn_step *step = c ? own_step(l, TN_IR_INSERT, "INSERT", &tree) : NULL;

	if (!step)
		return tn__lower_nomem(l);
	tree->u.change = c;
	step->list = t->arg + 1;
	step->chunk = whole ? WHOLE_CHUNK : tn__lower_list_chunk(l, ROWS_CHUNK);
	list = tn__lower_fed(l, step, (struct tn_fed){.list = 1}, &t->column.type);
	if (!list)
		return TN_E_NOMEM;
	tree->params[list->u.param].whole = (uint8_t)whole;
	c->query = whole ? read_list(l, t, list) : list_rows(l, list);
	return c->query ? TN_OK : tn__lower_nomem(l);
}

/* ---- the statement ----------------------------------------------------------------------- */

struct finder {
	struct tn_ir_visitor v;
	uint32_t arg;
	struct tn_ir_expr **place;
};

static int find_use(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct finder *f = v->ctx;

	if ((*place)->kind == TN_X_PARAM && (*place)->u.param == f->arg)
		f->place = place;
	return TN_OK;
}

/* x IN (:l) becomes x IN (some of its elements). */
static int take_parts(struct tn_lowering *l, struct tn_step *step, struct tn_ir_stmt *tree,
	const struct tn_list_steps *s)
{
	struct finder f = {.v = {.expr = find_use}, .arg = s->parts - 1};
	struct tn_sql_type type = tree->params[f.arg].type;
	struct tn_ir_expr *one;
	int rc;

	f.v.ctx = &f;
	rc = tn__ir_visit(tree, &f.v);
	if (rc < 0 || !f.place)
		return rc < 0 ? rc : tn__error_set(l->err, TN_E_INTERNAL, "a list is not where it was");
	one = *f.place;
	*f.place = tn__ir_null(l->arena, &type);
	if (!*f.place)
		return tn__lower_nomem(l);
	rc = tn__lower_pick_args(l, step);
	step->list = s->parts;
	step->chunk = s->chunk;
	if (rc < 0)
		return rc;
	*f.place = tn__lower_fed(l, step, (struct tn_fed){.list = 1}, &type);
	if (!*f.place)
		return TN_E_NOMEM;
	(*f.place)->at = one->at;
	return TN_OK;
}

static int run_statement(struct tn_lowering *l, const struct tn_list_steps *s)
{
	struct tn_ir_stmt *tree = tn__lower_part_tree(l);
	const struct tn_ir_output *outputs;
	struct tn_step *step;

	if (!tree)
		return TN_E_NOMEM;
	step = tn__lower_part(l, tn__ir_outputs(tree, &outputs) ? TN_STEP_QUERY : TN_STEP_EXEC, tree);
	if (!step)
		return TN_E_NOMEM;
	step->flags = TN_STEPF_COUNTS;
	return s->parts ? take_parts(l, step, tree, s) : tn__lower_pick_args(l, step);
}

int tn__lower_list_steps(struct tn_lowering *l, const struct tn_list_steps *s)
{
	const struct tn_list_table *t;
	uint16_t created;
	int rc = TN_OK;

	if (!s->tables && !s->parts)
		return TN_OK;
	l->plan->flags |= TN_PLAN_NEEDS_TX;
	for (t = s->tables; t && rc == TN_OK; t = t->next) {
		rc = create_table(l, t);
		if (rc == TN_OK)
			rc = fill_table(l, t);
	}
	if (rc == TN_OK)
		rc = run_statement(l, s);
	for (t = s->tables, created = 1; t && rc == TN_OK; t = t->next, created = (uint16_t)(created + 2))
		rc = drop_table(l, t, created);
	return rc;
}

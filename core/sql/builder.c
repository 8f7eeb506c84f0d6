/* SPDX-License-Identifier: MIT */
/*
 * core/sql/builder.c - statements that are composed at run time.
 *
 * A builder holds a parsed statement and adds parsed fragments to its clauses
 * (builder_clause.c, builder_where.c); the result is rendered as portable text, so
 * that it takes the way of every statement and is cached by its text.
 *
 * Invariants:
 *  1. Text of the program gets in through the parser only, values as parameters
 *     only, names as quoted identifiers only.
 *  2. Parameters are named p1, p2, ... in the order in which their values came, so a
 *     fragment may stand anywhere in the text.  A value whose parameter has been
 *     replaced keeps its number and is not sent.
 *  3. After the first error nothing is changed, and a call that added nothing has
 *     left an error: a condition is never lost silently.
 *  4. Values are copied whole, so that they last as long as the builder, whatever they
 *     were marked as.
 */
#include <stdio.h>
#include <string.h>
#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/base/name.h"
#include "core/base/text.h"
#include "core/base/value.h"
#include "core/sql/builder.h"

#define MAX_NAME 255 /* bytes of a name; servers take less */

int tn__build_live(const tn_builder *q)
{
	return q && !q->error;
}

int tn__build_no_memory(tn_builder *q)
{
	return tn__error_nomem(&q->error);
}

void *tn__build_room(tn_builder *q, void *list, uint32_t count, uint32_t *cap, size_t size)
{
	uint32_t wider = count < 4 ? 8 : count * 2;
	void *more;

	if (count < *cap)
		return list;
	more = tn__arena_calloc(&q->arena, wider, size);
	if (!more) {
		tn__build_no_memory(q);
		return NULL;
	}
	if (count)
		memcpy(more, list, count * size);
	*cap = wider;
	return more;
}

/* ---- values --------------------------------------------------------------------- */

static int copy_value(tn_builder *q, const char *name, const tn_value *value, tn_value *copy)
{
	if (value->kind == TN_KIND_LIST && !value->u.list)
		return tn__error_set(&q->error, TN_E_PARAM, "parameter %s is a list without a description", name);
	if (value->kind != TN_KIND_LIST && tn__value_check(value, name, 1, &q->error) < 0)
		return tn_error_code(q->error);
	if (tn__value_copy(&q->arena, value, copy) < 0)
		return tn__build_no_memory(q);
	return TN_OK;
}

static int add_value(tn_builder *q, const tn_value *value)
{
	tn_named_value *values = tn__build_room(q, q->values, q->count, &q->cap, sizeof(*values)), *v;
	char name[16];
	int n = snprintf(name, sizeof(name), "p%u", q->count + 1), rc;

	if (!values)
		return TN_E_NOMEM;
	q->values = values;
	v = &values[q->count];
	rc = copy_value(q, name, value, &v->value);
	if (rc < 0)
		return rc;
	v->name = tn__arena_strndup(&q->arena, name, (size_t)n);
	if (!v->name)
		return tn__build_no_memory(q);
	q->count++;
	return TN_OK;
}

int tn__build_values(tn_builder *q, const tn_args *args, uint32_t wanted)
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

int tn__build_replace(tn_builder *q, uint32_t param, const tn_value *value)
{
	return copy_value(q, q->values[param].name, value, &q->values[param].value);
}

/* ---- nodes ----------------------------------------------------------------------- */

struct tn_ir_expr *tn__build_expr(tn_builder *q, uint8_t kind, uint8_t sym, uint32_t args)
{
	struct tn_ir_expr *e = tn__arena_alloc(&q->arena, sizeof(*e));

	if (e) {
		e->kind = kind;
		e->sym = sym;
		e->arg_count = args;
		e->args = args ? tn__arena_calloc(&q->arena, args, sizeof(struct tn_ir_expr *)) : NULL;
	}
	if (!e || (args && !e->args)) {
		tn__build_no_memory(q);
		return NULL;
	}
	return e;
}

struct tn_ir_expr *tn__build_param(tn_builder *q, const tn_value *value)
{
	struct tn_ir_expr *e = tn__build_expr(q, TN_X_PARAM, 0, 0);

	if (!e || add_value(q, value))
		return NULL;
	e->u.param = q->count - 1;
	return e;
}

static const char *copy_name(tn_builder *q, const char *name, size_t len)
{
	static const struct tn_profile limits = {.max_ident_bytes = MAX_NAME};
	const char *copy;

	if (tn__sql_check_ident(&limits, name, len, &q->error) < 0)
		return NULL;
	copy = tn__arena_strndup(&q->arena, name, len);
	if (!copy)
		tn__build_no_memory(q);
	return copy;
}

const char *tn__build_name(tn_builder *q, const char *name)
{
	return copy_name(q, name, name ? strlen(name) : 0);
}

/* "name" or "alias.name" as a reference. */
struct tn_ir_expr *tn__build_column(tn_builder *q, const char *name)
{
	size_t alias_len = 0;
	const char *base = name ? tn__name_base(name, &alias_len) : NULL;
	struct tn_ir_expr *e = tn__build_expr(q, TN_X_COLUMN, 0, 0);

	if (!e)
		return NULL;
	if (base != name && !(e->u.column.qualifier = copy_name(q, name, alias_len)))
		return NULL;
	e->u.column.name = tn__build_name(q, base);
	return e->u.column.name ? e : NULL;
}

struct tn_ir_query *tn__build_query_of(tn_builder *q, int select, const char *what)
{
	struct tn_ir_query *query = q->stmt->kind == TN_IR_QUERY ? q->stmt->u.query : NULL;

	if (query && (query->kind == TN_QUERY_SELECT || !select))
		return query;
	tn__error_set(&q->error, TN_E_MISUSE, "%s cannot be added to this statement", what);
	return NULL;
}

/* ---- the whole --------------------------------------------------------------------------- */

static tn_builder *new_builder(const char *sql)
{
	tn_builder *q = tn__calloc(1, sizeof(*q));

	if (!q)
		return NULL;
	tn__arena_init(&q->arena);
	tn__text_init(&q->text);
	q->changed = 1;
	tn__sql_parse(&q->arena, sql ? sql : "", sql ? strlen(sql) : 0, &q->stmt, &q->error);
	return q;
}

tn_builder *tn__build(const char *sql, const tn_args *args)
{
	tn_builder *q = new_builder(sql);

	if (!tn__build_live(q))
		return q;
	if (q->stmt->kind != TN_IR_QUERY && q->stmt->kind != TN_IR_UPDATE && q->stmt->kind != TN_IR_DELETE)
		tn__error_set(&q->error, TN_E_MISUSE, "a builder begins with a query, an UPDATE or a DELETE");
	else if (q->stmt->arg_names && q->stmt->arg_count)
		tn__error_set(&q->error, TN_E_PARAM, "the statement has ':%s'; a builder takes '?'",
			      q->stmt->arg_names[0]);
	else
		tn__build_values(q, args, q->stmt->arg_count);
	return q;
}

tn_builder *tn_build_update(const char *table)
{
	tn_builder *q = new_builder("UPDATE t SET c = 0");
	size_t schema_len = 0;
	const char *base = table ? tn__name_base(table, &schema_len) : NULL;

	if (!tn__build_live(q))
		return q;
	if (base != table)
		q->stmt->u.change->schema = copy_name(q, table, schema_len);
	if (!q->error)
		q->stmt->u.change->table = tn__build_name(q, base);
	q->lacks_set = 1;
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

static int mark_used(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	tn_builder *q = v->ctx;

	if ((*place)->kind == TN_X_PARAM)
		q->used[(*place)->u.param].name = q->values[(*place)->u.param].name;
	return TN_OK;
}

/* Names the parameters, so that their order in the text does not matter, and gathers their values. */
static int name_params(tn_builder *q)
{
	const char **names = tn__arena_calloc(&q->arena, q->count + 1, sizeof(*names));
	struct tn_ir_visitor v = {.expr = mark_used, .ctx = q};
	uint32_t i;

	q->used = tn__arena_calloc(&q->arena, q->count + 1, sizeof(*q->used));
	if (!names || !q->used)
		return tn__build_no_memory(q);
	if (tn__ir_visit(q->stmt, &v) < 0)
		return tn__error_set(&q->error, TN_E_LIMIT, "the statement is nested too deep");
	q->used_count = 0;
	for (i = 0; i < q->count; i++) {
		names[i] = q->values[i].name;
		if (q->used[i].name)
			q->used[q->used_count++] = q->values[i];
	}
	q->stmt->arg_names = names;
	q->stmt->arg_count = q->count;
	return TN_OK;
}

int tn__build_render(tn_builder *q, tn_error **err)
{
	if (!q)
		return tn__error_nomem(err);
	if (!q->error && q->lacks_set)
		return tn__error_set(err, TN_E_MISUSE, "the UPDATE sets no column");
	if (!q->error && q->changed && !name_params(q)) {
		tn__text_clear(&q->text);
		if (tn__sql_render_portable(q->stmt, &q->text, &q->error) >= 0 && q->text.failed)
			tn__build_no_memory(q);
		q->changed = q->error != NULL;
	}
	return q->error ? tn__error_move(err, tn__error_copy(q->error)) : TN_OK;
}

const char *tn_build_text(tn_builder *q, tn_error **err)
{
	return tn__build_render(q, err) < 0 ? NULL : q->text.s;
}

/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir_make.c - nodes that passes build.
 *
 * A node made here looks like one that was parsed and analysed: it has its
 * operation and its type, so that the renderer and later passes need not know who
 * made it.
 *
 * Invariants:
 *  1. The type is the one of the operation's row; NULL can come out only if it can
 *     come in or the row says so.
 *  2. NULL is returned only when memory is out.
 */
#include <stdarg.h>
#include <string.h>
#include "core/ir/ir.h"

/* By kind: the column type that holds all of its values. */
static const uint8_t widest[] = {
	[TN_KIND_BOOL] = TN_TYPE_BOOLEAN,         [TN_KIND_INT] = TN_TYPE_BIGINT,
	[TN_KIND_DOUBLE] = TN_TYPE_DOUBLE,        [TN_KIND_NUMERIC] = TN_TYPE_NUMERIC,
	[TN_KIND_TEXT] = TN_TYPE_TEXT,            [TN_KIND_BYTES] = TN_TYPE_BYTEA,
	[TN_KIND_DATE] = TN_TYPE_DATE,            [TN_KIND_TIME] = TN_TYPE_TIME,
	[TN_KIND_TIMESTAMP] = TN_TYPE_TIMESTAMP,  [TN_KIND_TIMESTAMPTZ] = TN_TYPE_TIMESTAMPTZ,
	[TN_KIND_UUID] = TN_TYPE_UUID,            [TN_KIND_JSON] = TN_TYPE_JSON,
};

static const struct {
	char letter;
	uint8_t kind;
} letters[] = {
	{'b', TN_KIND_BOOL}, {'i', TN_KIND_INT},       {'n', TN_KIND_NUMERIC},     {'d', TN_KIND_DOUBLE},
	{'t', TN_KIND_TEXT}, {'y', TN_KIND_BYTES},     {'D', TN_KIND_DATE},        {'T', TN_KIND_TIME},
	{'u', TN_KIND_UUID}, {'s', TN_KIND_TIMESTAMP}, {'z', TN_KIND_TIMESTAMPTZ}, {'j', TN_KIND_JSON},
};

struct tn_sql_type tn__ir_type(uint8_t kind, uint8_t flags)
{
	struct tn_sql_type t = {.kind = kind, .flags = flags, .scale = -1};

	if (kind < sizeof(widest))
		t.storage = widest[kind];
	return t;
}

static struct tn_ir_expr *node(struct tn_arena *a, uint8_t kind, const struct tn_sql_type *type)
{
	struct tn_ir_expr *e = tn__arena_alloc(a, sizeof(*e));

	if (!e)
		return NULL;
	e->kind = kind;
	if (type)
		e->type = *type;
	return e;
}

/* ---- operations ------------------------------------------------------------------- */

/* The type of the first argument whose letter is x. */
static const struct tn_sql_type *x_type(const struct tn_ir_expr *e, const char *signature)
{
	const char *p = signature;
	uint32_t i;

	for (i = 0; i < e->arg_count; i++) {
		while (*p == '?')
			p++;
		if (*p == 'x')
			return &e->args[i]->type;
		if (*p && p[1] && p[1] != '*' && p[1] != '+')
			p++;
	}
	return NULL;
}

/* The flags that all arguments have, as far as the operation keeps them. */
static uint8_t result_flags(const struct tn_ir_expr *e, const struct tn_op_info *info)
{
	uint8_t flags = TN_TYPEF_NOT_NULL | TN_TYPEF_CONSTANT;
	uint32_t i;

	for (i = 0; i < e->arg_count; i++)
		flags &= e->args[i]->type.flags;
	if (info->flags & TN_OPF_NULLABLE)
		flags &= (uint8_t)~TN_TYPEF_NOT_NULL;
	if (info->flags & TN_OPF_NEVER_NULL)
		flags |= TN_TYPEF_NOT_NULL;
	if (info->flags & (TN_OPF_VOLATILE | TN_OPF_AGGREGATE | TN_OPF_WINDOW))
		flags &= (uint8_t)~TN_TYPEF_CONSTANT;
	return flags;
}

static struct tn_sql_type result_type(const struct tn_ir_expr *e, const struct tn_op_info *info)
{
	const struct tn_sql_type *x = *info->result == 'x' ? x_type(e, info->args) : NULL;
	struct tn_sql_type t = {0};
	size_t i;

	if (x)
		t = *x;
	for (i = 0; !x && i < sizeof(letters) / sizeof(letters[0]); i++)
		if (letters[i].letter == *info->result)
			t = tn__ir_type(letters[i].kind, 0);
	t.flags = (uint8_t)((t.flags & TN_TYPEF_FOREIGN_COLLATION) | result_flags(e, info));
	return t;
}

static uint8_t node_kind(const struct tn_op_info *info)
{
	return info->spelled ? TN_X_CALL : info->sym == TN_SYM_CAST ? TN_X_CAST : TN_X_OP;
}

struct tn_ir_expr *tn__ir_op(struct tn_arena *a, enum tn_op op, uint32_t arg_count, ...)
{
	const struct tn_op_info *info = &tn__op_info[op];
	struct tn_ir_expr *e = node(a, node_kind(info), NULL);
	va_list ap;
	uint32_t i;
	int whole = 1;

	if (!e)
		return NULL;
	e->op = (uint16_t)op;
	e->sym = info->sym;
	e->arg_count = arg_count;
	e->args = tn__arena_calloc(a, arg_count, sizeof(struct tn_ir_expr *));
	if (!e->args)
		return NULL;
	va_start(ap, arg_count);
	for (i = 0; i < arg_count; i++) {
		e->args[i] = va_arg(ap, struct tn_ir_expr *);
		whole = whole && e->args[i];
	}
	va_end(ap);
	if (!whole)
		return NULL;
	e->type = result_type(e, info);
	if (e->kind == TN_X_CAST)
		e->u.cast = e->type;
	if (e->kind != TN_X_CALL)
		return e;
	e->u.call = tn__arena_alloc(a, sizeof(*e->u.call));
	if (!e->u.call)
		return NULL;
	e->u.call->name = info->spelled;
	return e;
}

/* ---- leaves ------------------------------------------------------------------------ */

struct tn_ir_expr *tn__ir_literal(struct tn_arena *a, tn_value value, const struct tn_sql_type *type)
{
	struct tn_ir_expr *e = node(a, TN_X_LITERAL, type);

	if (!e)
		return NULL;
	if (!type)
		e->type = tn__ir_type(value.kind, 0);
	e->type.flags = TN_TYPEF_CONSTANT | (value.kind == TN_KIND_NULL ? 0 : TN_TYPEF_NOT_NULL);
	e->u.literal = value;
	return e;
}

struct tn_ir_expr *tn__ir_int(struct tn_arena *a, int64_t value)
{
	return tn__ir_literal(a, tn_int(value), NULL);
}

struct tn_ir_expr *tn__ir_null(struct tn_arena *a, const struct tn_sql_type *type)
{
	return tn__ir_literal(a, tn_null(), type);
}

struct tn_ir_expr *tn__ir_text(struct tn_arena *a, const char *text, const struct tn_sql_type *type)
{
	struct tn_ir_expr *e = node(a, TN_X_TEXT, type);

	if (e)
		e->u.text = text;
	return e;
}

struct tn_ir_expr *tn__ir_column_ref(struct tn_arena *a, struct tn_ir_source *source, uint32_t index)
{
	const struct tn_ir_column *column = &source->columns[index];
	struct tn_ir_expr *e = node(a, TN_X_COLUMN, &column->type);

	if (!e)
		return NULL;
	if (source->table && !(column->flags & TN_COLF_COMPUTED))
		e->type.flags |= TN_TYPEF_COLUMN;
	if (source->nullable)
		e->type.flags &= (uint8_t)~TN_TYPEF_NOT_NULL;
	e->u.column.qualifier = source->alias;
	e->u.column.name = column->name;
	e->u.column.source = source;
	e->u.column.index = index;
	return e;
}

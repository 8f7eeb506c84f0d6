/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_view_types.c - a view's text says what types its columns have.
 *
 * The problem: a catalogue describes the columns of a view as the server sees them.
 * A condition is an integer there, or has no type at all; nothing says that a
 * computed DATETIME is in UTC; the scale of a NUMERIC is gone.
 * Who lacks it: SQLite knows a type only for a column of the view that is one of a
 * table.  MySQL's family gives its own types, without the comments that tell
 * TIMESTAMPTZ and UUID from others.  PostgreSQL keeps all but the scale of a NUMERIC
 * that is computed.
 * What is done: the first SELECT of the view gets a condition that is always true,
 *
 *   'tenon types [; =BOOLEAN; UUID]' <> ''
 *
 * with an entry for each column: empty, where the catalogue tells; the type; with = in
 * front where the value is computed, so that no column of a table is behind it.  Every
 * server keeps the literal in the text of the view, drops the condition when it plans
 * a query, and goes on to see through the view.  The reader is core/engine/view_types.c.
 * What is preserved: the rows, the indexes that serve, and the types of the columns.
 * What is weaker: nothing; the text of the view is longer.
 * When it refuses: a column whose type has no name.
 */
#include "compat/pass.h"
#include "core/base/error.h"
#include "core/base/text.h"

/* Whether the catalogue of a server without the capability would tell the type of a table's column. */
static int survives(uint8_t kind)
{
	return kind != TN_KIND_BOOL && kind != TN_KIND_TIMESTAMPTZ && kind != TN_KIND_UUID && kind != TN_KIND_JSON;
}

static int needs_entry(struct tn_lowering *l, const struct tn_sql_type *type)
{
	int computed = !(type->flags & TN_TYPEF_COLUMN);

	if (tn__can(l, TN_CAP_VIEW_TYPES))
		return computed && type->kind == TN_KIND_NUMERIC && type->scale >= 0;
	return computed || !survives(type->kind);
}

/* A NUMERIC whose scale is known and whose precision is not has the widest. */
static void put_type(struct tn_text *out, const struct tn_sql_type *type)
{
	if (!(type->flags & TN_TYPEF_COLUMN))
		tn__text_putc(out, '=');
	tn__text_puts(out, tn_type_name(type->storage));
	if (type->storage == TN_TYPE_NUMERIC && type->scale >= 0)
		tn__text_printf(out, "(%u,%d)", type->precision ? (unsigned)type->precision : 1000, (int)type->scale);
	else if (type->storage == TN_TYPE_VARCHAR && type->length)
		tn__text_printf(out, "(%u)", (unsigned)type->length);
}

static int refuse(struct tn_lowering *l, const struct tn_ir_create_view *view, const char *name)
{
	int rc = tn__error_set(l->err, TN_E_UNSUPPORTED, "the column \"%s\" of the view has no type that could be kept",
		name);

	if (!l->err)
		return rc;
	tn__error_set_hint(*l->err, "Say it with CAST(... AS type).");
	if (l->intent->source)
		tn__error_set_sql(*l->err, l->intent->source, l->intent->source_len, (size_t)view->name_at + 1);
	return rc;
}

/* 1 if there is an entry to write, 0 if the catalogue tells all. */
static int list_types(struct tn_lowering *l, const struct tn_ir_create_view *view, struct tn_text *out)
{
	const struct tn_ir_query *q = view->query;
	int needed = 0;
	uint32_t i;

	tn__text_puts(out, "tenon types [");
	for (i = 0; i < q->output_count; i++) {
		const struct tn_sql_type *type = &q->outputs[i].type;

		if (i)
			tn__text_puts(out, "; ");
		if (!needs_entry(l, type))
			continue;
		if (type->kind == TN_KIND_NULL || type->kind >= TN_KIND_COUNT || !type->storage)
			return refuse(l, view, q->outputs[i].name);
		put_type(out, type);
		needed = 1;
	}
	tn__text_putc(out, ']');
	return out->failed ? tn__lower_nomem(l) : needed;
}

/* The SELECT that comes first; one is put around VALUES. */
static struct tn_ir_query *first_select(struct tn_lowering *l, struct tn_ir_query *q)
{
	while (q->left)
		q = q->left;
	if (q->kind == TN_QUERY_VALUES && tn__lower_wrap(l, q) < 0)
		return NULL;
	return q;
}

static int add_mark(struct tn_lowering *l, const struct tn_text *list)
{
	struct tn_sql_type type = tn__ir_type(TN_KIND_TEXT, TN_TYPEF_NOT_NULL | TN_TYPEF_CONSTANT);
	struct tn_ir_stmt *tree = tn__lower_tree(l);
	const char *text = tn__arena_strndup(l->arena, list->s, list->len);
	struct tn_ir_expr *mark, *empty;
	struct tn_ir_query *q;

	if (!tree || !text)
		return tn__lower_nomem(l);
	q = first_select(l, tree->u.create_view->query);
	mark = tn__ir_literal(l->arena, tn_text_n(text, list->len), &type);
	empty = tn__ir_literal(l->arena, tn_text(""), &type);
	if (!q || !mark || !empty)
		return tn__lower_nomem(l);
	mark = tn__lower_compare(l, TN_SYM_NE, mark, empty);
	if (mark)
		q->where = tn__lower_join_conditions(l, TN_OP_AND, mark, q->where);
	return mark && q->where ? TN_OK : tn__lower_nomem(l);
}

int tn__pass_view_types(struct tn_lowering *l)
{
	struct tn_text list;
	int rc;

	if (l->intent->kind != TN_IR_CREATE_VIEW)
		return TN_OK;
	tn__text_init(&list);
	rc = list_types(l, l->intent->u.create_view, &list);
	if (rc > 0)
		rc = add_mark(l, &list);
	tn__text_release(&list);
	return rc;
}

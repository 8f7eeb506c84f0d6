/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir_dump_stmt.c - whole statements and those that change the schema, as text.
 *
 * See ir_dump.c.  Below the statement stand the outputs and the parameters that the
 * analysis found.
 */
#include "core/base/text.h"
#include "core/ir/ir_dump.h"

static const char *const stmt_names[] = {
	[TN_IR_NATIVE] = "native", [TN_IR_QUERY] = "query", [TN_IR_INSERT] = "insert", [TN_IR_UPDATE] = "update",
	[TN_IR_DELETE] = "delete", [TN_IR_TRUNCATE] = "truncate", [TN_IR_CREATE_TABLE] = "create_table",
	[TN_IR_CREATE_INDEX] = "create_index", [TN_IR_CREATE_VIEW] = "create_view", [TN_IR_ALTER] = "alter",
	[TN_IR_DROP] = "drop",
};

static const char *const constraint_names[] = {
	[TN_CONSTRAINT_PRIMARY] = "primary_key", [TN_CONSTRAINT_UNIQUE] = "unique", [TN_CONSTRAINT_CHECK] = "check",
	[TN_CONSTRAINT_FOREIGN] = "foreign_key",
};

static const char *const action_names[] = {
	[TN_ACTION_NO_ACTION] = "no_action", [TN_ACTION_RESTRICT] = "restrict", [TN_ACTION_CASCADE] = "cascade",
	[TN_ACTION_SET_NULL] = "set_null", [TN_ACTION_SET_DEFAULT] = "set_default",
};

static const char *const identity_names[] = {"", " identity", " identity_always"};

static const char *const alter_names[] = {
	[TN_ALTER_ADD_COLUMN] = "add_column", [TN_ALTER_RENAME_TABLE] = "rename_table",
	[TN_ALTER_RENAME_COLUMN] = "rename_column", [TN_ALTER_DROP_COLUMN] = "drop_column",
};

static const char *const object_names[] = {
	[TN_OBJECT_TABLE] = "table", [TN_OBJECT_INDEX] = "index", [TN_OBJECT_VIEW] = "view",
};

static void put_name(struct tn_text *out, const char *heading, const char *schema, const char *name)
{
	tn__text_printf(out, "%s %s%s%s", heading, schema ? schema : "", schema ? "." : "", name ? name : "-");
}

static void put_column(struct tn_text *out, const struct tn_ir_column_def *c, unsigned level)
{
	tn__dump_indent(out, level);
	tn__text_printf(out, "column %s", c->name);
	tn__dump_type(out, &c->type);
	tn__text_printf(out, "%s%s\n", c->not_null ? " not_null" : "", TN_NAME_OF(identity_names, c->identity));
	tn__dump_clause(out, "default", c->default_value, level + 1);
}

static void put_constraint(struct tn_text *out, const struct tn_ir_constraint *c, unsigned level)
{
	tn__dump_indent(out, level);
	tn__text_puts(out, TN_NAME_OF(constraint_names, c->kind));
	if (c->name)
		tn__text_printf(out, " %s", c->name);
	tn__dump_names(out, c->columns, c->column_count);
	if (c->kind == TN_CONSTRAINT_FOREIGN) {
		put_name(out, " references", c->ref_schema, c->ref_table);
		tn__dump_names(out, c->ref_columns, c->ref_count);
		tn__text_printf(out, " on_delete=%s on_update=%s", TN_NAME_OF(action_names, c->on_delete),
			TN_NAME_OF(action_names, c->on_update));
	}
	tn__text_putc(out, '\n');
	if (c->check)
		tn__dump_expr(out, c->check, level + 1);
}

static void put_table(struct tn_text *out, const struct tn_ir_create_table *t, unsigned level)
{
	uint32_t i;

	tn__dump_indent(out, level);
	put_name(out, "table", t->schema, t->name);
	tn__text_printf(out, "%s%s%s\n", t->if_not_exists ? " if_not_exists" : "", t->temporary ? " temporary" : "",
		t->of_list ? " of_list" : "");
	for (i = 0; i < t->column_count; i++)
		put_column(out, &t->columns[i], level + 1);
	for (i = 0; i < t->constraint_count; i++)
		put_constraint(out, &t->constraints[i], level + 1);
}

static void put_index(struct tn_text *out, const struct tn_ir_create_index *x, unsigned level)
{
	tn__dump_indent(out, level);
	put_name(out, "index", NULL, x->name);
	put_name(out, " on", x->schema, x->table);
	tn__text_printf(out, "%s%s\n", x->unique ? " unique" : "", x->if_not_exists ? " if_not_exists" : "");
	tn__dump_orders(out, x->keys, x->key_count, level + 1);
	tn__dump_clause(out, "where", x->where, level + 1);
}

static void put_view(struct tn_text *out, const struct tn_ir_create_view *v, unsigned level)
{
	tn__dump_indent(out, level);
	put_name(out, "view", v->schema, v->name);
	tn__dump_names(out, v->names, v->name_count);
	tn__text_printf(out, "%s%s\n", v->if_not_exists ? " if_not_exists" : "", v->or_replace ? " or_replace" : "");
	tn__dump_query(out, v->query, level + 1);
}

static void put_alter(struct tn_text *out, const struct tn_ir_alter *a, unsigned level)
{
	uint32_t i;

	tn__dump_indent(out, level);
	put_name(out, TN_NAME_OF(alter_names, a->kind), a->schema, a->table);
	if (a->column)
		tn__text_printf(out, " column=%s", a->column);
	if (a->new_name)
		tn__text_printf(out, " to=%s", a->new_name);
	tn__text_printf(out, "%s%s\n", a->if_exists ? " if_exists" : "", a->if_not_exists ? " if_not_exists" : "");
	if (a->def)
		put_column(out, a->def, level + 1);
	for (i = 0; i < a->constraint_count; i++)
		put_constraint(out, &a->constraints[i], level + 1);
}

static void put_drop(struct tn_text *out, const struct tn_ir_drop *d, unsigned level)
{
	tn__dump_indent(out, level);
	put_name(out, TN_NAME_OF(object_names, d->object), d->schema, d->name);
	if (d->table)
		tn__text_printf(out, " on %s", d->table);
	tn__text_printf(out, "%s%s%s\n", d->if_exists ? " if_exists" : "", d->cascade ? " cascade" : "",
		d->of_list ? " of_list" : "");
}

void tn__dump_ddl(struct tn_text *out, const struct tn_ir_stmt *stmt, unsigned level)
{
	switch (stmt->kind) {
	case TN_IR_CREATE_TABLE:
		put_table(out, stmt->u.create_table, level);
		break;
	case TN_IR_CREATE_INDEX:
		put_index(out, stmt->u.create_index, level);
		break;
	case TN_IR_CREATE_VIEW:
		put_view(out, stmt->u.create_view, level);
		break;
	case TN_IR_ALTER:
		put_alter(out, stmt->u.alter, level);
		break;
	case TN_IR_TRUNCATE:
	case TN_IR_DROP:
		put_drop(out, stmt->u.drop, level);
		break;
	default:
		break;
	}
}

static void put_outputs(struct tn_text *out, const struct tn_ir_stmt *stmt, unsigned level)
{
	const struct tn_ir_output *outputs;
	uint32_t i, n = tn__ir_outputs(stmt, &outputs);

	for (i = 0; i < n; i++) {
		tn__dump_indent(out, level);
		tn__text_puts(out, "output ");
		tn__text_puts(out, outputs[i].name ? outputs[i].name : "?");
		tn__dump_type(out, &outputs[i].type);
		tn__text_putc(out, '\n');
	}
}

static void put_params(struct tn_text *out, const struct tn_ir_stmt *stmt, unsigned level)
{
	uint32_t i;

	for (i = 0; stmt->params && i < stmt->arg_count; i++) {
		if (!stmt->params[i].type.kind)
			continue;
		tn__dump_indent(out, level);
		tn__text_printf(out, "parameter %u%s", (unsigned)i, stmt->params[i].list ? " list" : "");
		tn__dump_type(out, &stmt->params[i].type);
		tn__text_putc(out, '\n');
	}
}

void tn__dump_stmt(struct tn_text *out, const struct tn_ir_stmt *stmt, unsigned level)
{
	tn__dump_indent(out, level);
	tn__text_puts(out, TN_NAME_OF(stmt_names, stmt->kind));
	if (stmt->kind == TN_IR_NATIVE) {
		tn__text_putc(out, ' ');
		tn__dump_quoted(out, stmt->source ? stmt->source : "", stmt->source ? stmt->source_len : 0);
	}
	tn__text_putc(out, '\n');
	if (stmt->kind == TN_IR_QUERY)
		tn__dump_query(out, stmt->u.query, level + 1);
	else if (stmt->kind == TN_IR_INSERT || stmt->kind == TN_IR_UPDATE || stmt->kind == TN_IR_DELETE)
		tn__dump_change(out, stmt->u.change, level + 1);
	else
		tn__dump_ddl(out, stmt, level + 1);
	put_outputs(out, stmt, level + 1);
	put_params(out, stmt, level + 1);
}

void tn__ir_dump(const struct tn_ir_stmt *stmt, struct tn_text *out)
{
	tn__dump_stmt(out, stmt, 0);
}

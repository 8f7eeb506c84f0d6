/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_ddl.c - indexes, views, ALTER TABLE, DROP and TRUNCATE.
 *
 * Invariant: what a server lacks (IF EXISTS of an index, CASCADE, a conditional
 * index) is refused by name, never left out: the statement would mean something
 * else.
 */
#include "core/sql/render.h"

/* Words that the server takes unless the flag says that it does not. */
static void optional(
	struct tn_render *r, int wanted, unsigned lacking, const char *words, const char *what, uint32_t at)
{
	if (!wanted)
		return;
	if (r->dialect->syntax.flags & lacking)
		tn__render_refuse(r, at, what);
	tn__render_puts(r, words);
}

/* ---- CREATE INDEX ------------------------------------------------------------------- */

static void index_name(struct tn_render *r, const struct tn_ir_create_index *index)
{
	const char *columns[16];
	uint32_t i, n = 0;

	for (i = 0; i < index->key_count && n < 16; i++)
		if (index->keys[i].expr->kind == TN_X_COLUMN)
			columns[n++] = index->keys[i].expr->u.column.name;
	tn__render_constraint_name(r, "", index->name, index->table, columns, n, "idx", 0);
}

static void index_key(struct tn_render *r, const struct tn_ir_order *key, uint64_t share)
{
	uint32_t prefix = tn__render_index_prefix(r, key->expr, share);
	int column = key->expr->kind == TN_X_COLUMN;

	if (!column && r->dialect->syntax.flags & TN_SYNTAX_NO_INDEX_EXPR)
		tn__render_refuse(r, key->expr->at, "an index over an expression");
	tn__render_puts(r, column || r->portable ? "" : "(");
	tn__render_expr(r, key->expr);
	tn__render_puts(r, column || r->portable ? "" : ")");
	if (prefix)
		tn__text_printf(r->out, "(%u)", (unsigned)prefix);
	tn__render_puts(r, key->desc ? " DESC" : "");
	if (key->nulls)
		tn__render_puts(r, key->nulls == TN_NULLS_FIRST ? " NULLS FIRST" : " NULLS LAST");
}

static void check_columns(struct tn_render *r, const struct tn_ir_create_index *index, uint64_t share)
{
	uint64_t bytes = 0;
	uint32_t i;

	for (i = 0; i < index->key_count; i++) {
		const struct tn_ir_expr *key = index->keys[i].expr;

		if (key->kind == TN_X_COLUMN && key->type.storage && !tn__render_index_prefix(r, key, share))
			tn__render_check_key(r, key->at, index->unique ? "a unique index" : "an index",
				key->u.column.name, &key->type, 0, &bytes);
	}
}

void tn__render_create_index(struct tn_render *r, const struct tn_ir_create_index *index)
{
	uint64_t share = tn__render_index_share(r, index);
	uint32_t i;

	check_columns(r, index, share);
	tn__render_puts(r, index->unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
	optional(r, index->if_not_exists, TN_SYNTAX_NO_INDEX_IF, "IF NOT EXISTS ",
		"CREATE INDEX IF NOT EXISTS", index->name_at);
	if (index->name || !r->portable) {
		index_name(r, index);
		tn__text_putc(r->out, ' ');
	}
	tn__render_puts(r, "ON ");
	tn__render_table_name(r, index->schema, index->table, index->target ? index->target->table : NULL);
	r->stored = 1;
	r->bare = 2;
	for (i = 0; i < index->key_count; i++) {
		tn__render_puts(r, i ? ", " : " (");
		index_key(r, &index->keys[i], share);
	}
	tn__text_putc(r->out, ')');
	optional(r, index->where != NULL, TN_SYNTAX_NO_INDEX_WHERE, " WHERE ", "CREATE INDEX ... WHERE",
		index->name_at);
	if (index->where)
		tn__render_expr(r, index->where);
}

/* ---- CREATE VIEW ---------------------------------------------------------------------- */

void tn__render_create_view(struct tn_render *r, const struct tn_ir_create_view *view)
{
	struct tn_render_names names = {.outputs = view->query->outputs, .count = view->query->output_count};

	tn__render_puts(r, "CREATE ");
	optional(r, view->or_replace, TN_SYNTAX_NO_VIEW_REPLACE, "OR REPLACE ", "CREATE OR REPLACE VIEW",
		view->name_at);
	tn__render_puts(r, "VIEW ");
	optional(r, view->if_not_exists, TN_SYNTAX_NO_VIEW_IF, "IF NOT EXISTS ", "CREATE VIEW IF NOT EXISTS",
		view->name_at);
	tn__render_table_name(r, view->schema, view->name, NULL);
	if (view->name_count) {
		tn__text_putc(r->out, ' ');
		tn__render_names(r, view->names, view->name_count);
	}
	tn__render_puts(r, " AS ");
	r->stored = 1;
	tn__render_query(r, view->query, &names);
}

/* ---- ALTER TABLE ------------------------------------------------------------------------- */

static void add_fitted(struct tn_render *r, const struct tn_ir_alter *alter, const struct tn_ir_column_def *def)
{
	struct tn_constraint_names names = {.table = alter->table, .columns = def, .column_count = 1};
	int inlined = r->portable || r->dialect->syntax.flags & TN_SYNTAX_ADD_INLINE;
	const char *before = inlined ? " " : ", ADD ";
	uint32_t i;

	tn__render_puts(r, " ADD COLUMN ");
	optional(r, alter->if_not_exists, TN_SYNTAX_NO_ALTER_IF, "IF NOT EXISTS ", "ADD COLUMN IF NOT EXISTS",
		alter->name_at);
	tn__render_column_def(r, def);
	tn__render_type_checks(r, &names, before, def);
	for (i = 0; i < alter->constraint_count; i++) {
		const struct tn_ir_constraint *c = &alter->constraints[i];

		if (c->kind == TN_CONSTRAINT_UNIQUE && r->dialect->syntax.flags & TN_SYNTAX_NO_ADD_UNIQUE)
			tn__render_fail(r, c->at, TN_E_UNSUPPORTED, "Add the column, then CREATE UNIQUE INDEX.",
				"ADD COLUMN of a UNIQUE column is not available on %s", r->dialect->name);
		if (!inlined || c->kind == TN_CONSTRAINT_CHECK)
			tn__render_constraint(r, &names, before, c);
		else
			tn__render_column_constraint(r, &names, before, c);
	}
}

static void add_column(struct tn_render *r, const struct tn_ir_alter *alter)
{
	const struct tn_ir_create_table alone = {.columns = alter->def, .column_count = 1,
		.constraints = alter->constraints, .constraint_count = alter->constraint_count};
	struct tn_arena arena;

	tn__arena_init(&arena);
	add_fitted(r, alter, tn__render_fitted(r, &arena, &alone));
	tn__arena_release(&arena);
}

void tn__render_alter(struct tn_render *r, const struct tn_ir_alter *alter)
{
	tn__render_puts(r, "ALTER TABLE ");
	optional(r, alter->if_exists, TN_SYNTAX_NO_ALTER_IF, "IF EXISTS ", "ALTER TABLE IF EXISTS",
		alter->name_at);
	tn__render_table_name(r, alter->schema, alter->table, NULL);
	switch (alter->kind) {
	case TN_ALTER_ADD_COLUMN: add_column(r, alter); break;
	case TN_ALTER_RENAME_TABLE:
		tn__render_puts(r, " RENAME TO ");
		tn__render_name(r, alter->new_name);
		break;
	case TN_ALTER_RENAME_COLUMN:
		tn__render_puts(r, " RENAME COLUMN ");
		tn__render_name(r, alter->column);
		tn__render_puts(r, " TO ");
		tn__render_name(r, alter->new_name);
		break;
	default:
		tn__render_puts(r, " DROP COLUMN ");
		tn__render_name(r, alter->column);
		break;
	}
}

/* ---- DROP, TRUNCATE --------------------------------------------------------------------- */

static void truncate_table(struct tn_render *r, const struct tn_ir_drop *drop)
{
	const char *words = r->portable ? "TRUNCATE TABLE $n" : r->dialect->syntax.truncate;
	const char *mark = words ? strstr(words, "$n") : NULL;

	if (!mark) {
		tn__render_refuse(r, drop->name_at, "TRUNCATE");
		return;
	}
	tn__text_append(r->out, words, (size_t)(mark - words));
	tn__render_table_name(r, drop->schema, drop->name, NULL);
	tn__render_puts(r, mark + 2);
}

/* Names of indexes are the table's own on some servers: DROP INDEX name ON table. */
static void dropped_name(struct tn_render *r, const struct tn_ir_drop *drop)
{
	int on_table = drop->object == TN_OBJECT_INDEX && r->dialect->syntax.flags & TN_SYNTAX_DROP_INDEX_ON;

	if (on_table && !drop->table && !r->portable) {
		tn__render_fail(r, drop->name_at, TN_E_UNSUPPORTED, "Write DROP INDEX name ON table.",
			"DROP INDEX without its table is not available on %s", r->dialect->name);
	} else if (drop->table && (on_table || r->portable)) {
		tn__render_name(r, drop->name);
		tn__render_puts(r, " ON ");
		tn__render_table_name(r, drop->schema, drop->table, NULL);
	} else {
		tn__render_table_name(r, drop->schema, drop->name, NULL);
	}
}

void tn__render_drop(struct tn_render *r, const struct tn_ir_drop *drop, int truncate)
{
	static const char *const words[] = {"", "DROP TABLE ", "DROP INDEX ", "DROP VIEW "};

	if (truncate) {
		truncate_table(r, drop);
		return;
	}
	if (drop->of_list && !r->portable) {
		tn__render_drop_list(r, drop->name);
		return;
	}
	if (drop->absent && !r->portable && r->dialect->syntax.nothing) {
		tn__render_puts(r, r->dialect->syntax.nothing);
		return;
	}
	tn__render_puts(r, drop->object <= TN_OBJECT_VIEW ? words[drop->object] : "");
	optional(r, drop->if_exists, drop->object == TN_OBJECT_INDEX ? TN_SYNTAX_NO_INDEX_IF : 0,
		"IF EXISTS ", "DROP INDEX IF EXISTS", drop->name_at);
	dropped_name(r, drop);
	optional(r, drop->cascade, TN_SYNTAX_NO_CASCADE, " CASCADE", "CASCADE", drop->name_at);
}

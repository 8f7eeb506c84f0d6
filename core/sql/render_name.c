/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_name.c - names of tables and columns.
 *
 * Every name is quoted.  After the analysis a column is known by its source and
 * number, and is written as the server has it, under the source's alias; before,
 * and in portable text, as it was written.
 *
 * Invariant: a name reaches the text through tn__sql_quote_ident() alone.
 */
#include "core/sql/render.h"

void tn__render_name(struct tn_render *r, const char *name)
{
	const char *s = name ? name : "";
	size_t len = strlen(s);
	char quote = r->dialect->quote;

	if (r->dialect->bmp_names && !r->portable && !tn__render_failed(r))
		r->rc = tn__sql_check_name(r->dialect, s, len, r->err);
	if (quote == '[' || memchr(s, quote, len)) {
		tn__sql_quote_ident(r->out, r->dialect, s, len);
		return;
	}
	tn__text_putc(r->out, quote);
	tn__text_append(r->out, s, len);
	tn__text_putc(r->out, quote);
}

void tn__render_names(struct tn_render *r, const char *const *names, uint32_t count)
{
	uint32_t i;

	for (i = 0; i < count; i++) {
		tn__render_puts(r, i ? ", " : "(");
		tn__render_name(r, names[i]);
	}
	tn__text_putc(r->out, ')');
}

void tn__render_table_name(
	struct tn_render *r, const char *schema, const char *name, const struct tn_ir_table *table)
{
	if (schema) {
		tn__render_name(r, schema);
		tn__text_putc(r->out, '.');
	}
	tn__render_name(r, table && table->name && !r->portable ? table->name : name);
}

const char *tn__render_column_name(const struct tn_ir_source *source, uint32_t index, const char *written)
{
	if (source && source->columns && index < source->column_count && source->columns[index].name)
		return source->columns[index].name;
	return written;
}

/* 1 if the column stands without its table here. */
static int is_bare(const struct tn_render *r, const struct tn_ir_source *source)
{
	return r->bare == 2 || (r->bare == 1 && source->kind == TN_SOURCE_TARGET);
}

/* The column of the row that was proposed, where that row has no name: VALUES("a"). */
static void proposed(struct tn_render *r, const char *name)
{
	const char *t = r->dialect->syntax.proposed, *place = t ? strstr(t, "$n") : NULL;

	if (!place) {
		tn__render_refuse(r, r->at, "the row that an INSERT proposed");
		return;
	}
	tn__text_append(r->out, t, (size_t)(place - t));
	tn__render_name(r, name);
	tn__render_puts(r, place + 2);
}

void tn__render_column(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const struct tn_ir_source *source = expr->u.column.source;
	const char *name = expr->u.column.name;

	if (source && !r->portable) {
		name = tn__render_column_name(source, expr->u.column.index, name);
		if (source->kind == TN_SOURCE_EXCLUDED && r->proposed) {
			proposed(r, name);
			return;
		}
		if (!is_bare(r, source)) {
			tn__render_name(r, source->kind == TN_SOURCE_EXCLUDED ? "excluded" : source->alias);
			tn__text_putc(r->out, '.');
		}
	} else if (expr->u.column.qualifier) {
		tn__render_name(r, expr->u.column.qualifier);
		tn__text_putc(r->out, '.');
	}
	if (expr->kind == TN_X_STAR)
		tn__text_putc(r->out, '*');
	else
		tn__render_name(r, name);
}

/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_place.c - what a rendering collects beside its text: errors,
 * the arguments of its placeholders, and which part of the source each part of
 * the text comes from.
 *
 * Invariants:
 *  1. Where placeholders are numbered, an argument (of a list each element) has one
 *     number however often it occurs, given at its first occurrence, so the numbers
 *     are dense.  Where they count, each occurrence is an argument.
 *  2. Places are in the order of the text; one that begins where the last one began
 *     takes its place.
 *  3. The first error wins, and carries the position that it was met at.
 */
#include <stdarg.h>
#include <stdio.h>
#include "core/base/mem.h"
#include "core/sql/render.h"

/* A placeholder's argument is stored in 16 bits; no server takes more. */
#define MAX_ARGS 65535u

void tn__render_fail(struct tn_render *r, uint32_t at, int code, const char *hint, const char *format, ...)
{
	tn_error *e = NULL;
	va_list ap;

	if (r->rc < 0)
		return;
	va_start(ap, format);
	r->rc = tn__error_vset(&e, code, format, ap);
	va_end(ap);
	if (hint)
		tn__error_set_hint(e, "%s", hint);
	if (r->stmt->source)
		tn__error_set_sql(e, r->stmt->source, r->stmt->source_len, at ? (size_t)at + 1 : 0);
	tn__error_move(r->err, e);
}

void tn__render_refuse(struct tn_render *r, uint32_t at, const char *what)
{
	tn__render_fail(r, at ? at : r->at, TN_E_UNSUPPORTED, NULL, "%s is not available on %s", what,
		r->dialect->name);
}

int tn__render_enter(struct tn_render *r, uint32_t at)
{
	if (tn__render_failed(r))
		return 0;
	if (r->depth >= TN_IR_MAX_DEPTH) {
		tn__render_fail(r, at, TN_E_LIMIT, NULL, "the statement is nested deeper than %u levels",
			TN_IR_MAX_DEPTH);
		return 0;
	}
	r->depth++;
	return 1;
}

static void no_memory(struct tn_render *r)
{
	if (r->rc >= 0)
		r->rc = tn__error_nomem(r->err);
}

/* Makes room for one more of an array; 1 if there is. */
static int grow(struct tn_render *r, void **array, uint32_t count, uint32_t *cap, size_t size)
{
	uint32_t more = *cap ? *cap * 2 : 64;
	void *p;

	if (count < *cap)
		return 1;
	p = tn__realloc(*array, more * size);
	if (!p) {
		no_memory(r);
		return 0;
	}
	*array = p;
	*cap = more;
	return 1;
}

/* What follows in the text comes from `at`; 0: not known. */
static void set_place(struct tn_render *r, uint32_t at)
{
	void *array = r->places;

	r->at = at;
	if (r->place_count && r->places[r->place_count - 1].rendered == r->out->len) {
		r->places[r->place_count - 1].at = at;
		return;
	}
	if (!grow(r, &array, r->place_count, &r->place_cap, sizeof(*r->places)))
		return;
	r->places = array;
	r->places[r->place_count++] = (struct tn_place){(uint32_t)r->out->len, at};
}

uint32_t tn__render_at(struct tn_render *r, uint32_t at)
{
	uint32_t before = r->at;

	if (!r->portable && at && at != before)
		set_place(r, at);
	return before;
}

void tn__render_back(struct tn_render *r, uint32_t before)
{
	if (!r->portable && r->at != before)
		set_place(r, before);
}

int64_t tn__render_list(const struct tn_render *r, const struct tn_ir_expr *expr)
{
	const struct tn_ir_stmt *stmt = r->stmt;

	/* Portable text is written before its parameters are bound. */
	if (r->portable || expr->kind != TN_X_PARAM || !stmt->params || expr->u.param >= stmt->arg_count ||
		!stmt->params[expr->u.param].list || stmt->params[expr->u.param].whole ||
		stmt->params[expr->u.param].spelled)
		return -1;
	return stmt->params[expr->u.param].list_size;
}

int tn__render_is_whole(const struct tn_render *r, const struct tn_ir_expr *expr)
{
	const struct tn_ir_stmt *stmt = r->stmt;

	return !r->portable && expr->kind == TN_X_PARAM && stmt->params && expr->u.param < stmt->arg_count &&
	       stmt->params[expr->u.param].whole;
}

int tn__render_is_spelled(const struct tn_render *r, const struct tn_ir_expr *expr)
{
	const struct tn_ir_stmt *stmt = r->stmt;

	return !r->portable && expr->kind == TN_X_PARAM && stmt->params && expr->u.param < stmt->arg_count &&
	       stmt->params[expr->u.param].spelled;
}

void tn__render_hole(struct tn_render *r, const struct tn_ir_expr *expr)
{
	void *array = r->holes;

	if (!grow(r, &array, r->hole_count, &r->hole_cap, sizeof(*r->holes)))
		return;
	r->holes = array;
	r->holes[r->hole_count++] = (struct tn_hole){(uint32_t)r->out->len, expr->u.param};
}

/* Room for which element each placeholder takes, from the first list on. */
static int need_elements(struct tn_render *r)
{
	uint32_t i;

	if (r->elements)
		return 1;
	r->elements = tn__realloc(NULL, r->arg_cap * sizeof(*r->elements));
	if (!r->elements) {
		no_memory(r);
		return 0;
	}
	for (i = 0; i < r->arg_count; i++)
		r->elements[i] = TN_SQL_NO_LIST;
	return 1;
}

static int grow_args(struct tn_render *r, int list)
{
	uint32_t cap = r->arg_cap;
	void *array = r->args;

	if (!grow(r, &array, r->arg_count, &r->arg_cap, sizeof(*r->args)))
		return 0;
	r->args = array;
	if (r->elements && cap != r->arg_cap) {
		array = tn__realloc(r->elements, r->arg_cap * sizeof(*r->elements));
		if (!array) {
			no_memory(r);
			return 0;
		}
		r->elements = array;
	}
	return list ? need_elements(r) : 1;
}

/* One more placeholder; gives its number from 1, or 0. */
static uint32_t add_arg(struct tn_render *r, uint32_t arg, uint32_t element, int list)
{
	if (r->arg_count >= MAX_ARGS) {
		tn__render_fail(
			r, r->at, TN_E_LIMIT, "pass a long list in parts, by tn_batch_each()",
			"the statement has more than %u parameters", MAX_ARGS);
		return 0;
	}
	if (!grow_args(r, list))
		return 0;
	if (r->elements)
		r->elements[r->arg_count] = list ? element : TN_SQL_NO_LIST;
	r->args[r->arg_count] = (uint16_t)arg;
	return ++r->arg_count;
}

/* The number of an argument's placeholder; a list has one for each element, in order. */
static uint32_t number_of(struct tn_render *r, uint32_t arg, int64_t size)
{
	uint32_t i, first = 0;

	if (r->numbers[arg])
		return r->numbers[arg];
	if (size < 0)
		return r->numbers[arg] = add_arg(r, arg, 0, 0);
	for (i = 0; i < size && r->rc >= 0; i++) {
		uint32_t n = add_arg(r, arg, i, 1);

		first = first ? first : n;
	}
	return r->numbers[arg] = first;
}

static void write_number(struct tn_render *r, uint32_t n)
{
	char digits[16];

	tn__text_append(r->out, digits, (size_t)snprintf(digits, sizeof(digits), "$%u", (unsigned)n));
}

static void portable_param(struct tn_render *r, uint32_t arg)
{
	if (r->stmt->arg_names && arg < r->stmt->arg_count && r->stmt->arg_names[arg])
		tn__text_printf(r->out, ":%s", r->stmt->arg_names[arg]);
	else
		tn__text_putc(r->out, '?');
}

/* The placeholder in what tells the server its type. */
static const char *typed(const struct tn_render *r, const struct tn_ir_expr *expr)
{
	unsigned kind = expr->type.kind;

	/* A column tells its type; but an argument of several columns would have several. */
	if ((r->assigned && !r->several) || !r->dialect->placeholders || kind >= TN_KIND_COUNT)
		return NULL;
	return r->dialect->placeholders[kind];
}

/* An argument's placeholder within a text around it, or alone; size: of a list that is none for the server. */
static void placeholder(struct tn_render *r, uint32_t arg, const char *around, int64_t size)
{
	const char *behind = around ? tn__render_before(r, around) : "";

	if (r->dialect->placeholder == TN_PLACEHOLDER_DOLLAR) {
		write_number(r, number_of(r, arg, size) + (size >= 0 ? r->element : 0));
	} else {
		tn__text_putc(r->out, '?');
		add_arg(r, arg, r->element, size >= 0);
	}
	tn__render_puts(r, behind);
}

void tn__render_param(struct tn_render *r, const struct tn_ir_expr *expr)
{
	const char *around = typed(r, expr);
	int64_t size = tn__render_list(r, expr);
	uint32_t arg = expr->u.param;

	if (r->portable) {
		portable_param(r, arg);
		return;
	}
	if (!r->numbers || arg >= r->stmt->arg_count || (size >= 0 && r->element >= size)) {
		tn__render_fail(r, expr->at, r->stored ? TN_E_SYNTAX : TN_E_INTERNAL, NULL,
			r->stored ? "a parameter cannot be part of the schema" : "parameter %u is not known",
			(unsigned)arg + 1);
		return;
	}
	placeholder(r, arg, around, size);
}

void tn__render_whole_list(struct tn_render *r, const struct tn_ir_expr *expr, int as_table)
{
	const struct tn_list_form *forms = r->dialect->lists;
	unsigned kind = expr->type.kind;
	const char *around = NULL;

	if (r->portable) {
		tn__render_puts(r, as_table ? "unnest(" : "");
		portable_param(r, expr->u.param);
		tn__render_puts(r, as_table ? ")" : "");
		return;
	}
	if (forms && kind < TN_KIND_COUNT)
		around = as_table ? forms[kind].table : forms[kind].array;
	if (!around || !r->numbers || expr->u.param >= r->stmt->arg_count)
		tn__render_refuse(r, expr->at, "a list of this kind as one parameter");
	else
		placeholder(r, expr->u.param, around, -1);
}

/* SPDX-License-Identifier: MIT */
/*
 * core/sql/parse_call.c - calls, and the functions that the standard writes with words.
 *
 * EXTRACT(YEAR FROM x) becomes the call extract_year(x), date_trunc('month', x)
 * becomes date_trunc_month(x), TRIM(LEADING c FROM x) becomes ltrim(x, c): from
 * here on there are only names and arguments.  Which fields there are is asked
 * of functions.def.
 */
#include <stdio.h>
#include <string.h>
#include "core/sql/parser.h"

static int known(const char *name)
{
	unsigned i;

	for (i = 0; i < TN_OPS; i++)
		if (tn__op_info[i].spelled && !strcmp(tn__op_info[i].spelled, name))
			return 1;
	return 0;
}

/* The fields of functions whose names begin so: "year, month, day". */
static void put_fields(char *out, size_t size, const char *prefix)
{
	size_t n = strlen(prefix), used = 0;
	const char *last = "";
	unsigned i;

	*out = '\0';
	for (i = 0; i < TN_OPS; i++) {
		const char *name = tn__op_info[i].spelled;
		int w;

		if (!name || strncmp(name, prefix, n) || !strcmp(name, last))
			continue;
		w = snprintf(out + used, size - used, "%s%s", used ? ", " : "write one of ", name + n);
		if (w < 0 || (size_t)w >= size - used)
			return;
		used += (size_t)w;
		last = name;
	}
}

/* prefix and field as one name, if there is such a function. */
static const char *field_name(struct tn_sql_parser *p, uint32_t at, const char *prefix, struct tn_sql_slice field,
			      const char *what)
{
	char hint[200], *name = tn__px_alloc(p, strlen(prefix) + field.n + 1);
	size_t n = strlen(prefix);
	uint32_t i;

	if (!name)
		return NULL;
	memcpy(name, prefix, n);
	for (i = 0; i < field.n; i++) {
		char c = field.s[i];

		name[n + i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	if (known(name))
		return name;
	put_fields(hint, sizeof(hint), prefix);
	return tn__px_failf(p, TN_E_UNSUPPORTED, at, hint, "%s knows no field \"%.*s\"", what,
			    (int)(field.n < 40 ? field.n : 40), field.s);
}

/* date_trunc('month', x); gives the name of the call. */
static const char *date_trunc(struct tn_sql_parser *p, uint32_t at, const px_list *args)
{
	const px_expr *unit = args && args->n == 2 ? args->v[0] : NULL;
	struct tn_sql_slice field;

	if (!unit || unit->kind != TN_X_LITERAL || unit->type.kind || unit->u.literal.kind != TN_KIND_TEXT)
		return tn__px_fail(p, TN_E_SYNTAX, at, "DATE_TRUNC takes a field as a string, and a timestamp",
				   "write DATE_TRUNC('month', x)");
	field.s = unit->u.literal.u.s;
	field.n = unit->u.literal.len;
	return field_name(p, unit->at, "date_trunc_", field, "DATE_TRUNC");
}

px_expr *tn__px_call(struct tn_sql_parser *p, uint32_t at, const char *name, const px_list *args)
{
	px_expr *e = tn__px_expr(p, at, TN_X_CALL);
	uint32_t skip = 0;

	if (!e || !tn__px_over_list(p, at, e, args))
		return NULL;
	if (!strcmp(name, "date_trunc")) {
		name = date_trunc(p, at, args);
		skip = 1;
	}
	e->u.call = name ? tn__px_alloc(p, sizeof(*e->u.call)) : NULL;
	if (!e->u.call)
		return NULL;
	e->u.call->name = name;
	if (args) {
		e->args = (px_expr **)args->v + skip;
		e->arg_count = args->n - skip;
	}
	return e;
}

px_expr *tn__px_call_star(struct tn_sql_parser *p, uint32_t at, const char *name)
{
	px_expr *e;

	if (strcmp(name, "count") != 0)
		return tn__px_failf(p, TN_E_SYNTAX, at, "give it a column or an expression",
				    "only COUNT takes *, \"%.40s\" does not", name);
	e = tn__px_call(p, at, name, NULL);
	if (e)
		e->flags |= TN_XF_STAR;
	return e;
}

px_expr *tn__px_call_order(struct tn_sql_parser *p, px_expr *call, unsigned flags, const px_list *order)
{
	uint32_t i;

	call->flags |= (uint8_t)flags;
	if (!order)
		return call;
	call->u.call->order = tn__px_flat(p, order, sizeof(struct tn_ir_order));
	if (!call->u.call->order)
		return NULL;
	call->u.call->order_count = order->n;
	for (i = 0; i < order->n; i++)
		if (!tn__px_over(p, call->at, call, call->u.call->order[i].expr))
			return NULL;
	return call;
}

px_expr *tn__px_call_over(struct tn_sql_parser *p, px_expr *call, px_expr *filter, struct tn_ir_window *over,
			  const char *over_name)
{
	if (!tn__px_over(p, call->at, call, filter) || !tn__px_over(p, call->at, call, over))
		return NULL;
	call->u.call->filter = filter;
	call->u.call->over = over;
	call->u.call->over_name = over_name;
	return call;
}

px_expr *tn__px_extract(struct tn_sql_parser *p, uint32_t at, uint32_t field_at, struct tn_sql_slice field, px_expr *a)
{
	const char *name;
	px_list *args;

	if (*field.s == '\'' && !tn__px_unquote(p, field, &field))
		return NULL;
	name = field_name(p, field_at, "extract_", field, "EXTRACT");
	args = name ? tn__px_add(p, NULL, a) : NULL;
	return args ? tn__px_call(p, at, name, args) : NULL;
}

px_expr *tn__px_substring(struct tn_sql_parser *p, uint32_t at, px_expr *a, px_expr *from, px_expr *length)
{
	px_list *args = tn__px_add(p, NULL, a);

	if (!from)
		from = tn__px_int(p, at, 1);
	if (args && from)
		args = tn__px_add(p, args, from);
	if (args && from && length)
		args = tn__px_add(p, args, length);
	return args && from ? tn__px_call(p, at, "substring", args) : NULL;
}

px_expr *tn__px_trim(struct tn_sql_parser *p, uint32_t at, const char *name, px_expr *what, const px_list *args)
{
	px_list *both;

	if (!what)
		return tn__px_call(p, at, name, args);
	if (args->n != 1)
		return tn__px_fail(p, TN_E_SYNTAX, at, "TRIM(character FROM text) takes one text", NULL);
	both = tn__px_add(p, NULL, args->v[0]);
	if (both)
		both = tn__px_add(p, both, what);
	return both ? tn__px_call(p, at, name, both) : NULL;
}

/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_coerce.c - implicit conversion, and one type for several expressions.
 *
 * Conversion is implicit only INT -> NUMERIC -> DOUBLE and DATE -> TIMESTAMP.  Three
 * things bend without being converted:
 *  - a number that is a literal becomes one of the other kind;
 *  - a text literal, or a parameter bound to a text, is read as a DATE, TIME, TIMESTAMP,
 *    TIMESTAMPTZ, UUID or JSON where one of these is needed: it is how programs write them.
 *    The text is checked: a literal here, a parameter by the CAST that is put over it.
 *    A parameter is read as NUMERIC too, for text carries decimals in C; a text literal
 *    is not, and neither is ever read as an INTEGER, a DOUBLE or a BOOLEAN;
 *  - CURRENT_TIMESTAMP is had without zone where a TIMESTAMP is needed.
 *
 * Invariants:
 *  1. What converts is a CAST marked TN_XF_IMPLICIT with the operation of its row.
 *  2. A constant is converted rather than a column, so that an index serves.
 *  3. Unifying n expressions takes time linear in n.
 */
#include <stdio.h>
#include "core/sql/type_parts.h"

/* How far apart the kinds of a ladder are; -1: not on one. */
static int steps(unsigned from, unsigned to)
{
	if (from == to)
		return 0;
	if (from == TN_KIND_INT && to == TN_KIND_NUMERIC)
		return 1;
	if (from == TN_KIND_INT && to == TN_KIND_DOUBLE)
		return 2;
	if (from == TN_KIND_NUMERIC && to == TN_KIND_DOUBLE)
		return 1;
	if (from == TN_KIND_DATE && to == TN_KIND_TIMESTAMP)
		return 1;
	return -1;
}

/* A text that may be read as another kind: see above. */
static int text_reads(const struct tn_ir_expr *expr, unsigned kind)
{
	if (expr->type.kind != TN_KIND_TEXT || (expr->kind != TN_X_LITERAL && expr->kind != TN_X_PARAM))
		return 0;
	if (kind == TN_KIND_NUMERIC)
		return expr->kind == TN_X_PARAM;
	return (kind >= TN_KIND_DATE && kind <= TN_KIND_TIMESTAMPTZ) || kind == TN_KIND_UUID ||
		kind == TN_KIND_JSON;
}

int tn__type_may_guess(const struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	return expr->type.kind == TN_T_UNKNOWN && an->env->open &&
		(expr->kind == TN_X_COLUMN || expr->kind == TN_X_CASE || expr->kind == TN_X_CALL);
}

int tn__type_cost(const struct tn_analysis *an, const struct tn_ir_expr *expr, unsigned kind)
{
	unsigned from = expr->type.kind;
	int n = steps(from, kind);

	if (n >= 0)
		return n;
	if (from == TN_KIND_NULL || tn__type_may_guess(an, expr))
		return kind < TN_KIND_LIST ? 0 : -1;
	if (from == TN_KIND_TIMESTAMPTZ && kind == TN_KIND_TIMESTAMP && tn__type_is_now(expr))
		return 1;
	return text_reads(expr, kind) ? 1 : -1;
}

/* The forms that a text must have to be read as a kind. */
static const char *form_of(unsigned kind)
{
	switch (kind) {
	case TN_KIND_DATE: return "write it as '2024-02-29'";
	case TN_KIND_TIME: return "write it as '23:59:59'";
	case TN_KIND_TIMESTAMP: return "write it as '2024-02-29 23:59:59'";
	case TN_KIND_TIMESTAMPTZ: return "write it as '2024-02-29 23:59:59+00'";
	default: return "write it as '00112233-4455-6677-8899-aabbccddeeff'";
	}
}

static const char *convert_hint(const struct tn_ir_expr *expr, const struct tn_sql_type *type,
	const char *words, char *room, size_t size)
{
	if (type->kind == TN_KIND_BOOL && expr->type.kind == TN_KIND_INT)
		return expr->kind == TN_X_PARAM ? "bind it with tn_bool()" : "write TRUE or FALSE, or x <> 0";
	if (type->kind == TN_KIND_BYTES && expr->kind == TN_X_LITERAL)
		return "write bytes as x'..'; CAST(text AS BYTEA) gives those of a text";
	snprintf(room, size,
		expr->kind == TN_X_PARAM ? "bind a value of that type, or write CAST(? AS %s)"
					 : "convert it: CAST(... AS %s)",
		words);
	return room;
}

static int refuse(struct tn_analysis *an, const struct tn_ir_expr *expr, const struct tn_sql_type *type,
	const char *what)
{
	const char *wanted = tn__type_words(an->arena, type), *hint;
	char room[128];

	if (expr->type.kind == TN_T_UNKNOWN)
		return tn__type_unknown(an, expr);
	hint = convert_hint(expr, type, wanted, room, sizeof(room));
	if (expr->kind == TN_X_PARAM)
		return tn__analysis_fail(an, expr->at, TN_E_TYPE, hint,
			"%s is bound to %s, but stands where %s is needed%s%s",
			tn__type_param_words(an, expr->u.param), tn_kind_name(expr->type.kind), wanted,
			what ? ": " : "", what ? what : "");
	return tn__analysis_fail(an, expr->at, TN_E_TYPE, hint, "%s%s%s is needed, but this is %s",
		what ? what : "", what ? ": " : "", wanted, tn__type_words(an->arena, &expr->type));
}

const struct tn_ir_column *tn__type_left_out(const struct tn_ir_expr *expr)
{
	const struct tn_ir_source *source = expr->kind == TN_X_COLUMN ? expr->u.column.source : NULL;
	const struct tn_ir_column *column = source && expr->u.column.index < source->column_count
						    ? &source->columns[expr->u.column.index]
						    : NULL;

	return column && column->problem ? column : NULL;
}

int tn__type_unknown(struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	const struct tn_ir_column *c = tn__type_left_out(expr);

	if (c)
		return tn__analysis_fail(an, expr->at, TN_E_UNSUPPORTED, c->hint, "column %s: %s", expr->u.column.name,
			c->problem);
	return tn__analysis_fail(an, expr->at, TN_E_UNSUPPORTED,
		"say it with CAST(column AS type), or attach the schema that has the table",
		"the type of %s%s is not known to portable SQL",
		expr->kind == TN_X_COLUMN ? "column " : "this expression",
		expr->kind == TN_X_COLUMN ? expr->u.column.name : "");
}

const struct tn_ir_expr *tn__type_find_unknown(struct tn_ir_expr *const *args, uint32_t count)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (args[i]->type.kind == TN_T_UNKNOWN)
			return args[i];
	return NULL;
}

static int coerce_text(struct tn_analysis *an, struct tn_ir_expr **place, unsigned kind)
{
	struct tn_sql_type type = tn__type_of(kind);
	int rc = tn__literal_fold(an, *place, &type, TN_FOLD_EXACT);

	if (rc)
		return rc < 0 ? rc : TN_OK;
	if ((*place)->kind == TN_X_LITERAL && kind != TN_KIND_JSON)
		return tn__analysis_fail(an, (*place)->at, TN_E_DATA, form_of(kind), "the text is no %s",
			tn__type_kind_word(kind));
	rc = tn__type_cast_to(an, place, &type, TN_XF_IMPLICIT);
	return rc < 0 ? rc : TN_OK;
}

int tn__type_coerce(struct tn_analysis *an, struct tn_ir_expr **place, unsigned kind, const char *what)
{
	struct tn_ir_expr *expr = *place;
	struct tn_sql_type type = tn__type_of(kind);
	unsigned from = expr->type.kind;
	int rc;

	if (from == kind)
		return TN_OK;
	if (tn__type_cost(an, expr, kind) < 0)
		return refuse(an, expr, &type, what);
	if (from == TN_KIND_NULL || from == TN_T_UNKNOWN)
		return tn__type_push(an, place, &type, what);
	if (from == TN_KIND_TEXT)
		return coerce_text(an, place, kind);
	if (from == TN_KIND_TIMESTAMPTZ) {
		tn__type_now_local(expr);
		return TN_OK;
	}
	rc = tn__literal_fold(an, expr, &type, TN_FOLD_EXACT);
	if (rc)
		return rc < 0 ? rc : TN_OK;
	rc = tn__type_cast_to(an, place, &type, TN_XF_IMPLICIT);
	return rc < 0 ? rc : TN_OK;
}

/* ---- into a column -------------------------------------------------------------------- */

/* 1 if a NUMERIC may have more digits than the type. */
static int is_wider(const struct tn_ir_expr *expr, const struct tn_sql_type *type)
{
	struct tn_digits from = tn__digits_of(expr), to = tn__digits_of_type(type);

	return type->precision &&
		(from.scale < 0 || from.scale > to.scale || from.whole < 0 || from.whole > to.whole);
}

/* Numbers are rounded to the column's digits here, since not every server does. */
static int narrow(struct tn_analysis *an, struct tn_ir_expr **place, const struct tn_sql_type *type)
{
	int rc;

	if ((*place)->kind == TN_X_LITERAL && (*place)->u.literal.kind == TN_KIND_NULL)
		return TN_OK;
	if ((*place)->type.kind == TN_KIND_DOUBLE
			? type->storage != TN_TYPE_REAL || (*place)->type.storage == TN_TYPE_REAL
			: (*place)->type.kind != TN_KIND_NUMERIC || !is_wider(*place, type))
		return TN_OK;
	rc = tn__literal_fold(an, *place, type, TN_FOLD_CAST);
	if (rc)
		return rc < 0 ? rc : TN_OK;
	/* The conversion that stands there can round by itself. */
	if ((*place)->flags & TN_XF_IMPLICIT && (*place)->kind == TN_X_CAST &&
		type->kind == TN_KIND_NUMERIC) {
		(*place)->u.cast = *type;
		(*place)->u.cast.flags = 0;
		(*place)->type = tn__type_result(*place);
		return TN_OK;
	}
	return tn__type_wrap(an, place, type->kind == TN_KIND_DOUBLE ? TN_OP_CAST_D_D : TN_OP_CAST_N_N, type,
		TN_XF_IMPLICIT);
}

int tn__type_want(
	struct tn_analysis *an, struct tn_ir_expr **place, const struct tn_sql_type *type, const char *what)
{
	struct tn_sql_type kind = tn__type_of(type->kind);
	int rc;

	if ((*place)->kind == TN_X_DEFAULT || type->kind == TN_KIND_NULL || type->kind == TN_T_UNKNOWN)
		return TN_OK;
	/* A constant that is a value of the narrower kind is one: 5.0 for an INTEGER. */
	if ((*place)->type.kind != type->kind && (*place)->kind == TN_X_LITERAL &&
		(*place)->type.kind != TN_KIND_TEXT) {
		rc = tn__literal_fold(an, *place, &kind, TN_FOLD_EXACT);
		if (rc < 0)
			return rc;
	}
	if (type->kind == TN_KIND_DATE && (*place)->type.kind == TN_KIND_TIMESTAMP)
		tn__type_as_date(an, place);
	if (tn__type_cost(an, *place, type->kind) < 0)
		return refuse(an, *place, type, what);
	rc = tn__type_coerce(an, place, type->kind, what);
	return rc ? rc : narrow(an, place, type);
}

int tn__type_query_output(struct tn_analysis *an, struct tn_ir_query *query, uint32_t index,
	const struct tn_sql_type *type, const char *what)
{
	struct tn_sql_type kind = tn__type_of(type->kind);
	uint32_t i;
	int rc = TN_OK;

	/* Rounding before rows are compared would make other rows the same. */
	if (query->distinct || query->group_count || (query->kind >= TN_QUERY_UNION && !query->all))
		type = &kind;
	switch (query->kind) {
	case TN_QUERY_SELECT:
		if (index >= query->item_count || query->items[index].expr->kind == TN_X_STAR)
			return TN_OK;
		rc = tn__type_want(an, &query->items[index].expr, type, what);
		kind = query->items[index].expr->type;
		break;
	case TN_QUERY_VALUES:
		for (i = 0; i < query->row_count && !rc; i++)
			rc = tn__type_want(an, &query->values[(size_t)i * query->width + index], type, what);
		break;
	default:
		rc = tn__type_query_output(an, query->left, index, type, what);
		if (!rc)
			rc = tn__type_query_output(an, query->right, index, type, what);
		break;
	}
	if (!rc && query->outputs) {
		kind.flags = query->outputs[index].type.flags;
		query->outputs[index].type = kind;
	}
	return rc;
}

/* ---- one type for several --------------------------------------------------------------- */

static unsigned wider_storage(const struct tn_sql_type *a, const struct tn_sql_type *b)
{
	if (a->storage == b->storage)
		return a->storage;
	if (a->kind == TN_KIND_INT && a->storage && b->storage)
		return a->storage > b->storage ? a->storage : b->storage;
	return tn__type_of(a->kind).storage;
}

static void common_details(const struct tn_sql_type *a, const struct tn_sql_type *b, struct tn_sql_type *out)
{
	struct tn_digits x = tn__digits_of_type(a), y = tn__digits_of_type(b);

	if (out->kind == TN_KIND_NUMERIC) {
		x.whole = x.whole < 0 || y.whole < 0 ? -1 : x.whole > y.whole ? x.whole : y.whole;
		x.scale = x.scale < 0 || y.scale < 0 ? -1 : x.scale > y.scale ? x.scale : y.scale;
		*out = tn__digits_type(x);
	} else if (a->kind == b->kind) {
		out->storage = (uint8_t)wider_storage(a, b);
		out->length = !a->length || !b->length ? 0 : a->length > b->length ? a->length : b->length;
		if (out->storage == TN_TYPE_VARCHAR && !out->length)
			out->storage = TN_TYPE_TEXT;
	}
}

int tn__type_common(const struct tn_sql_type *a, const struct tn_sql_type *b, struct tn_sql_type *out)
{
	unsigned flags = a->flags & b->flags & (TN_TYPEF_NOT_NULL | TN_TYPEF_CONSTANT);
	int up = steps(a->kind, b->kind), down = steps(b->kind, a->kind);

	flags |= (unsigned)(a->flags | b->flags) & (TN_TYPEF_FOREIGN_COLLATION | TN_TYPEF_GUESSED);
	if (a->kind == TN_KIND_NULL || (a->kind == TN_T_UNKNOWN && b->kind != TN_KIND_NULL)) {
		*out = *b;
	} else if (b->kind == TN_KIND_NULL || b->kind == TN_T_UNKNOWN) {
		*out = *a;
	} else if (up >= 0 || down >= 0) {
		*out = tn__type_of(up >= 0 ? b->kind : a->kind);
		common_details(a, b, out);
	} else {
		return TN_E_TYPE;
	}
	/* The first of several is compared with the type of none: its own flags count. */
	if (a->kind == TN_KIND_NULL && !a->flags)
		flags = b->flags & (unsigned)~TN_TYPEF_COLUMN;
	out->flags = (uint8_t)flags;
	return TN_OK;
}

/* What may have to take the kind of the others: a text that is read, CURRENT_TIMESTAMP. */
static int is_flexible(const struct tn_ir_expr *expr)
{
	return (expr->type.kind == TN_KIND_TEXT &&
		       (expr->kind == TN_X_LITERAL || expr->kind == TN_X_PARAM)) ||
		(expr->type.kind == TN_KIND_TIMESTAMPTZ && tn__type_is_now(expr));
}

/* Where nothing else has a kind: an instant, which texts are read as, else text. */
static unsigned flexible_kind(struct tn_ir_expr ***places, uint32_t count)
{
	unsigned kind = TN_KIND_NULL;
	uint32_t i;

	for (i = 0; i < count && kind != TN_KIND_TIMESTAMPTZ; i++)
		if (is_flexible(*places[i]))
			kind = (*places[i])->type.kind;
	return kind;
}

static int disagree(struct tn_analysis *an, const struct tn_ir_expr *expr, const struct tn_sql_type *type,
	const char *what)
{
	return tn__analysis_fail(an, expr->at, TN_E_TYPE, "convert one side: CAST(... AS type)",
		"%s: %s and %s have no type in common", what, tn__type_words(an->arena, type),
		tn__type_words(an->arena, &expr->type));
}

/* The kind of the expressions that are not flexible; kind NULL if there are none. */
static int rigid_type(struct tn_analysis *an, struct tn_ir_expr ***places, uint32_t count,
	struct tn_sql_type *out, const char *what)
{
	struct tn_sql_type next;
	uint32_t i;

	*out = tn__type_of(TN_KIND_NULL);
	for (i = 0; i < count; i++) {
		struct tn_ir_expr *expr = *places[i];

		if (is_flexible(expr) || expr->kind == TN_X_DEFAULT)
			continue;
		if (expr->type.kind == TN_T_ROW || expr->type.kind == TN_T_INTERVAL)
			return tn__analysis_fail(an, expr->at, TN_E_TYPE, NULL, "%s: %s is no single value",
				what, tn__type_kind_word(expr->type.kind));
		if (tn__type_common(out, &expr->type, &next))
			return disagree(an, expr, out, what);
		*out = next;
	}
	return TN_OK;
}

int tn__type_unify(struct tn_analysis *an, struct tn_ir_expr ***places, uint32_t count,
	struct tn_sql_type *out, const char *what)
{
	struct tn_sql_type found, next;
	uint32_t i;
	int rc = rigid_type(an, places, count, &found, what);

	if (!rc && (found.kind == TN_KIND_NULL || found.kind == TN_T_UNKNOWN) && flexible_kind(places, count))
		found.kind = (uint8_t)flexible_kind(places, count);
	for (i = 0; i < count && !rc && found.kind != TN_KIND_NULL && found.kind != TN_T_UNKNOWN; i++) {
		if ((*places[i])->kind == TN_X_DEFAULT)
			continue;
		if (tn__type_cost(an, *places[i], found.kind) < 0)
			rc = (*places[i])->type.kind == TN_T_UNKNOWN ? tn__type_unknown(an, *places[i])
								     : disagree(an, *places[i], &found, what);
		else
			rc = tn__type_coerce(an, places[i], found.kind, what);
	}
	if (rc)
		return rc;
	*out = tn__type_of(TN_KIND_NULL);
	for (i = 0; i < count; i++)
		if ((*places[i])->kind != TN_X_DEFAULT &&
			tn__type_common(out, &(*places[i])->type, &next) == TN_OK)
			*out = next;
	return TN_OK;
}

int tn__type_orderable(struct tn_analysis *an, const struct tn_sql_type *type, uint32_t at, const char *what)
{
	if (type->kind == TN_KIND_JSON || type->kind == TN_T_ROW || type->kind == TN_T_INTERVAL)
		return tn__analysis_fail(an, at, TN_E_TYPE,
			type->kind == TN_KIND_JSON ? "use a member of it: doc ->> 'key'" : NULL,
			"%s cannot use %s: it has no order", what, tn__type_kind_word(type->kind));
	if (type->flags & TN_TYPEF_FOREIGN_COLLATION)
		return tn__analysis_fail(an, at, TN_E_UNSUPPORTED,
			"write CAST(column AS TEXT) for the order of code points, without an index",
			"%s: the column has a collation of its own, so servers would differ", what);
	return TN_OK;
}

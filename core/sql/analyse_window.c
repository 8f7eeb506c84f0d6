/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_window.c - OVER and WINDOW.
 *
 * Named windows stay named: their clauses are analysed once, in the query that has
 * them, and calls keep the name.  A window that extends another may add ORDER BY
 * and a frame, as the standard says; the other stands before it and has no frame.
 *
 * Frames mean the same on every server that has them; which has them is for the
 * passes.  An offset is a number or a parameter.
 */
#include "core/sql/scope.h"
#include <string.h>

static struct tn_ir_window *find_window(const struct tn_ir_query *query, const char *name, uint32_t count)
{
	uint32_t i;

	for (i = 0; query && i < count; i++)
		if (!strcmp(query->windows[i]->name, name))
			return query->windows[i];
	return NULL;
}

static int no_window(struct tn_analysis *an, const struct tn_ir_query *query, const char *name, uint32_t at)
{
	struct tn_nearest near;
	uint32_t i;

	tn__nearest_begin(&near, name);
	for (i = 0; query && i < query->window_count; i++)
		tn__nearest_try(&near, query->windows[i]->name);
	return tn__analysis_fail(
		an, at, TN_E_NO_OBJECT, tn__nearest_hint(an, &near), "no window \"%s\" before this", name);
}

/* (base ORDER BY ...): what may be added. */
static int check_base(struct tn_analysis *an, const struct tn_ir_query *query, const struct tn_ir_window *w,
	uint32_t before)
{
	const struct tn_ir_window *base, *root;
	unsigned steps = 0;

	if (!w->base)
		return TN_OK;
	base = find_window(query, w->base, before);
	if (!base)
		return no_window(an, query, w->base, w->at);
	if (w->partition_count)
		return tn__analysis_fail(an, w->at, TN_E_SYNTAX, NULL,
			"PARTITION BY cannot be added to the window \"%s\"", w->base);
	if (base->frame)
		return tn__analysis_fail(an, w->at, TN_E_SYNTAX, "write OVER name, without parentheses",
			"the window \"%s\" has a frame and cannot be extended", w->base);
	for (root = base; root && w->order_count;
		root = root->base ? find_window(query, root->base, before) : NULL) {
		if (root->order_count)
			return tn__analysis_fail(an, w->at, TN_E_SYNTAX, NULL,
				"ORDER BY cannot be added to the window \"%s\", which has one", w->base);
		if (++steps > query->window_count)
			break;
	}
	return TN_OK;
}

/* The ORDER BY that a window has, its own or that of a window below it. */
static const struct tn_ir_order *order_of(
	const struct tn_ir_query *query, const struct tn_ir_window *w, uint32_t *count)
{
	unsigned steps = 0;

	while (!w->order_count && w->base && query && steps++ <= query->window_count) {
		const struct tn_ir_window *base = find_window(query, w->base, query->window_count);

		if (!base)
			break;
		w = base;
	}
	*count = w->order_count;
	return w->order;
}

static int check_bounds(struct tn_analysis *an, const struct tn_ir_window *w)
{
	const char *wrong = NULL;

	if (w->start == TN_BOUND_UNBOUNDED_FOLLOWING)
		wrong = "a frame cannot start at UNBOUNDED FOLLOWING";
	else if (w->end == TN_BOUND_UNBOUNDED_PRECEDING)
		wrong = "a frame cannot end at UNBOUNDED PRECEDING";
	else if (w->start == TN_BOUND_CURRENT && w->end == TN_BOUND_PRECEDING)
		wrong = "a frame that starts at the current row cannot end before it";
	else if (w->start == TN_BOUND_FOLLOWING &&
		(w->end == TN_BOUND_CURRENT || w->end == TN_BOUND_PRECEDING))
		wrong = "a frame that starts behind the current row must end behind it";
	return wrong ? tn__analysis_fail(an, w->at, TN_E_SYNTAX, NULL, "%s", wrong) : TN_OK;
}

static int analyse_offset(struct tn_analysis *an, struct tn_ir_window *w, struct tn_ir_expr **place,
	const struct tn_sql_type *type)
{
	struct tn_scope *none;
	struct tn_ir_expr *expr = *place;
	int rc;

	if (!expr)
		return TN_OK;
	none = tn__scope_new(an, NULL, NULL);
	if (!none)
		return TN_E_NOMEM;
	rc = tn__type_expr(an, none, place);
	if (rc >= 0 && (*place)->kind != TN_X_PARAM && (*place)->kind != TN_X_LITERAL)
		rc = tn__analysis_fail(
			an, expr->at, TN_E_SYNTAX, NULL, "the offset of a frame is a number or a parameter");
	if (rc >= 0)
		rc = tn__type_want(an, place, type, "the offset of a frame");
	if (rc >= 0 && (*place)->kind == TN_X_LITERAL && (*place)->u.literal.kind == TN_KIND_INT &&
		(*place)->u.literal.u.i < 0)
		rc = tn__analysis_fail(
			an, w->at, TN_E_DATA, NULL, "the offset of a frame must not be negative");
	return rc;
}

static int analyse_frame(struct tn_analysis *an, const struct tn_ir_query *query, struct tn_ir_window *w)
{
	struct tn_sql_type type = tn__ir_type(TN_KIND_INT, 0);
	const struct tn_ir_order *order;
	uint32_t orders;
	int rc;

	if (!w->frame)
		return TN_OK;
	rc = check_bounds(an, w);
	if (rc < 0)
		return rc;
	order = order_of(query, w, &orders);
	if (w->frame == TN_FRAME_GROUPS && !orders)
		return tn__analysis_fail(
			an, w->at, TN_E_SYNTAX, NULL, "a GROUPS frame needs ORDER BY in its window");
	if (w->frame == TN_FRAME_RANGE && (w->start_offset || w->end_offset)) {
		if (orders != 1)
			return tn__analysis_fail(an, w->at, TN_E_SYNTAX, NULL,
				"a RANGE frame with an offset needs one ORDER BY key in its window");
		type = order[0].expr->type;
		if (type.kind != TN_KIND_INT && type.kind != TN_KIND_NUMERIC && type.kind != TN_KIND_DOUBLE)
			return tn__analysis_fail(an, w->at, TN_E_UNSUPPORTED,
				"order by a number, or use ROWS",
				"a RANGE frame with an offset needs a number to order by");
	}
	rc = analyse_offset(an, w, &w->start_offset, &type);
	return rc < 0 ? rc : analyse_offset(an, w, &w->end_offset, &type);
}

static int analyse_window(
	struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_window *w, uint32_t before)
{
	unsigned allow = scope->allow;
	uint32_t i, at;
	int rc;

	rc = check_base(an, scope->query, w, before);
	/* Aggregates may stand inside a window, other window functions may not. */
	scope->allow = TN_IN_AGGREGATE;
	for (i = 0; i < w->partition_count && rc >= 0; i++) {
		at = w->partition[i]->at;
		rc = tn__type_expr(an, scope, &w->partition[i]);
		if (rc >= 0 && w->partition[i]->type.kind != TN_KIND_NULL)
			rc = tn__check_key(an, w->partition[i], &w->partition[i]->type, at, "PARTITION BY");
	}
	if (rc >= 0)
		rc = tn__scope_order(an, scope, w->order, w->order_count);
	if (rc >= 0)
		rc = analyse_frame(an, scope->query, w);
	scope->allow = allow;
	return rc;
}

int tn__scope_window(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *call)
{
	uint32_t count = scope->query ? scope->query->window_count : 0;

	if (call->u.call->over_name && !find_window(scope->query, call->u.call->over_name, count))
		return no_window(an, scope->query, call->u.call->over_name, call->at);
	return call->u.call->over ? analyse_window(an, scope, call->u.call->over, count) : TN_OK;
}

int tn__query_windows(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query)
{
	uint32_t i;
	int rc = TN_OK;

	if (query->window_count > TN_SCOPE_MAX_WINDOWS)
		return tn__analysis_fail(an, query->at, TN_E_LIMIT, NULL, "WINDOW names more than %u windows",
			TN_SCOPE_MAX_WINDOWS);
	an->clause = "WINDOW";
	for (i = 0; i < query->window_count && rc >= 0; i++) {
		if (find_window(query, query->windows[i]->name, i))
			return tn__analysis_fail(an, query->windows[i]->at, TN_E_AMBIGUOUS, NULL,
				"two windows are named \"%s\"", query->windows[i]->name);
		rc = analyse_window(an, scope, query->windows[i], i);
	}
	return rc;
}

/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_join.c - joins, from the inside out.
 *
 * ON sees the two sides of its own join and nothing else.  USING becomes ON and merges
 * its columns: found once without a qualifier, and once in *.  The merged column is
 * that of the side which cannot be missing; of a FULL JOIN it is COALESCE of both.
 * The sides that an outer join fills with NULL are marked after its own condition has
 * been analysed, which still sees their rows.
 */
#include "core/sql/scope.h"
#include <string.h>

void tn__visible_append(struct tn_visible_list *list, const struct tn_visible_list *more)
{
	if (!more->first)
		return;
	if (list->last)
		list->last->next = more->first;
	else
		list->first = more->first;
	list->last = more->last;
	list->count += more->count;
}

static void set_nullable(struct tn_scope *scope, const struct tn_join_side *side)
{
	uint32_t i;

	for (i = side->first; i < side->end; i++)
		scope->sources[i]->nullable = 1;
}

/* A table of which nothing is known has the column, if there is one on that side. */
static int take_open(struct tn_analysis *an, struct tn_scope *scope, const struct tn_join_side *side,
	const char *name, uint32_t at, struct tn_visible **out)
{
	uint32_t i;

	for (i = side->first; i < side->end && !scope->sources[i]->open; i++)
		;
	if (i == side->end)
		return tn__analysis_fail(an, at, TN_E_NO_OBJECT, NULL,
			"the column \"%s\" of USING is not on both sides", name);
	*out = tn__arena_alloc(an->arena, sizeof(**out));
	if (!*out)
		return tn__error_nomem(an->err);
	(*out)->name = name;
	(*out)->source = scope->sources[i];
	return tn__source_column(an, scope->sources[i], name, at, &(*out)->index);
}

/* Takes the one column of a name out of a side's list. */
static int take_named(struct tn_analysis *an, struct tn_scope *scope, struct tn_join_side *side,
	const char *name, uint32_t at, struct tn_visible **out)
{
	struct tn_visible **link = &side->visible.first, **found = NULL, *v, *previous = NULL, *before = NULL;
	int exact = 0, again = 0;

	for (; (v = *link); previous = v, link = &v->next) {
		int same = !strcmp(v->name, name);

		if (!same &&
			!(v->source && v->source->nocase && !exact && tn__name_same_nocase(v->name, name)))
			continue;
		again = found && exact == same;
		if (again)
			break;
		found = link;
		before = previous;
		exact = same;
	}
	if (again)
		return tn__analysis_fail(an, at, TN_E_AMBIGUOUS, "write ON instead of USING",
			"the column \"%s\" of USING is there twice on one side", name);
	if (found) {
		*out = *found;
		*found = (*found)->next;
		if (side->visible.last == *out)
			side->visible.last = before;
		side->visible.count--;
		return TN_OK;
	}
	return take_open(an, scope, side, name, at, out);
}

/* left = right, not yet analysed. */
static struct tn_ir_expr *equal(
	struct tn_analysis *an, const struct tn_visible *left, const struct tn_visible *right, uint32_t at)
{
	struct tn_ir_expr *eq = tn__arena_alloc(an->arena, sizeof(*eq));

	if (!eq || !(eq->args = tn__arena_calloc(an->arena, 2, sizeof(struct tn_ir_expr *))))
		return NULL;
	eq->kind = TN_X_OP;
	eq->sym = TN_SYM_EQ;
	eq->at = at;
	eq->arg_count = 2;
	eq->args[0] = tn__visible_expr(an, left, at);
	eq->args[1] = tn__visible_expr(an, right, at);
	return eq->args[0] && eq->args[1] ? eq : NULL;
}

static struct tn_ir_expr *conjunction(
	struct tn_analysis *an, struct tn_ir_expr **conditions, uint32_t count, uint32_t at)
{
	struct tn_ir_expr *all;

	if (count == 1)
		return conditions[0];
	all = tn__arena_alloc(an->arena, sizeof(*all));
	if (!all)
		return NULL;
	all->kind = TN_X_OP;
	all->sym = TN_SYM_AND;
	all->at = at;
	all->arg_count = count;
	all->args = conditions;
	return all;
}

/* The merged column of a USING name: the side that cannot be missing, or COALESCE of both. */
static struct tn_visible *merge(struct tn_analysis *an, uint8_t join, const char *name,
	struct tn_visible *left, struct tn_visible *right)
{
	struct tn_visible *v = tn__arena_alloc(an->arena, sizeof(*v));

	if (!v)
		return NULL;
	if (join != TN_JOIN_FULL) {
		*v = join == TN_JOIN_RIGHT ? *right : *left;
	} else {
		v->left = left;
		v->right = right;
		v->depth = 1 + (left->depth > right->depth ? left->depth : right->depth);
	}
	v->name = name;
	v->next = NULL;
	return v;
}

static int using_to_on(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from,
	struct tn_join_side *left, struct tn_join_side *right, struct tn_visible_list *merged)
{
	struct tn_ir_expr **conditions;
	struct tn_visible *l, *r, *v;
	uint32_t i;
	int rc;

	if (from->using_count > TN_SCOPE_MAX_COLUMNS)
		return tn__analysis_fail(an, from->at, TN_E_LIMIT, NULL, "USING names too many columns");
	conditions = tn__arena_calloc(an->arena, from->using_count, sizeof(struct tn_ir_expr *));
	if (!conditions)
		return tn__error_nomem(an->err);
	for (i = 0; i < from->using_count; i++) {
		rc = take_named(an, scope, left, from->using_names[i], from->at, &l);
		if (rc >= 0)
			rc = take_named(an, scope, right, from->using_names[i], from->at, &r);
		if (rc < 0)
			return rc;
		conditions[i] = equal(an, l, r, from->at);
		v = merge(an, from->join, from->using_names[i], l, r);
		if (!conditions[i] || !v)
			return tn__error_nomem(an->err);
		tn__visible_append(merged, &(struct tn_visible_list){v, v, 1});
	}
	from->on = conjunction(an, conditions, from->using_count, from->at);
	from->using_names = NULL;
	from->using_count = 0;
	return from->on ? TN_OK : tn__error_nomem(an->err);
}

/* The scope of ON: the sources of this join only. */
static int analyse_on(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from,
	const struct tn_join_side *both)
{
	struct tn_scope *inner = tn__scope_new(an, scope->outer, scope->query);
	int rc;

	if (!inner)
		return TN_E_NOMEM;
	inner->sources = scope->sources + both->first;
	inner->names->sources = scope->names->sources + both->first;
	inner->source_count = inner->source_cap = both->end - both->first;
	inner->names->visible = both->visible;
	rc = tn__type_condition(an, inner, &from->on, "ON");
	scope->correlated |= inner->correlated;
	return rc;
}

static int join_sides(
	struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from, struct tn_join_side *out)
{
	struct tn_join_side right;
	struct tn_visible_list merged = {0};
	int rc;

	/* out begins as the left side, and becomes both. */
	rc = tn__join_analyse(an, scope, from->left, out);
	right.first = out->end;
	if (rc >= 0)
		rc = tn__join_analyse(an, scope, from->right, &right);
	if (rc >= 0 && from->using_count)
		rc = using_to_on(an, scope, from, out, &right, &merged);
	if (rc < 0)
		return rc;
	struct tn_join_side left = *out;

	tn__visible_append(&merged, &left.visible);
	tn__visible_append(&merged, &right.visible);
	out->visible = merged;
	out->end = right.end;
	if (!from->on && from->join != TN_JOIN_CROSS)
		return tn__analysis_fail(an, from->at, TN_E_SYNTAX, "write ON, USING, or CROSS JOIN",
			"the join has no condition");
	if (from->on && (rc = analyse_on(an, scope, from, out)) < 0)
		return rc;
	if (from->join == TN_JOIN_LEFT || from->join == TN_JOIN_FULL)
		set_nullable(scope, &right);
	if (from->join == TN_JOIN_RIGHT || from->join == TN_JOIN_FULL)
		set_nullable(scope, &left);
	return TN_OK;
}

int tn__join_analyse(
	struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_from *from, struct tn_join_side *out)
{
	int rc;

	memset(&out->visible, 0, sizeof(out->visible));
	if (from->kind != TN_FROM_JOIN) {
		out->end = out->first + 1;
		return tn__scope_show(an, scope, out->first, &out->visible);
	}
	rc = tn__analysis_deeper(an, from->at);
	if (rc < 0)
		return rc;
	rc = join_sides(an, scope, from, out);
	an->depth--;
	return rc;
}

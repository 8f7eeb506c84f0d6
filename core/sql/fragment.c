/* SPDX-License-Identifier: MIT */
/*
 * core/sql/fragment.c - parts of statements, parsed by themselves.
 *
 * A fragment is put into the smallest statement that can hold it and taken out of the
 * tree again.  Whatever else the tree then has came from the fragment, which has
 * reached beyond itself: "1 FROM secrets" is no expression.
 *
 * Invariants:
 *  1. What is taken out is one whole part; nothing of the text is lost.
 *  2. Parameters are "?"; they are numbered on from those that are there.
 */
#include <string.h>
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sql/builder.h"

/* An error about the fragment, not about the text around it. */
static void in_fragment(tn_error *e, const char *sql, size_t prefix)
{
	size_t position = tn_error_position(e);

	if (position)
		tn__error_set_sql(e, sql, strlen(sql), position > prefix ? position - prefix : 1);
}

/* The tree of prefix and fragment. */
static int parse(struct tn_arena *a, const char *prefix, const char *sql, struct tn_ir_stmt **out, tn_error **err)
{
	struct tn_text text;
	int rc;

	if (!sql)
		return tn__error_set(err, TN_E_PARAM, "a fragment is NULL");
	tn__text_init(&text);
	tn__text_puts(&text, prefix);
	tn__text_puts(&text, sql);
	rc = text.failed ? tn__error_nomem(err) : tn__sql_parse(a, text.s, text.len, out, err);
	tn__text_release(&text);
	if (rc && err)
		in_fragment(*err, sql, strlen(prefix));
	if (!rc && (*out)->arg_names && (*out)->arg_count)
		rc = tn__error_set(err, TN_E_PARAM, "a fragment has ':%s'; fragments take '?'", (*out)->arg_names[0]);
	return rc;
}

/* No clauses but FROM and WHERE. */
static int bare(const struct tn_ir_query *q)
{
	return q->kind == TN_QUERY_SELECT && !q->with && !q->distinct && !q->group_count && !q->having &&
	       !q->window_count && !q->order_count && !q->limit && !q->offset && !q->lock;
}

static int not_one(const char *what, const char *sql, tn_error **err)
{
	int rc = tn__error_set(err, TN_E_SYNTAX, "the fragment is not one %s", what);

	if (err)
		tn__error_set_sql(*err, sql, strlen(sql), 1);
	return rc;
}

static int shift_param(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	if ((*place)->kind == TN_X_PARAM)
		(*place)->u.param += *(const uint32_t *)v->ctx;
	return TN_OK;
}

/* Behind WHERE nothing goes with an expression: no alias, no second one, no DISTINCT. */
int tn__fragment_expr(struct tn_arena *a, const char *sql, uint32_t base, struct tn_ir_expr **out, uint32_t *params,
		      tn_error **err)
{
	struct tn_ir_visitor v = {.expr = shift_param, .ctx = &base};
	struct tn_ir_stmt *stmt = NULL;
	struct tn_ir_query *q;
	int rc = parse(a, "SELECT 0 WHERE ", sql, &stmt, err);

	if (rc)
		return rc;
	q = stmt->kind == TN_IR_QUERY ? stmt->u.query : NULL;
	if (!q || !bare(q) || q->from_count || q->item_count != 1 || !q->where)
		return not_one("expression", sql, err);
	*params = stmt->arg_count;
	*out = q->where;
	if (tn__ir_visit_expr(out, &v) < 0)
		return tn__error_set(err, TN_E_LIMIT, "the fragment is nested too deep");
	return TN_OK;
}

int tn__fragment_join(struct tn_arena *a, const char *sql, struct tn_ir_from *left, struct tn_ir_from **out,
		      tn_error **err)
{
	static const char what[] = "join without parameters";
	struct tn_ir_stmt *stmt = NULL;
	struct tn_ir_query *q;
	struct tn_ir_from *leaf;
	int rc = parse(a, "SELECT * FROM tn_left ", sql, &stmt, err);

	if (rc)
		return rc;
	q = stmt->kind == TN_IR_QUERY ? stmt->u.query : NULL;
	if (!q || !bare(q) || q->where || q->from_count != 1 || q->from[0]->kind != TN_FROM_JOIN || stmt->arg_count)
		return not_one(what, sql, err);
	for (leaf = q->from[0]; leaf->left->kind == TN_FROM_JOIN; leaf = leaf->left)
		;
	/* ".t JOIN" and "t JOIN" would have made another table of it. */
	if (leaf->left->kind != TN_FROM_TABLE || leaf->left->schema || leaf->left->alias)
		return not_one(what, sql, err);
	leaf->left = left;
	*out = q->from[0];
	return TN_OK;
}

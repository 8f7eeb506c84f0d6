/* SPDX-License-Identifier: MIT */
/*
 * core/sql/analyse_set.c - VALUES, UNION, INTERSECT, EXCEPT, and outputs of one type.
 *
 * The columns of the operands get one type.  A conversion is pushed down into the
 * select lists, which keeps the text short: INTEGER to NUMERIC and DATE to TIMESTAMP
 * keep different values different, so it makes no difference whether rows are compared
 * before or after it.  Not so to DOUBLE: an operand that compares rows itself (a set
 * operation without ALL, DISTINCT, grouping) is wrapped into a derived table then,
 * and the conversion stands outside.
 *
 * A chain a UNION b UNION c hangs on the left; it is walked in a loop, so that its
 * length is not a depth.
 */
#include "core/sql/scope.h"
#include "core/sql/type_parts.h"
#include <string.h>

/* ---- types of outputs ----------------------------------------------------------- */

static int is_set(const struct tn_ir_query *query)
{
	return query->kind != TN_QUERY_SELECT && query->kind != TN_QUERY_VALUES;
}

static int settle_place(struct tn_analysis *an, struct tn_ir_expr **place, const char *name)
{
	const struct tn_sql_type text = tn__ir_type(TN_KIND_TEXT, 0);

	/* A bare NULL is the same in every type. */
	if ((*place)->kind == TN_X_LITERAL && (*place)->u.literal.kind == TN_KIND_NULL)
		return tn__type_want(an, place, &text, name);
	return tn__type_settle(an, place, name);
}

/* Output i has no kind: what decides is the first operand, the first row. */
static int settle_output(struct tn_analysis *an, struct tn_ir_query *query, uint32_t i)
{
	struct tn_ir_output *output = &query->outputs[i];
	struct tn_ir_query *first;
	struct tn_ir_expr **place;
	int rc;

	for (first = query; is_set(first); first = first->left)
		;
	place = first->kind == TN_QUERY_SELECT ? &first->items[i].expr : &first->values[i];
	rc = settle_place(an, place, output->name);
	if (rc < 0)
		return rc;
	output->type = (*place)->type;
	if (is_set(query) || query->kind == TN_QUERY_VALUES) {
		output->type.flags &= (uint8_t) ~(TN_TYPEF_CONSTANT | TN_TYPEF_NOT_NULL);
		rc = tn__type_query_output(an, query, i, &output->type, output->name);
	}
	return rc;
}

int tn__query_settle(struct tn_analysis *an, struct tn_ir_query *query)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < query->output_count && rc >= 0; i++)
		if (query->outputs[i].type.kind == TN_KIND_NULL)
			rc = settle_output(an, query, i);
	return rc;
}

/* Does the query compare its rows with each other, so that it matters when they are converted? */
static int compares_rows(const struct tn_ir_query *query)
{
	for (; is_set(query); query = query->left)
		if (!(query->kind == TN_QUERY_UNION && query->all) || query->order_count)
			return 1;
	return query->distinct || query->group_count || query->order_count;
}

static int loses_digits(const struct tn_sql_type *from, const struct tn_sql_type *to)
{
	return to->kind == TN_KIND_DOUBLE && (from->kind == TN_KIND_INT || from->kind == TN_KIND_NUMERIC);
}

static void move_sources(struct tn_ir_from *from, struct tn_ir_query *owner)
{
	for (; from; from = from->left) {
		if (from->source)
			from->source->owner = owner;
		if (from->kind != TN_FROM_JOIN)
			return;
		move_sources(from->right, owner);
	}
}

/* SELECT every column FROM (query): in place, so that whoever points to the query points to the new one. */
static int wrap(struct tn_analysis *an, struct tn_ir_query *query)
{
	struct tn_ir_query *inner = tn__arena_alloc(an->arena, sizeof(*inner));
	struct tn_ir_from *from = tn__arena_alloc(an->arena, sizeof(*from));
	struct tn_ir_source *source = tn__arena_alloc(an->arena, sizeof(*source));
	const char *const *names;
	uint32_t i, n = query->output_count;
	int rc;

	if (!inner || !from || !source)
		return tn__error_nomem(an->err);
	*inner = *query;
	memset(query, 0, sizeof(*query));
	query->kind = TN_QUERY_SELECT;
	query->at = inner->at;
	query->items = tn__arena_calloc(an->arena, n, sizeof(*query->items));
	query->outputs = tn__arena_calloc(an->arena, n, sizeof(*query->outputs));
	query->from = tn__arena_alloc(an->arena, sizeof(struct tn_ir_from *));
	if (!query->items || !query->outputs || !query->from)
		return tn__error_nomem(an->err);
	if (inner->from_count)
		move_sources(inner->from[0], inner);
	rc = tn__query_columns(an, inner, NULL, 0, "", inner->at, &names, &source->columns);
	if (rc < 0)
		return rc;
	source->kind = TN_SOURCE_QUERY;
	source->query = inner;
	source->column_count = n;
	source->owner = query;
	source->alias = tn__fresh_alias(an);
	from->kind = TN_FROM_QUERY;
	from->at = inner->at;
	from->query = inner;
	from->source = source;
	from->alias = source->alias;
	query->from[0] = from;
	query->from_count = 1;
	query->item_count = query->output_count = n;
	for (i = 0; i < n; i++) {
		query->items[i].expr = tn__ir_column_ref(an->arena, source, i);
		if (!query->items[i].expr || !source->alias)
			return tn__error_nomem(an->err);
		query->items[i].expr->at = inner->at;
		query->items[i].expr->type = tn__source_type(source, i);
		query->items[i].alias = query->outputs[i].name = names[i];
		query->outputs[i].type = query->items[i].expr->type;
	}
	return TN_OK;
}

int tn__query_convert(struct tn_analysis *an, struct tn_ir_query *query, uint32_t i,
	const struct tn_sql_type *type, const char *what)
{
	int rc = TN_OK;

	if (loses_digits(&query->outputs[i].type, type) && compares_rows(query))
		rc = wrap(an, query);
	return rc < 0 ? rc : tn__type_query_output(an, query, i, type, what);
}

static int wrap_output(struct tn_analysis *an, struct tn_ir_query *query, uint32_t i, enum tn_op op,
	const struct tn_sql_type *type)
{
	uint32_t row;
	int rc = TN_OK;

	if (query->kind == TN_QUERY_SELECT)
		return i >= query->item_count || query->items[i].expr->kind == TN_X_STAR ? TN_OK
			: tn__type_wrap(an, &query->items[i].expr, op, type, TN_XF_IMPLICIT);
	for (row = 0; query->kind == TN_QUERY_VALUES && row < query->row_count && rc >= 0; row++)
		rc = tn__type_wrap(
			an, &query->values[(size_t)row * query->width + i], op, type, TN_XF_IMPLICIT);
	for (; is_set(query) && rc >= 0; query = query->left)
		rc = wrap_output(an, query->right, i, op, type);
	return rc;
}

int tn__query_wrap_output(struct tn_analysis *an, struct tn_ir_query *query, uint32_t i, enum tn_op op,
	const struct tn_sql_type *type)
{
	int rc = compares_rows(query) ? wrap(an, query) : TN_OK;

	return rc < 0 ? rc : wrap_output(an, query, i, op, type);
}

/* ---- set operations --------------------------------------------------------------- */

static const char *word(const struct tn_ir_query *query)
{
	return query->kind == TN_QUERY_UNION        ? "UNION"
		: query->kind == TN_QUERY_INTERSECT ? "INTERSECT"
						    : "EXCEPT";
}

static int mismatch(struct tn_analysis *an, const struct tn_ir_query *query, uint32_t i,
	const struct tn_sql_type *a, const struct tn_sql_type *b)
{
	return tn__analysis_fail(an, query->right->at, TN_E_TYPE, "CAST one of them to the type of the other",
		"column %u of %s is %s on the one side and %s on the other", i + 1, word(query),
		tn__type_words(an->arena, a), tn__type_words(an->arena, b));
}

/* The type of each output of one operation from those of its operands, which are not yet converted. */
static int common_types(struct tn_analysis *an, struct tn_ir_query *query)
{
	const struct tn_ir_query *left = query->left, *right = query->right;
	uint32_t i, n = left->output_count;

	if (tn__query_open(left) || tn__query_open(right)) {
		query->outputs = left->outputs;
		query->output_count = n;
		return TN_OK;
	}
	if (n != right->output_count)
		return tn__analysis_fail(an, right->at, TN_E_SYNTAX, NULL,
			"the two sides of %s have %u and %u columns", word(query), n, right->output_count);
	query->outputs = tn__arena_calloc(an->arena, n ? n : 1, sizeof(*query->outputs));
	if (!query->outputs)
		return tn__error_nomem(an->err);
	query->output_count = n;
	for (i = 0; i < n; i++) {
		const struct tn_sql_type *a = &left->outputs[i].type, *b = &right->outputs[i].type;
		struct tn_sql_type *type = &query->outputs[i].type;

		query->outputs[i].name = left->outputs[i].name;
		if (tn__type_common(a, b, type) < 0)
			return mismatch(an, query, i, a, b);
		type->flags &= (uint8_t) ~(TN_TYPEF_CONSTANT | TN_TYPEF_COLUMN | TN_TYPEF_NOT_NULL);
		type->flags |= (a->flags | b->flags) & TN_TYPEF_FOREIGN_COLLATION;
		if (query->kind == TN_QUERY_UNION)
			type->flags |= a->flags & b->flags & TN_TYPEF_NOT_NULL;
		else
			type->flags |= a->flags & TN_TYPEF_NOT_NULL;
		if (query->kind == TN_QUERY_INTERSECT)
			type->flags |= b->flags & TN_TYPEF_NOT_NULL;
	}
	return TN_OK;
}

static int convert_operand(struct tn_analysis *an, const struct tn_ir_query *set, struct tn_ir_query *operand)
{
	uint32_t i;
	int rc = TN_OK;

	for (i = 0; i < set->output_count && rc >= 0; i++) {
		const struct tn_sql_type *have = &operand->outputs[i].type, *want = &set->outputs[i].type;

		if (have->kind == want->kind && have->precision == want->precision &&
			have->scale == want->scale)
			continue;
		rc = tn__query_convert(an, operand, i, want, word(set));
	}
	return rc;
}

/* Would the conversion of the left side to the type of the whole join values that it compares as different? */
static int must_wrap(const struct tn_ir_query *set)
{
	uint32_t i;

	if (!compares_rows(set->left))
		return 0;
	for (i = 0; i < set->output_count; i++)
		if (loses_digits(&set->left->outputs[i].type, &set->outputs[i].type))
			return 1;
	return 0;
}

/* The type of the whole becomes that of the parts, from the outside in.  One wrap is enough for a column. */
static int push_down(struct tn_analysis *an, struct tn_ir_query *set)
{
	struct tn_sql_type flags;
	uint32_t i;
	int rc;

	for (;; set = set->left) {
		if (tn__query_open(set->left) || tn__query_open(set->right))
			return TN_OK;
		rc = convert_operand(an, set, set->right);
		if (rc < 0)
			return rc;
		if (is_set(set->left) && must_wrap(set) && (rc = push_down(an, set->left)) < 0)
			return rc;
		if (!is_set(set->left) || must_wrap(set))
			return convert_operand(an, set, set->left);
		for (i = 0; i < set->output_count; i++) {
			flags = set->left->outputs[i].type;
			set->left->outputs[i].type = set->outputs[i].type;
			set->left->outputs[i].type.flags = flags.flags;
		}
	}
}

static int check_comparable(struct tn_analysis *an, const struct tn_ir_query *set)
{
	uint32_t i;
	int rc = TN_OK;

	if (set->kind == TN_QUERY_UNION && set->all)
		return TN_OK;
	for (i = 0; i < set->output_count && rc >= 0; i++)
		rc = tn__check_key(an, NULL, &set->outputs[i].type, set->at, word(set));
	return rc;
}

int tn__set_outputs(struct tn_analysis *an, struct tn_ir_query *query)
{
	int rc = common_types(an, query);

	if (rc >= 0)
		rc = push_down(an, query);
	return rc < 0 ? rc : check_comparable(an, query);
}

/* An operand in parentheses with clauses of its own is a query for itself. */
static int continues(const struct tn_ir_query *query)
{
	return is_set(query) && !query->with && !query->order_count && !query->limit && !query->offset &&
		!query->lock;
}

static int operand(struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_query *query)
{
	int rc = tn__analyse_query(an, outer, query);

	if (rc >= 0)
		rc = tn__order_outside(an, query, "an operand of UNION, INTERSECT or EXCEPT");
	if (rc >= 0 && query->lock)
		rc = tn__analysis_fail(an, query->at, TN_E_SYNTAX, "lock the rows in a SELECT of their table",
			"FOR UPDATE and FOR SHARE are not for UNION, INTERSECT and EXCEPT");
	return rc;
}

int tn__query_set(struct tn_analysis *an, struct tn_scope *outer, struct tn_ir_query *query)
{
	struct tn_ir_query **chain, *q;
	uint32_t n = 1, i;
	int rc;

	for (q = query; continues(q->left); q = q->left)
		n++;
	chain = tn__arena_calloc(an->arena, n, sizeof(struct tn_ir_query *));
	if (!chain)
		return tn__error_nomem(an->err);
	for (q = query, i = n; i > 0; q = q->left)
		chain[--i] = q;
	rc = operand(an, outer, chain[0]->left);
	for (i = 0; i < n && rc >= 0; i++) {
		rc = operand(an, outer, chain[i]->right);
		if (rc >= 0)
			rc = common_types(an, chain[i]);
		if (rc >= 0)
			rc = check_comparable(an, chain[i]);
	}
	return rc < 0 ? rc : push_down(an, query);
}

/* ---- VALUES -------------------------------------------------------------------------- */

static int unify_column(
	struct tn_analysis *an, struct tn_ir_query *query, uint32_t i, struct tn_ir_expr ***places)
{
	struct tn_ir_output *output = &query->outputs[i];
	uint32_t row;
	uint8_t flags = 0xff;
	int rc;

	for (row = 0; row < query->row_count; row++)
		places[row] = &query->values[(size_t)row * query->width + i];
	rc = tn__type_unify(an, places, query->row_count, &output->type, "VALUES");
	if (rc < 0)
		return rc;
	for (row = 0; row < query->row_count; row++)
		flags &= (*places[row])->type.flags;
	output->type.flags &= (uint8_t) ~(TN_TYPEF_CONSTANT | TN_TYPEF_COLUMN | TN_TYPEF_NOT_NULL);
	output->type.flags |= flags & TN_TYPEF_NOT_NULL;
	return TN_OK;
}

int tn__query_values(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_query *query)
{
	struct tn_ir_expr ***places = tn__arena_calloc(an->arena, query->row_count, sizeof(*places));
	size_t i, n = (size_t)query->row_count * query->width;
	int rc = TN_OK;

	if (query->width > TN_SCOPE_MAX_COLUMNS)
		return tn__analysis_fail(an, query->at, TN_E_LIMIT, NULL, "VALUES has more than %u columns",
			TN_SCOPE_MAX_COLUMNS);
	query->outputs = tn__arena_calloc(an->arena, query->width, sizeof(*query->outputs));
	if (!places || !query->outputs)
		return tn__error_nomem(an->err);
	query->output_count = query->width;
	an->clause = "VALUES";
	for (i = 0; i < n && rc >= 0; i++)
		rc = tn__type_expr(an, scope, &query->values[i]);
	for (i = 0; i < query->width && rc >= 0; i++) {
		query->outputs[i].name = tn__analysis_text(an, "column%u", (unsigned)i + 1);
		rc = query->outputs[i].name ? unify_column(an, query, (uint32_t)i, places)
					    : tn__error_nomem(an->err);
	}
	return rc;
}

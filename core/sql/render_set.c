/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_set.c - UNION, INTERSECT and EXCEPT.
 *
 * An operand stands as it is where every server reads it alike: a SELECT or
 * VALUES without clauses at its end, and a set operation to the left that binds
 * at least as strongly.  Another goes into parentheses, or, where the server takes
 * none (and for WITH, which not all take inside them), into a derived table.
 *
 * Invariants:
 *  1. The tree decides the order of evaluation, never the server's precedences.
 *  2. The columns have the names of the leftmost operand.
 *  3. A set operation in parentheses has names of its own, c1, c2 ...: a server that makes
 *     a derived table of it would take texts that may be equal.
 */
#include "core/sql/render.h"

static int has_ends(const struct tn_ir_query *q)
{
	return q->with || q->order_count || q->limit || q->offset || q->lock;
}

/* 1 if the operand needs nothing around it. */
static int stands_bare(const struct tn_render *r, const struct tn_ir_query *parent,
	const struct tn_ir_query *q, const struct tn_render_names *names)
{
	int left = q == parent->left;

	if (has_ends(q))
		return 0;
	/* Where such an operand takes no parentheses, what sorts the whole makes HAVING alone an error in it. */
	if (q->kind == TN_QUERY_SELECT)
		return !q->having || q->group_count || r->portable ||
			!(r->dialect->syntax.flags & TN_SYNTAX_BARE_OPERANDS);
	if (q->kind == TN_QUERY_VALUES && tn__render_selects_values(r, q) &&
		!(left && parent->kind == TN_QUERY_UNION))
		return 0;
	/* What takes no parentheses takes no ORDER BY behind VALUES either. */
	if (q->kind == TN_QUERY_VALUES && !left && has_ends(parent) && !r->portable &&
		r->dialect->syntax.flags & TN_SYNTAX_BARE_OPERANDS)
		return 0;
	if (q->kind == TN_QUERY_VALUES)
		return r->portable || !names || names->silent;
	if (!left)
		return 0;
	return r->dialect->syntax.flags & TN_SYNTAX_BARE_OPERANDS || parent->kind != TN_QUERY_INTERSECT ||
		q->kind == TN_QUERY_INTERSECT;
}

/* SELECT c1 AS name, ... FROM (operand) AS alias */
static void derived(struct tn_render *r, const struct tn_ir_query *q, const struct tn_render_names *names)
{
	struct tn_render_names inner = {
		.first_term = names && names->first_term, .canon = names && names->canon};
	char quote = r->dialect->quote;
	uint32_t i;

	if (names && !names->silent) {
		for (i = 0; i < q->output_count; i++) {
			tn__text_printf(
				r->out, "%s%cc%u%c", i ? ", " : "SELECT ", quote, (unsigned)i + 1, quote);
			tn__render_output_name(r, names, i);
		}
		tn__render_puts(r, " FROM (");
	} else {
		tn__render_puts(r, "SELECT * FROM (");
	}
	tn__render_query(r, q, &inner);
	tn__text_printf(r->out, ") AS %ctn_q%u%c", quote, ++r->names, quote);
}

static void operand(struct tn_render *r, const struct tn_ir_query *parent, const struct tn_ir_query *q,
	const struct tn_render_names *names)
{
	struct tn_render_names named = names ? *names : (struct tn_render_names){.silent = 1};

	if (stands_bare(r, parent, q, names)) {
		tn__render_query(r, q, names);
	} else if (!r->portable &&
		(r->dialect->syntax.flags & TN_SYNTAX_BARE_OPERANDS || q->with ||
			(q->kind == TN_QUERY_VALUES && names && !names->silent))) {
		derived(r, q, names);
	} else {
		if (names && names->silent && q->kind > TN_QUERY_VALUES)
			named.silent = 0;
		tn__text_putc(r->out, '(');
		tn__render_query(r, q, r->portable ? NULL : &named);
		tn__text_putc(r->out, ')');
	}
}

void tn__render_set(struct tn_render *r, const struct tn_ir_query *query, const struct tn_render_names *names)
{
	static const char *const words[] = {[TN_QUERY_UNION] = " UNION ",
		[TN_QUERY_INTERSECT] = " INTERSECT ",
		[TN_QUERY_EXCEPT] = " EXCEPT "};
	struct tn_render_names left = {.silent = 1}, right = {.silent = 1};

	if (names)
		left = *names;
	/* All members of a chain are compared if those of one of its operations are, or sorted. */
	right.canon = left.canon |= !query->all || query->order_count;
	operand(r, query, query->left, r->portable ? NULL : &left);
	tn__render_puts(r, words[query->kind]);
	tn__render_puts(r, query->all ? "ALL " : "");
	operand(r, query, query->right, r->portable ? NULL : &right);
}

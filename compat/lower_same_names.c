/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_same_names.c - output columns of one name.
 *
 * The problem: SELECT min(a), min(b) FROM t GROUP BY c ORDER BY 1, 2.  Both columns are
 * named min, and a server that takes columns for equal by their names sorts by the first
 * alone.
 * Who lacks it: MySQL's family, of subqueries, and MariaDB of aggregates and window
 * functions too: the second key of ORDER BY or GROUP BY is dropped, and DISTINCT loses rows.
 * Where a column has no name, its text is one, cut off after 256 bytes.
 * What is done: the second of a name and the later ones get names that nobody has; columns
 * of subqueries have names, too.
 * What is preserved: all; the names of a result's columns come from the statement, not
 * from the server.
 * What is weaker: nothing.
 * When it refuses: never.
 *
 * Invariants:
 *  1. Names that differ in case alone are one name here, and bytes beyond ASCII are all
 *     alike: a name too many is changed rather than one too few.
 *  2. The time is linear in the number of columns.
 */
#include <string.h>
#include "compat/pass.h"

/* Names seen so far, by a hash: slots is a power of two, more than twice the names. */
struct names {
	const char **slot;
	uint32_t slots;
};

/* A letter as it counts. */
static unsigned char plain(char c)
{
	unsigned char u = (unsigned char)c;

	return (unsigned char)(u >= 'A' && u <= 'Z' ? u + ('a' - 'A') : u >= 0x80 ? 0x80 : u);
}

static uint32_t hash_of(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s; s++)
		h = (h ^ plain(*s)) * 16777619u;
	return h ^ h >> 15;
}

static int is_same(const char *a, const char *b)
{
	while (*a && plain(*a) == plain(*b))
		a++, b++;
	return plain(*a) == plain(*b);
}

/* 1 if the name was there already. */
static int add_name(struct names *n, const char *name)
{
	uint32_t i = hash_of(name) & (n->slots - 1);

	for (; n->slot[i]; i = (i + 1) & (n->slots - 1))
		if (is_same(n->slot[i], name))
			return 1;
	n->slot[i] = name;
	return 0;
}

static int rename_output(struct tn_lowering *l, struct tn_ir_query *q, uint32_t i)
{
	const char *name = tn__lower_alias(l);

	if (!name)
		return TN_E_NOMEM;
	q->outputs[i].name = name;
	if (q->kind == TN_QUERY_SELECT && i < q->item_count)
		q->items[i].alias = name;
	return TN_OK;
}

static int rename_outputs(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct tn_lowering *l = v->ctx;
	struct names seen = {.slots = 8};
	uint32_t i;
	int rc = TN_OK;

	if (!tn__lower_tells_names(q))
		return TN_OK;
	q->named = q->kind == TN_QUERY_SELECT;
	while (seen.slots / 2 <= q->output_count)
		seen.slots *= 2;
	seen.slot = tn__arena_calloc(l->arena, seen.slots, sizeof(*seen.slot));
	if (!seen.slot)
		return tn__lower_nomem(l);
	for (i = 0; rc >= 0 && i < q->output_count; i++)
		if (q->outputs[i].name && add_name(&seen, q->outputs[i].name))
			rc = rename_output(l, q, i);
	return rc;
}

int tn__lower_tells_names(const struct tn_ir_query *q)
{
	/* Columns of a set operation give their names to its first operand, which may be DISTINCT. */
	return q->output_count > 1 &&
		(q->distinct || q->group_count || q->order_count || q->kind > TN_QUERY_VALUES);
}

int tn__pass_same_names(struct tn_lowering *l)
{
	struct tn_ir_visitor v = {.query = rename_outputs, .ctx = l};

	/* The names of a view's columns are the view's. */
	if (l->intent->kind == TN_IR_CREATE_VIEW || tn__can(l, TN_CAP_SAME_NAMES))
		return TN_OK;
	return tn__lower_tree(l) ? tn__lower_visit(l, &v) : TN_E_NOMEM;
}

/* SPDX-License-Identifier: MIT */
/*
 * tests/fuzzsql/fuzz_shrink.c - the smallest statement that is still wrong.
 *
 * Tries, for every node: to leave a clause out, to drop a member of a list, to put a
 * part of the same type in the place of the whole, to put a literal there.  A change
 * that makes the statement invalid makes it invalid everywhere, so it is not wrong, and
 * is taken back: nothing here knows SQL.
 */
#include <string.h>
#include "tests/fuzzsql/fuzz.h"

struct shrink {
	struct fuzz_run *run;
	struct fuzz_case *c;
	char signature[256]; /* how the finding ended on each server */
	unsigned left; /* runs that may still be made */
	int progress;
};

static int still_wrong(struct shrink *s)
{
	if (!s->left)
		return 0;
	s->left--;
	return fuzz_check(s->run, s->c, 0) && !strcmp(s->run->signature, s->signature);
}

/* Keeps the change of a node, or takes it back. */
static int try_as(struct shrink *s, struct fuzz_node *node, struct fuzz_node changed)
{
	struct fuzz_node old = *node;

	*node = changed;
	if (still_wrong(s)) {
		s->progress = 1;
		return 1;
	}
	*node = old;
	return 0;
}

static int try_parts(struct shrink *s, struct fuzz_node *node, const struct fuzz_node *below)
{
	unsigned i;

	for (i = 0; i < below->count; i++) {
		const struct fuzz_node *part = below->args[i];

		if (part->kind == node->kind && part != node && try_as(s, node, *part))
			return 1;
		if (part->kind != node->kind && try_parts(s, node, part))
			return 1;
	}
	return 0;
}

static void drop_members(struct shrink *s, struct fuzz_node *list)
{
	unsigned i;

	for (i = list->count; i-- > 0 && list->count > 1;) {
		struct fuzz_node changed = {.kind = list->kind, .text = list->text};
		unsigned k;

		for (k = 0; k < list->count; k++)
			if (k != i)
				fuzz_add(s->run->fuzz, &changed, list->args[k]);
		try_as(s, list, changed);
	}
}

static void shrink_node(struct shrink *s, struct fuzz_node *node)
{
	static const char letters[] = "bindtyDTszu";
	unsigned i;

	if (node->kind == FUZZ_LIST)
		drop_members(s, node);
	else if (node->kind == FUZZ_CLAUSE || node->kind == FUZZ_ORDER) {
		if (*node->text && try_as(s, node, (struct fuzz_node){.kind = FUZZ_CLAUSE, .text = ""}))
			return;
	} else if (node->kind != FUZZ_FIXED) {
		if (node->count && strchr(letters, node->kind) &&
		    try_as(s, node, *fuzz_literal(s->run->fuzz, node->kind)))
			return;
		while (node->count && try_parts(s, node, node))
			;
	}
	for (i = node->kind == FUZZ_ORDER; i < node->count && s->left; i++)
		shrink_node(s, node->args[i]);
}

void fuzz_shrink(struct fuzz_run *run, struct fuzz_case *c)
{
	struct shrink s = {run, c, "", 1500, 1};
	struct fuzz_node *roots[] = {c->query, c->items, c->from, c->condition};
	struct fuzz_tally tally = run->tally;
	int quiet = run->quiet;
	size_t i;

	run->quiet = run->shrinking = 1;
	memcpy(s.signature, run->signature, sizeof(s.signature));
	while (s.progress && s.left) {
		s.progress = 0;
		for (i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
			if (roots[i])
				shrink_node(&s, roots[i]);
	}
	run->quiet = quiet;
	run->tally = tally; /* of what was made, not of what it was made from */
}

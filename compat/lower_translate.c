/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_translate.c - TRANSLATE by replacing one character after the other.
 *
 * The problem: translate(t, 'abc', 'bc') replaces all characters at once.
 * Who lacks it: MySQL's family.
 * What is done: replace(replace(replace(t, 'c', ''), 'b', 'c'), 'a', 'b'): a character is
 * replaced before another becomes it.  Where they become each other, as in 'ab' to
 * 'ba', the first of them marks all: 'a' becomes 'a0' and 'b' 'a1', so that every 'a'
 * stands before a mark; then 'a0' becomes 'b' and at last 'a1' 'a'.
 * What is preserved: the value.
 * What is weaker: speed; the text is gone through for each character.
 * When it refuses: characters that are no literals, or more than MAX_CHARACTERS.
 */
#include <string.h>
#include "compat/pass.h"

#define MAX_CHARACTERS 40u
#define NONE UINT32_MAX

struct character {
	const char *s;
	uint32_t len;
};

struct translation {
	struct tn_lowering *l;
	struct tn_ir_expr *text;  /* as far as it is made */
	const struct tn_ir_expr *literal; /* for the type of others */
	struct character from[MAX_CHARACTERS], to[MAX_CHARACTERS]; /* len 0 in to: it goes */
	uint8_t done[MAX_CHARACTERS];
	uint32_t count;
};

static int refuse(struct tn_lowering *l, uint32_t at, const char *what)
{
	return tn__lower_refuse(l, TN_CAP_TRANSLATE, at, what, "Use replace() for each character.");
}

static int same(const struct character *a, const struct character *b)
{
	return a->len == b->len && !memcmp(a->s, b->s, a->len);
}

/* The next character of UTF-8 that the analysis has checked. */
static struct character next_of(const char **at, const char *end)
{
	struct character c = {*at, 0};

	do
		c.len++;
	while (c.s + c.len < end && ((unsigned char)c.s[c.len] & 0xC0) == 0x80);
	*at += c.len;
	return c;
}

static uint32_t find_from(const struct translation *t, const struct character *c)
{
	uint32_t i;

	for (i = 0; i < t->count; i++)
		if (same(&t->from[i], c))
			return i;
	return NONE;
}

/* 0: more than there is room for. */
static int read_pairs(struct translation *t, const tn_value *from, const tn_value *to)
{
	const char *f = from->u.s, *f_end = f + from->len, *s = to->u.s, *s_end = s + to->len;

	while (f < f_end) {
		struct character c = next_of(&f, f_end), partner = {"", 0};

		if (s < s_end)
			partner = next_of(&s, s_end);
		/* The first of several counts. */
		if (find_from(t, &c) != NONE)
			continue;
		if (t->count == MAX_CHARACTERS)
			return 0;
		t->from[t->count] = c;
		t->done[t->count] = (uint8_t)same(&c, &partner);
		t->to[t->count++] = partner;
	}
	return 1;
}

static struct tn_ir_expr *literal(struct translation *t, const char *s, size_t n)
{
	const char *copy = tn__arena_strndup(t->l->arena, s, n);

	return copy ? tn__ir_literal(t->l->arena, tn_text_n(copy, n), &t->literal->type) : NULL;
}

static int replace(struct translation *t, const char *from, size_t from_len, const char *to, size_t to_len)
{
	struct tn_ir_expr *a = literal(t, from, from_len), *b = literal(t, to, to_len);
	struct tn_ir_expr *e = a && b ? tn__ir_op(t->l->arena, TN_OP_REPLACE, 3, t->text, a, b) : NULL;

	if (!e)
		return tn__lower_nomem(t->l);
	e->at = t->text->at;
	t->text = e;
	return TN_OK;
}

/* The character that i becomes, if it is one that is still to be replaced. */
static uint32_t becomes(const struct translation *t, uint32_t i)
{
	uint32_t k = find_from(t, &t->to[i]);

	return k != NONE && !t->done[k] ? k : NONE;
}

/* The i-th sign that is none of the characters: the mark of one of them, behind the first. */
static char mark(const struct translation *t, uint32_t i)
{
	char c;

	for (c = '0'; c < '~'; c++) {
		struct character sign = {&c, 1};

		if (c != '\\' && find_from(t, &sign) == NONE && i-- == 0)
			break;
	}
	return c;
}

/* All that lead to each other, from first on. */
static int cycle(struct translation *t, uint32_t first)
{
	const struct character *f = &t->from[first];
	char marked[8];
	uint32_t i, n = 0;
	int rc = TN_OK;

	memcpy(marked, f->s, f->len);
	for (i = first; rc == TN_OK && (!n || i != first); i = find_from(t, &t->to[i])) {
		marked[f->len] = mark(t, n++);
		rc = replace(t, t->from[i].s, t->from[i].len, marked, f->len + 1u);
	}
	n = 0;
	for (i = first; rc == TN_OK && !t->done[i]; i = find_from(t, &t->to[i])) {
		marked[f->len] = mark(t, n++);
		rc = replace(t, marked, f->len + 1u, t->to[i].s, t->to[i].len);
		t->done[i] = 1;
	}
	return rc;
}

static int one(struct translation *t, uint32_t i)
{
	t->done[i] = 1;
	return replace(t, t->from[i].s, t->from[i].len, t->to[i].s, t->to[i].len);
}

static int all(struct translation *t)
{
	uint32_t i, k, step;
	int rc = TN_OK;

	for (i = 0; i < t->count && rc == TN_OK; i++) {
		/* To the end of the chain; one without an end runs into a cycle. */
		while (!t->done[i] && rc == TN_OK) {
			for (k = i, step = 0; becomes(t, k) != NONE && step < t->count; step++)
				k = becomes(t, k);
			rc = becomes(t, k) == NONE ? one(t, k) : cycle(t, k);
		}
	}
	return rc;
}

static int is_text(const struct tn_ir_expr *e)
{
	return e->kind == TN_X_LITERAL && e->u.literal.kind == TN_KIND_TEXT;
}

static int rewrite(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct tn_ir_expr *e = *place;
	struct translation t = {.l = v->ctx};
	int rc;

	if (e->op != TN_OP_TRANSLATE)
		return TN_OK;
	if (!is_text(e->args[1]) || !is_text(e->args[2]))
		return refuse(t.l, e->at, "TRANSLATE of characters that are no literals");
	t.text = e->args[0];
	t.literal = e->args[1];
	if (!read_pairs(&t, &e->args[1]->u.literal, &e->args[2]->u.literal))
		return refuse(t.l, e->at, "TRANSLATE of more than 40 characters");
	rc = all(&t);
	*place = t.text;
	return rc;
}

int tn__pass_translate(struct tn_lowering *l)
{
	struct tn_ir_visitor v = {.expr_after = rewrite, .ctx = l};

	if (tn__can(l, TN_CAP_TRANSLATE))
		return TN_OK;
	return tn__lower_tree(l) ? tn__lower_visit(l, &v) : TN_E_NOMEM;
}

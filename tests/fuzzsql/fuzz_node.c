/* SPDX-License-Identifier: MIT */
/*
 * tests/fuzzsql/fuzz_node.c - statements as trees of text.
 *
 * A node knows its type and how it is written, nothing about what it means: so that
 * making a statement smaller is the same for all of them.  Nodes may be shared, such as
 * a key of GROUP BY and the output that repeats it: who changes one changes both.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/text.h"
#include "tests/fuzzsql/fuzz.h"

/* splitmix64 */
uint64_t fuzz_number(struct fuzz *f)
{
	uint64_t z = f->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

unsigned fuzz_below(struct fuzz *f, unsigned n)
{
	return (unsigned)(fuzz_number(f) % n);
}

int fuzz_chance(struct fuzz *f, unsigned percent)
{
	return fuzz_below(f, 100) < percent;
}

void *fuzz_alloc(struct fuzz *f, size_t size)
{
	void *p = tn__arena_alloc(&f->arena, size);

	if (!p)
		abort();
	return p;
}

char *fuzz_printf(struct fuzz *f, const char *format, ...)
{
	char buf[512], *copy;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(buf, sizeof(buf), format, args);
	va_end(args);
	copy = fuzz_alloc(f, (size_t)n + 1);
	memcpy(copy, buf, (size_t)n < sizeof(buf) ? (size_t)n : sizeof(buf) - 1);
	return copy;
}

void fuzz_add(struct fuzz *f, struct fuzz_node *to, struct fuzz_node *child)
{
	struct fuzz_node **more = fuzz_alloc(f, (to->count + 1) * sizeof(struct fuzz_node *));

	if (to->count)
		memcpy(more, to->args, to->count * sizeof(*more));
	more[to->count++] = child;
	to->args = more;
}

struct fuzz_node *fuzz_node(struct fuzz *f, char kind, const char *text, unsigned count, ...)
{
	struct fuzz_node *node = fuzz_alloc(f, sizeof(*node));
	va_list args;

	node->kind = kind;
	node->text = text;
	va_start(args, count);
	while (count--)
		fuzz_add(f, node, va_arg(args, struct fuzz_node *));
	va_end(args);
	return node;
}

static void write_list(const struct fuzz_node *node, struct tn_text *out)
{
	unsigned i;

	for (i = 0; i < node->count; i++) {
		if (i)
			tn__text_puts(out, node->text);
		fuzz_write(node->args[i], out);
	}
}

/* ORDER BY 1, 2 DESC, ...: the text has a letter for the direction of each output. */
static void write_order(const struct fuzz_node *node, struct tn_text *out)
{
	static const char *const directions[] = {"", " DESC", " NULLS FIRST", " DESC NULLS LAST"};
	size_t n = strlen(node->text);
	unsigned i;

	for (i = 0; i < node->args[0]->count; i++)
		tn__text_printf(out, "%s%u%s", i ? ", " : " ORDER BY ", i + 1,
			directions[(node->text[i % n] - 'a') & 3]);
	fuzz_write(node->args[1], out);
}

void fuzz_write(const struct fuzz_node *node, struct tn_text *out)
{
	const char *at = node->text;
	unsigned next = 0;

	if (node->kind == FUZZ_LIST) {
		write_list(node, out);
		return;
	}
	if (node->kind == FUZZ_ORDER) {
		write_order(node, out);
		return;
	}
	for (; *at; at++) {
		if (*at == '@' && next < node->count)
			fuzz_write(node->args[next++], out);
		else
			tn__text_putc(out, *at);
	}
}

char *fuzz_text(struct fuzz *f, const struct fuzz_node *node)
{
	struct tn_text out;
	char *copy;

	tn__text_init(&out);
	fuzz_write(node, &out);
	copy = tn__arena_strndup(&f->arena, out.s, out.len);
	tn__text_release(&out);
	if (!copy)
		abort();
	return copy;
}

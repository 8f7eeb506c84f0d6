/* SPDX-License-Identifier: MIT */
/*
 * tests/fuzzsql/fuzz_json.c - random JSON: documents as literals, and what is made of them.
 *
 * How a server writes a document is its own affair, so one is never an output, nor a text:
 * its members that are none, its kind and its length are.
 */
#include <string.h>
#include "tests/fuzzsql/fuzz.h"

static const char *one(struct fuzz *f, const char *const *list, unsigned count)
{
	return list[fuzz_below(f, count)];
}

/* A document; inside of an SQL literal. */
static const char *document(struct fuzz *f, unsigned depth)
{
	static const char *const scalars[] = {
		"null", "true", "false", "0", "-7", "12", "1.5", "\"\"", "\"a\"", "\"one\"", "\"a b\"",
		"\"\\u00e4pple\"", "\"q\\\"uote\"", "\"line\\n\"", "\"ä\"", "\"it''s\"", "\"10\"", "9007199254740993"};
	static const char *const keys[] = {"a", "k", "b c", "ä", ""};
	static const char *const blanks[] = {"", "", " ", "\n"};
	const char *members = "";
	const char *comma, *blank, *member;
	unsigned n = fuzz_below(f, 4), first = fuzz_below(f, 5), i;
	int is_object = fuzz_chance(f, 55);

	if (depth == 0 || fuzz_chance(f, 30))
		return one(f, scalars, sizeof(scalars) / sizeof(scalars[0]));
	for (i = 0; i < n; i++) {
		comma = i ? "," : "";
		blank = one(f, blanks, 4);
		member = document(f, depth - 1);
		members = is_object ? fuzz_printf(f, "%s%s%s\"%s\":%s%s", members, comma, blank,
						  keys[(first + i) % 5], blank, member) :
			fuzz_printf(f, "%s%s%s%s", members, comma, blank, member);
	}
	return fuzz_printf(f, is_object ? "{%s}" : "[%s]", members);
}

static struct fuzz_node *literal(struct fuzz *f, unsigned depth)
{
	return fuzz_node(f, 'j', fuzz_printf(f, "CAST('%s' AS JSON)", document(f, depth)), 0);
}

struct fuzz_node *fuzz_json_literal(struct fuzz *f)
{
	return literal(f, 2);
}

/* A text that is JSON, or nearly. */
struct fuzz_node *fuzz_json_text(struct fuzz *f)
{
	static const char *const wrong[] = {"{", "[1,]", "{\"a\":}", "nul", "''", "01", "1 2", "[1", "\"a", "{a: 1}",
					    ""};

	return fuzz_node(f, 't', fuzz_printf(f, "'%s'", fuzz_chance(f, 50) ? document(f, 2) :
						one(f, wrong, sizeof(wrong) / sizeof(wrong[0]))), 0);
}

/* A member: of the kinds that documents are built of. */
static char member_letter(struct fuzz *f)
{
	return "iitbj"[fuzz_below(f, 5)];
}

static struct fuzz_node *two(struct fuzz *f, struct fuzz_scope *scope, const char *text, char a, char b, unsigned depth)
{
	const char letters[] = {a, b, '\0'};

	return fuzz_over(f, scope, 'j', text, letters, depth);
}

struct fuzz_node *fuzz_json(struct fuzz *f, struct fuzz_scope *scope, unsigned depth)
{
	struct fuzz_node *column;
	unsigned how = fuzz_below(f, depth ? 9 : 2);
	char a = member_letter(f), b = member_letter(f);

	switch (how) {
	case 0:
		column = fuzz_column(f, scope, 'j');
		return column ? column : fuzz_json_literal(f);
	case 1:
	case 2: return fuzz_json_literal(f);
	case 3: return fuzz_node(f, 'j', "(@ -> 'a')", 1, fuzz_json(f, scope, depth - 1));
	case 4: return fuzz_node(f, 'j', "(@ -> 'k')", 1, fuzz_json(f, scope, depth - 1));
	case 5: return fuzz_node(f, 'j', "(@ -> 1)", 1, fuzz_json(f, scope, depth - 1));
	case 6: return two(f, scope, "json_build_object('a', @, 'k', @)", a, b, depth - 1);
	case 7: return two(f, scope, "json_build_array(@, @)", a, b, depth - 1);
	default: return fuzz_node(f, 'j', "to_json(@)", 1, fuzz_expr(f, scope, 't', depth - 1));
	}
}

/* A document without documents in it, but under a key that is not asked for. */
static struct fuzz_node *flat(struct fuzz *f, struct fuzz_scope *scope, unsigned depth)
{
	struct fuzz_node *column = fuzz_column(f, scope, 'j');
	char a = "itb"[fuzz_below(f, 3)], b = "itb"[fuzz_below(f, 3)];

	switch (fuzz_below(f, 4)) {
	case 0: return column ? column : literal(f, 1);
	case 1: return literal(f, 1);
	case 2: return two(f, scope, "json_build_object('a', @, 'k', @)", a, b, depth);
	default: return two(f, scope, "json_build_array(@, @)", a, b, depth);
	}
}

struct fuzz_node *fuzz_json_part(struct fuzz *f, struct fuzz_scope *scope, char letter, unsigned depth)
{
	static const char *const texts[] = {"(@ ->> 'a')", "(@ ->> 'k')", "(@ ->> 0)", "(@ ->> 1)"};
	const char *text;

	if (letter == 'b')
		return fuzz_node(f, letter, "json_valid(@)", 1, fuzz_json_text(f));
	if (letter == 'i')
		return fuzz_node(f, letter, "json_array_length(@)", 1, fuzz_json(f, scope, depth));
	if (fuzz_chance(f, 30))
		return fuzz_node(f, letter, "json_typeof(@)", 1, fuzz_json(f, scope, depth));
	text = one(f, texts, 4);
	return fuzz_node(f, letter, text, 1, flat(f, scope, depth));
}

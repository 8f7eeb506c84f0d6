/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_names.c - a type by its name.
 *
 * Statements and catalogues name types in many ways; type_names.def has them all.
 * The words are read by the lexer, so blanks, comments and case do not matter.
 *
 * Invariants:
 *  1. What is read has the kind and the storage of types.def, and arguments
 *     within the range that any server could hold.
 *  2. CHAR(n) is VARCHAR(n): no server's padding is portable, so tables that are
 *     made here have none.  A flag tells that it was CHAR.
 */
#include <string.h>
#include "core/sql/parser.h"
#include "core/sql/grammar.h"

enum arguments { NONE, WIDTH, LENGTH, DECIMAL, FRACTION, FLOAT, BITS };

static const struct type_name {
	const char *words;
	uint8_t type, arguments;
	uint8_t flags;
	const char *problem, *hint;
} names[] = {
#define TN_TYPE_NAME(words, type, arguments, flags) {words, TN_TYPE_##type, arguments, flags, NULL, NULL},
#define TN_TYPE_NOT(words, problem, hint) {words, 0, NONE, 0, problem, hint},
#include "core/sql/type_names.def"
#undef TN_TYPE_NAME
#undef TN_TYPE_NOT
};

static const uint8_t kinds[TN_TYPE_COUNT] = {
#define TN_TYPE_ROW(name, number, word, kind, args) kind,
#include <tenon/types.def>
#undef TN_TYPE_ROW
};

enum { WORDS_SIZE = 64, LONGEST_TEXT = 10485760, DIGITS = 1000 };

/* A type's name as read: its words, and what stood between parentheses. */
struct reading {
	char words[WORDS_SIZE];
	size_t used;
	unsigned args;
	uint32_t arg[2];
	int has_list; /* of strings, or of more than two numbers */
	int is_max;   /* (MAX) */
	int is_unsigned;
};

static int add_word(struct reading *r, const char *s, size_t n)
{
	size_t i, blank = r->used > 0;

	if (r->used + blank + n >= WORDS_SIZE)
		return 0;
	if (blank)
		r->words[r->used++] = ' ';
	for (i = 0; i < n; i++)
		r->words[r->used++] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] - 'A' + 'a') : s[i];
	r->words[r->used] = '\0';
	return 1;
}

static void add_arg(struct reading *r, const struct tn_sql_token *t, const char *s)
{
	uint32_t value = 0, i;

	if (t->kind == TOK_INTEGER && r->args < 2) {
		for (i = 0; i < t->len && value < 100000000; i++)
			value = value * 10 + (uint32_t)(s[i] - '0');
		r->arg[r->args++] = value;
	} else if (t->len == 3 && (s[0] | 0x20) == 'm' && (s[1] | 0x20) == 'a' && (s[2] | 0x20) == 'x') {
		r->is_max = 1;
	} else {
		r->has_list = 1;
	}
}

static int read_words(struct reading *r, const char *name, size_t len)
{
	struct tn_sql_lexer lx;
	struct tn_sql_token t;
	int open = 0;

	memset(r, 0, sizeof(*r));
	tn__sql_lexer_init(&lx, name, len);
	for (tn__sql_lex(&lx, &t); t.kind != TOK_FINISH; tn__sql_lex(&lx, &t)) {
		const char *s = name + t.at;

		if (t.kind == '(' && !open && !r->args)
			open = 1;
		else if (t.kind == ')' && open)
			open = 0;
		else if (open && t.kind != ',')
			add_arg(r, &t, s);
		else if (!open && (t.kind == TOK_BAD || (s[0] | 0x20) < 'a' || (s[0] | 0x20) > 'z' ||
				   !add_word(r, s, t.len)))
			return 0;
	}
	return !open && r->used > 0;
}

static int ends_with(struct reading *r, const char *word)
{
	size_t n = strlen(word);

	if (r->used <= n || strcmp(r->words + r->used - n, word) != 0)
		return 0;
	r->used -= n;
	r->words[r->used] = '\0';
	return 1;
}

static const struct type_name *find(const char *words)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i].words, words))
			return &names[i];
	return NULL;
}

/* Words behind the name that say something about numbers. */
static const struct type_name *find_number(struct reading *r)
{
	const struct type_name *n = find(r->words);

	if (n)
		return n;
	ends_with(r, " zerofill");
	if (ends_with(r, " unsigned"))
		r->is_unsigned = 1;
	else
		ends_with(r, " signed");
	n = find(r->words);
	return n && n->type >= TN_TYPE_SMALLINT && n->type <= TN_TYPE_NUMERIC ? n : NULL;
}

static int fail(struct tn_type_spec *out, int code, const char *problem, const char *hint)
{
	out->problem = problem;
	out->hint = hint;
	return code;
}

static int decimal(struct tn_type_spec *out, const struct reading *r)
{
	out->type.scale = -1;
	if (!r->args)
		return TN_OK;
	if (r->arg[0] < 1 || r->arg[0] > DIGITS)
		return fail(out, TN_E_RANGE, "the precision is not between 1 and 1000", NULL);
	if (r->args == 2 && r->arg[1] > r->arg[0])
		return fail(out, TN_E_RANGE, "the scale is larger than the precision", NULL);
	out->type.precision = (uint16_t)r->arg[0];
	out->type.scale = r->args == 2 ? (int16_t)r->arg[1] : 0;
	return TN_OK;
}

static int length(struct tn_type_spec *out, const struct reading *r)
{
	int text = out->type.storage == TN_TYPE_VARCHAR;

	if (r->is_max) {
		out->type.storage = text ? TN_TYPE_TEXT : TN_TYPE_BYTEA;
		return TN_OK;
	}
	if (!r->args) {
		out->flags |= text ? TN_TYPE_BARE : 0;
		return TN_OK;
	}
	if (r->args != 1 || r->arg[0] < 1 || r->arg[0] > LONGEST_TEXT)
		return fail(out, TN_E_RANGE, "the length is not between 1 and 10485760", NULL);
	out->type.length = r->arg[0];
	return TN_OK;
}

static int binary(struct tn_type_spec *out, const struct reading *r)
{
	if (r->args == 2)
		out->flags |= TN_TYPE_ROUNDED;
	else if (r->args == 1 && (r->arg[0] < 1 || r->arg[0] > 53))
		return fail(out, TN_E_RANGE, "the precision is not between 1 and 53", NULL);
	else if (r->args == 1 && r->arg[0] <= 24)
		out->type.storage = TN_TYPE_REAL;
	return TN_OK;
}

static int arguments(struct tn_type_spec *out, const struct type_name *n, const struct reading *r)
{
	if (r->has_list || (r->is_max && n->arguments != LENGTH && n->arguments != WIDTH) ||
	    (r->args && n->arguments == NONE))
		return fail(out, TN_E_SYNTAX, "the type takes no such argument", NULL);
	switch (n->arguments) {
	case LENGTH:
		return length(out, r);
	case DECIMAL:
		return decimal(out, r);
	case FLOAT:
		return binary(out, r);
	case FRACTION:
		if (r->args > 1 || (r->args && r->arg[0] > 6))
			return fail(out, TN_E_RANGE, "seconds have at most 6 digits behind the point", NULL);
		if (r->args && r->arg[0] < 6)
			out->flags |= TN_TYPE_COARSE;
		return TN_OK;
	case BITS:
		if (r->args == 1 && r->arg[0] == 1) {
			out->type.kind = TN_KIND_BOOL;
			out->type.storage = TN_TYPE_BOOLEAN;
		}
		return TN_OK;
	default:
		return TN_OK;
	}
}

int tn__sql_read_type(const char *name, size_t len, struct tn_type_spec *out)
{
	const struct type_name *n;
	struct reading r;

	memset(out, 0, sizeof(*out));
	n = read_words(&r, name, len) ? find_number(&r) : NULL;
	if (!n)
		return fail(out, TN_E_NO_OBJECT, "no type has this name",
			    "the types are BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE PRECISION, NUMERIC(p,s), "
			    "VARCHAR(n), TEXT, BYTEA, VARBINARY(n), DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID and JSON");
	if (n->problem)
		return fail(out, TN_E_UNSUPPORTED, n->problem, n->hint);
	out->type.kind = kinds[n->type];
	out->type.storage = n->type;
	out->flags = n->flags;
	if (r.is_unsigned) {
		out->flags |= TN_TYPE_UNSIGNED;
		if (n->type == TN_TYPE_INTEGER)
			out->type.storage = TN_TYPE_BIGINT;
		else if (n->type == TN_TYPE_SMALLINT)
			out->type.storage = TN_TYPE_INTEGER;
	}
	return arguments(out, n, &r);
}

const char *tn__sql_type_problem(const char *name, size_t len, const char **hint)
{
	struct tn_type_spec spec;
	int rc = tn__sql_read_type(name, len, &spec);

	*hint = rc == TN_E_UNSUPPORTED ? spec.hint : NULL;
	return rc == TN_E_UNSUPPORTED ? spec.problem : NULL;
}

int tn__sql_type_name(const char *name, size_t len, struct tn_sql_type *out)
{
	struct tn_type_spec spec;
	int rc = tn__sql_read_type(name, len, &spec);

	if (rc == TN_OK)
		*out = spec.type;
	return rc;
}

/* SPDX-License-Identifier: MIT */
/*
 * tests/fuzzsql/fuzz_expr.c - expressions from the tables of operations.
 *
 * A row of operators.def or functions.def says what an operation takes and gives, so a
 * new row is tried without a change here.  Left out: what gives another answer at each
 * call, what has no name in SQL, and documents as text, which is the server's.
 */
#include <string.h>
#include "tests/fuzzsql/fuzz.h"

/* How an operator is written. */
static const struct {
	uint8_t sym;
	const char *text;
} symbols[] = {
	{TN_SYM_OR, "(@ OR @)"},
	{TN_SYM_AND, "(@ AND @)"},
	{TN_SYM_NOT, "(NOT @)"},
	{TN_SYM_EQ, "(@ = @)"},
	{TN_SYM_NE, "(@ <> @)"},
	{TN_SYM_LT, "(@ < @)"},
	{TN_SYM_LE, "(@ <= @)"},
	{TN_SYM_GT, "(@ > @)"},
	{TN_SYM_GE, "(@ >= @)"},
	{TN_SYM_IS_DISTINCT, "(@ IS DISTINCT FROM @)"},
	{TN_SYM_IS_NOT_DISTINCT, "(@ IS NOT DISTINCT FROM @)"},
	{TN_SYM_IS_NULL, "(@ IS NULL)"},
	{TN_SYM_IS_NOT_NULL, "(@ IS NOT NULL)"},
	{TN_SYM_IS_TRUE, "(@ IS TRUE)"},
	{TN_SYM_IS_NOT_TRUE, "(@ IS NOT TRUE)"},
	{TN_SYM_IS_FALSE, "(@ IS FALSE)"},
	{TN_SYM_IS_NOT_FALSE, "(@ IS NOT FALSE)"},
	{TN_SYM_IS_UNKNOWN, "(@ IS UNKNOWN)"},
	{TN_SYM_IS_NOT_UNKNOWN, "(@ IS NOT UNKNOWN)"},
	{TN_SYM_LIKE, "(@ LIKE @)"},
	{TN_SYM_ILIKE, "(@ ILIKE @)"},
	{TN_SYM_BETWEEN, "(@ BETWEEN @ AND @)"},
	{TN_SYM_ADD, "(@ + @)"},
	{TN_SYM_SUB, "(@ - @)"},
	{TN_SYM_MUL, "(@ * @)"},
	{TN_SYM_DIV, "(@ / @)"},
	{TN_SYM_MOD, "(@ % @)"},
	{TN_SYM_NEG, "(- @)"},
	{TN_SYM_BIT_AND, "(@ & @)"},
	{TN_SYM_BIT_OR, "(@ | @)"},
	{TN_SYM_BIT_XOR, "(@ # @)"},
	{TN_SYM_BIT_NOT, "(~ @)"},
	{TN_SYM_SHL, "(@ << @)"},
	{TN_SYM_SHR, "(@ >> @)"},
	{TN_SYM_CONCAT, "(@ || @)"},
	{TN_SYM_ARROW, "(@ -> @)"},
	{TN_SYM_LONG_ARROW, "(@ ->> @)"},
};

static const char *symbol_text(unsigned sym)
{
	size_t i;

	for (i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++)
		if (symbols[i].sym == sym)
			return symbols[i].text;
	return NULL;
}

static int gives(const struct tn_op_info *op, char letter)
{
	return op->result && (op->result[0] == letter || (op->result[0] == 'x' && letter != 'j'));
}

/* These are made elsewhere, or never. */
static int is_left_out(unsigned op)
{
	return tn__op_info[op].flags & (TN_OPF_INTERNAL | TN_OPF_VOLATILE | TN_OPF_STATEMENT) ||
	       op == TN_OP_CAST_FOREIGN || op == TN_OP_CAST_J_T || op == TN_OP_JSON_KEY_TEXT ||
	       op == TN_OP_JSON_INDEX_TEXT;
}

static int fits(unsigned op, char letter, unsigned flags)
{
	const struct tn_op_info *info = &tn__op_info[op];

	return gives(info, letter) && (info->flags & (TN_OPF_AGGREGATE | TN_OPF_WINDOW)) == flags && !is_left_out(op) &&
	       (info->spelled || info->sym == TN_SYM_CAST || symbol_text(info->sym));
}

/* A row with these of the flags AGGREGATE and WINDOW that gives the letter, or 0. */
static unsigned pick(struct fuzz *f, char letter, unsigned flags)
{
	unsigned op, n = 0;

	for (op = 1; op < TN_OPS; op++)
		n += (unsigned)fits(op, letter, flags);
	if (!n)
		return 0;
	n = fuzz_below(f, n);
	for (op = 1; !fits(op, letter, flags) || n--; op++)
		;
	return op;
}

/* The operands of a row; x is the letter of all that are alike. */
static void add_operands(struct fuzz *f, struct fuzz_scope *scope, struct fuzz_node *node, unsigned op, char x,
			 unsigned depth)
{
	const struct tn_op_info *info = &tn__op_info[op];
	const char *at;
	unsigned n = 0, more;
	char last = 0;

	for (at = info->args; *at; at++) {
		struct fuzz_node *special;

		if (*at == '?')
			break;
		more = 1;
		if (*at == '*' || *at == '+')
			more = fuzz_below(f, 2) + (*at == '+' && n == 0);
		else
			last = *at;
		while (more--) {
			char letter = last == 'x' ? x : last;

			if (letter == 'v' && info->spelled && !strncmp(info->spelled, "concat", 6))
				letter = "ti"[fuzz_below(f, 2)];
			else if (letter == 'v')
				letter = fuzz_any_letter(f);
			special = fuzz_special(f, op, n);
			if (!special && n == 1 && info->flags & TN_OPF_LITERAL_2)
				special = fuzz_literal(f, letter);
			fuzz_add(f, node, special ? special : fuzz_expr(f, scope, letter, depth));
			n++;
		}
	}
}

/* "f(@, @)", and the spellings that are not like this. */
static const char *call_text(struct fuzz *f, const struct tn_op_info *info, unsigned count)
{
	static const char list[] = "@, @, @, @, @, @, @, @";

	if (!strncmp(info->spelled, "extract_", 8))
		return fuzz_printf(f, "EXTRACT(%s FROM @)", info->spelled + 8);
	if (!strncmp(info->spelled, "date_trunc_", 11))
		return fuzz_printf(f, "date_trunc('%s', @)", info->spelled + 11);
	if (!strcmp(info->name, "COUNT_STAR"))
		return "count(*)";
	if (!strcmp(info->spelled, "string_agg"))
		return "string_agg(@, @ ORDER BY @)";
	return fuzz_printf(f, "%s(%.*s)", info->spelled, (int)(count ? count * 3 - 2 : 0), list);
}

static int needs_cast(unsigned op)
{
	return op == TN_OP_DIV_N || op == TN_OP_AVG_N;
}

static struct fuzz_node *operation(struct fuzz *f, struct fuzz_scope *scope, char letter, unsigned op, unsigned depth)
{
	const struct tn_op_info *info = &tn__op_info[op];
	struct fuzz_node *node = fuzz_node(f, letter, "", 0);
	char x = info->result[0] == 'x' ? letter : fuzz_any_letter(f);

	add_operands(f, scope, node, op, x, depth);
	if (op == TN_OP_STRING_AGG)
		fuzz_add(f, node, node->args[0]);
	if (info->spelled)
		node->text = call_text(f, info, node->count);
	else if (info->sym == TN_SYM_CAST)
		node->text = fuzz_printf(f, "CAST(@ AS %s)", fuzz_type_name(f, letter));
	else
		node->text = symbol_text(info->sym);
	return node;
}

static struct fuzz_node *under_cast(struct fuzz *f, unsigned op, char letter, struct fuzz_node *node)
{
	return needs_cast(op) ? fuzz_node(f, letter, fuzz_chance(f, 50) ? "CAST(@ AS NUMERIC(20,4))" :
		"CAST(@ AS NUMERIC(14,1))",
					  1, node) :
				node;
}

/* ---- what has no row -------------------------------------------------------------------- */

static struct fuzz_node *case_of(struct fuzz *f, struct fuzz_scope *scope, char letter, unsigned depth)
{
	char x = fuzz_any_letter(f);
	const char searched[] = {'b', letter, 'b', letter, '\0'}, compared[] = {x, x, letter, letter, '\0'},
		   chosen[] = {'b', letter, letter, '\0'};

	switch (fuzz_below(f, 3)) {
	case 0: return fuzz_over(f, scope, letter, "CASE WHEN @ THEN @ ELSE @ END", chosen, depth);
	case 1: return fuzz_over(f, scope, letter, "CASE WHEN @ THEN @ WHEN @ THEN @ END", searched, depth);
	default: return fuzz_over(f, scope, letter, "CASE @ WHEN @ THEN @ ELSE @ END", compared, depth);
	}
}

static struct fuzz_node *in_list(struct fuzz *f, struct fuzz_scope *scope, unsigned depth)
{
	char x = fuzz_any_letter(f);
	struct fuzz_node *list = fuzz_node(f, FUZZ_LIST, ", ", 0);
	unsigned n = 1 + fuzz_below(f, 4);
	const char *text;

	while (n--)
		fuzz_add(f, list, fuzz_chance(f, 70) ? fuzz_literal(f, x) : fuzz_leaf(f, scope, x));
	text = fuzz_chance(f, 30) ? "(@ NOT IN (@))" : "(@ IN (@))";
	return fuzz_node(f, 'b', text, 2, fuzz_expr(f, scope, x, depth), list);
}

static struct fuzz_node *subquery_test(struct fuzz *f, struct fuzz_scope *scope, unsigned depth)
{
	static const char *const texts[] = {"(@ IN (@))", "(@ NOT IN (@))", "(@ = ANY (@))", "(@ > ALL (@))",
		"(@ <> ALL (@))"};
	char x[2] = {fuzz_any_letter(f), 0};
	struct fuzz_node *node;

	if (fuzz_chance(f, 40)) {
		node = fuzz_node(f, 'b', fuzz_chance(f, 30) ? "(NOT EXISTS (@))" : "EXISTS (@)", 0);
	} else {
		node = fuzz_node(f, 'b', texts[fuzz_below(f, 5)], 0);
		fuzz_add(f, node, fuzz_expr(f, scope, x[0], depth));
	}
	fuzz_add(f, node, fuzz_query(f, scope, x, depth));
	return node;
}

/* date +- interval, whose operations have no name. */
static struct fuzz_node *interval(struct fuzz *f, struct fuzz_scope *scope, char letter, unsigned depth)
{
	static const char *const texts[] = {"(@ + INTERVAL '1 month')", "(@ - INTERVAL '13 months')",
		"(@ + INTERVAL '1 day')",
					    "(@ - INTERVAL '90 minutes')"};
	char from = letter == 's' && fuzz_chance(f, 20) ? 'D' : letter;
	const char *text;

	if (letter == 'D')
		return fuzz_node(f, letter, "CAST(@ + INTERVAL '1 month' AS DATE)", 1, fuzz_expr(f, scope, 'D', depth));
	text = texts[fuzz_below(f, 4)];
	return fuzz_node(f, letter, text, 1, fuzz_expr(f, scope, from, depth));
}

struct fuzz_node *fuzz_expr(struct fuzz *f, struct fuzz_scope *scope, char letter, unsigned depth)
{
	unsigned op, how = fuzz_below(f, 100);

	if (letter == 'j')
		return fuzz_json(f, scope, depth);
	if (depth == 0 || how < 25)
		return fuzz_leaf(f, scope, letter);
	depth--;
	if (how < 31)
		return case_of(f, scope, letter, depth);
	if (how < 34)
		return fuzz_scalar(f, scope, letter, depth);
	if (letter == 'b' && how < 42)
		return in_list(f, scope, depth);
	if (letter == 'b' && how < 47)
		return subquery_test(f, scope, depth);
	if (strchr("Dsz", letter) && how < 45)
		return interval(f, scope, letter, depth);
	if (strchr("tib", letter) && how >= 47 && how < 52)
		return fuzz_json_part(f, scope, letter, depth);
	op = pick(f, letter, 0);
	if (!op)
		return fuzz_leaf(f, scope, letter);
	return under_cast(f, op, letter, operation(f, scope, letter, op, depth));
}

struct fuzz_node *fuzz_over(struct fuzz *f, struct fuzz_scope *scope, char kind, const char *text, const char *letters,
			    unsigned depth)
{
	struct fuzz_node *node = fuzz_node(f, kind, text, 0);

	for (; *letters; letters++)
		fuzz_add(f, node, fuzz_expr(f, scope, *letters, depth));
	return node;
}

/* ---- aggregates and windows ---------------------------------------------------------------- */

static struct fuzz_node *aggregate(struct fuzz *f, struct fuzz_scope *scope, char letter, unsigned depth, unsigned *op)
{
	struct fuzz_node *node;

	*op = pick(f, letter, TN_OPF_AGGREGATE);
	node = operation(f, scope, letter, *op, depth);
	if (strchr("inbt", letter) && *op != TN_OP_COUNT_STAR && *op != TN_OP_STRING_AGG && fuzz_chance(f, 15)) {
		const char *open = strchr(node->text, '(');

		node->text = fuzz_printf(f, "%.*s(DISTINCT %s", (int)(open - node->text), node->text, open + 1);
	}
	if (fuzz_chance(f, 15))
		node = fuzz_node(f, letter, "@@", 2, node,
				 fuzz_node(f, FUZZ_CLAUSE, " FILTER (WHERE @)", 1, fuzz_expr(f, scope, 'b', depth)));
	return node;
}

struct fuzz_node *fuzz_aggregate(struct fuzz *f, struct fuzz_scope *scope, char letter, unsigned depth)
{
	unsigned op;
	struct fuzz_node *node = aggregate(f, scope, letter, depth, &op);

	return under_cast(f, op, letter, node);
}

static struct fuzz_node *keys_order(struct fuzz *f, struct fuzz_scope *scope)
{
	struct fuzz_node *list = fuzz_node(f, FUZZ_FIXED, "", 0);
	unsigned i;

	for (i = 0; i < scope->key_count; i++) {
		list->text = fuzz_printf(f, "%s, @", list->text);
		fuzz_add(f, list, fuzz_node(f, FUZZ_FIXED, scope->keys[i], 0));
	}
	return list;
}

/* Peers are alike to these, so no total order is needed. */
static int is_by_peers(unsigned op)
{
	return op == TN_OP_RANK || op == TN_OP_DENSE_RANK || op == TN_OP_PERCENT_RANK || op == TN_OP_CUME_DIST;
}

/* What rows are parted or ordered by. */
static struct fuzz_node *window_key(struct fuzz *f, struct fuzz_scope *scope)
{
	char letter = fuzz_any_letter(f);

	return fuzz_expr(f, scope, letter, fuzz_below(f, 2));
}

struct fuzz_node *fuzz_window(struct fuzz *f, struct fuzz_scope *scope, char letter, unsigned depth)
{
	static const char *const frames[] = {" ROWS BETWEEN 1 PRECEDING AND CURRENT ROW",
					     " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING",
					     " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING"};
	struct fuzz_node *call, *partition, *order, *frame;
	unsigned op = pick(f, letter, fuzz_chance(f, 50) ? TN_OPF_WINDOW : TN_OPF_AGGREGATE);

	if (!op || op == TN_OP_STRING_AGG || (!scope->keyed && tn__op_info[op].flags & TN_OPF_WINDOW &&
		!is_by_peers(op)))
		op = pick(f, letter, TN_OPF_AGGREGATE);
	if (op == TN_OP_STRING_AGG)
		op = TN_OP_MAX;
	call = operation(f, scope, letter, op, depth ? 1 : 0);
	partition = fuzz_node(f, FUZZ_CLAUSE, "PARTITION BY @ ", 1, window_key(f, scope));
	order = fuzz_node(f, FUZZ_FIXED, "ORDER BY @@", 2, window_key(f, scope), keys_order(f, scope));
	frame = fuzz_node(f, FUZZ_CLAUSE, scope->keyed && !(tn__op_info[op].flags & TN_OPF_NO_FRAME) &&
		fuzz_chance(f, 40) ?
			  frames[fuzz_below(f, 3)] : "", 0);
	return under_cast(f, op, letter, fuzz_node(f, letter, "@ OVER (@@@)", 4, call, partition, order, frame));
}

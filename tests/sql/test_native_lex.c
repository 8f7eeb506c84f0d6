/* SPDX-License-Identifier: MIT */
/*
 * tests/sql/test_native_lex.c - where a marker is one and where it is not.
 *
 * Each row is a text and what it becomes; what is rewritten wrongly, or not
 * rewritten, shows in the result.
 */
#include <string.h>
#include "sql_text.h"

struct good {
	const struct tn_dialect *dialect;
	const char *text;
	const char *sql;
	unsigned args; /* distinct */
};

static const struct good goods[] = {
	/* strings */
	{&alpha, "SELECT '?', ?", "SELECT '?', $1", 1},
	{&alpha, "SELECT 'it''s ?', ?", "SELECT 'it''s ?', $1", 1},
	{&alpha, "SELECT 'a\\', ?", "SELECT 'a\\', $1", 1},
	{&beta, "SELECT 'a\\'?', ?", "SELECT 'a\\'?', ?", 1},
	{&beta, "SELECT \"a\\\"?\", ?, \"b\"\"?\"", "SELECT \"a\\\"?\", ?, \"b\"\"?\"", 1},
	{&alpha, "SELECT E'a\\'?', e'\\\\', ?", "SELECT E'a\\'?', e'\\\\', $1", 1},
	{&alpha, "SELECT E'a'\n 'b\\'?', ?", "SELECT E'a'\n 'b\\'?', $1", 1},
	{&alpha, "SELECT E'a', 'b\\', ?", "SELECT E'a', 'b\\', $1", 1},
	{&alpha, "SELECT nameE'x\\', ?", "SELECT nameE'x\\', $1", 1},
	{&alpha, "SELECT N'?', X'3F', B'01', U&'\\003F', U&\"a?\", ?",
	 "SELECT N'?', X'3F', B'01', U&'\\003F', U&\"a?\", $1", 1},
	{&beta, "SELECT _utf8'?', N'?', ?", "SELECT _utf8'?', N'?', ?", 1},
	{&gamma_, "SELECT 'a\\', ?", "SELECT 'a\\', ?", 1},
	/* dollar quotes */
	{&alpha, "SELECT $$ ? :x 'a $$, ?", "SELECT $$ ? :x 'a $$, $1", 1},
	{&alpha, "SELECT $q$ $$ ? $qq$ $q$, ?", "SELECT $q$ $$ ? $qq$ $q$, $1", 1},
	{&alpha, "SELECT a$b$c, ?", "SELECT a$b$c, $1", 1},
	{&alpha, "SELECT $\xC3\xA9$?$\xC3\xA9$, ?", "SELECT $\xC3\xA9$?$\xC3\xA9$, $1", 1},
	{&beta, "SELECT '$$', ?, $$, ?", "SELECT '$$', ?, $$, ?", 2},
	/* quoted names */
	{&alpha, "SELECT \"a?\"\"?\" FROM t WHERE b = ?", "SELECT \"a?\"\"?\" FROM t WHERE b = $1", 1},
	{&beta, "SELECT `a?``?` FROM t WHERE b = ?", "SELECT `a?``?` FROM t WHERE b = ?", 1},
	{&gamma_, "SELECT [a?'] , `b?`, \"c?\", ?", "SELECT [a?'] , `b?`, \"c?\", ?", 1},
	/* comments */
	{&alpha, "SELECT 1 -- ? :x '\n, ?", "SELECT 1 -- ? :x '\n, $1", 1},
	{&alpha, "SELECT 1 -- ?\r\n, ?", "SELECT 1 -- ?\r\n, $1", 1},
	{&alpha, "SELECT /* ? /* ' */ ? */ ?", "SELECT /* ? /* ' */ ? */ $1", 1},
	{&beta, "SELECT /* ? /* ' */ ?", "SELECT /* ? /* ' */ ?", 1},
	{&beta, "SELECT 1 # ? '\n, ?", "SELECT 1 # ? '\n, ?", 1},
	{&beta, "SELECT 1--?\n, ?", "SELECT 1--?\n, ?", 2},
	{&beta, "SELECT ? --", "SELECT ? --", 1},
	{&beta, "SELECT /*+ hint(?) */ ?", "SELECT /*+ hint(?) */ ?", 1},
	{&alpha, "SELECT a # ?", "SELECT a # $1", 1},
	{&alpha, "SELECT 4 */**/ ?", "SELECT 4 */**/ $1", 1},
	/* colons */
	{&alpha, "SELECT a::int, :a::int", "SELECT a::int, $1::int", 1},
	{&alpha, "SELECT a[1:2], a[:lo: :hi], a[1:n], a[f(x):n]", "SELECT a[1:2], a[$1: $2], a[1:n], a[f(x):n]", 2},
	{&beta, "SELECT @a := :b, @c:=:d", "SELECT @a := ?, @c:=?", 2},
	{&beta, "SELECT 12:30, :a1", "SELECT 12:30, ?", 1},
	{&alpha, "SELECT f(a := :b), f(:a,:b)", "SELECT f(a := $1), f($2,$1)", 2},
	{&alpha, "SELECT :\xC3\xA9t\xC3\xA9, :_x", "SELECT $1, $2", 2},
	{&alpha, "SELECT a : b, ':x', :x", "SELECT a : b, ':x', $1", 1},
	{&beta, "SELECT '2020-01-01 10:20:30', :t", "SELECT '2020-01-01 10:20:30', ?", 1},
	/* question marks */
	{&alpha, "SELECT j ?? ?, j ??| ?, j ??& ?", "SELECT j ? $1, j ?| $2, j ?& $3", 3},
	{&alpha, "SELECT j ???", "SELECT j ?$1", 1},
	{&alpha, "SELECT p @?? '$.a', j->>'a', j #> :p", "SELECT p @? '$.a', j->>'a', j #> $1", 1},
	{&alpha, "SELECT '?\?', \"?\?\", $$??$$, ?", "SELECT '?\?', \"?\?\", $$??$$, $1", 1},
	/* a placeholder never runs into its neighbours */
	{&alpha, "SELECT 1 LIMIT?OFFSET?", "SELECT 1 LIMIT $1 OFFSET $2", 2},
	{&beta, "SELECT 1 LIMIT?,?", "SELECT 1 LIMIT?,?", 2},
	/* numbers and the rest */
	{&alpha, "SELECT 1.5e-3, .5, 0x1F, 1_000, ?", "SELECT 1.5e-3, .5, 0x1F, 1_000, $1", 1},
	{&alpha, "SELECT * FROM t WHERE a IN (?,?)", "SELECT * FROM t WHERE a IN ($1,$2)", 2},
	{&alpha, "PREPARE p AS SELECT $1", "PREPARE p AS SELECT $1", 0},
	{&alpha, "SELECT 1;", "SELECT 1;", 0},
	{&alpha, "SELECT ? ; -- end", "SELECT $1 ; -- end", 1},
	{&beta, "SELECT $1x, ?", "SELECT $1x, ?", 1},
};

START_TEST(markers)
{
	const struct good *g = &goods[_i];
	struct tn_rendered r;
	struct parsed p;

	parse(&p, g->dialect, &no_limits, g->text, strlen(g->text));
	ck_assert_msg(p.rc == TN_OK, "%s: %s", g->text, tn_error_message(p.err));
	ck_assert_uint_eq(p.stmt->arg_count, g->args);
	ck_assert_str_eq(p.stmt->source, g->text);
	ck_assert_int_eq(tn__sql_render(&p.arena, p.stmt, g->dialect, &r, &p.err), TN_OK);
	ck_assert_str_eq(r.sql, g->sql);
	ck_assert_uint_eq(r.sql_len, strlen(g->sql));
	parsed_release(&p);
}
END_TEST

struct bad {
	const struct tn_dialect *dialect;
	const char *text;
	int code;
	size_t position;
};

static const struct bad bads[] = {
	{&alpha, "SELECT 'abc", TN_E_SYNTAX, 8},
	{&alpha, "SELECT 'abc''", TN_E_SYNTAX, 8},
	{&beta, "SELECT 'abc\\'", TN_E_SYNTAX, 8},
	{&beta, "SELECT 'abc\\", TN_E_SYNTAX, 8},
	{&beta, "SELECT \"abc", TN_E_SYNTAX, 8},
	{&alpha, "SELECT E'abc\\'", TN_E_SYNTAX, 9},
	{&alpha, "SELECT \"abc", TN_E_SYNTAX, 8},
	{&beta, "SELECT `abc", TN_E_SYNTAX, 8},
	{&gamma_, "SELECT [abc", TN_E_SYNTAX, 8},
	{&alpha, "SELECT $$ abc", TN_E_SYNTAX, 8},
	{&alpha, "SELECT $a$ abc $b$", TN_E_SYNTAX, 8},
	{&alpha, "SELECT 1 /* abc", TN_E_SYNTAX, 10},
	{&alpha, "SELECT 1 /* a /* b */", TN_E_SYNTAX, 10},
	{&gamma_, "SELECT 1 /*/", TN_E_SYNTAX, 10},
	{&alpha, "SELECT 1 -- a\rb", TN_E_SYNTAX, 14},
	{&beta, "SELECT /*! 1 */", TN_E_SYNTAX, 8},
	{&beta, "SELECT /*M!100100 1 */", TN_E_SYNTAX, 8},
	{&gamma_, "SELECT ?1", TN_E_PARAM, 8},
	{&beta, "SELECT ??", TN_E_SYNTAX, 8},
	{&alpha, "SELECT ?, :a", TN_E_PARAM, 11},
	{&alpha, "SELECT :a, ?", TN_E_PARAM, 12},
	{&alpha, "SELECT $1, ?", TN_E_PARAM, 8},
	{&alpha, "SELECT :a, $1", TN_E_PARAM, 12},
	{&alpha, "SELECT '\xFF'", TN_E_DATA, 9},
	{&alpha, "SELECT \xC3", TN_E_DATA, 8},
	{&alpha, "", TN_E_SYNTAX, 1},
	{&alpha, " \t\n", TN_E_SYNTAX, 1},
	{&alpha, "-- nothing", TN_E_SYNTAX, 1},
	{&beta, "/* nothing */ # at all", TN_E_SYNTAX, 1},
	{&alpha, ";", TN_E_SYNTAX, 1},
	{&alpha, "SELECT 1; SELECT 2", TN_E_SYNTAX, 11},
	{&alpha, "SELECT 1;;?", TN_E_SYNTAX, 11},
	{&alpha, "; SELECT 1", TN_E_SYNTAX, 3},
	{&alpha, "CREATE TABLE trigger (a int); DROP TABLE b", TN_E_SYNTAX, 31},
};

START_TEST(refused)
{
	const struct bad *b = &bads[_i];
	struct parsed p;

	parse(&p, b->dialect, &no_limits, b->text, strlen(b->text));
	ck_assert_msg(p.rc == b->code, "%s: %d %s", b->text, p.rc, tn_error_message(p.err));
	ck_assert_int_eq(tn_error_code(p.err), b->code);
	ck_assert_msg(tn_error_position(p.err) == b->position, "%s: at %zu", b->text, tn_error_position(p.err));
	ck_assert_str_eq(tn_error_sql(p.err), b->text);
	ck_assert_ptr_null(p.stmt);
	parsed_release(&p);
}
END_TEST

START_TEST(nul_byte)
{
	struct parsed p;

	parse(&p, &alpha, &no_limits, "SELECT\0 1", 9);
	ck_assert_int_eq(p.rc, TN_E_DATA);
	ck_assert_uint_eq(tn_error_position(p.err), 7);
	parsed_release(&p);
}
END_TEST

static const struct {
	const struct tn_profile *profile;
	const char *text;
	int code;
	size_t position;
} lengths[] = {
	{&eight_bytes, "SELECT abcdefgh FROM t", TN_OK, 0},
	{&eight_bytes, "SELECT abcdefghi FROM t", TN_E_LIMIT, 8},
	{&eight_bytes, "SELECT 'abcdefghijk', :abcdefghijk, 123456789012", TN_OK, 0},
	{&eight_bytes, "SELECT \"abcdefgh\"", TN_OK, 0},
	{&eight_bytes, "SELECT \"abcdefghi\"", TN_E_LIMIT, 8},
	{&eight_bytes, "SELECT \"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"", TN_OK, 0},
	{&eight_bytes, "SELECT \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", TN_OK, 0},
	{&eight_bytes, "SELECT \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9x", TN_E_LIMIT, 8},
	{&eight_chars, "SELECT \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9xyzt", TN_OK, 0},
	{&eight_chars, "SELECT \"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9xyztu\"", TN_E_LIMIT, 8},
};

START_TEST(ident_length)
{
	struct parsed p;

	parse(&p, &alpha, lengths[_i].profile, lengths[_i].text, strlen(lengths[_i].text));
	ck_assert_msg(p.rc == lengths[_i].code, "%s: %d", lengths[_i].text, p.rc);
	ck_assert_uint_eq(tn_error_position(p.err), lengths[_i].position);
	parsed_release(&p);
}
END_TEST

TCase *lex_cases(void)
{
	TCase *tc = tcase_create("lex");

	tcase_add_loop_test(tc, markers, 0, (int)(sizeof(goods) / sizeof(goods[0])));
	tcase_add_loop_test(tc, refused, 0, (int)(sizeof(bads) / sizeof(bads[0])));
	tcase_add_test(tc, nul_byte);
	tcase_add_loop_test(tc, ident_length, 0, (int)(sizeof(lengths) / sizeof(lengths[0])));
	return tc;
}

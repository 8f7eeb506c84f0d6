/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_hostile.c - whatever text a user types, it is data.
 *
 * Each string goes every way by which text gets into a statement: as a parameter, as
 * a literal of portable SQL, as a name, through the builder, as a pattern.  Exactly
 * that string must come back, and nothing else may have happened: the table "victim"
 * has its one row, and no table has come or gone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/builder.h>
#include "tests/conformance/conf.h"
#include "tests/support/wrapped.h"

static const char *const hostile[] = {
	"",
	" ",
	"'",
	"''",
	"\"",
	"\"\"",
	"`",
	"``",
	"'\"`",
	"\\",
	"\\\\",
	"\\'",
	"\\\"",
	"\\' OR 1=1 -- ",
	"' OR '1'='1",
	"\" OR \"1\"=\"1",
	"` OR `1`=`1",
	"'; DROP TABLE victim; --",
	"\"; DROP TABLE victim; --",
	"`; DROP TABLE victim; #",
	"]; DROP TABLE victim; --",
	"1); DELETE FROM victim; --",
	"') UNION SELECT id FROM victim --",
	"-- ",
	"--",
	"#",
	"/*",
	"*/",
	"/* ' */",
	"/*! DROP TABLE victim */",
	"/*M! DROP TABLE victim */",
	"/*+ hint */",
	"/*tn:native*/ DROP TABLE victim",
	"?",
	"??",
	"???",
	":name",
	":p1",
	"::text",
	"$1",
	"$$",
	"$tag$ ' $tag$",
	"@variable",
	"@@version",
	"{d '2020-01-01'}",
	"E'\\x27'",
	"U&'\\0027'",
	"x'27'",
	"%",
	"_",
	"!%",
	"a%b_c!d\\e",
	"%s%n%s%n",
	"\n",
	"\r\n' OR 1=1",
	"\t",
	"\x01\x02\x1F\x7F",
	"\x08' deleted quote",
	"\x1A",
	"tab\there 'quoted'",
	"NULL",
	"DEFAULT",
	"CURRENT_TIMESTAMP",
	"0x27",
	"1e309",
	"NaN",
	"\xC3\xA9\xC3\xA0'",
	"e\xCC\x81",                          /* e and a combining accent */
	"\xCA\xBC OR 1=1",                    /* a letter like an apostrophe */
	"\xE2\x80\x98\xE2\x80\x99\xE2\x80\x9C\xE2\x80\x9D", /* curly quotes */
	"\xEF\xBC\x87 OR 1=1",                /* full-width apostrophe */
	"\xEF\xBC\x82",                       /* full-width quotation mark */
	"\xC2\xA5'",                          /* yen sign: a backslash to some */
	("\xE2\x80\xAE" "1=1 RO '"),          /* right-to-left override */
	"\xE2\x80\x8B",                       /* zero-width space */
	"\xEF\xBB\xBF' --",                   /* byte order mark */
	"\xEF\xBF\xBD",                       /* replacement character */
	"\xEF\xBF\xBF",                       /* a noncharacter */
	"\xF0\x9F\x92\xA9'",                  /* four bytes */
	"\xF4\x8F\xBF\xBF",                   /* the last code point */
	"\xC4\xB0\xC4\xB1\xC5\xBF",           /* letters that change length with their case */
	"Victim",
	"victim",
	" victim ",
	"a.b",
	"information_schema.tables",
};

enum { LONG = 64 * 1024 };

/* The i-th string, of which the last is 64 KiB of quotes, backslashes and comments; free() it. */
static char *string_at(size_t i)
{
	static const char pattern[] = "'\\\"`--/*?:a;\xE2\x82\xAC";
	char *s;
	size_t n;

	if (i < CONF_COUNT(hostile))
		return strdup(hostile[i]);
	s = malloc(LONG + 1);
	ck_assert_ptr_nonnull(s);
	for (n = 0; n + sizeof pattern < LONG; n += sizeof pattern - 1)
		memcpy(s + n, pattern, sizeof pattern - 1);
	s[n] = '\0';
	return s;
}

enum { STRINGS = CONF_COUNT(hostile) + 1 };

/* Text between quotes of a kind, those inside doubled; free() it. */
static char *quoted(const char *s, char quote)
{
	char *out = malloc(2 * strlen(s) + 3), *o = out;

	ck_assert_ptr_nonnull(out);
	for (*o++ = quote; *s; s++) {
		*o++ = *s;
		if (*s == quote)
			*o++ = quote;
	}
	*o++ = quote;
	*o = '\0';
	return out;
}

/* The pattern with a for the first ~ in it and b for the second; free() it. */
static char *text_of(const char *pattern, const char *a, const char *b)
{
	char *out = malloc(strlen(pattern) + strlen(a) + strlen(b) + 1), *o = out;

	ck_assert_ptr_nonnull(out);
	for (; *pattern; pattern++) {
		if (*pattern != '~') {
			*o++ = *pattern;
			continue;
		}
		memcpy(o, a, strlen(a));
		o += strlen(a);
		a = b;
	}
	*o = '\0';
	return out;
}

static tn_conn *open_victim(void)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "body", .type = TN_TYPE_TEXT},
	};
	tn_conn *db = tn_test_open();

	conf_make(db, "victim", columns, CONF_COUNT(columns));
	conf_make(db, "bag", columns, CONF_COUNT(columns));
	conf_exec(db, "INSERT INTO victim (id, body) VALUES (1, 'untouched')", NULL);
	return db;
}

static void fill_bag(tn_conn *db)
{
	size_t i;

	for (i = 0; i < STRINGS; i++) {
		char *s = string_at(i);

		ck_assert_int_eq(conf_exec(db, "INSERT INTO bag (id, body) VALUES (?, ?)",
					   TN_VALUES(tn_int((int64_t)i), tn_text(s))),
				 1);
		free(s);
	}
}

/* Nothing else has happened. */
static void close_victim(tn_conn *db, int64_t in_bag)
{
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM victim", NULL), 1);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM victim WHERE id = 1 AND body = 'untouched'", NULL), 1);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM bag", NULL), in_bag);
	tn_close(db);
}

/* The query gives one row, and this text in it. */
static void gives(tn_conn *db, const char *sql, const tn_args *args, const char *wanted)
{
	tn_rows *rows = conf_row(db, sql, args);
	const tn_value *v = tn_get_value(rows, 0);


	ck_assert_int_eq(v->kind, TN_KIND_TEXT);
	ck_assert_msg(v->len == strlen(wanted) && !memcmp(v->u.s, wanted, v->len), "\"%.60s\" came back as \"%.60s\"",
		      wanted, v->u.s);
	ck_tn_is(tn_next(rows, tn_test_err()), TN_DONE);
	conf_end(rows);
}

/* ---- values ------------------------------------------------------------------------------ */

START_TEST(as_parameters)
{
	tn_conn *db = open_victim();
	size_t i;

	fill_bag(db);
	for (i = 0; i < STRINGS; i++) {
		char *s = string_at(i);

		gives(db, "SELECT body FROM bag WHERE id = ?", TN_VALUES(tn_int((int64_t)i)), s);
		gives(db, "SELECT CAST(? AS TEXT)", TN_VALUES(tn_text(s)), s);
		/* Twice by name, and equal to no other of them. */
		gives(db, "SELECT body FROM bag WHERE body = :s AND body >= :s",
		      TN_NAMED(tn_named("s", tn_text(s))), s);
		free(s);
	}
	close_victim(db, STRINGS);
}
END_TEST

START_TEST(as_literals)
{
	tn_conn *db = open_victim();
	size_t i;

	for (i = 0; i < STRINGS; i++) {
		char *s = string_at(i), *literal = quoted(s, '\''), number[24], *sql;

		snprintf(number, sizeof number, "%zu", i);
		sql = text_of("INSERT INTO bag (id, body) VALUES (~, ~)", number, literal);
		ck_assert_int_eq(conf_exec(db, sql, NULL), 1);
		free(sql);
		sql = text_of("SELECT body FROM bag WHERE body = ~~", literal, "");
		gives(db, sql, NULL, s);
		free(sql);
		/* Beside a parameter, whose marker must be found where it is. */
		sql = text_of("SELECT body FROM bag WHERE body = ~ AND id = ? AND body <> ~", literal, "'?'':a'");
		gives(db, sql, TN_VALUES(tn_int((int64_t)i)), s);
		free(sql);
		sql = text_of("SELECT ~ AS a~", literal, "");
		gives(db, sql, NULL, s);
		free(sql);
		free(literal);
		free(s);
	}
	close_victim(db, STRINGS);
}
END_TEST

static const struct {
	const char *bytes;
	size_t len;
} unfit[] = {
	{"a\0b", 3},          {"\0", 1},          {"'\0' OR 1=1", 11}, {"\xFF", 1},         {"\xC3", 1},
	{"\xC3\x28", 2},      {"\xBF\x27", 2},    {"\xC0\xA7", 2},     {"\xE0\x80\xA7", 3}, {"\xED\xA0\x80", 3},
	{"\xF4\x90\x80\x80", 4}, {"\xF0\x9F\x92", 3}, {"a\x80", 2},
};

START_TEST(unfit_text_is_refused)
{
	tn_conn *db = open_victim();
	size_t i;

	for (i = 0; i < CONF_COUNT(unfit); i++) {
		tn_value v = tn_text_n(unfit[i].bytes, unfit[i].len);
		const tn_list list = {.kind = TN_KIND_TEXT, .count = 1, .items = &v};
		char name[32] = {0};
		tn_table_def def = {.size = sizeof def};
		tn_column_def column = {.name = "id", .type = TN_TYPE_BIGINT};
		tn_builder *q = tn_build("SELECT id FROM bag");
		tn_rows *rows = NULL;

		ck_tn_err(tn_exec(db, "INSERT INTO bag (id, body) VALUES (1, ?)", TN_VALUES(v), NULL, tn_test_err()),
			  TN_E_DATA);
		ck_tn_err(tn_exec(db, "DELETE FROM victim WHERE body IN (?)", TN_VALUES(tn_list_of(&list)), NULL,
				  tn_test_err()),
			  TN_E_DATA);
		tn_where_eq(q, "body", v);
		ck_tn_err(tn_build_query(q, db, &rows, tn_test_err()), TN_E_DATA);
		tn_build_free(q);
		if (memchr(unfit[i].bytes, '\0', unfit[i].len))
			continue;
		/* In the text of a statement, in a name. */
		snprintf(name, sizeof name, "SELECT '%.*s'", (int)unfit[i].len, unfit[i].bytes);
		ck_tn_err(tn_exec(db, name, NULL, NULL, tn_test_err()), TN_E_DATA);
		snprintf(name, sizeof name, "%.*s", (int)unfit[i].len, unfit[i].bytes);
		def.name = name;
		def.columns = &column;
		def.column_count = 1;
		ck_tn_err(tn_table_create(db, &def, tn_test_err()), TN_E_PARAM);
		ck_tn_err(tn_quote_ident(db, name, name, 0), TN_E_PARAM);
		q = tn_build("SELECT * FROM bag");
		tn_column_add(q, name);
		ck_tn_err(tn_build_query(q, db, &rows, tn_test_err()), TN_E_PARAM);
		tn_build_free(q);
	}
	close_victim(db, 0);
}
END_TEST

/* ---- names ------------------------------------------------------------------------------------ */

static int64_t tables_named(tn_conn *db, const char *name)
{
	int rc = tn_table_exists(db, name, tn_test_err());

	ck_assert_msg(rc >= 0, "%s: %s", name, tn_test_failure(rc));
	return rc;
}

/* The statements of one table with this name, whose one column has it too. */
static void use_name(tn_conn *db, const char *name)
{
	char *ident = quoted(name, '"'), *sql;
	tn_builder *q;
	tn_rows *rows;

	sql = text_of("INSERT INTO ~ (~) VALUES ('in')", ident, ident);
	ck_assert_int_eq(conf_exec(db, sql, NULL), 1);
	free(sql);
	sql = text_of("SELECT h.~ FROM ~ h", ident, ident);
	gives(db, sql, NULL, "in");
	rows = conf_row(db, sql, NULL);
	ck_assert_str_eq(tn_column_name(rows, 0), name);
	conf_end(rows);
	free(sql);
	sql = text_of("SELECT 'x' AS ~~", ident, "");
	rows = conf_row(db, sql, NULL);
	ck_assert_str_eq(tn_column_name(rows, 0), name);
	conf_end(rows);
	free(sql);
	if (!strchr(name, '.')) {
		q = tn_build_update(name);
		tn_set_value(q, name, tn_text(name));
		ck_tn_ok(tn_build_exec(q, db, NULL, tn_test_err()));
		tn_build_free(q);
		sql = text_of("SELECT ~ FROM ~", ident, ident);
		gives(db, sql, NULL, name);
		free(sql);
	}
	sql = text_of("DELETE FROM ~ WHERE ~ IS NOT NULL", ident, ident);
	ck_assert_int_eq(conf_exec(db, sql, NULL), 1);
	free(sql);
	free(ident);
}

/* What servers have no name for: empty; on some an end with a space, or four bytes. */
static int is_no_name(int rc)
{
	return rc == TN_E_DATA || rc == TN_E_LIMIT || rc == TN_E_PARAM || rc == TN_E_SYNTAX || rc == TN_E_UNSUPPORTED;
}

START_TEST(as_names)
{
	tn_conn *db = open_victim();
	int used = 0;
	size_t i;

	for (i = 0; i < STRINGS; i++) {
		char *name = string_at(i), *ident = quoted(name, '"');
		char *sql = text_of("CREATE TABLE ~ (~ VARCHAR(80))", ident, ident);
		int is_there = !strcmp(name, "victim") || !strcmp(name, "Victim"), rc;

		if (!is_there) {
			rc = tn_exec(db, sql, NULL, NULL, tn_test_err());
			ck_assert_msg(rc >= 0 || is_no_name(rc), "\"%.60s\": %s", name, tn_test_failure(rc));
			if (rc >= 0) {
				used++;
				use_name(db, name);
				ck_assert_int_eq(tables_named(db, name), 1);
				ck_tn_ok(tn_table_drop(db, name, 0, tn_test_err()));
				ck_assert_int_eq(tables_named(db, name), 0);
			}
		}
		free(sql);
		free(ident);
		free(name);
	}
	ck_assert_int_ge(used, STRINGS - 20);
	close_victim(db, 0);
}
END_TEST

/* By descriptions in C, and in native text by tn_quote_ident(). */
START_TEST(as_names_in_descriptions)
{
	tn_conn *db = open_victim();
	size_t i;

	for (i = 0; i < STRINGS; i++) {
		char *name = string_at(i), ident[300], *sql;
		tn_column_def column = {.name = name, .type = TN_TYPE_VARCHAR, .length = 80};
		tn_table_def def = {.size = sizeof def, .name = name, .columns = &column, .column_count = 1};
		int rc;

		if (strcmp(name, "victim") && strcmp(name, "Victim")) {
			rc = tn_table_create(db, &def, tn_test_err());
			ck_assert_msg(rc >= 0 || is_no_name(rc), "\"%.60s\": %s", name, tn_test_failure(rc));
			if (rc >= 0 && strlen(name) > 63) {
				/* Longer than every server keeps: portable text does not know it. */
				ck_tn_ok(tn_table_drop(db, name, 0, tn_test_err()));
			} else if (rc >= 0) {
				use_name(db, name);
				ck_assert_int_gt(tn_quote_ident(db, name, ident, sizeof ident), 0);
				sql = text_of("/*tn:native*/SELECT COUNT(*) FROM ~~", ident, "");
				/* A marker in a native name would be one. */
				ck_assert_int_eq(conf_int(db, sql, NULL), 0);
				free(sql);
				ck_tn_ok(tn_table_drop(db, name, 0, tn_test_err()));
			}
		}
		free(name);
	}
	close_victim(db, 0);
}
END_TEST

/* ---- the builder -------------------------------------------------------------------------------- */

START_TEST(through_the_builder)
{
	static const tn_sort sorts[] = {{"id", "id"}};
	tn_conn *db = open_victim();
	tn_rows *rows = NULL;
	size_t i;

	fill_bag(db);
	for (i = 0; i < STRINGS; i++) {
		char *s = string_at(i);
		tn_value v = tn_text(s);
		const tn_list list = {.kind = TN_KIND_TEXT, .count = 1, .items = &v};
		tn_builder *q = tn_build("SELECT id FROM bag");
		int rc;

		tn_where_eq(q, "body", v);
		tn_where_in(q, "body", &list);
		tn_filter(q, "body = ?", v);
		ck_tn_ok(tn_build_query(q, db, &rows, tn_test_err()));
		ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
		ck_assert_int_eq(tn_get_int64(rows, 0), (int64_t)i);
		ck_tn_is(tn_next(rows, tn_test_err()), TN_DONE);
		conf_end(rows);
		tn_build_free(q);
		/* As the name of a column that is not there, and as a sort. */
		q = tn_build("SELECT id FROM bag");
		tn_where_eq(q, s, tn_int(1));
		rc = tn_build_query(q, db, &rows, tn_test_err());
		ck_assert_msg(rc == TN_E_PARAM || rc == TN_E_LIMIT || rc == TN_E_NO_OBJECT, "\"%.60s\": %s", s,
			      tn_test_failure(rc));
		tn_build_free(q);
		q = tn_build("SELECT id FROM bag");
		tn_order_by(q, s, sorts, 1);
		ck_tn_is(tn_build_text(q, tn_test_err()) ? TN_OK : TN_E_PARAM, *s ? TN_E_PARAM : TN_OK);
		tn_build_free(q);
		free(s);
	}
	close_victim(db, STRINGS);
}
END_TEST

/* ---- patterns and limits --------------------------------------------------------------------------- */

/* The string as a pattern that fits it alone; free() it. */
static char *escaped(const char *s, char escape)
{
	char *out = malloc(2 * strlen(s) + 1), *o = out;

	ck_assert_ptr_nonnull(out);
	for (; *s; s++) {
		if (*s == '%' || *s == '_' || *s == escape)
			*o++ = escape;
		*o++ = *s;
	}
	*o = '\0';
	return out;
}

static int64_t containing(const char *part)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; i < STRINGS; i++) {
		char *s = string_at(i);

		n += strstr(s, part) != NULL;
		free(s);
	}
	return n;
}

static void as_pattern(tn_conn *db, const char *s, const char *escape)
{
	char *pattern = escaped(s, escape[0]), *part = text_of("%~%~", pattern, "");
	char *literal = quoted(pattern, '\''), *mark = quoted(escape, '\'');
	char *sql = text_of("SELECT COUNT(*) FROM bag WHERE body LIKE ? ESCAPE ~~", mark, "");

	ck_assert_msg(conf_int(db, sql, TN_VALUES(tn_text(pattern))) == 1, "\"%s\" ESCAPE %s", s, escape);
	ck_assert_int_eq(conf_int(db, sql, TN_VALUES(tn_text(part))), containing(s));
	free(sql);
	sql = text_of("SELECT body FROM bag WHERE body LIKE ~ ESCAPE ~", literal, mark);
	gives(db, sql, NULL, s);
	free(sql);
	free(mark);
	free(literal);
	free(part);
	free(pattern);
}

START_TEST(as_patterns)
{
	static const char *const escapes[] = {"!", "\\", "'", "a", "?", "-"};
	tn_conn *db = open_victim();
	size_t i, stride = tn_test_stride();

	fill_bag(db);
	for (i = 0; i < (STRINGS - 1) * CONF_COUNT(escapes); i += stride) {
		char *s = string_at(i / CONF_COUNT(escapes));

		as_pattern(db, s, escapes[i % CONF_COUNT(escapes)]);
		free(s);
	}
	close_victim(db, STRINGS);
}
END_TEST

START_TEST(as_limits)
{
	tn_conn *db = open_victim();
	tn_rows *rows = NULL;
	size_t i;

	for (i = 0; i < STRINGS; i++) {
		char *s = string_at(i);

		ck_assert_int_lt(tn_query(db, "SELECT id FROM victim LIMIT ?", TN_VALUES(tn_text(s)), &rows,
					  tn_test_err()),
				 0);
		ck_assert_int_lt(tn_query(db, "SELECT id FROM victim LIMIT 1 OFFSET ?", TN_VALUES(tn_text(s)), &rows,
					  tn_test_err()),
				 0);
		ck_assert_int_lt(tn_exec(db, "DELETE FROM victim WHERE id = ?", TN_VALUES(tn_text(s)), NULL,
					 tn_test_err()),
				 0);
		ck_assert_int_eq(tn_has_cap(db, s), TN_E_PARAM);
		free(s);
	}
	close_victim(db, 0);
}
END_TEST

Suite *conf_hostile_suite(void)
{
	Suite *s = suite_create("hostile text");
	TCase *tc = conf_case(s, "values");

	tcase_add_test(tc, as_parameters);
	tcase_add_test(tc, as_literals);
	tcase_add_test(tc, unfit_text_is_refused);
	tc = conf_case(s, "names");
	tcase_add_test(tc, as_names);
	tcase_add_test(tc, as_names_in_descriptions);
	tcase_add_test(tc, through_the_builder);
	tc = conf_case(s, "patterns and limits");
	tcase_add_test(tc, as_patterns);
	tcase_add_test(tc, as_limits);
	return s;
}

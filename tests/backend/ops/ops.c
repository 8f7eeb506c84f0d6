/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/ops/ops.c - every case of op_cases.def through the template of the
 * server of the run, with the session settings that the library holds.
 *
 * 1. Each case runs as literals, as columns of those values and as parameters, because a
 *    dialect may choose by that and a server may type them in another way.
 * 2. A warning of a server that warns where others raise counts as the error that
 *    its number is classified as.  Notes are none.
 * 3. An operation without a template is refused by the library: its cases are
 *    counted and named, not run.
 * 4. The same cases as portable SQL must give the same on every server, those with
 *    tests of their templates elsewhere included.
 */
#include "config.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/testing.h>
#include "tests/backend/ops/ops.h"

#define COUNT(...) (sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *))

static const char *const op_names[] = {
	"NONE",
#define TN_OPERATOR(id, sym, args, result, flags, meaning) #id,
#include <tenon/sys/operators.def>
#undef TN_OPERATOR
#define TN_FUNCTION(id, name, args, result, flags, meaning) #id,
#include <tenon/sys/functions.def>
#undef TN_FUNCTION
};

static const struct op_case cases[] = {
#define OP_CASE(op, want, ...) \
	{TN_OP_##op, #op, NULL, want, "", (const char *const[]){__VA_ARGS__}, COUNT(__VA_ARGS__), __LINE__},
#define OP_NONE(op, want) {TN_OP_##op, #op, NULL, want, "", NULL, 0, __LINE__},
#define OP_ROWS(op, how, want, tail, ...) \
	{TN_OP_##op, #op, how, want, tail, (const char *const[]){__VA_ARGS__}, COUNT(__VA_ARGS__), __LINE__},
#include "tests/support/op_cases.def"
};
#define CASES (sizeof cases / sizeof *cases)

extern const struct tn_dialect tn__pg_dialect, my__dialect_mysql, my__dialect_mariadb;

static const char *const portable[TN_OPS] = {
#define OP_TEXT(op, text) [TN_OP_##op] = text,
#include "tests/support/op_cases.def"
};

/* SQLite's templates are tried as portable SQL only: they lean on what a connection registers. */
static const struct tn_dialect no_templates;
static const struct tn_dialect *dialect = &no_templates;
static enum op_server server;

/* ---- one case as a query ------------------------------------------------------- */

/* How the arguments come. */
enum form { AS_LITERALS, AS_COLUMNS, AS_PARAMETERS, AS_PORTABLE, FORMS };
static const char *const form_names[] = {"literals", "columns", "parameters", "portable"};

struct run {
	const struct op_case *c;
	struct op_value want;
	struct op_value args[OP_ARGS_MAX];
	uint32_t arg_count;
	int first;   /* the first argument is one of tail */
	int as;      /* enum form */
	tn_named_value values[OP_ARGS_MAX];
	char sql[OP_TEXT_MAX];
	char got[2048];
};

/* 1 if an argument is a column, or a parameter, in this run. */
static int is_open(const struct run *r, uint32_t i)
{
	if (r->as == AS_LITERALS || (r->as == AS_PORTABLE && !r->c->how) || (r->c->how && (i || r->first)))
		return 0;
	/* The escape character of LIKE is a literal, as some functions' second arguments. */
	if ((r->c->op == TN_OP_LIKE || r->c->op == TN_OP_ILIKE) && i == 2)
		return 0;
	return !(i == 1 && (op_flags[r->c->op] & TN_OPF_LITERAL_2));
}

static const char *template_of(const struct run *r)
{
	struct tn_op_arg args[OP_ARGS_MAX];
	struct tn_op_use use;
	const char *chosen;
	uint32_t i;
	memset(args, 0, sizeof args);
	memset(&use, 0, sizeof use);
	for (i = 0; i < r->arg_count; i++) {
		args[i].type = r->args[i].type;
		if (is_open(r, i)) {
			args[i].type.flags = r->as == AS_COLUMNS ? TN_TYPEF_COLUMN : TN_TYPEF_CONSTANT;
			continue;
		}
		args[i].literal = 1;
		args[i].nulled = !r->args[i].text;
		args[i].value = &r->args[i].value;
		args[i].type.flags |= TN_TYPEF_CONSTANT;
	}
	use.op = r->c->op;
	use.distinct = r->c->how && !strncmp(r->c->how, "distinct", 8);
	use.result = r->want.type;
	use.args = args;
	use.arg_count = r->arg_count;
	chosen = dialect->choose ? dialect->choose(&use) : NULL;
	return chosen ? chosen : dialect->ops[r->c->op];
}

static size_t add(char *to, size_t len, const char *text)
{
	size_t n = strlen(text);
	ck_assert_uint_lt(len + n, OP_TEXT_MAX);
	memcpy(to + len, text, n + 1);
	return len + n;
}

/* "(SELECT 1 AS c1, 2 AS c2) AS t" or, for rows, one SELECT for each. */
static size_t add_source(struct run *r, size_t len, char literals[][512])
{
	char name[16] = "v";
	uint32_t i;
	len = add(r->sql, len, " FROM (SELECT ");
	for (i = 0; i < (r->c->how ? r->c->arg_count : r->arg_count); i++) {
		if (!r->c->how)
			snprintf(name, sizeof name, "c%u", i + 1);
		if (i)
			len = add(r->sql, len, r->c->how ? " UNION ALL SELECT " : ", ");
		len = add(r->sql, len, literals[i]);
		len = add(r->sql, len, " AS ");
		len = add(r->sql, len, name);
	}
	return add(r->sql, len, ") AS t");
}

/* A parameter of its kind, by name since it may stand more than once. */
static void add_parameter(struct run *r, uint32_t i, char *literal, size_t size)
{
	static char names[OP_ARGS_MAX][16];
	struct op_value null = r->args[i];
	null.text = NULL;
	snprintf(names[i], sizeof names[i], "a%u", i);
	op_literal(server, &null, literal, size);
	if (server == OP_POSTGRESQL) {
		/* CAST(NULL AS type), as the library tells this server the types of parameters. */
		char type[64];
		snprintf(type, sizeof type, "%s", strstr(literal, " AS "));
		snprintf(literal, size, "CAST(:a%u%s", i, type);
	} else {
		snprintf(literal, size, ":a%u", i);
	}
	r->values[i].name = names[i];
	r->values[i].value = r->args[i].text ? r->args[i].value : tn_null();
}

/* 1, or 0 if there is no template. */
static int make_sql(struct run *r)
{
	static char literals[OP_ARGS_MAX][512], expr[OP_TEXT_MAX];
	char names[OP_ARGS_MAX][16];
	const char *args[OP_ARGS_MAX];
	const char *tmpl = r->as == AS_PORTABLE ? portable[r->c->op] : template_of(r);
	enum op_server language = r->as == AS_PORTABLE ? OP_PORTABLE : server;
	size_t len;
	uint32_t i;
	if (!tmpl)
		return 0;
	for (i = 0; i < r->arg_count; i++) {
		if (r->as == AS_PARAMETERS && is_open(r, i))
			add_parameter(r, i, literals[i], sizeof literals[i]);
		else
			op_literal(language, &r->args[i], literals[i], sizeof literals[i]);
		snprintf(names[i], sizeof names[i], r->c->how && !i ? "v" : "c%u", i + 1);
		args[i] = r->as != AS_PARAMETERS && is_open(r, i) ? names[i] : literals[i];
	}
	if (!op_expand(tmpl, &r->want.type, language, args, r->arg_count, r->c, expr, sizeof expr))
		ck_abort_msg("%s: the template cannot be expanded: %s", r->c->name, tmpl);
	len = add(r->sql, 0, r->as == AS_PORTABLE ? "SELECT " : TN_NATIVE_MARK "SELECT ");
	len = add(r->sql, len, expr);
	if (r->as == AS_PORTABLE && !r->c->how)
		return 1;
	if (r->as != AS_COLUMNS && r->as != AS_PORTABLE) {
		/* MariaDB keeps the warnings of the statement before one without tables. */
		if (server != OP_POSTGRESQL)
			add(r->sql, len, " FROM (SELECT 1 AS one) AS t");
		return 1;
	}
	if (r->c->how) {
		struct op_value v;
		for (i = 0; i < r->c->arg_count; i++) {
			op_parse(r->c->args[i], &v);
			op_literal(language, &v, literals[i], sizeof literals[i]);
		}
	}
	len = add_source(r, len, literals);
	if (r->c->how && !strncmp(r->c->how, "over", 4))
		add(r->sql, len, " ORDER BY v");
	return 1;
}

/* ---- answers ------------------------------------------------------------------------ */

/* Warnings as errors: the code of the worst, or 0. */
static int warned(tn_conn *db, char *why, size_t size)
{
	tn_rows *rows = NULL;
	int code = 0;
	size_t i;
	if (server == OP_POSTGRESQL || tn_query(db, TN_NATIVE_MARK "SHOW WARNINGS", NULL, &rows, tn_test_err()) < 0)
		return 0;
	while (tn_next(rows, tn_test_err()) == TN_ROW) {
		int native = (int)tn_get_int64(rows, 1);
		if (!strcmp(tn_get_text(rows, 0), "Note"))
			continue;
		snprintf(why, size, "%s %d %s", tn_get_text(rows, 0), native, tn_get_text(rows, 2));
		code = TN_E_INTERNAL;
		for (i = 0; i < dialect->error_count && code == TN_E_INTERNAL; i++)
			if (dialect->errors[i].native == native)
				code = dialect->errors[i].code;
	}
	tn_finish(rows, NULL);
	return code;
}

/* What the library gives for portable SQL is of the kind itself; native texts give what the server has for it. */
static int kind_fits(const struct run *r, uint8_t kind)
{
	char letter = r->want.letter;
	static const char kinds[] = {0, 'b', 'i', 'd', 'n', 't', 'y', 'D', 'T', 's', 'z', 'u', 'j'};
	static const uint8_t of[] = {TN_KIND_NULL, TN_KIND_BOOL, TN_KIND_INT, TN_KIND_DOUBLE, TN_KIND_NUMERIC,
		TN_KIND_TEXT, TN_KIND_BYTES, TN_KIND_DATE, TN_KIND_TIME, TN_KIND_TIMESTAMP, TN_KIND_TIMESTAMPTZ,
		TN_KIND_UUID, TN_KIND_JSON};
	size_t i;
	for (i = 1; i < sizeof of && kinds[i] != letter; i++)
		;
	if (kind == of[i])
		return 1;
	if (server == OP_POSTGRESQL || r->as == AS_PORTABLE)
		return 0;
	return (letter == 'b' && kind == TN_KIND_INT) || (letter == 'z' && kind == TN_KIND_TIMESTAMP) ||
	       (letter == 'u' && kind == TN_KIND_BYTES) || (letter == 'j' && kind == TN_KIND_TEXT);
}

/* The text of a cell as the table writes it. */
static size_t cell_text(char letter, const tn_value *v, char *out, size_t size)
{
	size_t n, i, k;
	if (v->kind == TN_KIND_NULL)
		return (size_t)snprintf(out, size, "NULL");
	if (letter == 'b' && v->kind == TN_KIND_INT)
		return (size_t)snprintf(out, size, "%s", v->u.i == 1 ? "true" : v->u.i == 0 ? "false" : "?");
	n = tn_value_format(v, out, size);
	if (letter == 'z' && n > 3 && !strcmp(out + n - 3, "+00"))
		out[n -= 3] = '\0';
	/* Fractions without their last zeros. */
	if (strchr("Tsz", letter) && memchr(out, '.', n)) {
		while (out[n - 1] == '0')
			n--;
		n -= out[n - 1] == '.';
		out[n] = '\0';
	}
	if (v->kind == TN_KIND_BYTES) {
		memmove(out, out + 2, n - 1);
		n -= 2;
	}
	for (i = k = 0; letter == 'u' && i <= n; i++)
		if (out[i] != '-')
			out[k++] = out[i];
	return letter == 'u' ? k - 1 : n;
}

/* Runs; the rows joined with semicolons in got.  A TN_E_* code, or TN_OK. */
static int run_sql(tn_conn *db, struct run *r, char *why, size_t size)
{
	tn_rows *rows = NULL;
	size_t n = 0;
	tn_args args = {NULL, r->values, 0, 0};
	int rc, ended;
	uint32_t i;
	/* Literals have no name: the others, moved together, are what the text asks for. */
	for (i = 0; i < r->arg_count; i++)
		if (r->values[i].name && strstr(r->sql, r->values[i].name))
			r->values[args.count++] = r->values[i];
	rc = tn_query(db, r->sql, args.count ? &args : NULL, &rows, tn_test_err());
	r->got[0] = '\0';
	while (rc >= 0 && (rc = tn_next(rows, tn_test_err())) == TN_ROW) {
		const tn_value *v = tn_get_value(rows, 0);
		if (v->kind != TN_KIND_NULL && !kind_fits(r, v->kind)) {
			n += (size_t)snprintf(r->got + n, sizeof r->got - n, "(%s)", tn_kind_name(v->kind));
		}
		if (n && r->got[n - 1] != ')')
			n += (size_t)snprintf(r->got + n, sizeof r->got - n, ";");
		n += cell_text(r->want.letter, v, r->got + n, sizeof r->got - n);
	}
	if (rc < 0)
		snprintf(why, size, "%s (%d)", tn_test_failure(rc), tn_error_native(*tn_test_err()));
	ended = rows ? tn_finish(rows, rc < 0 ? NULL : tn_test_err()) : TN_OK;
	if (rc < 0 || ended < 0)
		return rc < 0 ? rc : ended;
	return r->as == AS_PORTABLE ? TN_OK : warned(db, why, size);
}

static void squeeze(const char *from, char *to, size_t size)
{
	size_t n = 0;
	int inside = 0;
	for (; *from && n + 1 < size; from++) {
		inside ^= *from == '"' && !(n && to[n - 1] == '\\');
		if (inside || *from != ' ')
			to[n++] = *from;
	}
	to[n] = '\0';
}

static int doubles_equal(const char *a, const char *b)
{
	char *ea, *eb;
	for (;; a = ea + 1, b = eb + 1) {
		double x = strtod(a, &ea), y = strtod(b, &eb);
		if (ea == a || eb == b || fabs(x - y) > 2e-15 * fmax(fabs(x), fabs(y)) || *ea != *eb)
			return 0;
		if (!*ea)
			return 1;
	}
}

static size_t without_zeros(const char *s)
{
	size_t n = strlen(s);
	if (!strchr(s, '.'))
		return n;
	while (s[n - 1] == '0')
		n--;
	return n - (s[n - 1] == '.');
}

static int numerics_equal(const char *a, const char *b)
{
	return without_zeros(a) == without_zeros(b) && !strncmp(a, b, without_zeros(a));
}

static int same(const struct run *r)
{
	char a[1024], b[1024];
	const char *want = r->want.text ? r->want.text : "NULL";
	if (r->want.any)
		return strcmp(r->got, "NULL") != 0;
	if (r->want.letter == 'd' && r->want.text)
		return doubles_equal(want, r->got);
	if (r->want.letter == 'y' || r->want.letter == 'u') {
		size_t i, k = 0;
		for (i = 0; i <= strlen(want); i++)
			if (want[i] != '-' || r->want.letter != 'u')
				a[k++] = want[i];
		return !strcmp(a, r->got);
	}
	/* A parameter has any number of digits, and MySQL gives it the most. */
	if (r->want.letter == 'n' && r->as == AS_PARAMETERS && !r->want.scaled)
		return numerics_equal(want, r->got);
	if (r->want.letter != 'j')
		return !strcmp(want, r->got);
	squeeze(want, a, sizeof a);
	squeeze(r->got, b, sizeof b);
	return !strcmp(a, b);
}

/* 1 if the case holds; 0 after printing what does not; -1 if there is no template. */
static int check(tn_conn *db, struct run *r)
{
	char why[600] = "";
	int rc, good;
	if (!make_sql(r))
		return -1;
	rc = run_sql(db, r, why, sizeof why);
	/* What has no template is refused by name. */
	if (rc == TN_E_UNSUPPORTED && r->as == AS_PORTABLE && dialect->ops && !dialect->ops[r->c->op])
		return -1;
	if (r->want.error)
		good = rc < 0 && !strcmp(tn_error_name(rc), r->want.error);
	else
		good = rc == TN_OK && same(r);
	if (good)
		return 1;
	printf("%s (line %d, %s): wants %s, got %s %s\n    %s\n", r->c->name, r->c->line,
	       form_names[r->as], r->c->want, rc < 0 ? tn_error_name(rc) : r->got, why,
	       r->sql + (r->as == AS_PORTABLE ? 0 : sizeof TN_NATIVE_MARK - 1));
	return 0;
}

/* ---- the run ---------------------------------------------------------------------------- */

static void add_tail(struct run *r)
{
	static char copy[256];
	char *p = copy, *end;
	snprintf(copy, sizeof copy, "%s", r->c->tail);
	while (*p) {
		end = strchr(p, '|');
		if (end)
			*end = '\0';
		ck_assert(op_parse(p, &r->args[r->arg_count++]));
		p = end ? end + 1 : p + strlen(p);
	}
}

static int run_case(tn_conn *db, const struct op_case *c, int as)
{
	static struct run r;
	uint32_t i;
	memset(&r, 0, sizeof r);
	r.c = c;
	r.as = as;
	ck_assert(op_parse(c->want, &r.want));
	r.first = c->how && !strcmp(c->how, "over args");
	r.arg_count = c->how ? !r.first : c->arg_count;
	for (i = 0; i < r.arg_count; i++)
		ck_assert_msg(op_parse(c->args[i], &r.args[i]), "line %d", c->line);
	if (c->how)
		add_tail(&r);
	return check(db, &r);
}

/* 1 if a case can be written in a form. */
static int takes(const struct op_case *c, int as)
{
	uint32_t i;
	if (as == AS_PORTABLE)
		return portable[c->op] != NULL;
	if (!dialect->ops)
		return 0;
	if (c->how)
		return as == AS_COLUMNS;
	for (i = 0; as == AS_PARAMETERS && i < c->arg_count; i++)
		if (!strchr("bindt", c->args[i][0]))
			return 0;
	return as == AS_LITERALS || c->arg_count;
}

START_TEST(every_case_holds)
{
	static unsigned char tested[TN_OPS], missing[TN_OPS];
	tn_conn *db = tn_test_open();
	const char *only = getenv("OPS_ONLY");
	unsigned good = 0, bad = 0;
	size_t i;
	int as;
	/* MySQL refuses to prepare this; once the library knows, it sends it as text. */
	tn_exec(db, TN_NATIVE_MARK "SHOW WARNINGS", NULL, NULL, tn_test_err());
	for (i = 0; i < CASES; i++) {
		tested[cases[i].op] = 1;
		if (only && strcmp(only, cases[i].name) != 0)
			continue;
		for (as = AS_LITERALS; as < FORMS; as++) {
			int rc;
			if (!takes(&cases[i], as))
				continue;
			rc = run_case(db, &cases[i], as);
			good += rc > 0;
			bad += rc == 0;
			missing[cases[i].op] |= rc < 0;
		}
	}
	tn_close(db);
	for (i = 1; i < TN_OPS; i++) {
		if (missing[i])
			printf("refused: %s\n", op_names[i]);
		if (!tested[i])
			printf("no case: %s\n", op_names[i]);
	}
	printf("%u hold, %u do not\n", good, bad);
	fflush(stdout);
	ck_assert_uint_eq(bad, 0);
}
END_TEST

static int find_server(void)
{
	tn_conn *db = NULL;
	int rc = tn_open(&db, tn_test_url(), NULL, tn_test_err());
	if (rc < 0) {
		fprintf(stderr, "cannot open %s: %s\n", tn_test_url_text(), tn_test_failure(rc));
		return rc;
	}
#ifdef TN_WITH_POSTGRESQL
	if (!strcmp(tn_server_product(db), "PostgreSQL")) {
		server = OP_POSTGRESQL;
		dialect = &tn__pg_dialect;
	}
#endif
#ifdef TN_WITH_MYSQL
	if (!strcmp(tn_server_product(db), "MySQL")) {
		server = OP_MYSQL;
		dialect = &my__dialect_mysql;
	}
	if (!strcmp(tn_server_product(db), "MariaDB")) {
		server = OP_MARIADB;
		dialect = &my__dialect_mariadb;
	}
#endif
	tn_close(db);
	return TN_OK;
}

static int run_all(void)
{
	Suite *s = suite_create("ops");
	TCase *tc = tcase_create("ops");
	SRunner *sr;
	int failed;
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, every_case_holds);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed;
}

int main(void)
{
	int failed, rc = tn_test_begin();
	if (rc)
		return rc;
	failed = find_server() < 0;
	if (!failed)
		failed = run_all();
	return tn_test_end(failed);
}

/* SPDX-License-Identifier: MIT */
/*
 * docs/tables.c - prints the tables of the documentation from the tables of the
 * code, so that they cannot disagree: docs/make-tables calls it with the name of
 * a table and of a backend or dialect.  Those about portable SQL are in tables_sql.c.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/tenon.h>
#include <tenon/sys/backend.h>
#include "core/engine/engine.h"
#include "tables.h"

void cell(const char *s)
{
	for (; s && *s; s++)
		fputs(*s == '|' ? "\\|" : (char[]){*s, '\0'}, stdout);
}

static const struct tn_backend *backend(const char *name)
{
	const struct tn_backend *b;
	size_t i;
	for (i = 0; (b = tn__backend_at(i)); i++)
		if (!strcmp(b->name, name))
			return b;
	return NULL;
}

const struct tn_dialect *dialect(const char *name)
{
	const struct tn_backend *b;
	size_t i, k;
	for (i = 0; (b = tn__backend_at(i)); i++)
		for (k = 0; b->dialects[k]; k++)
			if (!strcmp(b->dialects[k]->name, name))
				return b->dialects[k];
	return NULL;
}

static void keys(const struct tn_url_key *k)
{
	puts("| key | values | meaning |\n|---|---|---|");
	for (; k->name; k++) {
		printf("| `%s` | ", k->name);
		if (k->values)
			for (const char *s = k->values; *s; s++)
				fputs(*s == '|' ? ", " : (char[]){*s, '\0'}, stdout);
		else
			fputs("text", stdout);
		printf(" | ");
		cell(k->doc);
		puts(" |");
	}
}

static int url(const char *name)
{
	const struct tn_backend *b = backend(name);
	if (!b && strcmp(name, "common") != 0)
		return 1;
	keys(b ? b->url_keys : tn__common_url_keys);
	return 0;
}

static void version(int v)
{
	printf("%d.%d", v / 10000, v / 100 % 100);
}

/* When a row applies. */
static void condition(const struct tn_session_row *r)
{
	static const struct { unsigned fact; const char *with, *without; } facts[] = {
		{TN_FACT_POOLED, "behind a pooling proxy", "not behind a pooling proxy"},
		{TN_FACT_READ_ONLY, "opened read-only", "not opened read-only"},
		{TN_FACT_WEAK_ENGINE_OK, "weak engines allowed", "unless weak engines are allowed"},
	};
	size_t i;
	for (i = 0; i < sizeof(facts) / sizeof(*facts); i++) {
		if (r->need_facts & facts[i].fact)
			printf(" (%s)", facts[i].with);
		if (r->unless_facts & facts[i].fact)
			printf(" (%s)", facts[i].without);
	}
	if (r->min_version)
		printf(" (from "), version(r->min_version), putchar(')');
	if (r->max_version)
		printf(" (up to "), version(r->max_version), putchar(')');
}

static const char *set(const struct tn_session_row *r)
{
	if (r->match == TN_MATCH_READ)
		return "reported";
	return r->get && !r->set ? "checked" : "set and read back";
}

static int session(const char *name)
{
	const struct tn_dialect *d = dialect(name);
	const struct tn_session_row *r;
	size_t i;
	if (!d)
		return 1;
	puts("| setting | value | | if it does not hold | why |\n|---|---|---|---|---|");
	for (i = 0; i < d->session_count; i++) {
		r = &d->session[i];
		printf("| `%s`", r->name);
		condition(r);
		printf(" | %s", r->match == TN_MATCH_AT_LEAST ? "at least " : "");
		if (r->match != TN_MATCH_READ) {
			const char *s = r->expected;
			putchar('`');
			for (; *s; s++)
				fputs(*s == ',' ? "` `" : (char[]){*s, '\0'}, stdout);
			putchar('`');
		}
		printf(" | %s | %s | ", set(r),
		       r->match == TN_MATCH_READ ? "" : r->level == TN_SESSION_MUST ? "refused" : "warning");
		cell(r->why);
		puts(" |");
	}
	return 0;
}

static const struct tn_type_row *first_row(const struct tn_dialect *d, int type)
{
	size_t i;
	for (i = 0; i < d->type_count; i++)
		if (d->types[i].type == type)
			return &d->types[i];
	return NULL;
}

static void ddl(const struct tn_dialect *d, int type)
{
	size_t i;
	const char *join = "", *before = "";
	printf(" | ");
	for (i = 0; i < d->type_count; i++) {
		const struct tn_type_row *r = &d->types[i];
		const char *s;
		if (r->type != type || (join[0] && !strcmp(r->ddl, before)))
			continue;
		before = r->ddl;
		printf("%s`", join);
		for (s = r->ddl; *s; s++)
			if (*s == '$' && s[1])
				putchar(*++s == 'l' ? (type == TN_TYPE_NUMERIC ? 'p' : 'n') : *s);
			else
				putchar(*s);
		putchar('`');
		if (r->max_length && r->max_length < UINT32_MAX)
			printf(" to %u", r->max_length);
		join = ", then ";
	}
}

static int types(const char *unused)
{
	static const char *const names[] = {"sqlite", "postgresql", "mysql", "mariadb"};
	int type;
	size_t i;
	(void)unused;
	puts("| type | kind | SQLite | PostgreSQL | MySQL | MariaDB |\n|---|---|---|---|---|---|");
	for (type = 1; type < TN_TYPE_COUNT; type++) {
		static const uint8_t kinds[] = {
#define TN_TYPE_ROW(name, number, word, kind, args) kind,
#include <tenon/types.def>
#undef TN_TYPE_ROW
		};
		printf("| %s | %s", tn_type_name(type), tn_kind_name(kinds[type]));
		for (i = 0; i < 4; i++)
			if (dialect(names[i]) && first_row(dialect(names[i]), type))
				ddl(dialect(names[i]), type);
		puts(" |");
	}
	return 0;
}

static int kinds(const char *unused)
{
	(void)unused;
	puts("| kind | payload |\n|---|---|");
#define TN_KIND_ROW(name, number, word, payload) printf("| %s | %s |\n", "TN_KIND_" #name, payload);
#include <tenon/kinds.def>
#undef TN_KIND_ROW
	return 0;
}

static int errors(const char *unused)
{
	(void)unused;
	puts("| code | number | meaning |\n|---|---|---|");
#define TN_ERROR(name, number, text, meaning) printf("| `TN_E_%s` | %d | %s |\n", #name, number, meaning);
#include <tenon/errors.def>
#undef TN_ERROR
	return 0;
}

static int caps(const char *unused)
{
	static const struct { const char *dialect, *product; int version; } servers[] = {
		{"sqlite", "SQLite", 34001}, {"postgresql", "PostgreSQL", 150000}, {"mysql", "MySQL", 80400},
		{"mariadb", "MariaDB", 101100}};
	struct tn_caps c[4];
	size_t i;
	(void)unused;
	for (i = 0; i < 4; i++)
		if (dialect(servers[i].dialect))
			dialect(servers[i].dialect)->effective(servers[i].product, servers[i].version, &c[i]);
		else
			return 1;
	puts("| capability | SQLite | PostgreSQL | MySQL | MariaDB | what, and what happens without |\n|---|---|---|---|---|---|");
#define TN_CAP_ROW(name, number, sentence, without) \
	printf("| `" #name "`"); \
	for (i = 0; i < 4; i++) \
		printf(" | %s", tn_cap_has(&c[i], (enum tn_cap)number) ? "yes" : "no"); \
	puts(" | " sentence " Without: " without " |");
#include <tenon/sys/caps.def>
#undef TN_CAP_ROW
	return 0;
}

int main(int argc, char **argv)
{
	static const struct { const char *name; int (*print)(const char *); } tables[] = {
		{"url", url}, {"session", session}, {"types", types}, {"kinds", kinds}, {"errors", errors}, {"caps", caps},
		{"operations", operations}, {"renderings", renderings}, {"passes", passes}, {"refusals", refusals},
		{"refused_everywhere", refused_everywhere}};
	size_t i;
	for (i = 0; argc == 3 && i < sizeof(tables) / sizeof(*tables); i++)
		if (!strcmp(tables[i].name, argv[1]))
			return tables[i].print(argv[2]);
	return 2;
}

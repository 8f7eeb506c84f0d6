/* SPDX-License-Identifier: MIT */
/*
 * tests/masks/less.c - the statements of the differential suite on a server that can less.
 *
 *   less [--full] [--seed N] [--subsets N] DATA.sql STATEMENTS.sql...
 *
 * Each statement runs as the server has it; then with each capability taken away by
 * itself, with random subsets of them, and with lowered limits.  Rows, types, counts and
 * errors must be the same, or the statement is refused by the name of something that was
 * taken away.
 *
 *  1. What the plan of a statement did not ask for cannot change it: without --full only
 *     those masks run that take away what plan->decided names, or lower a limit that the
 *     text passes.
 *  2. The capabilities and limits come from the tables, so a new row is tried without a
 *     change here.
 *  3. Schema changes stay, and would find what they made before: they are left out and
 *     counted, as is what the server refuses as it stands.
 *  4. The last line is a summary in the words of libcheck, of the comparisons.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "compat/compat.h"
#include "core/engine/engine.h"
#include "tests/differential/diff.h"
#include "tests/masks/mask.h"

#define MASK_TEXT 2048
#define LOW_SQL "1024"

struct mask {
	char text[MASK_TEXT];
	struct tn_caps caps;    /* what is left */
	uint64_t taken[TN_CAP_MAX / 64];
};

struct suite {
	tn_conn *db;
	struct tn_caps whole;
	struct mask *masks;
	size_t count, room;
	struct diff_cases cases;
	unsigned long compared, same, refused, differ, left_out;
	int full;
};

/* ---- masks ---------------------------------------------------------------------- */

static void add_mask(struct suite *s, const char *text)
{
	struct mask *m;
	size_t i;
	if (s->count == s->room) {
		s->masks = realloc(s->masks, (s->room = s->room * 2 + 64) * sizeof *s->masks);
		if (!s->masks)
			abort();
	}
	m = &s->masks[s->count++];
	snprintf(m->text, sizeof m->text, "%s", text);
	m->caps = s->whole;
	mask_apply(m->text, &m->caps);
	for (i = 0; i < TN_CAP_MAX / 64; i++)
		m->taken[i] = s->whole.bits[i] & ~m->caps.bits[i];
}

static void add_singles(struct suite *s)
{
	int cap;
	for (cap = 0; cap < TN_CAP_MAX; cap++)
		if (tn_cap_has(&s->whole, (enum tn_cap)cap))
			add_mask(s, tn__cap_name(cap));
}

static void add_subsets(struct suite *s, unsigned count, unsigned long seed)
{
	uint64_t state = seed * UINT64_C(2862933555777941757) + 3037000493u;
	for (; count; count--) {
		char text[MASK_TEXT] = "";
		size_t n = 0;
		int cap;
		for (cap = 0; cap < TN_CAP_MAX; cap++) {
			state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
			if (tn_cap_has(&s->whole, (enum tn_cap)cap) && (state >> 60) < 5)
				n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", n ? "," : "",
						      tn__cap_name(cap));
		}
		add_mask(s, text);
	}
}

/* The connection forgets what it made for other capabilities. */
static void put_on(struct suite *s, const struct tn_caps *caps)
{
	s->db->be->server.caps = *caps;
	tn__profile_make(caps, &s->db->profile);
	tn__cache_clear(&s->db->cache);
}

/* ---- one statement ---------------------------------------------------------------- */

static int is_schema(const char *sql)
{
	return !strncasecmp(sql, "CREATE", 6) || !strncasecmp(sql, "ALTER", 5) || !strncasecmp(sql, "DROP", 4) ||
	       !strncasecmp(sql, "TRUNCATE", 8);
}

/* What the statement was compiled to; NULL if that is not kept. */
static const struct tn_entry *entry_of(const tn_conn *db, const char *sql)
{
	const struct tn_entry *e = db->cache.oldest;
	while (e && (e->text_len != strlen(sql) || memcmp(e->text, sql, e->text_len) != 0))
		e = e->newer;
	return e;
}

/* 1 if the limit of the mask is less than so many. */
static int passes(const struct mask *m, enum tn_limit limit, size_t many)
{
	return m->caps.limits[limit] > 0 && many > (size_t)m->caps.limits[limit];
}

/* Whether the mask can change what is done; without a plan it may. */
static int concerns(const struct mask *m, const uint64_t *decided, size_t sql_len, size_t params)
{
	size_t i;
	for (i = 0; i < TN_CAP_MAX / 64; i++)
		if (m->taken[i] & decided[i])
			return 1;
	return passes(m, TN_LIMIT_SQL_BYTES, sql_len) || passes(m, TN_LIMIT_BIND_PARAMS, params);
}

/* 1 if the server never had what is named: something that was taken stood in for it. */
static int is_missing(const struct suite *s, const char *name, size_t len)
{
	int cap;
	for (cap = 0; cap < TN_CAP_MAX; cap++) {
		const char *known = tn__cap_name(cap);
		if (known && strlen(known) == len && !memcmp(known, name, len))
			return !tn_cap_has(&s->whole, (enum tn_cap)cap);
	}
	return 0;
}

/* Whether the error names, in its last brackets, something that the mask takes away, or what that stood in for. */
static int explained(const struct suite *s, const struct mask *m, const char *why)
{
	static const char *const words[] = {"(capability ", "(limit "};
	const char *at;
	size_t i;
	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		for (at = strstr(why, words[i]); at; at = strstr(at, words[i])) {
			at += strlen(words[i]);
			if (mask_names(m->text, at, strcspn(at, ")")) || is_missing(s, at, strcspn(at, ")")))
				return 1;
		}
	return 0;
}

static void compare(struct suite *s, const struct diff_case *c, const struct diff_outcome *whole, const struct mask *m)
{
	struct diff_outcome less = {0};
	put_on(s, &m->caps);
	diff_run(s->db, c, &less);
	s->compared++;
	if (less.len == whole->len && !memcmp(less.text, whole->text, less.len)) {
		s->same++;
	} else if (explained(s, m, less.why)) {
		s->refused++;
	} else {
		s->differ++;
		printf("%s:%u: differs without %s\n%s\n--- with\n%s%s\n--- without\n%s%s\n", c->file, c->line, m->text,
		       c->sql, whole->text, whole->why, less.text, less.why);
	}
	diff_outcome_release(&less);
}

static void try_case(struct suite *s, const struct diff_case *c)
{
	struct diff_outcome whole = {0};
	const struct tn_entry *e;
	uint64_t decided[TN_CAP_MAX / 64];
	size_t i, sql_len = SIZE_MAX, params = SIZE_MAX;
	memset(decided, 0xff, sizeof decided);
	put_on(s, &s->whole);
	if (is_schema(c->sql)) {
		s->left_out++;
		return;
	}
	diff_run(s->db, c, &whole);
	e = entry_of(s->db, c->sql);
	if (e) {
		memcpy(decided, e->plan->decided, sizeof decided);
		sql_len = e->rendered.sql_len;
		params = e->rendered.arg_count;
	}
	s->left_out += whole.refused != 0;
	for (i = 0; !whole.refused && i < s->count; i++)
		if (s->full || concerns(&s->masks[i], decided, sql_len, params))
			compare(s, c, &whole, &s->masks[i]);
	diff_outcome_release(&whole);
}

/* ---- the run -------------------------------------------------------------------------- */

static int open_server(struct suite *s)
{
	const char *url = getenv("TENON_TEST_DB_URL");
	tn_error *err = NULL;
	char why[1024];
	if (!url || !*url) {
		fputs("less: TENON_TEST_DB_URL names no server\n", stderr);
		return -1;
	}
	if (tn_open(&s->db, url, NULL, &err) >= 0 && tn_database_clean(s->db, &err) >= 0) {
		s->whole = s->db->be->server.caps;
		return 0;
	}
	tn_error_format(err, why, sizeof why);
	fprintf(stderr, "less: %s\n", why);
	tn_error_free(err);
	return -1;
}

static int run(struct suite *s, int count, char **files)
{
	int i, rc = diff_load(s->db, files[0]);
	size_t k;
	for (i = 1; rc == 0 && i < count; i++)
		rc = diff_read(&s->cases, files[i]);
	for (k = 0; rc == 0 && k < s->cases.count; k++) {
		if (!s->cases.items[k].open)
			try_case(s, &s->cases.items[k]);
		if (tn_is_dead(s->db)) {
			printf("%s:%u: the connection is dead\n", s->cases.items[k].file, s->cases.items[k].line);
			rc = -1;
		}
	}
	return rc;
}

int main(int argc, char **argv)
{
	static const struct option longs[] = {{"full", 0, NULL, 'f'}, {"seed", 1, NULL, 's'}, {"subsets", 1, NULL, 'n'},
					      {NULL, 0, NULL, 0}};
	struct suite s = {0};
	unsigned long seed = 1, subsets = 4;
	int c, rc;
	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 'f')
			s.full = 1;
		else if (c == 's')
			seed = strtoul(optarg, NULL, 10);
		else if (c == 'n')
			subsets = strtoul(optarg, NULL, 10);
		else
			return 2;
	}
	if (argc - optind < 2) {
		fputs("usage: less [--full] [--seed N] [--subsets N] DATA.sql STATEMENTS.sql...\n", stderr);
		return 2;
	}
	rc = open_server(&s);
	if (rc == 0) {
		add_singles(&s);
		add_subsets(&s, (unsigned)subsets, seed);
		add_mask(&s, "all");
		/* No server has a limit on rows: what has many has many parameters, or a long text. */
		add_mask(&s, "bind_params=5");
		add_mask(&s, "sql_bytes=" LOW_SQL ",value_bytes=1024");
		add_mask(&s, "bind_params=5,sql_bytes=" LOW_SQL ",value_bytes=1024");
		rc = run(&s, argc - optind, argv + optind);
	}
	printf("%zu statements, %zu masks, seed %lu: %lu the same, %lu refused by what was taken, %lu differ; "
	       "%lu statements left out\n", s.cases.count, s.count, seed, s.same, s.refused, s.differ, s.left_out);
	printf("%lu%%: Checks: %lu, Failures: %lu, Errors: %d\n",
	       s.compared ? 100 * (s.compared - s.differ) / s.compared : 0, s.compared, s.differ, rc < 0);
	tn_close(s.db);
	diff_cases_release(&s.cases);
	free(s.masks);
	return rc < 0 || s.differ || !s.compared;
}

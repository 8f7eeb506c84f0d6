/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/index/index.c - no index is lost on the way through the compiler.
 *
 * Each text is run as portable SQL; what was sent for it, with the values that were
 * bound, is explained by the server, and so is the text that a program without the
 * library would have sent.  Whatever index and condition the plain text is answered
 * by, the other must be, too, and it must not sort where the plain text does not.
 *
 *  1. A case that is known to lose an index says so; one that does not lose it any
 *     more is a failure, so that the list stays true.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/engine/engine.h"
#include "tests/backend/index/index.h"
#include "tests/support/suite_run.h"

enum { ROWS = 1500, MAX_ARGS = 8, MAX_PLACES = 64 };

/* ---- the tables ------------------------------------------------------------------------- */

static const char insert_thing[] =
	"INSERT INTO things (id, i, s, n, w, v, x, d, ts, tz, u, b, f, g, h, k, q) VALUES (:id, :id, :small, "
	"CAST(:id AS NUMERIC(12,2)), CAST(:id AS NUMERIC(30,4)), :v, :x, :d, :ts, :tz, :u, :b, :f, :g, :h, :id, :q)";

static void fill(tn_conn *db)
{
	int64_t i;

	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	for (i = 1; i <= ROWS; i++) {
		unsigned char uuid[16] = {0};
		char v[20];

		snprintf(v, sizeof v, "v%05d", (int)i);
		memcpy(uuid, v, 6);
		ck_tn_ok(tn_exec(db, insert_thing,
				 TN_NAMED(tn_named("id", tn_int(i)), tn_named("small", tn_int(i % 1000)),
					  tn_named("v", tn_text(v)), tn_named("x", tn_text(v)),
					  tn_named("d", tn_date(i)),
					  tn_named("ts", tn_timestamp(i * 1000000)),
					  tn_named("tz", tn_timestamptz(i * 1000000)), tn_named("u", tn_uuid(uuid)),
					  tn_named("b", tn_bool(i % 100 == 0)), tn_named("f", tn_double((double)i)),
					  tn_named("g", tn_int(i % 30)), tn_named("h", tn_int(i % 50)),
					  tn_named("q", i % 7 ? tn_int(i) : tn_null())),
				 NULL, tn_test_err()));
		ck_tn_ok(tn_exec(db, "INSERT INTO others (id, thing_id, n, code, label) VALUES (?, ?, ?, ?, ?)",
				 TN_VALUES(tn_int(i), tn_int(i), tn_int(i % 1000), tn_text(v), tn_text(v)), NULL,
				 tn_test_err()));
	}
	ck_tn_ok(tn_commit(db, tn_test_err()));
}

static tn_conn *open_filled(void)
{
	tn_conn *db = tn_test_open();
	unsigned i;

	for (i = 0; index_schema[i]; i++) {
		int rc = tn_exec(db, index_schema[i], NULL, NULL, tn_test_err());

		ck_assert_msg(rc >= 0, "%s: %s", index_schema[i], tn_test_failure(rc));
	}
	fill(db);
	index_prepare(db);
	return db;
}

/* ---- arguments ------------------------------------------------------------------------------- */

struct arguments {
	char copy[400];
	tn_value values[MAX_ARGS];
	unsigned char room[MAX_ARGS][16];
	int64_t ints[50];
	tn_list list;
	tn_args args;
};

static tn_value read_list(struct arguments *a, char *text)
{
	char *next;

	a->list.kind = TN_KIND_INT;
	a->list.shape = 1;
	a->list.items = a->ints;
	for (next = text; *next; next += *next == ',')
		a->ints[a->list.count++] = strtoll(next, &next, 10);
	return tn_list_of(&a->list);
}

static void read_arguments(const char *text, struct arguments *a)
{
	char *one, *rest;

	memset(a, 0, sizeof *a);
	snprintf(a->copy, sizeof a->copy, "%s", text ? text : "");
	for (one = strtok_r(a->copy, ";", &rest); one; one = strtok_r(NULL, ";", &rest)) {
		char *kind = one + strspn(one, " "), *value = kind + strcspn(kind, " ");
		unsigned n = a->args.count++;

		*value++ = '\0';
		if (!strcmp(kind, "list"))
			a->values[n] = read_list(a, value);
		else
			ck_tn_ok(tn_value_parse(tn_kind_find(kind), value, strlen(value), a->room[n], &a->values[n],
						tn_test_err()));
	}
	a->args.values = a->values;
}

/* ---- plans -------------------------------------------------------------------------------------- */

/* The text with $1 as :p1, which native text of every server may have. */
static char *with_markers(const char *sql)
{
	char *out = malloc(2 * strlen(sql) + 1), *o = out;

	ck_assert_ptr_nonnull(out);
	for (; *sql; sql++) {
		if (*sql == '$') {
			*o++ = ':';
			*o++ = 'p';
		} else {
			*o++ = *sql;
		}
	}
	*o = '\0';
	return out;
}

/* What is sent for the portable text, and its plan. */
static void plan_of_portable(tn_conn *db, const char *text, const tn_args *args, char **sent, struct index_plan *plan)
{
	tn_named_value named[MAX_PLACES];
	char names[MAX_PLACES][16];
	const struct tn_entry *e;
	tn_stmt *stmt = NULL;
	tn_args bound = {0};
	uint32_t i;
	int rc;

	ck_tn_ok(tn_prepare(db, text, &stmt, tn_test_err()));
	rc = tn_stmt_exec(stmt, args, NULL, tn_test_err());
	ck_assert_msg(rc >= 0, "%s: %s", text, tn_test_failure(rc));
	e = stmt->entry;
	ck_assert_msg(e && e->portable, "%s: is not portable", text);
	ck_assert_uint_le(e->rendered.arg_count, MAX_PLACES);
	*sent = with_markers(e->rendered.sql);
	bound.count = e->rendered.arg_count;
	bound.values = e->params ? e->params : args->values;
	for (i = 0; i < bound.count; i++) {
		snprintf(names[i], sizeof names[i], "p%u", i + 1);
		named[i] = tn_named(names[i], bound.values[i]);
	}
	if (strstr(*sent, ":p1")) {
		bound.values = NULL;
		bound.named = named;
	}
	index_plan_of(db, *sent, &bound, plan);
	tn_stmt_close(stmt);
}

/* 1 if everything that answers the plain text answers the other. */
static int keeps(const struct index_plan *plain, const struct index_plan *other)
{
	const char *name = plain->indexes;

	for (; *name; name += strcspn(name, " ") + 1) {
		char one[100];

		snprintf(one, sizeof one, "%.*s ", (int)strcspn(name, " "), name);
		if (!strstr(other->indexes, one))
			return 0;
	}
	return other->searches >= plain->searches && other->depth >= plain->depth && other->sorts <= plain->sorts;
}

/* A list has no plain text: its members are written. */
static const tn_args *plain_args(const struct index_case *c, const struct arguments *a)
{
	return a->list.count || !(c->plain ? strpbrk(c->plain, "?") : a->args.count ? "?" : NULL) ? NULL : &a->args;
}

START_TEST(every_index_is_kept)
{
	tn_conn *db = open_filled();
	unsigned i, lost = 0, used = 0;

	for (i = 0; i < index_case_count; i++) {
		const struct index_case *c = &index_cases[i];
		struct index_plan plain, other;
		struct arguments a;
		char *sent = NULL;
		int is_known = (c->loses & index_server(db)) != 0, is_kept;

		read_arguments(c->args, &a);
		index_plan_of(db, c->plain ? c->plain : c->text, plain_args(c, &a), &plain);
		plan_of_portable(db, c->text, &a.args, &sent, &other);
		is_kept = keeps(&plain, &other);
		used += plain.searches || *plain.indexes;
		if (is_kept == is_known) {
			fprintf(stderr, "%s: %s\n  sent: %s\n  plain:\n%s  portable:\n%s", c->text,
				is_kept ? "is not lost any more" : "LOST", sent, plain.text, other.text);
			lost++;
		}
		free(sent);
	}
	/* The plain texts must be worth the comparison. */
	ck_assert_uint_ge(used * 10, index_case_count * 8);
	ck_assert_msg(!lost, "%u of %u plans are not as expected", lost, index_case_count);
	tn_close(db);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("indexes");
	TCase *tc = tcase_create("plans");
	int rc = tn_test_begin();

	if (rc)
		return rc;
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, every_index_is_kept);
	suite_add_tcase(s, tc);
	return suite_run(s);
}

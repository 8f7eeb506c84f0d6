/* SPDX-License-Identifier: MIT */
/*
 * tests/fuzzsql/fuzz_check.c - runs cases and says whether something is wrong.
 *
 * SERVERS: every server of the matrix gives the same, and so does the reference
 * evaluator where it knows all that the statement has.  PARTITION, on each server
 * alone: the rows of a query are those where a condition is true, false and unknown
 * together.  NOREC, on each server alone: the rows that WHERE keeps are as many as
 * there are where the condition, computed as an output, is true.
 *
 * CHANGE: every server changes the same rows and tells the same of them; it is undone.
 *
 * Which operand is computed first, and whether one is that decides nothing, is the
 * server's own affair: so errors of values (DATA, RANGE, TOO_LONG) count in statements only where
 * all is computed for each row.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "tests/fuzzsql/fuzz.h"

/* 1 if the statement computes all that it names for every row. */
static int is_strict(const char *sql)
{
	static const char *const lazy[] = {"JOIN", "WHERE", " AND ", " OR ", "CASE", "coalesce", "(SELECT",
		" IN ", "EXISTS",
					   "LIMIT", "HAVING", "BETWEEN", "nothing", "bool_", "UNION", "EXCEPT",
					   "INTERSECT",
					   "nullif", "greatest", "least", "WITH", "OVER"};
	size_t i;

	for (i = 0; i < sizeof(lazy) / sizeof(lazy[0]); i++)
		if (strstr(sql, lazy[i]))
			return 0;
	return 1;
}

static int is_error(const struct diff_outcome *o)
{
	return !strncmp(o->text, "error ", 6);
}

static int is_value_error(const struct diff_outcome *o)
{
	return !strcmp(o->text, "error DATA\n") || !strcmp(o->text, "error RANGE\n") ||
	       !strcmp(o->text, "error TOO_LONG\n");
}

/* Of several constraints that a change violates any may be told. */
static int is_constraint(const struct diff_outcome *o)
{
	static const char *const names[] = {"UNIQUE", "FOREIGN_KEY", "NOT_NULL", "CHECK"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_error(o) && !strncmp(o->text + 6, names[i], strlen(names[i])))
			return 1;
	return 0;
}

/* Errors that say that the library or the server did not understand, on all of them alike. */
static int is_invalid(const struct diff_outcome *o)
{
	return is_error(o) && !is_value_error(o) && !is_constraint(o);
}

static void run_one(struct diff_server *server, char *sql, int ordered, const char *after)
{
	struct diff_case c = {.file = "fuzz", .sql = sql, .ordered = ordered, .check = (char *)(uintptr_t)after};

	diff_run(server->db, &c, &server->outcome);
	if (!tn_is_dead(server->db))
		return;
	printf("%s: the connection broke\n%s\n", server->name, sql);
	exit(2);
}

/* What became of a statement on all servers, without rows: a smaller one must end alike. */
static void sign(struct fuzz_run *run, const struct diff_outcome *o)
{
	size_t used = strlen(run->signature);

	snprintf(run->signature + used, sizeof(run->signature) - used, "%.20s|",
		 o->refused ? "refused" : is_error(o) ? o->text : "rows");
}

static void show(const char *name, const struct diff_outcome *o)
{
	printf("--- %s\n%s%s%s", name, o->text, o->why, o->why[0] ? "\n" : "");
}

/* ---- every server the same ----------------------------------------------------------- */

static int is_ordered(const struct fuzz_node *query)
{
	return query->count == 2 && query->args[1]->kind == FUZZ_ORDER;
}

/* 1 if the evaluator gives another answer than the servers, which agree; -1 if it has none. */
static int check_reference(struct fuzz_run *run, const struct fuzz_case *c, const char *sql,
			   const struct diff_outcome *agreed, int show_all)
{
	const struct diff_outcome *o = &run->reference.outcome;
	int known = fuzz_reference_run(&run->reference, sql, is_ordered(c->query), c->after);

	sign(run, o);
	if (!run->shrinking)
		fuzz_reference_count(&run->reference);
	if (show_all)
		show("reference evaluator", o);
	if (!known || (is_value_error(o) && !is_strict(sql)))
		return -1;
	return strcmp(agreed->text, o->text) != 0;
}

static int check_servers(struct fuzz_run *run, const struct fuzz_case *c, int show_all)
{
	char *sql = fuzz_text(run->fuzz, c->query);
	const struct diff_outcome *first = NULL;
	int strict = is_strict(sql), differ = 0, open = 0;
	size_t i;

	if (show_all)
		printf("%s\n", sql);
	for (i = 0; i < run->count; i++) {
		struct diff_server *server = &run->servers[i];
		const struct diff_outcome *o = &server->outcome;

		run_one(server, sql, is_ordered(c->query), c->after);
		sign(run, o);
		if (show_all)
			show(server->name, &server->outcome);
		if (o->refused) {
			server->refused++;
			continue;
		}
		if (!strict && is_value_error(o)) {
			open = 1;
			continue;
		}
		if (!first)
			first = o;
		else if (strcmp(first->text, o->text) != 0 && !(is_constraint(first) && is_constraint(o)))
			differ = 1;
	}
	if (!differ && first && !is_invalid(first) && !is_constraint(first))
		differ = check_reference(run, c, sql, first, show_all) == 1;
	run->tally.open += (unsigned long)(!differ && open);
	run->tally.refused += !first && !open;
	run->tally.invalid += (unsigned long)(!differ && first && is_invalid(first));
	if (!differ && first && is_invalid(first) && !run->quiet)
		printf("invalid: %s\n%s\n", sql, run->servers[0].outcome.why);
	return differ;
}

/* ---- on each server alone ---------------------------------------------------------------- */

/* Runs both statements; 1 if they give other rows. */
static int contradicts(struct fuzz_run *run, char *a, char *b, int show_all)
{
	int differ = 0;
	size_t i;

	if (show_all)
		printf("%s\n%s\n", a, b);
	for (i = 0; i < run->count; i++) {
		struct diff_server *server = &run->servers[i];
		char *first;

		run_one(server, a, 0, NULL);
		if (is_error(&server->outcome)) {
			run->tally.invalid += !is_value_error(&server->outcome) && !server->outcome.refused;
			continue;
		}
		first = strdup(server->outcome.text);
		run_one(server, b, 0, NULL);
		if (!is_error(&server->outcome) && strcmp(first, server->outcome.text) != 0) {
			differ = 1;
			if (show_all) {
				printf("--- %s, the first\n%s", server->name, first);
				show(server->name, &server->outcome);
			}
		}
		free(first);
	}
	return differ;
}

int fuzz_check(struct fuzz_run *run, const struct fuzz_case *c, int show_all)
{
	struct fuzz *f = run->fuzz;
	struct fuzz_node *a, *b;

	run->signature[0] = '\0';
	switch (c->check) {
	case FUZZ_PARTITION:
		a = fuzz_node(f, FUZZ_FIXED, "SELECT @ FROM @", 2, c->items, c->from);
		b = fuzz_node(f, FUZZ_FIXED, "@ WHERE @ UNION ALL @ WHERE NOT @ UNION ALL @ WHERE @ IS NULL", 6, a,
			      c->condition, a, c->condition, a, c->condition);
		return contradicts(run, fuzz_text(f, a), fuzz_text(f, b), show_all);
	case FUZZ_NOREC:
		a = fuzz_node(f, FUZZ_FIXED, "SELECT count(*) AS n FROM @ WHERE @", 2, c->from, c->condition);
		b = fuzz_node(f, FUZZ_FIXED, "SELECT coalesce(sum(CASE WHEN @ THEN 1 ELSE 0 END), 0) AS n FROM @", 2,
			      c->condition, c->from);
		return contradicts(run, fuzz_text(f, a), fuzz_text(f, b), show_all);
	default:
		return check_servers(run, c, show_all);
	}
}

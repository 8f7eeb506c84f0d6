/* SPDX-License-Identifier: MIT */
/*
 * tools/tool_explain.c - tenon explain: what a statement becomes, without a server.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include "tools/tool.h"

#define MAX_TARGETS 16

struct explain_options {
	const char *targets[MAX_TARGETS];
	size_t count;
	struct tool_input schema; /* CREATE TABLE statements; without a text: nothing is known */
	int tree, all;
};

static void help(FILE *out)
{
	fputs("usage: tenon explain [OPTION]... 'SQL'\n"
	      "       tenon explain [OPTION]... < FILE\n\n"
	      "Shows what a statement of portable SQL becomes on each server: the text that is\n"
	      "sent, and with --plan how and why.  Servers with the same answer share it.  Needs\n"
	      "no server.\n\n"
	      "  --for SERVER[@VERSION],...  sqlite, postgresql, mysql, mariadb (default: all that\n"
	      "                              this build knows)\n"
	      "  --schema FILE               CREATE TABLE statements that tell the types of columns;\n"
	      "                              without it they are guessed from the statement\n"
	      "  --plan                      also the steps, and the capabilities that decided\n"
	      "  --tree                      also the statement as the library understands it\n"
	      "  --help                      this text\n\n"
	      "Exit codes: 0 every server takes it, 1 it is refused, 2 wrong usage.\n\n"
	      "Example:\n"
	      "  tenon explain --for sqlite,mysql@8.0 'SELECT a FROM t ORDER BY a NULLS FIRST'\n", out);
}

static int add_targets(struct explain_options *o, char *list)
{
	char *rest = NULL, *word;

	o->count = 0;
	for (word = strtok_r(list, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
		if (o->count == MAX_TARGETS)
			return -1;
		o->targets[o->count++] = word;
	}
	return o->count ? 0 : -1;
}

/* Every server that this build can compile for. */
static void add_all_targets(struct explain_options *o)
{
	const char *name;

	while (o->count < MAX_TARGETS && (name = tn_explain_target(o->count)))
		o->targets[o->count++] = name;
}

/* -1: usage; 1: help was printed. */
static int parse(struct explain_options *o, int argc, char **argv)
{
	static const struct option longs[] = {{"for", 1, NULL, 'f'}, {"schema", 1, NULL, 's'}, {"plan", 0, NULL, 'p'},
					      {"tree", 0, NULL, 't'}, {"help", 0, NULL, 'h'}, {NULL, 0, NULL, 0}};
	int c, rc = 0;

	while (!rc && (c = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
		if (c == 'f')
			rc = add_targets(o, optarg);
		else if (c == 's')
			rc = tool_input_file(&o->schema, optarg);
		else if (c == 'p')
			o->all = 1;
		else if (c == 't')
			o->tree = 1;
		else if (c == 'h') {
			help(stdout);
			return 1;
		} else {
			rc = -1;
		}
	}
	if (!rc && argc - optind > 1) {
		help(stderr);
		return -1;
	}
	return rc;
}

static void show_part(const char *title, const char *text)
{
	const char *line = text;

	if (!*text)
		return;
	printf("  %s:\n", title);
	while (*line) {
		size_t n = strcspn(line, "\n");

		printf("    %.*s\n", (int)n, line);
		line += n + (line[n] == '\n');
	}
}

/* What one server makes of the statement: an explanation or the text of an error. */
struct answer {
	const char *target;
	tn_explanation *x;
	char *refusal;
	int shown;
};

static int same_text(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

/* Whether two answers differ in nothing but the server's name, as far as they are shown. */
static int same_answer(const struct explain_options *o, const struct answer *a, const struct answer *b)
{
	if (!a->x || !b->x)
		return !a->x && !b->x && same_text(a->refusal, b->refusal);
	return same_text(a->x->sql, b->x->sql) && same_text(a->x->warnings, b->x->warnings) &&
	       (!o->all || (same_text(a->x->plan, b->x->plan) && same_text(a->x->lists, b->x->lists) &&
			    same_text(a->x->capabilities, b->x->capabilities))) &&
	       (!o->tree || same_text(a->x->tree, b->x->tree));
}

static void show(const struct explain_options *o, const tn_explanation *x)
{
	show_part("sql", x->sql);
	if (o->all) {
		show_part("plan", x->plan);
		show_part("lists", x->lists);
		show_part("capabilities", x->capabilities);
	}
	if (o->tree)
		show_part("tree", x->tree);
	show_part("warnings", x->warnings);
}

/* One answer, under the names of all servers that give it. */
static void show_group(const struct explain_options *o, struct answer *answers, size_t first)
{
	struct answer *a = &answers[first];
	FILE *out = a->x ? stdout : stderr;
	size_t i;

	fprintf(out, "%s%s", a->x ? "" : "tenon: ", a->target);
	for (i = first + 1; i < o->count; i++)
		if (same_answer(o, a, &answers[i])) {
			fprintf(out, ", %s", answers[i].target);
			answers[i].shown = 1;
		}
	if (a->x) {
		putchar('\n');
		show(o, a->x);
	} else {
		fflush(stdout);
		fprintf(stderr, ": %s\n", a->refusal ? a->refusal : "out of memory");
	}
}

/* 0: every server takes it; 1: it is refused. */
static int explain(const struct explain_options *o, const char *sql)
{
	struct answer answers[MAX_TARGETS] = {{0}};
	int refused = 0;
	size_t i;

	for (i = 0; i < o->count; i++) {
		tn_explain_options options = {sizeof(options), o->targets[i], o->schema.text};
		tn_error *err = NULL;

		if (tn_explain(sql, &options, &answers[i].x, &err) < 0)
			answers[i].refusal = tool_error_text(err);
		answers[i].target = answers[i].x ? answers[i].x->target : o->targets[i];
		refused |= !answers[i].x;
	}
	for (i = 0; i < o->count; i++)
		if (!answers[i].shown)
			show_group(o, answers, i);
	for (i = 0; i < o->count; i++) {
		tn_explanation_free(answers[i].x);
		free(answers[i].refusal);
	}
	return refused;
}

int tool_explain(int argc, char **argv)
{
	struct explain_options o = {0};
	struct tool_input in = {0};
	int code = TOOL_USAGE, refused = 0, rc = parse(&o, argc, argv);
	char *sql;

	if (rc > 0)
		code = TOOL_OK;
	if (!rc && !o.count)
		add_all_targets(&o);
	if (!rc)
		rc = optind < argc ? tool_input_text(&in, argv[optind]) : tool_input_file(&in, "-");
	while (!rc && (sql = tool_input_next(&in))) {
		refused |= explain(&o, sql);
		free(sql);
	}
	if (!rc)
		code = refused ? TOOL_FAILED : TOOL_OK;
	tool_input_release(&in);
	tool_input_release(&o.schema);
	return code;
}

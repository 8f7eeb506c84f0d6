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
	char *targets[MAX_TARGETS];
	size_t count;
	struct tool_input schema; /* CREATE TABLE statements; without a text: nothing is known */
	int tree, all;
};

/* Every server that portable SQL is compiled for. */
static char default_targets[] = "postgresql,sqlite,mariadb,mysql";

static void help(FILE *out)
{
	fputs("usage: tenon explain [OPTION]... 'SQL'\n"
	      "       tenon explain [OPTION]... < FILE\n\n"
	      "Shows what a statement of portable SQL becomes on each server: the text that is\n"
	      "sent, and with --plan how and why.  Needs no server.\n\n"
	      "  --for SERVER[@VERSION],...  postgresql, sqlite, mariadb, mysql (default: all)\n"
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

static void show(const struct explain_options *o, const tn_explanation *x)
{
	printf("%s\n", x->target);
	show_part("sql", x->sql);
	if (o->all) {
		show_part("plan", x->plan);
		show_part("capabilities", x->capabilities);
	}
	if (o->tree)
		show_part("tree", x->tree);
	show_part("warnings", x->warnings);
}

/* 0 taken, 1 refused. */
static int explain_for(const struct explain_options *o, const char *sql, const char *target)
{
	tn_explain_options options = {sizeof(options), target, o->schema.text};
	tn_explanation *x = NULL;
	tn_error *err = NULL;

	if (tn_explain(sql, &options, &x, &err) < 0) {
		fflush(stdout);
		tool_print_error(target, err);
		return 1;
	}
	show(o, x);
	tn_explanation_free(x);
	return 0;
}

int tool_explain(int argc, char **argv)
{
	struct explain_options o = {0};
	struct tool_input in = {0};
	int code = TOOL_USAGE, refused = 0, rc = parse(&o, argc, argv);
	char *sql;
	size_t i;

	if (rc > 0)
		code = TOOL_OK;
	if (!rc && !o.count)
		rc = add_targets(&o, default_targets);
	if (!rc)
		rc = optind < argc ? tool_input_text(&in, argv[optind]) : tool_input_file(&in, "-");
	while (!rc && (sql = tool_input_next(&in))) {
		for (i = 0; i < o.count; i++)
			refused |= explain_for(&o, sql, o.targets[i]);
		free(sql);
	}
	if (!rc)
		code = refused ? TOOL_FAILED : TOOL_OK;
	tool_input_release(&in);
	tool_input_release(&o.schema);
	return code;
}

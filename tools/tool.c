/* SPDX-License-Identifier: MIT */
/*
 * tools/tool.c - the tenon command: finds the subcommand.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include "tools/tool.h"

static const struct {
	const char *name, *what;
	int (*run)(int argc, char **argv);
} commands[] = {
	{"explain", "show what a statement becomes on each server, without one", tool_explain},
	{"sql", "run statements on a database and print their rows", tool_sql},
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void help(FILE *out)
{
	size_t i;

	fputs("usage: tenon COMMAND ...\n\n"
	      "One data-access layer over PostgreSQL, SQLite and MySQL/MariaDB.\n\n", out);
	for (i = 0; i < COMMANDS; i++)
		fprintf(out, "  tenon %-8s  %s\n", commands[i].name, commands[i].what);
	fputs("\nTry:\n"
	      "  tenon sql sqlite: \"SELECT 'hello' AS greeting\"\n"
	      "  tenon explain \"SELECT name FROM author ORDER BY born NULLS FIRST LIMIT 3\"\n"
	      "  tenon COMMAND --help\n", out);
}

char *tool_error_text(tn_error *err)
{
	size_t size = tn_error_format(err, NULL, 0) + 1;
	char *text = malloc(size);

	if (text)
		tn_error_format(err, text, size);
	tn_error_free(err);
	return text;
}

void tool_print_error(const char *where, tn_error *err)
{
	char *text = tool_error_text(err);

	fflush(stdout); /* what came before stands before */
	fprintf(stderr, "tenon: %s%s%s\n", where ? where : "", where ? ": " : "", text ? text : "out of memory");
	free(text);
}

/* Values are UTF-8, so tables are measured and written in it, whatever the locale is. */
static void use_utf8(void)
{
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

int main(int argc, char **argv)
{
	size_t i;

	use_utf8();
	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help") || !strcmp(argv[1], "-h"))) {
		help(stdout);
		return TOOL_OK;
	}
	if (argc > 1 && !strcmp(argv[1], "--version")) {
		printf("tenon %s\n", tn_version());
		return TOOL_OK;
	}
	for (i = 0; argc > 1 && i < COMMANDS; i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	if (argc > 1)
		fprintf(stderr, "tenon: there is no command \"%s\"\n\n", argv[1]);
	help(stderr);
	return TOOL_USAGE;
}

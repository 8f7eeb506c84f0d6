/* SPDX-License-Identifier: MIT */
/*
 * fuzz_tool.c - any options of the tenon command; the first byte picks the subcommand,
 * each argument ends with a byte 0, the last piece is the statement.
 *
 * Arguments that would open a file or a database are left out: options begin with "--",
 * and neither --file nor --schema is among them, and the URL is nobody's.  What is
 * printed goes nowhere.
 *
 *  1. The exit code is one of the four.
 *  2. A parameter of the text is taken or refused; what is taken is given back.
 *  3. The statements of a text come to an end.
 */
#include <getopt.h>
#include <stdio.h>
#include "tests/fuzz/fuzz_input.h"
/* With its messages, and without being the program. */
int tool_main(int argc, char **argv);
#define main tool_main
#include "tools/tool.c"
#undef main

enum { MOST = 12 };

/* An option may be shortened: "--fi" is --file. */
static int is_harmless(const char *s)
{
	return !strncmp(s, "--", 2) && s[2] && strncmp(s, "--fi", 4) != 0 && s[2] != 's' && s[2] != '=';
}

static void run(unsigned which, char *text, size_t n)
{
	static char name[] = "tenon", nobody[] = "nowhere:";
	char *argv[MOST + 4] = {name}, *end = text + n, *s = text, *next;
	int argc = 1, code;
	for (; (next = memchr(s, '\0', (size_t)(end - s))) && argc < MOST; s = next + 1)
		if (is_harmless(s))
			argv[argc++] = s;
	if (which % 2)
		argv[argc++] = nobody;
	argv[argc++] = s;
	optind = 0;
	code = which % 2 ? tool_sql(argc, argv) : tool_explain(argc, argv);
	REQUIRE(code >= TOOL_OK && code <= TOOL_CONNECT);
}

static void read_parameter(const char *text)
{
	struct tool_params p = {0};
	if (tool_param_add(&p, text) == 0)
		REQUIRE(p.count == 1 && tool_param_add(&p, text) == 0 && p.count == 2);
	tool_params_release(&p);
}

static void read_statements(const char *text, size_t n)
{
	struct tool_input in = {0};
	size_t count = 0;
	char *sql;
	REQUIRE(tool_input_text(&in, text) == 0);
	while ((sql = tool_input_next(&in)) != NULL) {
		REQUIRE(*sql && ++count <= n);
		free(sql);
	}
	tool_input_release(&in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static FILE *nothing;
	FILE *out = stdout, *errors = stderr;
	struct fuzz_input in = {data, size};
	unsigned which = fuzz_byte(&in);
	char *text = fuzz_text(&in);
	if (!nothing)
		nothing = fopen("/dev/null", "w");
	REQUIRE(nothing);
	stdout = stderr = nothing;
	read_parameter(text);
	read_statements(text, in.left);
	run(which, text, in.left);
	stdout = out;
	stderr = errors;
	free(text);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * tools/tool_input.c - statements from the command line, a file or standard input.
 *
 * A text is cut at semicolons outside of strings, names and comments.  Native text
 * may hold bodies with semicolons of their own, which only the server can read, so it
 * is one statement.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "tools/tool.h"

int tool_input_text(struct tool_input *in, const char *text)
{
	*in = (struct tool_input){.line = 1, .text = strdup(text)};
	in->len = in->text ? strlen(text) : 0;
	return in->text ? 0 : -1;
}

static int read_stream(struct tool_input *in, FILE *f)
{
	size_t cap = 0, n;

	do {
		if (in->len + 1 >= cap) {
			char *more = realloc(in->text, cap = cap ? cap * 2 : 65536);

			if (!more)
				return -1;
			in->text = more;
		}
		n = fread(in->text + in->len, 1, cap - in->len - 1, f);
		in->len += n;
	} while (n);
	in->text[in->len] = '\0';
	return ferror(f) ? -1 : 0;
}

int tool_input_file(struct tool_input *in, const char *path)
{
	int std = !strcmp(path, "-"), rc;
	FILE *f = std ? stdin : fopen(path, "rb");

	*in = (struct tool_input){.line = 1, .name = std ? "standard input" : path};
	rc = f ? read_stream(in, f) : -1;
	if (rc < 0)
		fprintf(stderr, "tenon: %s: %s\n", in->name, strerror(errno));
	else if (strlen(in->text) != in->len) {
		fprintf(stderr, "tenon: %s: byte %zu is NUL, which no SQL text holds\n", in->name,
			strlen(in->text) + 1);
		rc = -1;
	}
	if (f && !std)
		fclose(f);
	return rc;
}

const char *tool_skip_blank(const char *text)
{
	for (;;) {
		text += strspn(text, " \t\r\n;");
		if (!strncmp(text, "--", 2)) {
			text += strcspn(text, "\n");
		} else if (!strncmp(text, "/*", 2) && strstr(text + 2, "*/")) {
			text = strstr(text + 2, "*/") + 2;
		} else {
			return text;
		}
	}
}

/* Goes on to a place behind and counts the lines up to it, each byte once. */
static void go_to(struct tool_input *in, size_t at)
{
	for (; in->counted < at; in->counted++)
		in->line += in->text[in->counted] == '\n';
	in->at = at;
}

char *tool_input_next(struct tool_input *in)
{
	char *statement;
	size_t n;

	go_to(in, (size_t)(tool_skip_blank(in->text + in->at) - in->text));
	if (in->at >= in->len)
		return NULL;
	n = in->native ? in->len - in->at : tn_statement_length(in->text + in->at, in->len - in->at);
	statement = strndup(in->text + in->at, n);
	in->at += n;
	return statement;
}

void tool_input_release(struct tool_input *in)
{
	free(in->text);
	memset(in, 0, sizeof(*in));
}

/* SPDX-License-Identifier: MIT */
/*
 * tools/tool.h - the parts of the tenon command.
 *
 * tool.c finds the subcommand; tool_sql.c and tool_explain.c are one each;
 * tool_param.c reads --param, tool_input.c the statements, tool_out_*.c write rows.
 * Public headers only: what the tool can do, any program can.
 */
#ifndef TN_TOOL_H
#define TN_TOOL_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <tenon/tenon.h>

/* Exit codes, the same for every subcommand. */
enum tool_exit {
	TOOL_OK = 0,
	TOOL_FAILED = 1, /* a statement failed or was refused */
	TOOL_USAGE = 2,  /* the command line */
	TOOL_CONNECT = 3 /* the database cannot be reached or opened */
};

int tool_sql(int argc, char **argv);
int tool_explain(int argc, char **argv);

/* Prints an error after the program's name; frees it. */
void tool_print_error(const char *where, tn_error *err);
/* An error's text, to be freed; NULL when memory is out.  Frees the error. */
char *tool_error_text(tn_error *err);

/* ---- tool_param.c --------------------------------------------------------- */

/* Named parameters from the command line. */
struct tool_params {
	tn_named_value *values;
	void **rooms; /* memory of decoded values, one each */
	size_t count;
};

/* Reads name=value or name:kind=value.  0, or -1 after a message. */
int tool_param_add(struct tool_params *p, const char *text);
void tool_params_release(struct tool_params *p);

/* ---- tool_input.c ---------------------------------------------------------- */

/* Statements of a text, one after the other. */
struct tool_input {
	const char *name; /* of the file, for messages */
	char *text;
	size_t len, at;
	size_t counted; /* bytes whose line ends are in line */
	unsigned line;  /* of the statement that was taken last */
	int native;
};

int tool_input_text(struct tool_input *in, const char *text);
/* Reads a file, or standard input for "-".  0, or -1 after a message. */
int tool_input_file(struct tool_input *in, const char *path);
/* The next statement, NUL-terminated, to be freed; NULL at the end. */
char *tool_input_next(struct tool_input *in);
/* Where the text goes on behind blanks, semicolons and comments. */
const char *tool_skip_blank(const char *text);
void tool_input_release(struct tool_input *in);

/* ---- tool_out_*.c ------------------------------------------------------------ */

/* Memory for values that are no text yet; kept from row to row. */
struct tool_room {
	char *s;
	size_t size;
};

/* How rows are written.  begin and end may be NULL.  Each returns 0, or -1 with errno. */
struct tool_format {
	const char *name;
	int (*begin)(void **state, tn_rows *rows);
	int (*row)(void *state, tn_rows *rows, struct tool_room *room);
	int (*end)(void *state, int failed); /* frees state */
};

extern const struct tool_format tool_format_table, tool_format_csv, tool_format_jsonl;
/*
 * A value as text, valid until the next call with the same room; "" of SQL NULL, whose
 * *len is TOOL_NULL.  NULL when memory is out.
 */
#define TOOL_NULL SIZE_MAX
const char *tool_cell_text(tn_rows *rows, unsigned i, struct tool_room *room, size_t *len);

#endif

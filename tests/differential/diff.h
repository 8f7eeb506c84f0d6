/* SPDX-License-Identifier: MIT */
/*
 * tests/differential/diff.h - the parts of the differential suite.
 *
 * diff_file.c reads statements, diff_args.c the values of their parameters, diff_matrix.c opens the servers,
 * diff_run.c runs one statement on one server and writes down what happened, by diff_text.c, diff_shape.c counts
 * shapes, differential.c compares the servers.
 */
#ifndef TN_DIFF_H
#define TN_DIFF_H

#include <stddef.h>
#include <tenon/tenon.h>
#include "core/sql/sql.h"

/* A statement and what its comments say about it. */
struct diff_case {
	const char *file;
	unsigned line;
	char *sql;
	char *check;  /* "-- check: QUERY": what the tables hold afterwards, or NULL */
	char *params; /* "-- param: NAME KIND VALUE" and "-- list: NAME KIND VALUE, VALUE" lines, or NULL */
	int ordered;  /* "-- ordered": the sequence of the rows counts */
	int open;     /* "-- open: WHY": the servers are known to differ, which is to be mended */
};

struct diff_cases {
	struct diff_case *items;
	size_t count, cap;
};

/* Appends the statements of a file.  0, or -1 after a message. */
int diff_read(struct diff_cases *cases, const char *path);
void diff_cases_release(struct diff_cases *cases);

/* ---- arguments ------------------------------------------------------------------------- */

#define DIFF_MAX_PARAMS 4
#define DIFF_MAX_ITEMS 8

/* The arguments of a case; values point into the case's text. */
struct diff_args {
	tn_args args;
	tn_named_value named[DIFF_MAX_PARAMS];
	tn_list lists[DIFF_MAX_PARAMS];
	tn_value items[DIFF_MAX_PARAMS][DIFF_MAX_ITEMS];
	unsigned char room[DIFF_MAX_PARAMS][DIFF_MAX_ITEMS][64]; /* for bytes and UUIDs */
	char names[DIFF_MAX_PARAMS][32];
};

/* Reads the lines of a case.  The arguments, NULL if it has none; what cannot be read ends the program. */
const tn_args *diff_args(struct diff_args *room, const struct diff_case *c);

/* ---- outcomes ---------------------------------------------------------------------------- */

/* What one server did. */
struct diff_outcome {
	char *text; /* types, rows, affected rows or the error's name: equal texts, equal meaning */
	size_t len, cap;
	int refused;       /* by the library, before the server saw it */
	char why[1024];    /* of an error: all of it */
	char reason[256];  /* of a refusal: its message without names */
};

/* Runs a case; changes are rolled back. */
void diff_run(tn_conn *db, const struct diff_case *c, struct diff_outcome *out);
/* Runs a file of statements and keeps what they do.  0, or -1 after a message. */
int diff_load(tn_conn *db, const char *path);
void diff_outcome_release(struct diff_outcome *out);

/* ---- outcomes as text --------------------------------------------------------------- */

struct diff_lines {
	char **items;
	size_t count, cap;
};

void diff_put(struct diff_outcome *out, const char *s, size_t n);
void diff_putf(struct diff_outcome *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A cell with its type. */
void diff_put_cell(struct diff_outcome *out, const tn_value *v);
/* Behind the end of a line: all digits of a DOUBLE, which tell apart lines that read the same. */
void diff_put_digits(struct diff_outcome *line, const tn_value *v);
/* Takes the line, which malloc() gave. */
void diff_add_line(struct diff_lines *l, char *line);
/* Writes the lines of the statement, sorted unless their sequence counts, and frees them. */
void diff_put_lines(struct diff_outcome *out, struct diff_lines *l, const char *sql, int ordered);

/* ---- servers ------------------------------------------------------------------------ */

#define DIFF_MAX_SERVERS 16

struct diff_server {
	char *name;
	tn_conn *db;
	struct diff_outcome outcome; /* of the last statement */
	unsigned long refused;
};

/* Opens and cleans the servers of TENON_MATRIX.  0, or -1 after a message. */
int diff_open_matrix(struct diff_server *servers, size_t *count);
void diff_close_matrix(struct diff_server *servers, size_t count);

/* Counts statements of different shape. */
struct diff_shapes {
	struct tn_arena arena;       /* of the tables */
	const struct tn_ir_table **tables; /* of the data, for the analysis */
	uint32_t table_count;
	uint64_t *hashes;
	size_t count, cap;
};

/* Reads the tables from the statements that make them. */
int diff_shapes_init(struct diff_shapes *shapes, const struct diff_cases *schema);
int diff_shape(struct diff_shapes *shapes, const char *sql);
void diff_shapes_release(struct diff_shapes *shapes);

#endif

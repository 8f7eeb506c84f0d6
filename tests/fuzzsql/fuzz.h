/* SPDX-License-Identifier: MIT */
/*
 * tests/fuzzsql/fuzz.h - random statements of portable SQL, and what must hold of them.
 *
 * fuzz_node.c keeps a statement as a tree and writes it, fuzz_leaf.c makes columns and
 * literals, fuzz_expr.c expressions from the rows of operators.def and functions.def,
 * fuzz_json.c those of JSON, fuzz_query.c queries, fuzz_change.c changes of rows;
 * fuzz_check.c runs them on every server and compares, fuzz_reference.c lets the
 * reference evaluator say what it should be, fuzz_known.c leaves out what is known,
 * fuzz_shrink.c makes a finding small, fuzzsql.c is the program.
 *
 * 1. A statement follows from the seed alone: a finding is repeated by its number, whatever
 *    compiled the program.  So no call has two arguments that pick: their order is the
 *    compiler's.
 * 2. A statement is portable text: it reaches the servers through the public interface.
 * 3. A result does not hang on what SQL leaves open: the order of rows counts under a
 *    total ORDER BY only, LIMIT stands under one only, windows that need a total order
 *    have one.
 */
#ifndef TN_FUZZ_H
#define TN_FUZZ_H

#include <stdint.h>
#include "core/base/arena.h"
#include "core/ir/ir.h"
#include "tests/differential/diff.h"
#include "tests/reference/reference.h"

/* ---- trees: fuzz_node.c ----------------------------------------------------------- */

/*
 * A node's kind is the letter of its type (tenon/sys/sqltype.h) for an expression, or
 * one of these.  In its text each '@' stands for the next child.
 */
#define FUZZ_QUERY  'Q'
#define FUZZ_FROM   'F'
#define FUZZ_LIST   'L' /* the text is the separator; one child stays */
#define FUZZ_CLAUSE 'O' /* may be left out */
#define FUZZ_ORDER  'R' /* ORDER BY all outputs; args[0] is their list, which is not written */
#define FUZZ_FIXED  'X'

struct fuzz_node {
	char kind;
	const char *text;
	unsigned count;
	struct fuzz_node **args;
};

/* The statements of one run. */
struct fuzz {
	struct tn_arena arena; /* of one statement */
	uint64_t state;        /* of the numbers */
	const struct diff_shapes *schema;
	unsigned aliases;
};

uint64_t fuzz_number(struct fuzz *f);
/* A number from 0 to below n. */
unsigned fuzz_below(struct fuzz *f, unsigned n);
/* 1 in percent cases of a hundred. */
int fuzz_chance(struct fuzz *f, unsigned percent);
void *fuzz_alloc(struct fuzz *f, size_t size);
char *fuzz_printf(struct fuzz *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A node with count children, which follow. */
struct fuzz_node *fuzz_node(struct fuzz *f, char kind, const char *text, unsigned count, ...);
void fuzz_add(struct fuzz *f, struct fuzz_node *to, struct fuzz_node *child);
void fuzz_write(const struct fuzz_node *node, struct tn_text *out);
/* The text of a node, in the arena. */
char *fuzz_text(struct fuzz *f, const struct fuzz_node *node);

/* ---- what statements are made of --------------------------------------------------- */

struct fuzz_column {
	const char *text; /* "q1.name" */
	char letter;
};

#define FUZZ_MAX_COLUMNS 96
struct fuzz_scope {
	struct fuzz_scope *outer;
	struct fuzz_column columns[FUZZ_MAX_COLUMNS];
	unsigned count;
	const char *keys[16]; /* columns that tell all rows apart */
	unsigned key_count;
	int keyed; /* the keys do */
};

char fuzz_letter_of(unsigned kind); /* enum tn_kind; 0: none that statements use */
char fuzz_any_letter(struct fuzz *f);
const char *fuzz_type_name(struct fuzz *f, char letter);
struct fuzz_node *fuzz_literal(struct fuzz *f, char letter);
/* A column of the letter, or NULL. */
struct fuzz_node *fuzz_column(struct fuzz *f, const struct fuzz_scope *scope, char letter);
struct fuzz_node *fuzz_leaf(struct fuzz *f, const struct fuzz_scope *scope, char letter);
/* An operand that the operation wants to be of a special shape, or NULL. */
struct fuzz_node *fuzz_special(struct fuzz *f, unsigned op, unsigned arg);

struct fuzz_node *fuzz_expr(struct fuzz *f, struct fuzz_scope *scope, char letter, unsigned depth);
/* A node of expressions of these letters, made one after the other. */
struct fuzz_node *fuzz_over(struct fuzz *f, struct fuzz_scope *scope, char kind, const char *text, const char *letters,
			    unsigned depth);
/* fuzz_json.c */
struct fuzz_node *fuzz_json(struct fuzz *f, struct fuzz_scope *scope, unsigned depth);
struct fuzz_node *fuzz_json_literal(struct fuzz *f);
/* A text, integer or boolean out of a document. */
struct fuzz_node *fuzz_json_part(struct fuzz *f, struct fuzz_scope *scope, char letter, unsigned depth);
struct fuzz_node *fuzz_json_text(struct fuzz *f);
struct fuzz_node *fuzz_aggregate(struct fuzz *f, struct fuzz_scope *scope, char letter, unsigned depth);
struct fuzz_node *fuzz_window(struct fuzz *f, struct fuzz_scope *scope, char letter, unsigned depth);

const char *fuzz_new_alias(struct fuzz *f);
/* Adds a column to what a scope has; letter 0: none that statements use. */
void fuzz_show_column(struct fuzz *f, struct fuzz_scope *scope, const char *alias, const char *name, char letter);
/* A FROM clause's tables, which the scope then has. */
struct fuzz_node *fuzz_from(struct fuzz *f, struct fuzz_scope *scope, unsigned depth);
/* A query whose outputs c1, c2, ... have the letters; no ORDER BY. */
struct fuzz_node *fuzz_query(struct fuzz *f, struct fuzz_scope *outer, const char *letters, unsigned depth);
/* One value at most: an aggregate of a table. */
struct fuzz_node *fuzz_scalar(struct fuzz *f, struct fuzz_scope *outer, char letter, unsigned depth);

/* ---- what is checked: fuzz_check.c --------------------------------------------------- */

enum fuzz_check { FUZZ_SERVERS, FUZZ_CHANGE, FUZZ_PARTITION, FUZZ_NOREC, FUZZ_CHECKS };

struct fuzz_case {
	enum fuzz_check check;
	struct fuzz_node *query; /* SERVERS, CHANGE: the statement */
	const char *after;       /* CHANGE: the query that tells what there is afterwards */
	/* The parts of the other two. */
	struct fuzz_node *items, *from, *condition;
};

#define FUZZ_MAX_KNOWN 100
struct fuzz_known {
	char lines[FUZZ_MAX_KNOWN][128];
	size_t count;
};

/* Reads a file of known wrong statements.  0, or -1 after a message. */
int fuzz_known_read(struct fuzz_known *known, const char *path);
int fuzz_is_known(const struct fuzz_known *known, const char *sql);

/* ---- the reference evaluator: fuzz_reference.c ---------------------------------------- */

#define FUZZ_MAX_REASONS 100
struct fuzz_reference {
	struct tn_arena data, arena; /* of the tables' rows, of one statement */
	const struct diff_shapes *schema;
	struct ref_table *tables;
	struct diff_outcome outcome; /* of the last statement */
	unsigned long evaluated, left_out;
	struct {
		char text[128];
		unsigned long count;
	} reasons[FUZZ_MAX_REASONS];
	size_t reason_count;
};

/* Reads the tables' rows.  0, or -1 after a message. */
int fuzz_reference_load(struct fuzz_reference *r, const struct diff_shapes *schema, tn_conn *db);
void fuzz_reference_release(struct fuzz_reference *r);
/* 1, or 0 if the statement is not evaluated; the outcome says why. */
int fuzz_reference_run(struct fuzz_reference *r, const char *sql, int ordered, const char *after);
/* Counts the last statement, and prints the figures. */
void fuzz_reference_count(struct fuzz_reference *r);
void fuzz_reference_report(const struct fuzz_reference *r);

struct fuzz_run {
	struct diff_server servers[DIFF_MAX_SERVERS];
	size_t count;
	struct fuzz *fuzz;
	struct fuzz_reference reference;
	int quiet;
	int shrinking; /* what runs is no case of its own */
	char signature[256]; /* of the last check */
	struct fuzz_known known;
	struct fuzz_tally {
		unsigned long cases, known, same, refused, invalid, open, differ;
	} tally;
};

void fuzz_make(struct fuzz *f, struct fuzz_case *c);
/* An INSERT, UPDATE or DELETE. */
void fuzz_make_change(struct fuzz *f, struct fuzz_case *c);
/* The text of a case, with all its parts. */
const char *fuzz_case_text(struct fuzz *f, const struct fuzz_case *c);
/* 1 if something is wrong; the outcomes are left in the servers, and shown if show. */
int fuzz_check(struct fuzz_run *run, const struct fuzz_case *c, int show);
/* Makes a case that is wrong smaller as long as it stays wrong. */
void fuzz_shrink(struct fuzz_run *run, struct fuzz_case *c);

#endif

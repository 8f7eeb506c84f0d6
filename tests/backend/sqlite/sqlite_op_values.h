/* SPDX-License-Identifier: MIT */
/*
 * sqlite_op_values.h - the values of op_cases.def, as SQLite has them.
 */
#ifndef TENON_TESTS_SQLITE_OP_VALUES_H
#define TENON_TESTS_SQLITE_OP_VALUES_H

#include "sqlite_host.h"

#define OP_ARGS 16

/* "n(5,2):1.50", "i", "d!RANGE", "z?" */
struct op_value {
	int any; /* any value but NULL */
	char letter;
	struct tn_sql_type type;
	const char *text;  /* NULL: an SQL NULL, or an error */
	int error;         /* TN_E_*, or 0 */
	tn_value value;    /* as it is bound */
	char room[512];    /* what value points to */
};

void op_parse(const char *text, struct op_value *out);
/* The value as a literal, and the column that holds it. */
void op_literal(const struct op_value *v, char *out, size_t size);
void op_declare(const struct op_value *v, char *out, size_t size);
/* 1 if a cell is what is wanted. */
int op_same(const struct op_value *want, const tn_value *cell);
/* A cell for messages. */
void op_show(const tn_value *cell, char *out, size_t size);

/* How a use is written. */
struct op_text {
	const char *args[OP_ARGS];
	uint32_t count;
	const struct tn_op_use *use;
	const char *distinct, *keys, *over;
};
/* Expands a template; 0 if it asks for something that is not there. */
int op_expand(const char *template_, const struct op_text *t, char *out, size_t size);

#endif

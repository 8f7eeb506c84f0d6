/* SPDX-License-Identifier: MIT */
/* tests/backend/index/index.h - what the test of indexes compares; see index.c. */
#ifndef TN_TEST_INDEX_H
#define TN_TEST_INDEX_H

#include <tenon/testing.h>

/* Servers on which a case is known to lose an index that plain text has. */
#define LOSES_SQLITE 0x1u
#define LOSES_POSTGRESQL 0x2u
#define LOSES_MYSQL 0x4u

struct index_case {
	const char *text;
	const char *plain;  /* what a program without the library would send; NULL: the same */
	const char *args;   /* "integer 5; text abc"; "list 1,2" is of integers; NULL: none */
	unsigned loses;     /* and why, in a comment */
};

extern const struct index_case index_cases[];
extern const unsigned index_case_count;
extern const char *const index_schema[]; /* ends with NULL */

/* What a server says about how it will find the rows. */
struct index_plan {
	char indexes[400];  /* the names of those that are used, each followed by a space */
	unsigned searches;  /* accesses by a key or a range, not by a whole index or table */
	unsigned depth;     /* columns or conditions of them */
	unsigned sorts;
	char text[2000];
};

/* Asks for the plan of native text; fails the test when the server does not take it. */
void index_plan_of(tn_conn *conn, const char *sql, const tn_args *args, struct index_plan *plan);
/* Settings and statistics that let a few rows tell what many would. */
void index_prepare(tn_conn *conn);
/* The bit of the connection's server in index_case.loses. */
unsigned index_server(const tn_conn *conn);

#endif

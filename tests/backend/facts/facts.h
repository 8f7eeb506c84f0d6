/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/facts/facts.h - what a measured fact about a server is.
 *
 * Plans, refusals and documentation rest on facts such as "a cascade fires no
 * trigger here".  Each is a row: a question, the product and versions that give
 * this answer, and the steps that ask the server.  A new version that answers
 * otherwise fails its row, and so is noticed before a user meets it.
 *
 * 1. Texts are the server's own SQL and reach it as they stand.
 * 2. A step is written with one of the macros below, on the first connection
 *    unless ON2 precedes it.
 * 3. Rows of results are cells joined by '|', rows joined by ';'.
 * 4. An error or a notice is named by its SQLSTATE or by the server's number.
 */
#ifndef TN_FACTS_H
#define TN_FACTS_H

#include <tenon/testing.h>

/* Products by what they call themselves; a row may hold for several. */
#define FACT_SQLITE     0x1u
#define FACT_POSTGRESQL 0x2u
#define FACT_MARIADB    0x4u
#define FACT_MYSQL      0x8u

enum fact_how {
	FACT_END, FACT_DO, FACT_GIVES, FACT_AFFECTS, FACT_NOTES, FACT_FAILS, FACT_LIMIT,
	FACT_BEGIN, FACT_COMMIT, FACT_ROLLBACK, FACT_KEY, FACT_CHUNKS
};

struct fact_step {
	int how;            /* enum fact_how */
	int second;         /* on the second connection */
	const char *sql;
	const char *want;   /* GIVES: the rows; NOTES, FAILS, ROLLBACK: SQLSTATE or number */
	int64_t affected;   /* AFFECTS; LIMIT: the value of the limit called sql; KEY: the generated key */
	int code;           /* FAILS: TN_E_*, or ANY_ERROR */
	unsigned markers;   /* how many markers replace the % in sql */
	int bound;          /* and that many values are bound to them */
	int isolation;      /* BEGIN: enum tn_isolation */
	unsigned flags;     /* BEGIN: TN_TX_* */
	int point;          /* of a capability: goes otherwise where the server lacks it */
};

#define ANY_ERROR 0

#define DO(text) .how = FACT_DO, .sql = TN_NATIVE(text)
#define GIVES(text, rows) .how = FACT_GIVES, .sql = TN_NATIVE(text), .want = (rows)
#define AFFECTS(text, n) .how = FACT_AFFECTS, .sql = TN_NATIVE(text), .affected = (n)
#define NOTES(text, which) .how = FACT_NOTES, .sql = TN_NATIVE(text), .want = (which)
#define FAILS(text, e, which) .how = FACT_FAILS, .sql = TN_NATIVE(text), .code = (e), .want = (which)
#define LIMIT(name, n) .how = FACT_LIMIT, .sql = (name), .affected = (n)
#define BEGIN .how = FACT_BEGIN
#define COMMIT .how = FACT_COMMIT
#define ROLLBACK .how = FACT_ROLLBACK
#define KEY(text, n) .how = FACT_KEY, .sql = TN_NATIVE(text), .affected = (n)
#define CHUNKS(text, rows) .how = FACT_CHUNKS, .sql = TN_NATIVE(text), .want = (rows)
#define ON2 .second = 1
#define POINT .point = 1
#define MARKERS(n) .markers = (n)
#define BOUND(n) .markers = (n), .bound = 1

#define STEPS(...) .steps = (const struct fact_step[]){__VA_ARGS__, {.how = FACT_END}}

struct fact {
	const char *question;
	unsigned products;     /* FACT_* */
	int from, below;       /* versions as tn_server_version_number() has them; 0: no bound */
	const char *given;     /* a query; the row is passed over where it gives 0 */
	unsigned open_flags;   /* TN_OPEN_* */
	const struct fact_step *steps;
};

extern const struct fact facts_mysql[], facts_postgresql[], facts_sqlite[];
extern const size_t facts_mysql_count, facts_postgresql_count, facts_sqlite_count;

/* What a capability means on some servers. */
struct cap_proof {
	unsigned products;
	const struct fact_step *steps;
};

struct cap_row {
	const char *name; /* as caps.def spells it */
	const struct cap_proof *proofs;
	size_t count;
};

extern const struct cap_row cap_rows[];
extern const size_t cap_row_count;

#endif

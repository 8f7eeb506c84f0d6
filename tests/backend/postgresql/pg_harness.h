/* SPDX-License-Identifier: MIT */
/*
 * pg_harness.h - calls the slots of the PostgreSQL backend without the library.
 *
 * A small host table of our own: memory that counts what is out and can fail on
 * request, a fault that is copied and classified by the dialect's rows, notices
 * that are counted.  One process per test (libcheck forks), so all of it is
 * global.
 *
 * The server comes from TENON_TEST_PG="host port user database"; without it the
 * tests that need one are left out, and the program says so.
 */
#ifndef PG_HARNESS_H
#define PG_HARNESS_H

#include "backends/postgresql/pg_internal.h"
#include <check.h>

struct pgt_fault {
	int code;
	unsigned flags;
	char sqlstate[6];
	char message[1024], detail[1024], hint[256], constraint[64], table[64], column[64];
	size_t position;
	int count;
};

extern struct pgt_fault pgt_fault; /* the first since pgt_clear() */
extern int pgt_notices;
extern char pgt_notice_text[256];
extern int pgt_notice_severity;
extern long pgt_blocks;            /* allocated and not freed */
extern long pgt_fail_at;           /* the n-th allocation from now fails; 0: none */
extern long pgt_allocations;

/* Parts of the server's address; NULL host: no server. */
extern const char *pgt_host, *pgt_user, *pgt_database;
extern unsigned pgt_port;
void pgt_read_environment(void);

void pgt_clear(void);

/* Keys of the URL as "key", "value", ..., NULL. */
struct tn_be_conn *pgt_try_open(struct tn_be_target *target, const char *const *options, int *rc);
struct tn_be_target pgt_target(void);
struct tn_be_conn *pgt_open(const char *const *options);
void pgt_close(struct tn_be_conn *c);

/* Prepares; kinds NULL: none.  The statement is freed by pgt_free(). */
struct tn_be_stmt *pgt_new(struct tn_be_conn *c, const char *sql, const uint8_t *kinds, uint32_t n,
			   unsigned flags);
int pgt_prepare(struct tn_be_conn *c, const char *sql, const uint8_t *kinds, uint32_t n, unsigned flags,
		struct tn_be_stmt **out);
void pgt_free(struct tn_be_stmt *s);

/* Runs a statement once and reads it to its end; the code. */
int pgt_run(struct tn_be_conn *c, const char *sql);
void pgt_do(struct tn_be_conn *c, const char *sql);
/* The first column of the first row as an integer. */
int64_t pgt_int(struct tn_be_conn *c, const char *sql);

/* A cell as text for comparisons: "kind[!]:text". */
const char *pgt_show(const tn_value *v, char *out, size_t size);

Suite *pgt_suite_pure(void);
Suite *pgt_suite_values(void);
Suite *pgt_suite_stmt(void);
Suite *pgt_suite_conn(void);

#endif

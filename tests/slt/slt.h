/* SPDX-License-Identifier: MIT */
/*
 * tests/slt/slt.h - the parts of the runner of sqllogictest files.
 *
 * slt_read.c cuts a file into records, slt_run.c sends one record and compares,
 * slt_report.c counts, slt.c is the command.
 */
#ifndef TN_SLT_H
#define TN_SLT_H

#include <stddef.h>
#include <stdio.h>
#include <tenon/tenon.h>

#define SLT_COLUMNS_MAX 255

enum slt_kind { SLT_END = 0, SLT_STATEMENT, SLT_QUERY, SLT_HALT, SLT_BAD };
enum slt_sort { SLT_NOSORT = 0, SLT_ROWSORT, SLT_VALUESORT };

struct slt_record {
	int kind;
	unsigned line;      /* of the record's first line */
	int skip;           /* by skipif or onlyif */
	int expect_error;   /* statement error */
	char *sql;          /* NUL-terminated, lines joined by newlines */
	char types[SLT_COLUMNS_MAX + 1]; /* one letter per column: I, R, T */
	int sort;
	char label[64];
	char **values;      /* expected, value by value; NULL when hashed */
	size_t value_count;
	char hash[33];      /* expected MD5 in hexadecimal; "" when values are given */
	const char *problem; /* of SLT_BAD */
};

/* A file being read; its text is cut up in place. */
struct slt_file {
	char *text, *next;
	unsigned line;
	const char *const *names; /* who we are, for skipif and onlyif; NULL-terminated */
	char **values;
	size_t value_cap;
	char *sql;
	size_t sql_cap;
};

int slt_open(struct slt_file *f, const char *path, const char *const *names);
/* Reads the next record; what it points to is valid until the next call. */
void slt_next(struct slt_file *f, struct slt_record *r);
void slt_close(struct slt_file *f);

enum slt_outcome { SLT_PASSED = 0, SLT_FAILED, SLT_REFUSED, SLT_SKIPPED, SLT_UNREADABLE };

/* What the queries of one label gave. */
struct slt_label {
	char name[64], hash[33];
	struct slt_label *next;
};

/* The texts of one result, kept between records. */
struct slt_result {
	char **values;
	size_t count, cap;
	char *text;
	size_t *offsets;
	size_t offset_cap, text_len, text_cap;
	struct slt_label *labels; /* of the file */
	char why[1024];    /* of FAILED and REFUSED: what happened */
	char reason[256];  /* of FAILED and REFUSED: the same without names and numbers, for counting */
};

int slt_run(tn_conn *db, const struct slt_record *r, struct slt_result *out);
void slt_result_release(struct slt_result *r);
/* MD5 over the values, each followed by a newline. */
void slt_hash(const struct slt_result *r, char out[33]);

struct slt_reason {
	int outcome;
	char text[256];
	unsigned long count;
	char first[512]; /* file:line */
};

struct slt_report {
	unsigned long count[5]; /* by enum slt_outcome */
	struct slt_reason *reasons;
	size_t reason_count, reason_cap;
};

void slt_note(struct slt_report *r, int outcome, const char *file, unsigned line, const struct slt_result *result);
void slt_print(const struct slt_report *r, FILE *out);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * changes.h - what the files of the example share.
 *
 * changes.c         arguments, connection, what happens in which order
 * changes_schema.c  the tables
 * changes_git.c     asks git for the commits that are not stored yet
 * changes_store.c   stores them, some hundred per transaction
 * changes_text.c    makes names fit their columns
 * changes_map.c     remembers the keys of names, so that each is looked up once
 * changes_report.c  the report
 *
 * Every call that can fail has the manners of the library: 0 and up is success,
 * TN_E_* is a failure.  *err describes it if it is the database's.
 */
#ifndef EXAMPLES_CHANGES_H
#define EXAMPLES_CHANGES_H

#include <stddef.h>
#include <stdint.h>
#include <tenon/tenon.h>

/*
 * Widths of the unique names in characters.  The narrowest limit of the servers
 * counts: an index entry of 3072 bytes, at 4 bytes per character.
 */
#define NAME_CHARS 200
#define PATH_CHARS 700
#define SUBJECT_CHARS 1000

/* changes_map.c: text to key.  A map of zeros is an empty one. */
struct map_entry {
	struct map_entry *next;
	int64_t id;
	char name[];
};
struct map {
	struct map_entry *buckets[8192];
};
int64_t map_get(const struct map *m, const char *name); /* 0: not there */
int map_put(struct map *m, const char *name, int64_t id);
void map_clear(struct map *m);

/* changes_text.c */
#define FIT_BYTES(chars) (4 * (chars) + 24)
const char *fit(char *out, size_t chars, const char *text);

/* changes_schema.c */
int create_tables(tn_conn *db, tn_error **err);

/* changes_store.c: commits as git prints them, stored together. */
struct batch {
	char *text;
	size_t len, size;
	unsigned commits;
	unsigned runs;  /* of the transaction, which may be repeated */
	int64_t stored; /* by its last run: those that were not there yet */
	struct map authors, paths;
};
int store(tn_conn *db, struct batch *b, tn_error **err);

/* changes_git.c: calls take() for each record of "git log".  TN_E_IO: git failed, and said why on stderr. */
typedef int (*take_fn)(void *arg, const char *record, size_t len, tn_error **err);
int read_history(tn_conn *db, const char *repository, take_fn take, void *arg, tn_error **err);

/* changes_ask.c: 1 and the password, or 0 when there is no terminal to ask on. */
int ask_password(char *out, size_t size);

/* changes_report.c: *text is the caller's to free(). */
int report(tn_conn *db, char **text, tn_error **err);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * changes_store.c - stores a batch of commits in one transaction.
 *
 * tn_transact() repeats a transaction that met a deadlock, a busy database or a
 * lost connection.  So its function starts from the text of the batch each time,
 * and forgets what it learnt in a run that was undone: keys in the maps may be
 * those of rows that are gone.
 *
 * Texts of SQL are constants: the connection keeps each of them prepared.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "changes.h"

#define MAX_SECONDS INT64_C(253402300799) /* the end of the year 9999 */

/*
 * Gives the key that find tells, after insert where there is none: 1 if the row
 * is new, else 0.  Another program that inserts the same row at this moment
 * makes insert fail with TN_E_UNIQUE; store() takes care of that.
 */
static int find_or_create(tn_conn *db, const char *find, const tn_args *key, const char *insert,
			  const tn_args *values, int64_t *id, tn_error **err)
{
	tn_value found;
	int rc = tn_query_value(db, find, key, &found, err), created = rc == TN_DONE;
	if (created)
		rc = tn_exec(db, insert, values, NULL, err);
	if (created && rc >= 0)
		rc = tn_query_value(db, find, key, &found, err);
	if (rc < 0)
		return rc;
	*id = found.u.i;
	return created;
}

/* The same for a name that the program may have met already. */
static int find_known(tn_conn *db, struct map *known, const char *name, const char *find, const char *insert,
		      const tn_args *args, int64_t *id, tn_error **err)
{
	int rc;
	*id = map_get(known, name);
	if (*id)
		return TN_OK;
	rc = find_or_create(db, find, args, insert, args, id, err);
	return rc < 0 ? rc : map_put(known, name, *id);
}

static int find_author(tn_conn *db, struct map *known, const char *name, const char *email, int64_t *id,
		       tn_error **err)
{
	char both[2 * FIT_BYTES(NAME_CHARS)], name_room[FIT_BYTES(NAME_CHARS)], email_room[FIT_BYTES(NAME_CHARS)];

	name = fit(name_room, NAME_CHARS, name);
	email = fit(email_room, NAME_CHARS, email);
	snprintf(both, sizeof(both), "%s\n%s", name, email); /* neither has a line break in git */
	return find_known(db, known, both, "SELECT id FROM author WHERE name = ? AND email = ?",
			  "INSERT INTO author (name, email) VALUES (?, ?)", TN_ARGS(name, email), id, err);
}

static int find_path(tn_conn *db, struct map *known, const char *path, int64_t *id, tn_error **err)
{
	char room[FIT_BYTES(PATH_CHARS)];

	path = fit(room, PATH_CHARS, path);
	return find_known(db, known, path, "SELECT id FROM path WHERE name = ?", "INSERT INTO path (name) VALUES (?)",
			  TN_ARGS(path), id, err);
}

/* "12 TAB 3 TAB name"; a binary file has "-" for the numbers, which strtoll() takes for 0. */
static int store_touch(tn_conn *db, struct map *paths, int64_t changeset, const char *record, tn_error **err)
{
	const char *removed = strchr(record, '\t'), *name = removed ? strchr(removed + 1, '\t') : NULL;
	int64_t path;
	int rc = name ? find_path(db, paths, name + 1, &path, err) : TN_E_DATA;
	if (rc < 0)
		return rc;
	return tn_exec(db, "INSERT INTO touch (changeset_id, path_id, added, removed) VALUES (?, ?, ?, ?)",
		       TN_ARGS(changeset, path, strtoll(record, NULL, 10), strtoll(removed, NULL, 10)), NULL, err);
}

static const char *next(const char *record)
{
	return record + strlen(record) + 1;
}

/* The header of a commit at *record, which moves past it: 1 if the commit is new, 0 if it is there already. */
static int store_commit(tn_conn *db, struct map *authors, const char **record, int64_t *id, tn_error **err)
{
	const char *hash = *record + strlen("commit "), *seconds = next(hash), *name = next(seconds),
		   *email = next(name), *subject = next(email);
	int64_t at = strtoll(seconds, NULL, 10), author;
	char room[FIT_BYTES(SUBJECT_CHARS)];
	int rc = find_author(db, authors, name, email, &author, err);

	*record = next(subject);
	if (rc < 0)
		return rc;
	return find_or_create(db, "SELECT id FROM changeset WHERE commit_id = ?", TN_ARGS(hash),
			      "INSERT INTO changeset (commit_id, author_id, committed_at, subject) VALUES (?, ?, ?, ?)",
			      TN_ARGS(hash, author, tn_timestamptz((at < 0 || at > MAX_SECONDS ? 0 : at) * 1000000),
				      fit(room, SUBJECT_CHARS, subject)), id, err);
}

static int store_batch(tn_conn *db, void *arg, tn_error **err)
{
	struct batch *b = arg;
	const char *record = b->text, *end = b->text + b->len;
	int64_t id = 0;
	int rc = TN_OK, is_new = 0;

	if (b->runs++) {
		map_clear(&b->authors);
		map_clear(&b->paths);
	}
	b->stored = 0;
	while (rc >= 0 && record < end) {
		if (*record == 'c') {
			rc = is_new = store_commit(db, &b->authors, &record, &id, err);
			b->stored += is_new > 0;
		} else {
			/* An empty record, and a line break before the first file of a commit, are git's way. */
			if (is_new && record[0])
				rc = store_touch(db, &b->paths, id, record, err);
			record = next(record);
		}
	}
	return rc;
}

int store(tn_conn *db, struct batch *b, tn_error **err)
{
	int rc, tries = 10;
	b->runs = 0;
	/* A duplicate is the work of another program: in the next run it will be found. */
	do
		rc = tn_transact(db, NULL, store_batch, b, err);
	while (rc == TN_E_UNIQUE && --tries);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/*
 * my_count.c - how many rows an INSERT ... ON DUPLICATE KEY UPDATE has made or changed.
 *
 * The server counts 1 for a row that it inserted, 2 for one that it changed, and, as
 * CLIENT_FOUND_ROWS wants it, 1 for one that it left as it was.  Of several rows it also
 * tells "Records: n  Duplicates: m", in the words of its language.  Of VALUES m is the
 * number of rows that were there; of a SELECT only of those that changed.  Of one row it
 * tells nothing more, so the assignment of a row that is left as it is sets the id of
 * the statement to a mark (operation KEPT): LAST_INSERT_ID(mark).
 *
 * All of it was measured on MySQL 9.7 and MariaDB 10.11, and is proved again by
 * tests/backend/facts (ON_DUPLICATE_KEY) and tests/conformance/conf_upsert.c.
 */
#include <stdlib.h>
#include <string.h>
#include "my_internal.h"

/* The next number of a text, which goes on behind it; -1: there is none. */
static int64_t next_number(const char **text)
{
	char *end;
	int64_t n;
	*text += strcspn(*text, "0123456789");
	if (!**text)
		return -1;
	n = strtoll(*text, &end, 10);
	*text = end;
	return n;
}

static void count_one(struct tn_be_stmt *stmt, uint64_t id, uint64_t affected)
{
	int kept = id == MY_KEPT_ID;
	stmt->affected = !kept;
	stmt->last_insert_id = !kept && affected == 1 ? (int64_t)id : 0;
}

static void count_many(struct tn_be_stmt *stmt, uint64_t id, int64_t records, int64_t duplicates)
{
	unsigned rule = stmt->flags & (TN_BE_COUNT_ALL | TN_BE_COUNT_NEW);
	int told = !duplicates || (rule == TN_BE_COUNT_NEW && records > duplicates);
	stmt->affected = rule == TN_BE_COUNT_ALL ? records : rule == TN_BE_COUNT_NEW ? records - duplicates : -1;
	stmt->last_insert_id = told ? (int64_t)id : 0;
}

void my__count(struct my_stmt *s, uint64_t affected, uint64_t id)
{
	struct tn_be_stmt *stmt = &s->head;
	const char *info = mysql_info(((struct my_conn *)stmt->conn)->m);
	int64_t records, duplicates;
	stmt->affected = (int64_t)affected;
	stmt->last_insert_id = (int64_t)id;
	if (!(stmt->flags & (TN_BE_COUNT_ALL | TN_BE_COUNT_NEW)))
		return;
	records = info ? next_number(&info) : -1;
	duplicates = info ? next_number(&info) : -1;
	if (records >= 0 && duplicates >= 0 && (records != 1 || (~stmt->flags & TN_BE_COUNT_NEW) ||
						(stmt->flags & TN_BE_COUNT_ALL)))
		count_many(stmt, id, records, duplicates);
	else
		count_one(stmt, id, affected);
}

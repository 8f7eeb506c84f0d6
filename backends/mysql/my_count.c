/* SPDX-License-Identifier: MIT */
/*
 * my_count.c - how many rows an INSERT ... ON DUPLICATE KEY UPDATE has made or changed.
 *
 * The server counts 1 for a row that it inserted, 2 for one that it changed, and, as
 * CLIENT_FOUND_ROWS wants it, 1 for one that it left as it was.  Of several rows it also
 * tells "Records: n  Duplicates: m", in the words of its language.  Of VALUES m is the
 * number of rows that were there; of a SELECT only of those that changed.  Of one row it
 * tells nothing more, so the assignment of a row that is left as it is sets the id of
 * the statement to a mark (operation KEPT): LAST_INSERT_ID(mark).  Of a SELECT the
 * assignment counts such rows in a variable of the session (operation KEPT_COUNTED), which
 * is set before and read after the statement, at the cost of two round trips.
 *
 * All of it was measured on MySQL 9.7 and MariaDB 10.11, and is proved again by
 * tests/backend/facts (ON_DUPLICATE_KEY) and tests/conformance/conf_upsert.c.
 */
#include <stdlib.h>
#include <string.h>
#include "my_internal.h"

#define COUNT_KEPT (TN_BE_COUNT_ALL | TN_BE_COUNT_NEW)

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
	unsigned rule = stmt->flags & COUNT_KEPT;
	int told = !duplicates || (rule == TN_BE_COUNT_NEW && records > duplicates);
	stmt->affected = rule == TN_BE_COUNT_NEW ? records - duplicates : records;
	stmt->last_insert_id = told ? (int64_t)id : 0;
}

void my__count(struct my_stmt *s, uint64_t affected, uint64_t id)
{
	struct tn_be_stmt *stmt = &s->head;
	const char *info = mysql_info(((struct my_conn *)stmt->conn)->m);
	int64_t records, duplicates;
	stmt->affected = (int64_t)affected;
	stmt->last_insert_id = (int64_t)id;
	if (!(stmt->flags & COUNT_KEPT))
		return;
	records = info ? next_number(&info) : -1;
	duplicates = info ? next_number(&info) : -1;
	if (records >= 0 && duplicates >= 0 && (records != 1 || (~stmt->flags & TN_BE_COUNT_NEW) ||
						(stmt->flags & TN_BE_COUNT_ALL)))
		count_many(stmt, id, records, duplicates);
	else if ((stmt->flags & COUNT_KEPT) == COUNT_KEPT)
		stmt->affected = -1;
	else
		count_one(stmt, id, affected);
}

int my__count_begin(struct my_stmt *s)
{
	if ((s->head.flags & COUNT_KEPT) != COUNT_KEPT)
		return 0;
	return my__run((struct my_conn *)s->head.conn, "SET " MY_KEPT_COUNT " = 0", NULL);
}

int my__count_end(struct my_stmt *s)
{
	struct my_conn *c = (struct my_conn *)s->head.conn;
	MYSQL_RES *res = NULL;
	MYSQL_ROW row;
	int64_t kept;
	int rc;
	if ((s->head.flags & COUNT_KEPT) != COUNT_KEPT || s->head.affected < 0)
		return 0;
	rc = my__run(c, "SELECT " MY_KEPT_COUNT, &res);
	if (rc < 0)
		return rc;
	row = res ? mysql_fetch_row(res) : NULL;
	kept = row && row[0] ? strtoll(row[0], NULL, 10) : -1;
	if (res)
		mysql_free_result(res);
	if (kept < 0 || kept > s->head.affected)
		return my__fault_own(c, TN_E_SERVER, NULL, "the number of rows that were left is not known");
	s->head.affected -= kept;
	if (!s->head.affected)
		s->head.last_insert_id = 0;
	return 0;
}

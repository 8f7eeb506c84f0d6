/* SPDX-License-Identifier: MIT */
/*
 * my_warnings.c - what the server says beside the answer.
 *
 * The server warns where others refuse: 1/0 is NULL, 'abc' = 0 is true.  For a
 * statement that must mean the same everywhere (TN_BE_STRICT) a warning is an
 * error, unless it is on the list of those that tell nothing about its values.
 * Notes are never errors.
 *
 * Invariant: all warnings are handed on, also those before the one that fails.
 */
#include <stdlib.h>
#include <string.h>
#include "my_internal.h"

/* By the server's number: what is old, renamed or a hint. */
static const int harmless[] = {
	1051, 1050, 1060, 1061, 1091, /* IF [NOT] EXISTS that had nothing to do */
	1287, 1681, 1235, 3719, 3778, 4079, 1478, /* syntax and character sets that will go */
	1280, 1831,                   /* the name of a primary key; an index like another */
	3090, 1592, 3170,             /* binary log, memory of a range plan */
};

static int is_harmless(int native)
{
	size_t i;
	for (i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		if (harmless[i] == native)
			return 1;
	return 0;
}

static int code_in(MYSQL_ROW row)
{
	return (int)strtol(row[1], NULL, 10);
}

/* The first warning that harms becomes the error. */
static int raise_first(struct my_conn *c, MYSQL_RES *res)
{
	MYSQL_ROW row;
	mysql_data_seek(res, 0);
	while ((row = mysql_fetch_row(res)) != NULL)
		if (row[0] && row[1] && row[2] && strcmp(row[0], "Note") != 0 && !is_harmless(code_in(row)))
			return my__fault(c, code_in(row), NULL, row[2], NULL, 0);
	return 0;
}

int my__warnings(struct my_conn *c, unsigned count, int strict)
{
	MYSQL_RES *res = NULL;
	MYSQL_ROW row;
	uint8_t tx = c->tx;
	int rc;
	if (!count)
		return 0;
	rc = my__run(c, "SHOW WARNINGS", &res);
	if (rc < 0 || !res)
		return rc;
	while ((row = mysql_fetch_row(res)) != NULL)
		if (row[0] && row[1] && row[2])
			c->head.host->notice(
				&c->head, strcmp(row[0], "Note") != 0, code_in(row), NULL, row[2]);
	rc = strict ? raise_first(c, res) : 0;
	/* The server itself did not fail, so it still knows the transaction. */
	if (rc < 0 && !c->head.dead)
		c->tx = tx;
	mysql_free_result(res);
	return rc;
}

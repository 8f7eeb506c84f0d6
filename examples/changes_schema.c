/* SPDX-License-Identifier: MIT */
/*
 * changes_schema.c - the tables, described once for every server.
 *
 * Types, keys and checks come out in each server's own spelling, and text
 * compares byte by byte everywhere, so ORDER BY gives the same order everywhere.
 */
#include "changes.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define ID {.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_IDENTITY}
#define NUMBER(column) {.name = column, .type = TN_TYPE_BIGINT, .flags = TN_COL_NOT_NULL}

static const tn_column_def author[] = {
	ID,
	{.name = "name", .type = TN_TYPE_VARCHAR, .length = NAME_CHARS, .flags = TN_COL_NOT_NULL},
	{.name = "email", .type = TN_TYPE_VARCHAR, .length = NAME_CHARS, .flags = TN_COL_NOT_NULL},
};
static const tn_column_def changeset[] = {
	ID,
	{.name = "commit_id", .type = TN_TYPE_VARCHAR, .length = 64, .flags = TN_COL_NOT_NULL | TN_COL_UNIQUE},
	{.name = "author_id", .type = TN_TYPE_BIGINT, .flags = TN_COL_NOT_NULL, .ref_table = "author",
	 .ref_column = "id"},
	{.name = "committed_at", .type = TN_TYPE_TIMESTAMPTZ, .flags = TN_COL_NOT_NULL},
	{.name = "subject", .type = TN_TYPE_VARCHAR, .length = SUBJECT_CHARS, .flags = TN_COL_NOT_NULL},
};
static const tn_column_def path[] = {
	ID,
	{.name = "name", .type = TN_TYPE_VARCHAR, .length = PATH_CHARS, .flags = TN_COL_NOT_NULL | TN_COL_UNIQUE},
};
static const tn_column_def touch[] = {
	{.name = "changeset_id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY, .ref_table = "changeset",
	 .ref_column = "id", .on_delete = TN_FK_CASCADE},
	{.name = "path_id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY, .ref_table = "path", .ref_column = "id"},
	NUMBER("added"),
	NUMBER("removed"),
};

static const char *const author_unique[] = {"name,email", NULL};
static const char *const changeset_indexes[] = {"author_id", "committed_at", NULL};
static const char *const touch_indexes[] = {"path_id", NULL};

#define TABLE(table) .size = sizeof(tn_table_def), .name = #table, .columns = table, .column_count = COUNT(table)
static const tn_table_def tables[] = {
	{TABLE(author), .unique = author_unique},
	{TABLE(changeset), .indexes = changeset_indexes},
	{TABLE(path)},
	{TABLE(touch), .indexes = touch_indexes},
};

int create_tables(tn_conn *db, tn_error **err)
{
	size_t i;
	for (i = 0; i < COUNT(tables); i++) {
		int there = tn_table_exists(db, tables[i].name, err);
		if (there < 0)
			return there;
		/* Another program may create it at this moment: then it is there afterwards. */
		if (!there && tn_table_create(db, &tables[i], err) < 0 &&
		    tn_table_exists(db, tables[i].name, NULL) != 1)
			return tn_error_code(*err);
	}
	return TN_OK;
}

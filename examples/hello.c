/* SPDX-License-Identifier: MIT */
/*
 * hello.c - the first program of README.md: a table, a row, a query.
 */
#include <stdio.h>
#include <tenon/tenon.h>

static const tn_column_def columns[] = {
	{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_IDENTITY},
	{.name = "name", .type = TN_TYPE_TEXT, .flags = TN_COL_NOT_NULL},
	{.name = "born", .type = TN_TYPE_INTEGER},
};
static const tn_table_def author = {.size = sizeof author, .name = "author", .columns = columns, .column_count = 3};

static int hello(tn_conn *db, tn_error **err)
{
	tn_rows *rows = NULL;
	int rc = tn_table_create(db, &author, err);
	if (rc >= 0)
		rc = tn_exec(db, "INSERT INTO author (name, born) VALUES (?, ?)", TN_ARGS("Le Guin", 1929), NULL, err);
	if (rc >= 0)
		rc = tn_query(db, "SELECT name, born FROM author WHERE born > ?", TN_ARGS(1900), &rows, err);
	if (rc < 0)
		return rc;
	while (tn_next(rows, err) == TN_ROW)
		printf("%s, %lld\n", tn_get_text(rows, 0), (long long)tn_get_int64(rows, 1));
	return tn_finish(rows, err);
}

int main(int argc, char **argv)
{
	char text[1000];
	tn_conn *db = NULL;
	tn_error *err = NULL;
	int rc = tn_open(&db, argc > 1 ? argv[1] : "sqlite:", NULL, &err);
	if (rc >= 0)
		rc = hello(db, &err);
	if (rc < 0 && tn_error_format(err, text, sizeof text))
		fprintf(stderr, "hello: %s\n", text);
	tn_error_free(err);
	tn_close(db);
	return rc < 0;
}

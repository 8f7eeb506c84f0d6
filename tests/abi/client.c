/* SPDX-License-Identifier: MIT */
/*
 * tests/abi/client.c - an outside program: it knows the installed headers and
 * what pkg-config tells, nothing else of this tree.  check-install builds it.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/tenon.h>

static int fail(const char *what, tn_error *err)
{
	char text[512];
	tn_error_format(err, text, sizeof text);
	fprintf(stderr, "client: %s: %s\n", what, text);
	tn_error_free(err);
	return 1;
}

static int use(tn_conn *db, tn_error **err)
{
	static const tn_column_def columns[] = {
		{"id", TN_TYPE_BIGINT, 0, 0, TN_COL_PRIMARY, NULL, NULL, 0, NULL},
		{"name", TN_TYPE_TEXT, 0, 0, 0, NULL, NULL, 0, NULL},
	};
	tn_table_def def = {sizeof def, "author", columns, 2, NULL, NULL};
	tn_rows *rows = NULL;
	long long id = 0;
	const char *name = NULL;
	int rc;
	if (tn_table_create(db, &def, err) < 0 ||
		tn_exec(db, "INSERT INTO author (id, name) VALUES (?, ?)", TN_ARGS(7, "Le Guin"), NULL, err) <
			0 ||
		tn_query(db, "SELECT id, name FROM author", NULL, &rows, err) < 0)
		return 1;
	rc = tn_next(rows, err);
	if (rc == TN_ROW)
		rc = tn_scan(rows, err, &id, &name);
	if (rc < 0 || id != 7 || !name || strcmp(name, "Le Guin") != 0)
		return tn_finish(rows, NULL), 1;
	return tn_finish(rows, err) < 0;
}

int main(int argc, char **argv)
{
	tn_error *err = NULL;
	tn_conn *db = NULL;
	if (tn_version_number() != TN_VERSION_NUMBER || strcmp(tn_version(), TN_VERSION_STRING) != 0) {
		fprintf(stderr, "client: headers are %s, the library is %s\n", TN_VERSION_STRING,
			tn_version());
		return 1;
	}
	if (argc < 2)
		return puts(tn_version()) < 0;
	if (tn_open(&db, argv[1], NULL, &err) < 0)
		return fail("open", err);
	if (use(db, &err)) {
		tn_close(db);
		return fail("use", err);
	}
	printf("%s %s through tenon %s\n", tn_server_product(db), tn_server_version(db), tn_version());
	tn_close(db);
	tn_error_free(err);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * changes_drop.c - drops the tables of examples/changes, so that check-changes
 * starts from nothing: changes-drop URL
 */
#include <stdio.h>
#include <tenon/tenon.h>

int main(int argc, char **argv)
{
	static const char *const names[] = {"touch", "changeset", "path", "author"}; /* children first */
	tn_conn *db = NULL;
	tn_error *err = NULL;
	char text[1000];
	size_t i;
	int rc = argc == 2 ? tn_open(&db, argv[1], NULL, &err) : TN_E_PARAM;

	for (i = 0; rc >= 0 && i < 4; i++)
		rc = tn_table_drop(db, names[i], 1, &err);
	if (rc < 0) {
		tn_error_format(err, text, sizeof(text));
		fprintf(stderr, "changes-drop: %s\n", err ? text : "usage: changes-drop URL");
	}
	tn_error_free(err);
	tn_close(db);
	return rc < 0;
}

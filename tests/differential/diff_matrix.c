/* SPDX-License-Identifier: MIT */
/*
 * tests/differential/diff_matrix.c - the servers that are compared.
 *
 * TENON_MATRIX has a line "name|URL" for each; without it SQLite runs alone.  All that
 * is in their databases is removed first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/differential/diff.h"

static int add_server(struct diff_server *servers, size_t *count, const char *name, size_t name_len, const char *url)
{
	tn_error *err = NULL;
	char why[1024];
	struct diff_server *server = &servers[*count];

	if (*count == DIFF_MAX_SERVERS)
		return -1;
	server->name = strndup(name, name_len);
	++*count;
	if (tn_open(&server->db, url, NULL, &err) >= 0 && tn_database_clean(server->db, &err) >= 0)
		return 0;
	tn_error_format(err, why, sizeof(why));
	fprintf(stderr, "%.*s: %s\n", (int)name_len, name, why);
	tn_error_free(err);
	return -1;
}

int diff_open_matrix(struct diff_server *servers, size_t *count)
{
	const char *at = getenv("TENON_MATRIX");

	*count = 0;
	if (!at || !*at)
		return add_server(servers, count, "default", 7, "sqlite:");
	while (*at) {
		const char *bar = strchr(at, '|'), *end = at + strcspn(at, "\n");
		char url[1024];

		if (!bar || bar > end)
			return -1;
		snprintf(url, sizeof(url), "%.*s", (int)(end - bar - 1), bar + 1);
		if (add_server(servers, count, at, (size_t)(bar - at), url) < 0)
			return -1;
		at = *end ? end + 1 : end;
	}
	return 0;
}

void diff_close_matrix(struct diff_server *servers, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		tn_close(servers[i].db);
		diff_outcome_release(&servers[i].outcome);
		free(servers[i].name);
	}
}

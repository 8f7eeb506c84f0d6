/* SPDX-License-Identifier: MIT */
/*
 * tests/differential/diff_shape.c - how many different statements there are.
 *
 * Two statements that differ in names and literals only have one shape, so a suite
 * cannot grow by copying.
 */
#include <stdlib.h>
#include <string.h>
#include "core/sql/sql.h"
#include "tests/differential/diff.h"

int diff_shape(struct diff_shapes *shapes, const char *sql)
{
	struct tn_arena arena;
	struct tn_ir_stmt *stmt = NULL;
	unsigned long hash;
	size_t i;

	tn__arena_init(&arena);
	if (tn__sql_parse(&arena, sql, strlen(sql), &stmt, NULL) < 0)
		hash = 0; /* one shape for all that is no SQL */
	else
		hash = (unsigned long)tn__ir_shape(stmt);
	tn__arena_release(&arena);
	for (i = 0; i < shapes->count; i++)
		if (shapes->hashes[i] == hash)
			return 0;
	if (shapes->count == shapes->cap) {
		unsigned long *more = realloc(shapes->hashes,
			(shapes->cap = shapes->cap ? shapes->cap * 2 : 1024) * sizeof(*more));

		if (!more)
			return -1;
		shapes->hashes = more;
	}
	shapes->hashes[shapes->count++] = hash;
	return 1;
}

void diff_shapes_release(struct diff_shapes *shapes)
{
	free(shapes->hashes);
	memset(shapes, 0, sizeof(*shapes));
}

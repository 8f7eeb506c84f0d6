/* SPDX-License-Identifier: MIT */
/*
 * tests/differential/diff_shape.c - how many different statements there are.
 *
 * Two statements that differ in names and literals only have one shape, so a suite
 * cannot grow by copying.  The shape is that of the analysed tree: integer addition and
 * numeric addition are two.  A statement that is refused counts by its parsed tree.
 */
#include <stdlib.h>
#include <string.h>
#include "tests/differential/diff.h"

int diff_shapes_init(struct diff_shapes *shapes, const struct diff_cases *schema)
{
	size_t i;

	memset(shapes, 0, sizeof(*shapes));
	tn__arena_init(&shapes->arena);
	shapes->tables = calloc(schema->count + 1, sizeof(struct tn_ir_table *));
	for (i = 0; shapes->tables && i < schema->count; i++) {
		struct tn_ir_stmt *stmt = NULL;
		const char *sql = schema->items[i].sql;

		if (tn__sql_parse(&shapes->arena, sql, strlen(sql), &stmt, NULL) == TN_OK &&
		    stmt->kind == TN_IR_CREATE_TABLE &&
		    tn__sql_table_of(&shapes->arena, stmt, &shapes->tables[shapes->table_count], NULL) == TN_OK)
			shapes->table_count++;
	}
	return shapes->tables ? 0 : -1;
}

static uint64_t shape_of(const struct diff_shapes *shapes, const char *sql)
{
	struct tn_sql_env env = {(const struct tn_ir_table *const *)shapes->tables, shapes->table_count, 1};
	struct tn_arena arena;
	struct tn_ir_stmt *stmt = NULL;
	uint64_t hash = 0; /* one shape for all that is no SQL */

	tn__arena_init(&arena);
	if (tn__sql_parse(&arena, sql, strlen(sql), &stmt, NULL) == TN_OK) {
		hash = tn__ir_shape(stmt);
		if (tn__sql_analyse(&arena, stmt, &env, NULL, NULL) == TN_OK)
			hash = tn__ir_shape(stmt);
	}
	tn__arena_release(&arena);
	return hash;
}

int diff_shape(struct diff_shapes *shapes, const char *sql)
{
	uint64_t hash = shape_of(shapes, sql);
	size_t i;

	for (i = 0; i < shapes->count; i++)
		if (shapes->hashes[i] == hash)
			return 0;
	if (shapes->count == shapes->cap) {
		uint64_t *more = realloc(shapes->hashes,
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
	free(shapes->tables);
	free(shapes->hashes);
	tn__arena_release(&shapes->arena);
	memset(shapes, 0, sizeof(*shapes));
}

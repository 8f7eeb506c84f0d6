/* SPDX-License-Identifier: MIT */
/*
 * fuzz_parse.c - any bytes as portable SQL.
 *
 *  1. A text is parsed, or refused with a code, a message and a place in the text.
 *  2. What is parsed can be printed; rendered as portable text it parses to the
 *     same tree.
 *  3. The first statement of a text ends within it, behind at least one byte.
 *  4. A name of a type is read, or refused with a code.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/sql/sql.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static void check_bad(int rc, const tn_error *err, size_t size)
{
	require(rc < 0 && tn_error_code(err) == rc);
	require(tn_error_message(err) != NULL && *tn_error_message(err));
	require(tn_error_position(err) >= 1 && tn_error_position(err) <= size + 1);
}

static void check_good(const struct tn_ir_stmt *stmt)
{
	struct tn_text first, second, sql;
	struct tn_ir_stmt *again;
	struct tn_arena arena;

	tn__text_init(&first);
	tn__text_init(&second);
	tn__text_init(&sql);
	tn__arena_init(&arena);
	tn__ir_dump(stmt, &first);
	require(tn__sql_render_portable(stmt, &sql, NULL) == TN_OK);
	require(tn__sql_parse(&arena, sql.s, sql.len, &again, NULL) == TN_OK);
	tn__ir_dump(again, &second);
	require(first.len == second.len && !memcmp(first.s, second.s, first.len));
	tn__arena_release(&arena);
	tn__text_release(&first);
	tn__text_release(&second);
	tn__text_release(&sql);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct tn_ir_stmt *stmt = NULL;
	struct tn_sql_type type;
	struct tn_arena arena;
	tn_error *err = NULL;
	size_t first;
	int rc;

	tn__arena_init(&arena);
	rc = tn__sql_parse(&arena, text, size, &stmt, &err);
	if (rc == TN_OK)
		check_good(stmt);
	else
		check_bad(rc, err, size);
	tn_error_free(err);
	tn__arena_release(&arena);
	first = tn__sql_first(text, size);
	require(first <= size && (first > 0 || size == 0));
	rc = tn__sql_type_name(text, size, &type);
	require(rc <= 0);
	return 0;
}

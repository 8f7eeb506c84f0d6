/* SPDX-License-Identifier: MIT */
/*
 * fuzz_slt.c - any text as a file of sqllogictest.
 *
 *  1. The reader comes to an end, with no more records than the text has lines.
 *  2. A record has a line of the text; a query has types; a bad one says why.
 */
#include "tests/fuzz/fuzz_input.h"
#include "tests/slt/slt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {"somebody", NULL};
	struct fuzz_input in = {data, size};
	struct slt_file f = {.names = names};
	struct slt_record r;
	size_t lines = 1, records = 0, i;
	for (i = 0; i < size; i++)
		lines += data[i] == '\n';
	f.text = f.next = fuzz_text(&in);
	for (slt_next(&f, &r); r.kind != SLT_END; slt_next(&f, &r)) {
		REQUIRE(++records <= lines && r.line >= 1 && r.line <= lines + 1);
		REQUIRE(r.kind != SLT_BAD || *r.problem);
		REQUIRE(r.kind != SLT_QUERY || (*r.types && r.sql));
		REQUIRE(r.kind != SLT_STATEMENT || r.sql);
		for (i = 0; r.values && i < r.value_count; i++)
			REQUIRE(r.values[i]);
	}
	slt_close(&f);
	return 0;
}

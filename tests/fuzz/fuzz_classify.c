/* SPDX-License-Identifier: MIT */
/*
 * fuzz_classify.c - any number, state and constraint from a server as a portable code,
 * by every dialect: four bytes of number, five of state, the rest a name.
 *
 *  1. The answer is the code of an error, which has a name.
 *  2. The same question has the same answer.
 */
#include "compat/compat.h"
#include "core/engine/engine.h"
#include "tests/fuzz/fuzz_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	int native = (int)fuzz_u32(&in), code;
	const struct tn_backend *b;
	unsigned flags, again;
	size_t i, k;
	char state[6] = "", *name;
	const char *st;
	for (i = 0; i < 5; i++)
		state[i] = (char)fuzz_byte(&in);
	name = fuzz_text(&in);
	st = *state ? state : NULL;
	/* Half of the numbers are small, as those of servers are. */
	if (native & 1)
		native = (native >> 1) & 0x3fff;
	for (i = 0; (b = tn__backend_at(i)); i++)
		for (k = 0; b->dialects[k]; k++) {
			flags = again = 0;
			code = tn__classify(b->dialects[k], native, st, *name ? name : NULL, &flags);
			REQUIRE(code < 0 && *tn_error_name(code));
			REQUIRE(tn__classify(b->dialects[k], native, st, *name ? name : NULL, &again) == code);
			REQUIRE(flags == again);
		}
	free(name);
	return 0;
}

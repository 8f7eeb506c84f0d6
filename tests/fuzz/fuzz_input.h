/* SPDX-License-Identifier: MIT */
/* tests/fuzz/fuzz_input.h - what the fuzz targets share. */
#ifndef TN_FUZZ_H
#define TN_FUZZ_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Not assert(): it must hold in every build. */
#define REQUIRE(x) \
	do { \
		if (!(x)) \
			abort(); \
	} while (0)

/* The input, taken apart from its front; what is missing is 0. */
struct fuzz_input {
	const uint8_t *at;
	size_t left;
};

static inline unsigned fuzz_byte(struct fuzz_input *in)
{
	if (!in->left)
		return 0;
	in->left--;
	return *in->at++;
}

static inline uint32_t fuzz_u32(struct fuzz_input *in)
{
	uint32_t v = 0;
	int i;
	for (i = 0; i < 4; i++)
		v = v << 8 | fuzz_byte(in);
	return v;
}

/* All that is left, with a NUL behind it, in memory of exactly that size. */
static inline char *fuzz_text(const struct fuzz_input *in)
{
	char *s = malloc(in->left + 1);
	REQUIRE(s);
	if (in->left)
		memcpy(s, in->at, in->left);
	s[in->left] = '\0';
	return s;
}

#endif

/* SPDX-License-Identifier: MIT */
/*
 * core/engine/decimal128.h - numeric text as a number of 16 bytes, the lowest first, in
 * two's complement: what Arrow calls decimal128.
 */
#ifndef TN_ENGINE_DECIMAL128_H
#define TN_ENGINE_DECIMAL128_H

#include <stddef.h>

/*
 * Reads valid numeric text as a number with scale digits behind the point.  1, or 0 if it
 * has more than precision digits (at most 38) or would lose some.
 */
int tn__decimal128_read(const char *s, size_t n, unsigned precision, unsigned scale, unsigned char out[16]);

#endif

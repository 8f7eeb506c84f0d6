/* SPDX-License-Identifier: MIT */
/*
 * core/base/out.h - text into a caller's buffer of fixed size, as snprintf does.
 *
 * The public format calls promise to write at most size bytes with the NUL and
 * to return the full length.  This is that promise in one place: len counts
 * everything, bytes beyond the buffer are dropped.
 */
#ifndef TN_BASE_OUT_H
#define TN_BASE_OUT_H

#include <stddef.h>
#include <tenon/defs.h>

struct tn_out {
	char *s;     /* may be NULL when size is 0 */
	size_t size;
	size_t len;
};

void tn__out_append(struct tn_out *o, const char *s, size_t n);
void tn__out_puts(struct tn_out *o, const char *s);
void tn__out_putc(struct tn_out *o, char c);
/* For numbers and short words: at most 127 bytes at a time. */
void tn__out_printf(struct tn_out *o, const char *format, ...) TN_PRINTF(2, 3);
/* Writes the NUL and returns the full length. */
size_t tn__out_end(struct tn_out *o);

#endif

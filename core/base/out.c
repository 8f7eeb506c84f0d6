/* SPDX-License-Identifier: MIT */
/* out.c - text into a caller's buffer of fixed size; see out.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "core/base/out.h"

void tn__out_append(struct tn_out *o, const char *s, size_t n)
{
	if (n && o->len < o->size) {
		size_t room = o->size - o->len;
		memcpy(o->s + o->len, s, n < room ? n : room);
	}
	o->len += n;
}

void tn__out_puts(struct tn_out *o, const char *s)
{
	tn__out_append(o, s, strlen(s));
}

void tn__out_putc(struct tn_out *o, char c)
{
	tn__out_append(o, &c, 1);
}

void tn__out_printf(struct tn_out *o, const char *format, ...)
{
	char piece[128];
	va_list ap;
	va_start(ap, format);
	vsnprintf(piece, sizeof(piece), format, ap);
	va_end(ap);
	tn__out_puts(o, piece);
}

size_t tn__out_end(struct tn_out *o)
{
	if (o->size)
		o->s[o->len < o->size ? o->len : o->size - 1] = '\0';
	return o->len;
}

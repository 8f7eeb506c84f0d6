/* SPDX-License-Identifier: MIT */
/*
 * log.c - one line per event of the library to the application's log hook.
 *
 * The line is made on the stack, so logging needs no memory and cannot fail; a
 * line that is too long ends in "...".  Control characters become spaces: what
 * a server sends must not be able to forge a line of the log.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "core/base/hooks.h"
#include "core/base/log.h"

enum { LINE_MAX_BYTES = 1024 };

/* Puts the dots where a character begins, at or before line[at]. */
static void end_in_dots(char *line, size_t at)
{
	while (at && ((unsigned char)line[at] & 0xC0) == 0x80)
		at--;
	memcpy(line + at, "...", 4);
}

void tn__log(int level, const char *format, ...)
{
	const struct tn_hooks *hooks = tn__hooks();
	char line[LINE_MAX_BYTES];
	va_list ap;
	int n;
	char *c;
	if (!hooks->log || level < hooks->log_level)
		return;
	va_start(ap, format);
	n = vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	if (n < 0)
		return;
	if ((size_t)n >= sizeof(line))
		end_in_dots(line, sizeof(line) - 4);
	for (c = line; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7F)
			*c = ' ';
	hooks->log(hooks->log_ctx, level, line);
}

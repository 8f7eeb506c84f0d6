/* SPDX-License-Identifier: MIT */
/*
 * core/base/name.c - names of tables and columns as texts.
 *
 * Servers that find a name whatever its case do so for ASCII letters everywhere; for
 * others it depends on the server, so they are never taken for the same here.
 */
#include <string.h>
#include "core/base/name.h"

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

int tn__name_same_nocase(const char *a, const char *b)
{
	for (; *a && lower(*a) == lower(*b); a++)
		b++;
	return lower(*a) == lower(*b);
}

const char *tn__name_base(const char *name, size_t *schema_len)
{
	const char *dot = strchr(name, '.');

	*schema_len = dot ? (size_t)(dot - name) : 0;
	return dot ? dot + 1 : name;
}

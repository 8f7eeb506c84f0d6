/* SPDX-License-Identifier: MIT */
/*
 * tools/tool_param.c - parameters on the command line.
 *
 *   name=value         an integer if the value is one as a program would print it,
 *                      else text
 *   name:kind=value    of a kind by name: text, integer, numeric, date, null, ...
 */
#include <stdlib.h>
#include <string.h>
#include "tools/tool.h"

/* 12 and -12, but not 012, +12 or 1e3: those are text unless a kind is given. */
static int looks_like_integer(const char *s)
{
	size_t n;

	s += *s == '-';
	n = strspn(s, "0123456789");
	return n && n < 19 && !s[n] && (*s != '0' || n == 1);
}

static int grow(struct tool_params *p)
{
	tn_named_value *values = realloc(p->values, (p->count + 1) * sizeof(*values));
	void **rooms;

	if (values)
		p->values = values;
	rooms = values ? realloc(p->rooms, (p->count + 1) * sizeof(*rooms)) : NULL;
	if (rooms)
		p->rooms = rooms;
	return rooms ? 0 : -1;
}

static int kind_of(const char *name, const char *value, size_t name_len)
{
	const char *colon = memchr(name, ':', name_len);
	char word[32];
	size_t n;

	if (!colon)
		return looks_like_integer(value) ? TN_KIND_INT : TN_KIND_TEXT;
	n = name_len - (size_t)(colon + 1 - name);
	if (n >= sizeof(word))
		return -1;
	memcpy(word, colon + 1, n);
	word[n] = '\0';
	return tn_kind_find(word);
}

int tool_param_add(struct tool_params *p, const char *text)
{
	const char *equal = strchr(text, '='), *colon, *value;
	size_t name_len = equal ? (size_t)(equal - text) : 0;
	tn_error *err = NULL;
	char *name;
	int kind;

	if (!name_len) {
		fprintf(stderr, "tenon: --param takes name=value or name:kind=value, not \"%s\"\n", text);
		return -1;
	}
	value = equal + 1;
	kind = kind_of(text, value, name_len);
	if (kind < 0) {
		fprintf(stderr, "tenon: \"%.*s\" names no kind; try text, integer, numeric, double, "
			"boolean, date, time, "
				"timestamp, timestamptz, uuid, json, bytes or null\n", (int)name_len, text);
		return -1;
	}
	colon = memchr(text, ':', name_len);
	name = strndup(text, colon ? (size_t)(colon - text) : name_len);
	if (!name || grow(p) < 0) {
		free(name);
		fputs("tenon: out of memory\n", stderr);
		return -1;
	}
	p->values[p->count].name = name;
	p->rooms[p->count] = malloc(strlen(value) + 1);
	if (tn_value_parse(kind, value, strlen(value), p->rooms[p->count], &p->values[p->count].value, &err) < 0) {
		free(p->rooms[p->count]);
		free(name);
		tool_print_error(text, err);
		return -1;
	}
	p->count++;
	return 0;
}

void tool_params_release(struct tool_params *p)
{
	size_t i;

	for (i = 0; i < p->count; i++) {
		free(p->rooms[i]);
		free((void *)(uintptr_t)p->values[i].name);
	}
	free(p->rooms);
	free(p->values);
	memset(p, 0, sizeof(*p));
}

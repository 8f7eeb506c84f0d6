/* SPDX-License-Identifier: MIT */
/*
 * tests/support/arrow_check.c - see arrow_check.h.  Written from the specification, not
 * from what makes the structs: it reads formats as text and counts every bit itself.
 */
#include "tests/support/arrow_check.h"
#include <stdio.h>
#include <string.h>
#include <tenon/sys/utf8.h>

enum layout { NOT_KNOWN, BITS, FIXED, VARIABLE, STRUCTS };

/* The layout that a format stands for, and the bytes of a value. */
static enum layout layout_of(const char *format, size_t *width)
{
	static const struct {
		const char *format;
		enum layout layout;
		size_t width;
	} list[] = {
		{"b", BITS, 0}, {"c", FIXED, 1}, {"C", FIXED, 1}, {"s", FIXED, 2}, {"S", FIXED, 2}, {"i", FIXED, 4},
		{"I", FIXED, 4}, {"l", FIXED, 8}, {"L", FIXED, 8}, {"f", FIXED, 4}, {"g", FIXED, 8},
		{"z", VARIABLE, 4}, {"u", VARIABLE, 4}, {"tdD", FIXED, 4}, {"ttu", FIXED, 8}, {"+s", STRUCTS, 0},
	};
	unsigned p, s;
	char more;
	size_t i;
	for (i = 0; i < sizeof list / sizeof list[0]; i++)
		if (!strcmp(format, list[i].format)) {
			*width = list[i].width;
			return list[i].layout;
		}
	*width = 8;
	if (!strncmp(format, "tsu:", 4))
		return FIXED;
	*width = 16;
	if (sscanf(format, "d:%u,%u%c", &p, &s, &more) == 2)
		return p >= 1 && p <= 38 && s <= p ? FIXED : NOT_KNOWN;
	if (sscanf(format, "w:%zu%c", width, &more) == 1)
		return FIXED;
	return NOT_KNOWN;
}

static int32_t read_int32(const char **at)
{
	int32_t v;
	memcpy(&v, *at, sizeof v);
	*at += sizeof v;
	return v;
}

const char *arrow_metadata(const struct ArrowSchema *schema, const char *key, size_t *len)
{
	const char *at = schema->metadata;
	int32_t pairs = at ? read_int32(&at) : 0;
	while (pairs-- > 0) {
		int32_t n = read_int32(&at);
		int found = (size_t)n == strlen(key) && !memcmp(at, key, (size_t)n);
		at += n;
		n = read_int32(&at);
		if (found) {
			*len = (size_t)n;
			return at;
		}
		at += n;
	}
	return NULL;
}

static const char *check_metadata(const struct ArrowSchema *s)
{
	const char *at = s->metadata;
	int32_t i, n = at ? read_int32(&at) : 0;
	if (n < 0 || n > 100)
		return "metadata has no sensible number of pairs";
	for (i = 0; i < 2 * n; i++) {
		int32_t len = read_int32(&at);
		if (len < 0 || len > 1000)
			return "metadata has no sensible length";
		if (tn_utf8_check(at, (size_t)len) != (size_t)len)
			return "metadata is no UTF-8";
		at += len;
	}
	return NULL;
}

const char *arrow_check_schema(const struct ArrowSchema *s)
{
	const char *wrong;
	size_t width;
	int64_t i;
	if (!s->release)
		return "a schema is released already";
	if (!s->format || layout_of(s->format, &width) == NOT_KNOWN)
		return "a schema's format is not known";
	if (s->name && tn_utf8_check(s->name, strlen(s->name)) != strlen(s->name))
		return "a schema's name is no UTF-8";
	if (s->flags & ~(int64_t)(ARROW_FLAG_NULLABLE | ARROW_FLAG_DICTIONARY_ORDERED | ARROW_FLAG_MAP_KEYS_SORTED))
		return "a schema has a flag that is none";
	if (s->dictionary)
		return "a schema has a dictionary";
	if (s->n_children < 0 || (s->n_children && (!s->children || strcmp(s->format, "+s") != 0)))
		return "a schema has children that do not go with its format";
	for (i = 0; i < s->n_children; i++) {
		wrong = s->children[i] ? arrow_check_schema(s->children[i]) : "a child schema is missing";
		if (wrong)
			return wrong;
	}
	return check_metadata(s);
}

static int bit(const void *bitmap, int64_t i)
{
	return ((const uint8_t *)bitmap)[i / 8] >> (i % 8) & 1;
}

static int is_valid(const struct ArrowArray *a, int64_t i)
{
	return !a->buffers[0] || bit(a->buffers[0], a->offset + i);
}

static const char *check_nulls(const struct ArrowArray *a)
{
	int64_t i, nulls = 0;
	if (!a->buffers[0])
		return a->null_count == 0 ? NULL : "an array has NULLs and no bitmap of them";
	for (i = 0; i < a->length; i++)
		nulls += !is_valid(a, i);
	return a->null_count == -1 || a->null_count == nulls ? NULL : "an array's null_count is not that of its bitmap";
}

static const char *check_offsets(const struct ArrowArray *a, int is_text)
{
	const int32_t *offsets = a->buffers[1];
	const char *bytes = a->buffers[2];
	int64_t i;
	if (offsets[a->offset] < 0)
		return "an offset is below 0";
	for (i = a->offset; i < a->offset + a->length; i++) {
		size_t n = (size_t)(offsets[i + 1] - offsets[i]);
		if (offsets[i + 1] < offsets[i])
			return "offsets go down";
		if (is_text && is_valid(a, i - a->offset) && tn_utf8_check(bytes + offsets[i], n) != n)
			return "a text is no UTF-8";
	}
	return NULL;
}

static const char *check_times(const struct ArrowArray *a)
{
	const int64_t *t = a->buffers[1];
	int64_t i;
	for (i = 0; i < a->length; i++)
		if (is_valid(a, i) && (t[a->offset + i] < 0 || t[a->offset + i] >= INT64_C(86400000000)))
			return "a time is outside of the day";
	return NULL;
}

static const char *check_members(const struct ArrowSchema *s, const struct ArrowArray *a)
{
	int64_t i;
	if (a->n_children != s->n_children || (a->n_children && !a->children))
		return "an array has other children than its schema";
	for (i = 0; i < a->n_children; i++) {
		const char *wrong = a->children[i] ? arrow_check_array(s->children[i], a->children[i])
						   : "a child array is missing";
		if (wrong)
			return wrong;
		if (a->children[i]->length < a->offset + a->length)
			return "a child array is shorter than its parent";
	}
	return NULL;
}

const char *arrow_check_array(const struct ArrowSchema *s, const struct ArrowArray *a)
{
	static const int64_t buffers[] = {[BITS] = 2, [FIXED] = 2, [VARIABLE] = 3, [STRUCTS] = 1};
	size_t width;
	enum layout layout = layout_of(s->format, &width);
	const char *wrong;
	int64_t i;
	if (!a->release)
		return "an array is released already";
	if (a->length < 0 || a->offset < 0 || a->null_count < -1 || a->null_count > a->length)
		return "an array's length, offset or null_count is none";
	if (a->n_buffers != buffers[layout] || !a->buffers)
		return "an array's number of buffers is not that of its format";
	if (a->dictionary)
		return "an array has a dictionary";
	for (i = 1; i < a->n_buffers; i++)
		if (!a->buffers[i] || (uintptr_t)a->buffers[i] % 8)
			return "a buffer is missing or not aligned";
	wrong = check_nulls(a);
	if (!wrong && layout == VARIABLE)
		wrong = check_offsets(a, !strcmp(s->format, "u"));
	if (!wrong && !strcmp(s->format, "ttu"))
		wrong = check_times(a);
	return wrong ? wrong : check_members(s, a);
}

/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_text.c - operations on text and bytes.
 *
 * Characters are code points, positions count from 1; only ASCII letters have case.
 */
#include <stdio.h>
#include <string.h>
#include "tests/reference/reference.h"

#define MOST_BYTES 1000000u

size_t ref_char_bytes(const char *s, size_t left)
{
	size_t n = 1;

	while (n < left && ((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static int64_t char_count(const struct ref_value *v)
{
	int64_t n = 0;
	uint32_t i;

	for (i = 0; i < v->len; i++)
		n += ((unsigned char)v->u.s[i] & 0xc0) != 0x80;
	return n;
}

size_t ref_chars_to_bytes(const struct ref_value *v, int64_t n)
{
	size_t at = 0;

	if (v->kind == TN_KIND_BYTES)
		return n < 0 ? 0 : n > v->len ? v->len : (size_t)n;
	while (n-- > 0 && at < v->len)
		at += ref_char_bytes(v->u.s + at, v->len - at);
	return at;
}

/* Characters from up to before to, counted from 0. */
static int put_part(const struct ref_call *c, int64_t from, int64_t to)
{
	const struct ref_value *v = &c->args[0];
	size_t start = ref_chars_to_bytes(v, from), end = ref_chars_to_bytes(v, to);

	*c->out = ref_string(v->kind, v->u.s + start, end > start ? end - start : 0);
	return TN_OK;
}

static int put_int(const struct ref_call *c, int64_t n)
{
	*c->out = ref_int(TN_KIND_INT, n);
	return TN_OK;
}

/* A text that is put together. */
struct joined {
	struct ref_run *run;
	char *s;
	size_t len, cap;
};

static void join(struct joined *j, const char *s, size_t n)
{
	if (j->len + n + 1 > j->cap) {
		char *more = ref_alloc(j->run, j->cap = (j->len + n + 1) * 2);

		if (j->len)
			memcpy(more, j->s, j->len);
		j->s = more;
	}
	if (n)
		memcpy(j->s + j->len, s, n);
	j->len += n;
}

static int put_joined(const struct ref_call *c, unsigned kind, const struct joined *j)
{
	*c->out = ref_string(kind, j->s ? j->s : "", j->len);
	return TN_OK;
}

/* Where a text is in another behind a byte, or -1. */
static int64_t find(const struct ref_value *in, const struct ref_value *what, size_t from)
{
	for (; from + what->len <= in->len; from++)
		if (!what->len || !memcmp(in->u.s + from, what->u.s, what->len))
			return (int64_t)from;
	return -1;
}

static int length_t(const struct ref_call *c) { return put_int(c, char_count(&c->args[0])); }
static int octets(const struct ref_call *c) { return put_int(c, c->args[0].len); }

static int with_case(const struct ref_call *c, char first, char last, int change)
{
	struct joined j = {.run = c->run};
	uint32_t i;

	join(&j, c->args[0].u.s, c->args[0].len);
	for (i = 0; i < j.len; i++)
		if (j.s[i] >= first && j.s[i] <= last)
			j.s[i] = (char)(j.s[i] + change);
	return put_joined(c, TN_KIND_TEXT, &j);
}

static int lower(const struct ref_call *c) { return with_case(c, 'A', 'Z', 'a' - 'A'); }
static int upper(const struct ref_call *c) { return with_case(c, 'a', 'z', 'A' - 'a'); }

static int substring(const struct ref_call *c)
{
	ref_wide from = (ref_wide)c->args[1].u.i - 1, to = INT64_MAX;

	if (c->count > 2) {
		if (c->args[2].u.i < 0)
			return TN_E_DATA;
		to = from + c->args[2].u.i;
	}
	return put_part(c, from < 0 ? 0 : (int64_t)from, to > INT64_MAX ? INT64_MAX : to < 0 ? 0 : (int64_t)to);
}

static int left(const struct ref_call *c)
{
	int64_t n = c->args[1].u.i;

	return put_part(c, 0, n < 0 ? char_count(&c->args[0]) + n : n);
}

static int right(const struct ref_call *c)
{
	int64_t n = c->args[1].u.i, all = char_count(&c->args[0]);

	return put_part(c, n < 0 ? -n : n > all ? 0 : all - n, all);
}

static int trim(const struct ref_call *c, int start, int end)
{
	struct ref_value v = c->args[0], blank = ref_string(TN_KIND_TEXT, " ", 1);
	const struct ref_value *what = c->count > 1 ? &c->args[1] : &blank;

	while (start && what->len && v.len >= what->len && !memcmp(v.u.s, what->u.s, what->len)) {
		v.u.s += what->len;
		v.len -= what->len;
	}
	while (end && what->len && v.len >= what->len && !memcmp(v.u.s + v.len - what->len, what->u.s, what->len))
		v.len -= what->len;
	*c->out = v;
	return TN_OK;
}

static int trim_both(const struct ref_call *c) { return trim(c, 1, 1); }
static int trim_left(const struct ref_call *c) { return trim(c, 1, 0); }
static int trim_right(const struct ref_call *c) { return trim(c, 0, 1); }

static int replace(const struct ref_call *c)
{
	const struct ref_value *v = &c->args[0], *what = &c->args[1], *by = &c->args[2];
	struct joined j = {.run = c->run};
	size_t at = 0;
	int64_t found;

	while (what->len && (found = find(v, what, at)) >= 0) {
		join(&j, v->u.s + at, (size_t)found - at);
		join(&j, by->u.s, by->len);
		at = (size_t)found + what->len;
	}
	join(&j, v->u.s + at, v->len - at);
	return put_joined(c, TN_KIND_TEXT, &j);
}

static int position_of(const struct ref_call *c, const struct ref_value *in, const struct ref_value *what)
{
	int64_t at = find(in, what, 0);
	struct ref_value before = ref_string(TN_KIND_TEXT, in->u.s, at < 0 ? 0 : (size_t)at);

	return put_int(c, at < 0 ? 0 : char_count(&before) + 1);
}

static int position(const struct ref_call *c) { return position_of(c, &c->args[1], &c->args[0]); }
static int strpos(const struct ref_call *c) { return position_of(c, &c->args[0], &c->args[1]); }

static int pad(const struct ref_call *c, int in_front)
{
	struct ref_value blank = ref_string(TN_KIND_TEXT, " ", 1), fill = c->count > 2 ? c->args[2] : blank;
	int64_t have = char_count(&c->args[0]), want = c->args[1].u.i, per = char_count(&fill), n;
	struct joined j = {.run = c->run};

	if (want > MOST_BYTES)
		return ref_unknown(c->run, "a long text", NULL);
	if (want <= have || !per)
		return put_part(c, 0, want < 0 ? 0 : want);
	if (!in_front)
		join(&j, c->args[0].u.s, c->args[0].len);
	for (n = want - have; n > 0; n -= per)
		join(&j, fill.u.s, ref_chars_to_bytes(&fill, n));
	if (in_front)
		join(&j, c->args[0].u.s, c->args[0].len);
	return put_joined(c, TN_KIND_TEXT, &j);
}

static int lpad(const struct ref_call *c) { return pad(c, 1); }
static int rpad(const struct ref_call *c) { return pad(c, 0); }

static int repeat(const struct ref_call *c)
{
	struct joined j = {.run = c->run};
	int64_t n = c->args[1].u.i;

	if (c->args[0].len && n > (int64_t)(MOST_BYTES / c->args[0].len))
		return ref_unknown(c->run, "a long text", NULL);
	for (; c->args[0].len && n > 0; n--)
		join(&j, c->args[0].u.s, c->args[0].len);
	return put_joined(c, TN_KIND_TEXT, &j);
}

static int reverse(const struct ref_call *c)
{
	const struct ref_value *v = &c->args[0];
	char *s = ref_alloc(c->run, v->len + 1u);
	size_t at, n;

	for (at = 0; at < v->len; at += n) {
		n = ref_char_bytes(v->u.s + at, v->len - at);
		memcpy(s + v->len - at - n, v->u.s + at, n);
	}
	*c->out = ref_string(TN_KIND_TEXT, s, v->len);
	return TN_OK;
}

static int concat_all(const struct ref_call *c, uint32_t first, const struct ref_value *between)
{
	struct joined j = {.run = c->run};
	char number[24];
	uint32_t i, n = 0;

	for (i = first; i < c->count; i++) {
		const struct ref_value *v = &c->args[i];

		if (v->kind == TN_KIND_NULL)
			continue;
		if (between && n++)
			join(&j, between->u.s, between->len);
		if (v->kind == TN_KIND_TEXT || v->kind == TN_KIND_BYTES)
			join(&j, v->u.s, v->len);
		else if (v->kind == TN_KIND_INT)
			join(&j, number, (size_t)snprintf(number, sizeof(number), "%lld", (long long)v->u.i));
		else
			return ref_unknown(c->run, "concat of", tn_kind_name(v->kind));
	}
	return put_joined(c, c->expr->type.kind, &j);
}

static int concat(const struct ref_call *c) { return concat_all(c, 0, NULL); }

static int concat_ws(const struct ref_call *c)
{
	if (c->args[0].kind != TN_KIND_NULL)
		return concat_all(c, 1, &c->args[0]);
	*c->out = ref_null();
	return TN_OK;
}

static int ascii(const struct ref_call *c)
{
	const unsigned char *s = (const unsigned char *)c->args[0].u.s;
	size_t n = c->args[0].len ? ref_char_bytes(c->args[0].u.s, c->args[0].len) : 0, i;
	int64_t code = n == 0 ? 0 : n == 1 ? s[0] : s[0] & (0xff >> (n + 1));

	for (i = 1; i < n; i++)
		code = code << 6 | (s[i] & 0x3f);
	return put_int(c, code);
}

static int chr(const struct ref_call *c)
{
	int64_t code = c->args[0].u.i;
	char *s = ref_alloc(c->run, 4);
	size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4, i;

	if (code < 1 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return TN_E_DATA;
	for (i = n; i-- > 1; code >>= 6)
		s[i] = (char)(0x80 | (code & 0x3f));
	s[0] = (char)(n == 1 ? code : (0xf00 >> n & 0xff) | code);
	*c->out = ref_string(TN_KIND_TEXT, s, n);
	return TN_OK;
}

static int starts_with(const struct ref_call *c)
{
	const struct ref_value *v = &c->args[0], *what = &c->args[1];

	*c->out = ref_int(TN_KIND_BOOL, what->len <= v->len && !memcmp(v->u.s, what->u.s, what->len));
	return TN_OK;
}

static int split_part(const struct ref_call *c)
{
	const struct ref_value *v = &c->args[0], *by = &c->args[1];
	int64_t n = c->args[2].u.i, end;
	size_t at = 0;

	if (n < 1)
		return TN_E_DATA;
	while ((end = by->len ? find(v, by, at) : -1) >= 0 && --n)
		at = (size_t)end + by->len;
	if (end < 0)
		end = v->len;
	*c->out = n > 1 ? ref_string(TN_KIND_TEXT, "", 0) : ref_string(TN_KIND_TEXT, v->u.s + at, (size_t)end - at);
	return TN_OK;
}

static int hex(const struct ref_call *c)
{
	struct joined j = {.run = c->run};
	uint32_t i;

	for (i = 0; i < c->args[0].len; i++) {
		unsigned char byte = (unsigned char)c->args[0].u.s[i];

		join(&j, &"0123456789ABCDEF"[byte >> 4], 1);
		join(&j, &"0123456789ABCDEF"[byte & 15], 1);
	}
	return put_joined(c, TN_KIND_TEXT, &j);
}

static int unhex(const struct ref_call *c)
{
	static const char digits[] = "00112233445566778899aAbBcCdDeEfF";
	struct joined j = {.run = c->run};
	const struct ref_value *v = &c->args[0];
	uint32_t i;

	if (v->len % 2)
		return TN_E_DATA;
	for (i = 0; i < v->len; i += 2) {
		const char *high = v->u.s[i] ? strchr(digits, v->u.s[i]) : NULL;
		const char *low = v->u.s[i + 1] ? strchr(digits, v->u.s[i + 1]) : NULL;
		char byte;

		if (!high || !low)
			return TN_E_DATA;
		byte = (char)((high - digits) / 2 << 4 | (low - digits) / 2);
		join(&j, &byte, 1);
	}
	return put_joined(c, TN_KIND_BYTES, &j);
}

static int translate(const struct ref_call *c)
{
	const struct ref_value *v = &c->args[0], *from = &c->args[1], *to = &c->args[2];
	struct joined j = {.run = c->run};
	size_t at, n;

	for (at = 0; at < v->len; at += n) {
		struct ref_value one = {.kind = TN_KIND_TEXT, .u.s = v->u.s + at}, before;
		int64_t found, place;
		size_t start;

		n = ref_char_bytes(v->u.s + at, v->len - at);
		one.len = (uint32_t)n;
		found = find(from, &one, 0);
		if (found < 0) {
			join(&j, one.u.s, n);
			continue;
		}
		before = ref_string(TN_KIND_TEXT, from->u.s, (size_t)found);
		place = char_count(&before);
		start = ref_chars_to_bytes(to, place);
		join(&j, to->u.s + start, ref_chars_to_bytes(to, place + 1) - start);
	}
	return put_joined(c, TN_KIND_TEXT, &j);
}

const struct ref_op ref_text_ops[] = {
	{TN_OP_LENGTH_T, length_t}, {TN_OP_LENGTH_Y, octets}, {TN_OP_OCTET_LENGTH_T, octets},
	{TN_OP_OCTET_LENGTH_Y, octets}, {TN_OP_LOWER, lower}, {TN_OP_UPPER, upper}, {TN_OP_SUBSTR_2, substring},
	{TN_OP_SUBSTR_3, substring}, {TN_OP_SUBSTR_Y2, substring}, {TN_OP_SUBSTR_Y3, substring}, {TN_OP_LEFT, left},
	{TN_OP_RIGHT, right}, {TN_OP_TRIM_1, trim_both}, {TN_OP_TRIM_2, trim_both}, {TN_OP_LTRIM_1, trim_left},
	{TN_OP_LTRIM_2, trim_left}, {TN_OP_RTRIM_1, trim_right}, {TN_OP_RTRIM_2, trim_right}, {TN_OP_REPLACE, replace},
	{TN_OP_POSITION, position}, {TN_OP_STRPOS, strpos}, {TN_OP_LPAD_2, lpad}, {TN_OP_LPAD_3, lpad},
	{TN_OP_RPAD_2, rpad}, {TN_OP_RPAD_3, rpad}, {TN_OP_REPEAT, repeat}, {TN_OP_REVERSE, reverse},
	{TN_OP_CONCAT, concat}, {TN_OP_CONCAT_T, concat}, {TN_OP_CONCAT_Y, concat}, {TN_OP_CONCAT_WS, concat_ws},
	{TN_OP_ASCII, ascii}, {TN_OP_CHR, chr}, {TN_OP_STARTS_WITH, starts_with}, {TN_OP_SPLIT_PART, split_part},
	{TN_OP_HEX_Y, hex}, {TN_OP_UNHEX, unhex}, {TN_OP_TRANSLATE, translate}, {0, NULL}};

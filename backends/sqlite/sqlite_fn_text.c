/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_text.c - text by code points, and bytes.
 *
 * SQLite's substr() counts from the end for positions below 1, its char() takes
 * anything, and it has no lpad, split_part or reverse.
 *
 * Invariant: text that is not UTF-8 never makes a function read outside of it; a
 * byte that continues nothing counts as part of the character before.
 */
#include "sqlite_functions.h"

#include <string.h>
#include <tenon/sys/utf8.h>

static int is_start(char c)
{
	return ((unsigned char)c & 0xC0) != 0x80;
}

/* Offset of the character that has `count` characters before it; n if there is none. */
static size_t offset_of(const struct tn_sqlite_text *t, uint64_t count)
{
	size_t i = 0;
	while (i < t->n && count--)
		do
			i++;
		while (i < t->n && !is_start(t->s[i]));
	return i;
}

static uint64_t characters(const struct tn_sqlite_text *t)
{
	return tn_utf8_count(t->s, t->n);
}

static void part(sqlite3_context *ctx, const struct tn_sqlite_text *t, size_t from, size_t to)
{
	tn__sqlite_result_copy(ctx, t->s + from, to > from ? to - from : 0);
}

/* ---- parts of a text ------------------------------------------------------------- */

/* From positions (of the first, and behind the last) to counts of what is before them. */
static int positions(sqlite3_context *ctx, int n, sqlite3_value **v, uint64_t *from, uint64_t *to)
{
	int64_t start, length, end;
	if (!tn__sqlite_int_arg(ctx, v[1], &start))
		return 0;
	*to = UINT64_MAX;
	if (n > 2) {
		if (!tn__sqlite_int_arg(ctx, v[2], &length))
			return 0;
		if (length < 0) {
			tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ARGUMENT, "a length is not negative");
			return 0;
		}
		if (!__builtin_add_overflow(start, length, &end))
			*to = end > 1 ? (uint64_t)end - 1 : 0;
	}
	*from = start > 1 ? (uint64_t)start - 1 : 0;
	return 1;
}

static void text_substr(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	uint64_t from, to;
	if (tn__sqlite_text_arg(ctx, v[0], &t) && positions(ctx, n, v, &from, &to))
		part(ctx, &t, offset_of(&t, from), offset_of(&t, to));
}

static void bytes_substr(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	uint64_t from, to;
	if (!tn__sqlite_bytes_arg(ctx, v[0], &t) || !positions(ctx, n, v, &from, &to))
		return;
	if (to > t.n)
		to = t.n;
	if (from < to)
		sqlite3_result_blob64(ctx, t.s + from, to - from, SQLITE_TRANSIENT);
	else
		sqlite3_result_zeroblob(ctx, 0);
}

static int text_and_count(sqlite3_context *ctx, sqlite3_value **v, struct tn_sqlite_text *t, int64_t *count)
{
	return tn__sqlite_text_arg(ctx, v[0], t) && tn__sqlite_int_arg(ctx, v[1], count);
}

/* How many characters are left when the last (or first) -count are dropped. */
static uint64_t all_but(const struct tn_sqlite_text *t, int64_t count)
{
	uint64_t have = characters(t), drop = 0 - (uint64_t)count;
	return have > drop ? have - drop : 0;
}

static void text_left(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	int64_t count;
	(void)n;
	if (text_and_count(ctx, v, &t, &count))
		part(ctx, &t, 0, offset_of(&t, count < 0 ? all_but(&t, count) : (uint64_t)count));
}

static void text_right(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	uint64_t have;
	int64_t count;
	(void)n;
	if (!text_and_count(ctx, v, &t, &count))
		return;
	have = characters(&t);
	if (count < 0)
		part(ctx, &t, offset_of(&t, 0 - (uint64_t)count), t.n);
	else
		part(ctx, &t, offset_of(&t, have > (uint64_t)count ? have - (uint64_t)count : 0), t.n);
}

static void text_split_part(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t, sep;
	int64_t field;
	size_t from = 0, i = 0;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t) || !tn__sqlite_text_arg(ctx, v[1], &sep) ||
	    !tn__sqlite_int_arg(ctx, v[2], &field))
		return;
	if (field < 1) {
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ARGUMENT, "fields are counted from 1");
		return;
	}
	while (sep.n && i + sep.n <= t.n) {
		if (memcmp(t.s + i, sep.s, sep.n)) {
			i++;
			continue;
		}
		if (field == 1) {
			part(ctx, &t, from, i);
			return;
		}
		field--;
		i += sep.n;
		from = i;
	}
	part(ctx, &t, field == 1 ? from : t.n, t.n);
}

/* ---- texts made of others ------------------------------------------------------------- */

/* Copies `count` characters of the filling, over and over; its size if out is NULL. */
static uint64_t fill(char *out, const struct tn_sqlite_text *filling, uint64_t count)
{
	uint64_t have = characters(filling), whole = count / have * filling->n;
	size_t rest = offset_of(filling, count % have);
	uint64_t i;
	if (out) {
		for (i = 0; i < whole; i += filling->n)
			memcpy(out + i, filling->s, filling->n);
		memcpy(out + whole, filling->s, rest);
	}
	return whole + rest;
}

static void pad(sqlite3_context *ctx, int n, sqlite3_value **v, int front)
{
	struct tn_sqlite_text t, filling = {" ", 1};
	uint64_t have, missing, size;
	int64_t wanted;
	char *room;
	if (!text_and_count(ctx, v, &t, &wanted) || (n > 2 && !tn__sqlite_text_arg(ctx, v[2], &filling)))
		return;
	have = characters(&t);
	if (wanted <= 0 || have >= (uint64_t)wanted || !filling.n) {
		part(ctx, &t, 0, offset_of(&t, wanted > 0 ? (uint64_t)wanted : 0));
		return;
	}
	if (!characters(&filling)) {
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_BAD_TEXT, "the filling is not valid UTF-8");
		return;
	}
	missing = (uint64_t)wanted - have;
	if (missing > INT32_MAX) {
		sqlite3_result_error_toobig(ctx);
		return;
	}
	size = fill(NULL, &filling, missing);
	room = tn__sqlite_room(ctx, t.n + size);
	if (!room)
		return;
	memcpy(room + (front ? size : 0), t.s, t.n);
	fill(room + (front ? 0 : t.n), &filling, missing);
	tn__sqlite_result_room(ctx, room, t.n + size);
}

static void text_lpad(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	pad(ctx, n, v, 1);
}

static void text_rpad(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	pad(ctx, n, v, 0);
}

static void text_repeat(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	uint64_t size, i;
	int64_t count;
	char *room;
	(void)n;
	if (!text_and_count(ctx, v, &t, &count))
		return;
	if (count < 1 || !t.n) {
		part(ctx, &t, 0, 0);
		return;
	}
	if (__builtin_mul_overflow((uint64_t)count, (uint64_t)t.n, &size))
		size = UINT64_MAX;
	room = tn__sqlite_room(ctx, size);
	if (!room)
		return;
	for (i = 0; i < size; i += t.n)
		memcpy(room + i, t.s, t.n);
	tn__sqlite_result_room(ctx, room, size);
}

static void text_reverse(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	size_t i, from;
	char *room;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t) || !(room = tn__sqlite_room(ctx, t.n)))
		return;
	for (i = 0; i < t.n; i = from) {
		from = i + 1;
		while (from < t.n && !is_start(t.s[from]))
			from++;
		memcpy(room + t.n - from, t.s + i, from - i);
	}
	tn__sqlite_result_room(ctx, room, t.n);
}

static void text_replace(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t, old, new_;
	sqlite3_str *out;
	size_t i = 0, from = 0;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t) || !tn__sqlite_text_arg(ctx, v[1], &old) ||
	    !tn__sqlite_text_arg(ctx, v[2], &new_))
		return;
	out = sqlite3_str_new(sqlite3_context_db_handle(ctx));
	while (old.n && i + old.n <= t.n) {
		if (memcmp(t.s + i, old.s, old.n)) {
			i++;
			continue;
		}
		sqlite3_str_append(out, t.s + from, (int)(i - from));
		sqlite3_str_append(out, new_.s, (int)new_.n);
		from = i += old.n;
	}
	sqlite3_str_append(out, t.s + from, (int)(t.n - from));
	tn__sqlite_result_str(ctx, out);
}

/* Length of the character at s. */
static size_t character(const struct tn_sqlite_text *t, size_t at)
{
	size_t end = at + 1;
	while (end < t->n && !is_start(t->s[end]))
		end++;
	return end - at;
}

/* The number of a character in a text, or SIZE_MAX. */
static size_t find(const struct tn_sqlite_text *t, const char *s, size_t n)
{
	size_t i, number = 0;
	for (i = 0; i < t->n; number++) {
		size_t len = character(t, i);
		if (len == n && !memcmp(t->s + i, s, n))
			return number;
		i += len;
	}
	return SIZE_MAX;
}

static void text_translate(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t, from, to;
	sqlite3_str *out;
	size_t i, len;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t) || !tn__sqlite_text_arg(ctx, v[1], &from) ||
	    !tn__sqlite_text_arg(ctx, v[2], &to))
		return;
	out = sqlite3_str_new(sqlite3_context_db_handle(ctx));
	for (i = 0; i < t.n; i += len) {
		size_t number, at;
		len = character(&t, i);
		number = find(&from, t.s + i, len);
		if (number == SIZE_MAX) {
			sqlite3_str_append(out, t.s + i, (int)len);
			continue;
		}
		at = offset_of(&to, number);
		if (at < to.n)
			sqlite3_str_append(out, to.s + at, (int)character(&to, at));
	}
	tn__sqlite_result_str(ctx, out);
}

/* Texts and integers from v[first] on, NULLs left out. */
static void join(sqlite3_context *ctx, int n, sqlite3_value **v, int first, const struct tn_sqlite_text *separator)
{
	sqlite3_str *out = sqlite3_str_new(sqlite3_context_db_handle(ctx));
	int i, some = 0;
	for (i = first; i < n; i++) {
		int type = sqlite3_value_type(v[i]);
		const char *s;
		if (type == SQLITE_NULL)
			continue;
		s = (const char *)sqlite3_value_text(v[i]);
		if ((type != SQLITE_TEXT && type != SQLITE_INTEGER) || !s) {
			sqlite3_free(sqlite3_str_finish(out));
			if (s)
				tn__sqlite_raise_type(ctx, "a text or an integer");
			else
				sqlite3_result_error_nomem(ctx);
			return;
		}
		if (some++)
			sqlite3_str_append(out, separator->s, (int)separator->n);
		sqlite3_str_append(out, s, sqlite3_value_bytes(v[i]));
	}
	tn__sqlite_result_str(ctx, out);
}

static void text_concat(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	static const struct tn_sqlite_text nothing = {"", 0};
	join(ctx, n, v, 0, &nothing);
}

static void text_concat_ws(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text separator;
	if (n && tn__sqlite_text_arg(ctx, v[0], &separator))
		join(ctx, n, v, 1, &separator);
}

/* ---- characters and bytes -------------------------------------------------------------------- */

static void text_ascii(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	const unsigned char *s;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t))
		return;
	s = (const unsigned char *)t.s;
	switch (t.n ? tn_utf8_seq(s, t.n) : 0) {
	case 1:
		sqlite3_result_int(ctx, s[0]);
		return;
	case 2:
		sqlite3_result_int(ctx, (s[0] & 0x1F) << 6 | (s[1] & 0x3F));
		return;
	case 3:
		sqlite3_result_int(ctx, (s[0] & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F));
		return;
	case 4:
		sqlite3_result_int(ctx, (s[0] & 0x07) << 18 | (s[1] & 0x3F) << 12 | (s[2] & 0x3F) << 6 |
						(s[3] & 0x3F));
		return;
	default:
		if (t.n)
			tn__sqlite_raise_type(ctx, "text in UTF-8");
		else
			sqlite3_result_int(ctx, 0);
	}
}

static void text_chr(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	char out[4];
	int64_t c;
	size_t len;
	(void)n;
	if (!tn__sqlite_int_arg(ctx, v[0], &c))
		return;
	if (c < 1 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ARGUMENT, "there is no character of this code point");
		return;
	}
	len = tn__sqlite_put_character((uint32_t)c, out);
	tn__sqlite_result_copy(ctx, out, len);
}

size_t tn__sqlite_put_character(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

static void text_starts_with(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t, prefix;
	(void)n;
	if (tn__sqlite_text_arg(ctx, v[0], &t) && tn__sqlite_text_arg(ctx, v[1], &prefix))
		sqlite3_result_int(ctx, prefix.n <= t.n && !memcmp(t.s, prefix.s, prefix.n));
}

int tn__sqlite_hex_digit(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	ch = (char)(ch | 32);
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

static void bytes_hex(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	static const char digits[] = "0123456789ABCDEF";
	struct tn_sqlite_text t;
	char *room;
	size_t i;
	(void)n;
	if (!tn__sqlite_bytes_arg(ctx, v[0], &t) || !(room = tn__sqlite_room(ctx, 2 * (uint64_t)t.n)))
		return;
	for (i = 0; i < t.n; i++) {
		room[2 * i] = digits[(unsigned char)t.s[i] >> 4];
		room[2 * i + 1] = digits[(unsigned char)t.s[i] & 15];
	}
	tn__sqlite_result_room(ctx, room, 2 * (uint64_t)t.n);
}

static void text_unhex(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text t;
	char *room;
	size_t i;
	int bad;
	(void)n;
	if (!tn__sqlite_text_arg(ctx, v[0], &t) || !(room = tn__sqlite_room(ctx, t.n / 2)))
		return;
	bad = t.n & 1;
	for (i = 0; i + 1 < t.n && !bad; i += 2) {
		int high = tn__sqlite_hex_digit(t.s[i]), low = tn__sqlite_hex_digit(t.s[i + 1]);
		bad = high < 0 || low < 0;
		room[i / 2] = (char)((unsigned)high << 4 | (unsigned)low);
	}
	if (!bad) {
		sqlite3_result_blob64(ctx, room, t.n / 2, sqlite3_free);
		return;
	}
	sqlite3_free(room);
	tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ARGUMENT, "not an even number of hexadecimal digits");
}

const struct tn_sqlite_scalar tn__sqlite_text_functions[] = {
	{"tn_substr", 2, text_substr, 0},
	{"tn_substr", 3, text_substr, 0},
	{"tn_substr_bytes", 2, bytes_substr, 0},
	{"tn_substr_bytes", 3, bytes_substr, 0},
	{"tn_left", 2, text_left, 0},
	{"tn_right", 2, text_right, 0},
	{"tn_split_part", 3, text_split_part, 0},
	{"tn_lpad", 2, text_lpad, 0},
	{"tn_lpad", 3, text_lpad, 0},
	{"tn_rpad", 2, text_rpad, 0},
	{"tn_rpad", 3, text_rpad, 0},
	{"tn_repeat", 2, text_repeat, 0},
	{"tn_reverse", 1, text_reverse, 0},
	{"tn_replace", 3, text_replace, 0},
	{"tn_translate", 3, text_translate, 0},
	{"tn_concat", -1, text_concat, 0},
	{"tn_concat_ws", -1, text_concat_ws, 0},
	{"tn_ascii", 1, text_ascii, 0},
	{"tn_chr", 1, text_chr, 0},
	{"tn_starts_with", 2, text_starts_with, 0},
	{"tn_hex", 1, bytes_hex, 0},
	{"tn_unhex", 1, text_unhex, 0},
	{NULL, 0, NULL, 0},
};

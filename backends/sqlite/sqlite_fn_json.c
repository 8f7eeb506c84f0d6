/* SPDX-License-Identifier: MIT */
/*
 * sqlite_fn_json.c - JSON documents: members, elements, validity.
 *
 * SQLite's -> takes the key '0' for an index and keys with a quote for a path, and
 * 3.37 has none.  A document is stepped over once, wholly, so that one that is not
 * valid is an error and of members with one name the last counts.
 *
 * Invariant: nesting is bounded by MAX_DEPTH, so recursion is.
 */
#include "sqlite_decimal.h"
#include "sqlite_functions.h"

#include <string.h>

#define MAX_DEPTH 1000

/* A place in a document.  After a failed step s is NULL and stays it. */
struct reader {
	const char *s, *end;
	int depth;
};

static int is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(struct reader *r)
{
	while (r->s && r->s < r->end && is_blank(*r->s))
		r->s++;
}

/* Steps over a character if it is the next. */
static int take(struct reader *r, char c)
{
	skip_blanks(r);
	if (!r->s || r->s == r->end || *r->s != c)
		return 0;
	r->s++;
	return 1;
}

static int digits(struct reader *r)
{
	const char *start = r->s;
	while (r->s < r->end && *r->s >= '0' && *r->s <= '9')
		r->s++;
	return r->s > start;
}

static int skip_number(struct reader *r)
{
	if (r->s < r->end && *r->s == '-')
		r->s++;
	if (r->s < r->end && *r->s == '0')
		r->s++;
	else if (!digits(r))
		return 0;
	if (r->s < r->end && *r->s == '.') {
		r->s++;
		if (!digits(r))
			return 0;
	}
	if (r->s < r->end && (*r->s | 32) == 'e') {
		r->s++;
		if (r->s < r->end && (*r->s == '-' || *r->s == '+'))
			r->s++;
		return digits(r);
	}
	return 1;
}

static int skip_string(struct reader *r)
{
	int i;
	for (r->s++; r->s < r->end && *r->s != '"'; r->s++) {
		if ((unsigned char)*r->s < ' ')
			return 0;
		if (*r->s != '\\')
			continue;
		if (++r->s == r->end || !strchr("\"\\/bfnrtu", *r->s))
			return 0;
		for (i = 0; *r->s == 'u' && i < 4; i++)
			if (r->end - r->s <= 4 || tn__sqlite_hex_digit(r->s[i + 1]) < 0)
				return 0;
	}
	if (r->s == r->end)
		return 0;
	r->s++;
	return 1;
}

static int skip_word(struct reader *r, const char *word)
{
	size_t n = strlen(word);
	if ((size_t)(r->end - r->s) < n || memcmp(r->s, word, n))
		return 0;
	r->s += n;
	return 1;
}

/* One value; what was it?  0 if it is none. */
static char skip_value(struct reader *r);

/* One key with its colon. */
static int skip_key(struct reader *r)
{
	skip_blanks(r);
	return r->s < r->end && *r->s == '"' && skip_string(r) && take(r, ':');
}

static int skip_members(struct reader *r, char close, int keys)
{
	r->s++;
	if (r->depth++ == MAX_DEPTH)
		return 0;
	if (!take(r, close)) {
		do
			if ((keys && !skip_key(r)) || !skip_value(r))
				return 0;
		while (take(r, ','));
		if (!take(r, close))
			return 0;
	}
	r->depth--;
	return 1;
}

static char skip_value(struct reader *r)
{
	char c;
	int ok;
	skip_blanks(r);
	if (r->s == r->end)
		return 0;
	c = *r->s;
	switch (c) {
	case '{':
		ok = skip_members(r, '}', 1);
		break;
	case '[':
		ok = skip_members(r, ']', 0);
		break;
	case '"':
		ok = skip_string(r);
		break;
	case 't':
		ok = skip_word(r, "true");
		break;
	case 'f':
		ok = skip_word(r, "false");
		break;
	case 'n':
		ok = skip_word(r, "null");
		break;
	default:
		ok = skip_number(r);
		c = '0';
	}
	return ok ? c : 0;
}

/* The kind of a whole document, or 0. */
static char check(const struct tn_sqlite_text *t)
{
	struct reader r = {t->s, t->s + t->n, 0};
	char kind = skip_value(&r);
	skip_blanks(&r);
	return r.s == r.end ? kind : 0;
}

static char document_arg(sqlite3_context *ctx, sqlite3_value *v, struct tn_sqlite_text *t)
{
	char kind;
	if (!tn__sqlite_text_arg(ctx, v, t))
		return 0;
	kind = check(t);
	if (!kind)
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_BAD_TEXT, "a text is not valid JSON");
	return kind;
}

/* ---- strings -------------------------------------------------------------------- */

static uint32_t hex4(const char *s)
{
	uint32_t c = 0;
	int i;
	for (i = 0; i < 4; i++)
		c = c << 4 | (uint32_t)tn__sqlite_hex_digit(s[i]);
	return c;
}

/* The character of \u....; *s is behind the u and is moved behind all; 0: there is none. */
static uint32_t unicode_escape(const char **s, const char *end)
{
	uint32_t c = hex4(*s), low;
	*s += 4;
	if (c < 0xD800 || c > 0xDFFF)
		return c;
	if (c > 0xDBFF || end - *s < 6 || (*s)[0] != '\\' || (*s)[1] != 'u')
		return 0;
	low = hex4(*s + 2);
	*s += 6;
	return low >= 0xDC00 && low <= 0xDFFF ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : 0;
}

/* What a valid string between its quotes spells; never longer.  SIZE_MAX: text cannot hold it. */
static size_t unescape(const char *s, const char *end, char *out)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	char *p = out;
	while (s < end) {
		const char *known;
		uint32_t c;
		if (*s != '\\') {
			*p++ = *s++;
			continue;
		}
		s += 2;
		known = strchr(from, s[-1]);
		if (s[-1] != 'u') {
			*p++ = known ? to[known - from] : s[-1];
			continue;
		}
		c = unicode_escape(&s, end);
		if (!c)
			return SIZE_MAX;
		p += tn__sqlite_put_character(c, p);
	}
	return (size_t)(p - out);
}

/* Is a string, with its quotes, this key?  room takes what it spells. */
static int is_key(const char *s, const char *end, const struct tn_sqlite_text *key, char *room)
{
	size_t n = (size_t)(end - s) - 2;
	if (!memchr(s, '\\', n + 2))
		return n == key->n && !memcmp(s + 1, key->s, n);
	n = unescape(s + 1, end - 1, room);
	return n == key->n && !memcmp(room, key->s, n);
}

/* ---- members and elements ----------------------------------------------------------- */

/* The value of the last member with a key, in a valid object. */
static int find_member(const struct tn_sqlite_text *doc, const struct tn_sqlite_text *key, char *room,
		       struct tn_sqlite_text *out)
{
	struct reader r = {doc->s, doc->s + doc->n, 0};
	int found = 0;
	take(&r, '{');
	if (take(&r, '}'))
		return 0;
	do {
		const char *name;
		int wanted;
		skip_blanks(&r);
		name = r.s;
		skip_string(&r);
		wanted = is_key(name, r.s, key, room);
		take(&r, ':');
		skip_blanks(&r);
		name = r.s;
		skip_value(&r);
		if (wanted) {
			found = 1;
			out->s = name;
			out->n = (size_t)(r.s - name);
		}
	} while (take(&r, ','));
	return found;
}

/* The element of a valid array, or how many there are in *index. */
static int find_element(const struct tn_sqlite_text *doc, int64_t *index, struct tn_sqlite_text *out)
{
	struct reader r = {doc->s, doc->s + doc->n, 0};
	int64_t count = 0;
	int found = 0;
	take(&r, '[');
	if (take(&r, ']')) {
		*index = 0;
		return 0;
	}
	do {
		skip_blanks(&r);
		if (count == *index)
			out->s = r.s;
		skip_value(&r);
		if (count++ == *index) {
			out->n = (size_t)(r.s - out->s);
			found = 1;
			break;
		}
	} while (take(&r, ','));
	if (!found)
		*index = count;
	return found;
}

/* doc -> key or doc -> index: 1 if it is there. */
static int lookup(sqlite3_context *ctx, sqlite3_value **v, struct tn_sqlite_text *out)
{
	struct tn_sqlite_text doc, key;
	char kind, *room;
	int64_t index;
	int found;
	if (sqlite3_value_type(v[1]) == SQLITE_NULL || !(kind = document_arg(ctx, v[0], &doc)))
		return 0;
	if (sqlite3_value_type(v[1]) == SQLITE_INTEGER) {
		index = sqlite3_value_int64(v[1]);
		return kind == '[' && find_element(&doc, &index, out);
	}
	if (!tn__sqlite_text_arg(ctx, v[1], &key) || kind != '{')
		return 0;
	room = sqlite3_malloc64(doc.n + 1);
	if (!room) {
		sqlite3_result_error_nomem(ctx);
		return 0;
	}
	found = find_member(&doc, &key, room, out);
	sqlite3_free(room);
	return found;
}

static void json_get(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text found;
	(void)n;
	if (lookup(ctx, v, &found))
		tn__sqlite_result_copy(ctx, found.s, found.n);
}

/* Digits up to a bound; 0 if there are none, or more. */
static size_t some_digits(const char *s, const char *end, size_t most)
{
	size_t n = 0;
	while (s + n < end && s[n] >= '0' && s[n] <= '9' && n <= most)
		n++;
	return n <= most ? n : 0;
}

/* Of up to 20 digits, up to 16 behind the point, and an exponent up to 14. */
struct short_number {
	char digits[40];
	int count, point, negative;
};

static int read_short(const struct tn_sqlite_text *t, struct short_number *out)
{
	const char *s = t->s, *end = t->s + t->n;
	size_t n;
	int sign, exponent = 0;
	out->negative = *s == '-';
	s += out->negative;
	n = some_digits(s, end, 20);
	if (!n)
		return 0;
	memcpy(out->digits, s, n);
	out->count = out->point = (int)n;
	s += n;
	if (s < end && *s == '.' && (n = some_digits(s + 1, end, 16)) > 0) {
		memcpy(out->digits + out->count, s + 1, n);
		out->count += (int)n;
		s += n + 1;
	}
	if (s < end && (*s == 'e' || *s == 'E')) {
		sign = s + 1 < end && s[1] == '-' ? -1 : 1;
		s += s + 1 < end && (s[1] == '-' || s[1] == '+') ? 2 : 1;
		while (end - s > 1 && *s == '0')
			s++;
		for (n = some_digits(s, end, 2); n; n--)
			exponent = exponent * 10 + *s++ - '0';
		if (exponent > 14)
			return 0;
		out->point += sign * exponent;
	}
	return s == end;
}

/* A number has no zeros at its end, since not every server keeps them. */
static void number_text(sqlite3_context *ctx, const struct tn_sqlite_text *found)
{
	struct short_number number;
	char plain[80], text[TN__DEC_TEXT], *p = plain;
	struct tn__dec dec;
	int i;
	if (!read_short(found, &number)) {
		tn__sqlite_result_copy(ctx, found->s, found->n);
		return;
	}
	if (number.negative)
		*p++ = '-';
	for (i = number.point < 0 ? number.point : 0; i < number.count || i < number.point; i++) {
		if (i == number.point)
			*p++ = '.';
		*p++ = i >= 0 && i < number.count ? number.digits[i] : '0';
	}
	if (tn__dec_parse(&dec, plain, (size_t)(p - plain)) == TN__DEC_OK)
		tn__sqlite_result_copy(ctx, text, tn__dec_format(&dec, text));
	else
		tn__sqlite_result_copy(ctx, found->s, found->n);
}

/* As text: strings without quotes and escapes, null as NULL. */
static void json_text(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text found;
	char *room;
	size_t len;
	(void)n;
	if (!lookup(ctx, v, &found) || *found.s == 'n')
		return;
	if (*found.s == '-' || (*found.s >= '0' && *found.s <= '9')) {
		number_text(ctx, &found);
		return;
	}
	if (*found.s != '"') {
		tn__sqlite_result_copy(ctx, found.s, found.n);
		return;
	}
	room = tn__sqlite_room(ctx, found.n);
	if (!room)
		return;
	len = unescape(found.s + 1, found.s + found.n - 1, room);
	if (len != SIZE_MAX) {
		tn__sqlite_result_room(ctx, room, len);
		return;
	}
	sqlite3_free(room);
	tn__sqlite_raise(ctx, TN__SQLITE_RAISE_BAD_TEXT, "a JSON string has a character that text cannot hold");
}

static void json_length(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text doc, unused;
	int64_t count = -1;
	(void)n;
	if (document_arg(ctx, v[0], &doc) != '[')
		return;
	find_element(&doc, &count, &unused);
	sqlite3_result_int64(ctx, count);
}

static void json_type(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text doc;
	const char *word;
	(void)n;
	switch (document_arg(ctx, v[0], &doc)) {
	case 0:
		return;
	case '{':
		word = "object";
		break;
	case '[':
		word = "array";
		break;
	case '"':
		word = "string";
		break;
	case '0':
		word = "number";
		break;
	case 'n':
		word = "null";
		break;
	default:
		word = "boolean";
	}
	sqlite3_result_text(ctx, word, -1, SQLITE_STATIC);
}

static void json_cast(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text doc;
	(void)n;
	if (document_arg(ctx, v[0], &doc))
		sqlite3_result_value(ctx, v[0]);
}

static void json_valid(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	struct tn_sqlite_text doc;
	(void)n;
	if (tn__sqlite_text_arg(ctx, v[0], &doc))
		sqlite3_result_int(ctx, check(&doc) != 0);
}

const struct tn_sqlite_scalar tn__sqlite_json_functions[] = {
	{"tn_json", 1, json_cast, 0},
	{"tn_json_get", 2, json_get, 0},
	{"tn_json_text", 2, json_text, 0},
	{"tn_json_length", 1, json_length, 0},
	{"tn_json_type", 1, json_type, 0},
	{"tn_json_valid", 1, json_valid, 0},
	{NULL, 0, NULL, 0},
};

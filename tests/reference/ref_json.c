/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_json.c - operations on JSON.
 *
 * A document is its text; a member is the part of the text that it takes.  What would
 * show how a server writes documents is not evaluated.
 */
#include <stdio.h>
#include <string.h>
#include "tests/reference/reference.h"

#define MOST_DEPTH 60

struct reader {
	const char *at, *end;
};

static void blanks(struct reader *r)
{
	while (r->at < r->end && strchr(" \t\n\r", *r->at) && *r->at)
		r->at++;
}

static int next_is(struct reader *r, char c)
{
	blanks(r);
	if (r->at == r->end || *r->at != c)
		return 0;
	r->at++;
	return 1;
}

static size_t digits(struct reader *r)
{
	const char *start = r->at;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
		r->at++;
	return (size_t)(r->at - start);
}

static int number(struct reader *r)
{
	int zero;

	r->at += *r->at == '-';
	zero = r->at < r->end && *r->at == '0';
	if (!(zero ? (r->at++, 1) : digits(r) != 0))
		return 0;
	if (r->at < r->end && *r->at == '.' && (r->at++, !digits(r)))
		return 0;
	if (r->at < r->end && (*r->at == 'e' || *r->at == 'E')) {
		r->at++;
		r->at += r->at < r->end && (*r->at == '+' || *r->at == '-');
		return digits(r) != 0;
	}
	return 1;
}

static int string(struct reader *r)
{
	for (r->at++; r->at < r->end && *r->at != '"'; r->at++) {
		if ((unsigned char)*r->at < 0x20)
			return 0;
		if (*r->at != '\\')
			continue;
		if (++r->at == r->end || !strchr("\"\\/bfnrtu", *r->at))
			return 0;
		if (*r->at == 'u') {
			if (r->end - r->at < 5 || strspn(r->at + 1, "0123456789abcdefABCDEF") < 4)
				return 0;
			r->at += 4;
		}
	}
	return r->at++ < r->end;
}

static int value(struct reader *r, unsigned depth);

/* The members of an object or array, one after the other; NULL key for arrays.  1, 0 at the end, -1: wrong. */
static int member(struct reader *r, int is_object, int first, struct ref_value *key, struct ref_value *part,
		  unsigned depth)
{
	if (next_is(r, is_object ? '}' : ']'))
		return 0;
	if (!first && !next_is(r, ','))
		return -1;
	blanks(r);
	if (is_object) {
		const char *start = r->at;

		if (r->at == r->end || *r->at != '"' || !string(r))
			return -1;
		*key = ref_string(TN_KIND_JSON, start, (size_t)(r->at - start));
		if (!next_is(r, ':'))
			return -1;
		blanks(r);
	}
	part->u.s = r->at;
	if (!value(r, depth))
		return -1;
	*part = ref_string(TN_KIND_JSON, part->u.s, (size_t)(r->at - part->u.s));
	return 1;
}

static int value(struct reader *r, unsigned depth)
{
	static const char *const words[] = {"null", "true", "false"};
	struct ref_value key, part;
	int first = 1, rc;
	size_t i;

	blanks(r);
	if (r->at == r->end || depth > MOST_DEPTH)
		return 0;
	if (*r->at == '"')
		return string(r);
	if (*r->at == '-' || (*r->at >= '0' && *r->at <= '9'))
		return number(r);
	if (*r->at == '{' || *r->at == '[') {
		int is_object = *r->at++ == '{';

		while ((rc = member(r, is_object, first, &key, &part, depth + 1)) > 0)
			first = 0;
		return rc == 0;
	}
	for (i = 0; i < 3; i++)
		if ((size_t)(r->end - r->at) >= strlen(words[i]) && !memcmp(r->at, words[i], strlen(words[i]))) {
			r->at += strlen(words[i]);
			return 1;
		}
	return 0;
}

static int is_valid(const struct ref_value *v)
{
	struct reader r = {v->u.s, v->u.s + v->len};
	int ok = value(&r, 0);

	blanks(&r);
	return ok && r.at == r.end;
}

/* ---- parts ----------------------------------------------------------------------------- */

static char kind_of(const struct ref_value *doc)
{
	struct reader r = {doc->u.s, doc->u.s + doc->len};

	blanks(&r);
	return *r.at;
}

static size_t put_code(char *out, unsigned code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | code >> 12);
	out[1] = (char)(0x80 | (code >> 6 & 0x3f));
	out[2] = (char)(0x80 | (code & 0x3f));
	return 3;
}

/* The text that a string of JSON says. */
static int spoken(struct ref_run *run, const struct ref_value *string, struct ref_value *out)
{
	static const char names[] = "bfnrt", codes[] = "\b\f\n\r\t";
	char *s = ref_alloc(run, string->len);
	size_t n = 0;
	uint32_t i;

	for (i = 1; i + 1 < string->len; i++) {
		const char *name;
		unsigned code;

		if (string->u.s[i] != '\\') {
			s[n++] = string->u.s[i];
			continue;
		}
		i++;
		name = strchr(names, string->u.s[i]);
		if (string->u.s[i] != 'u') {
			s[n++] = name ? codes[name - names] : string->u.s[i];
			continue;
		}
		if (sscanf(&string->u.s[i + 1], "%4x", &code) != 1 || !code || (code >= 0xd800 && code < 0xe000))
			return ref_unknown(run, "JSON with NUL or a surrogate", NULL);
		n += put_code(s + n, code);
		i += 4;
	}
	*out = ref_string(TN_KIND_TEXT, s, n);
	return TN_OK;
}

/* Member key, or element index; 0 if there is none, 1, or negative. */
static int find(const struct ref_call *c, struct ref_value *part)
{
	const struct ref_value *doc = &c->args[0], *which = &c->args[1];
	struct reader r = {doc->u.s, doc->u.s + doc->len};
	int is_object = which->kind == TN_KIND_TEXT, first = 1, found = 0;
	struct ref_value key, one, text;
	int64_t i;

	if (kind_of(doc) != (is_object ? '{' : '['))
		return 0;
	blanks(&r);
	r.at++;
	for (i = 0; member(&r, is_object, first, &key, &one, 1) > 0; i++, first = 0) {
		int rc = is_object ? spoken(c->run, &key, &text) : TN_OK;

		if (rc < 0)
			return rc;
		if (is_object ? ref_compare(&text, which) == 0 : i == which->u.i) {
			if (found)
				return ref_unknown(c->run, "JSON with a key twice", NULL);
			*part = one;
			found = 1;
		}
	}
	return found;
}

static int get(const struct ref_call *c)
{
	int found = find(c, c->out);

	if (!found)
		*c->out = ref_null();
	return found < 0 ? found : TN_OK;
}

/* Without zeros at its end, and without a sign if it is 0. */
static struct ref_value short_number(const char *s, size_t n)
{
	const char *point = memchr(s, '.', n);

	if (point)
		while (s[n - 1] == '0')
			n--;
	n -= s[n - 1] == '.';
	if (n == 2 && s[0] == '-' && s[1] == '0')
		s++, n--;
	return ref_string(TN_KIND_TEXT, s, n);
}

static int get_text(const struct ref_call *c)
{
	struct ref_value part = ref_null();
	int found = find(c, &part);

	*c->out = ref_null();
	if (found <= 0 || *part.u.s == 'n')
		return found < 0 ? found : TN_OK;
	switch (*part.u.s) {
	case '"': return spoken(c->run, &part, c->out);
	case '{':
	case '[': return ref_unknown(c->run, "a document as text", NULL);
	case 't':
	case 'f': *c->out = ref_string(TN_KIND_TEXT, part.u.s, part.len); return TN_OK;
	default:
		if (memchr(part.u.s, 'e', part.len) || memchr(part.u.s, 'E', part.len))
			return ref_unknown(c->run, "a JSON number with an exponent as text", NULL);
		if (part.len > 17)
			return ref_unknown(c->run, "a JSON number of many digits as text", NULL);
		*c->out = short_number(part.u.s, part.len);
		return TN_OK;
	}
}

static int array_length(const struct ref_call *c)
{
	const struct ref_value *doc = &c->args[0];
	struct reader r = {doc->u.s, doc->u.s + doc->len};
	struct ref_value key, one;
	int64_t n = 0;

	if (kind_of(doc) != '[') {
		*c->out = ref_null();
		return TN_OK;
	}
	blanks(&r);
	r.at++;
	while (member(&r, 0, n == 0, &key, &one, 1) > 0)
		n++;
	*c->out = ref_int(TN_KIND_INT, n);
	return TN_OK;
}

static int type_of(const struct ref_call *c)
{
	char kind = kind_of(&c->args[0]);
	const char *name = kind == '{' ? "object" : kind == '[' ? "array" : kind == '"' ? "string" :
		kind == 'n' ? "null" : kind == 't' || kind == 'f' ? "boolean" : "number";

	*c->out = ref_string(TN_KIND_TEXT, name, strlen(name));
	return TN_OK;
}

static int valid(const struct ref_call *c)
{
	*c->out = ref_int(TN_KIND_BOOL, is_valid(&c->args[0]));
	return TN_OK;
}

static int from_text(const struct ref_call *c)
{
	*c->out = ref_string(TN_KIND_JSON, c->args[0].u.s, c->args[0].len);
	return is_valid(c->out) ? TN_OK : TN_E_DATA;
}

/* ---- what is built --------------------------------------------------------------------------- */

/* A text as a string of JSON: six bytes at most for each of its own. */
static size_t quote(char *out, const struct ref_value *v)
{
	size_t n = 0;
	uint32_t i;

	out[n++] = '"';
	for (i = 0; i < v->len; i++) {
		if ((unsigned char)v->u.s[i] < 0x20)
			n += (size_t)sprintf(out + n, "\\u%04x", (unsigned)(unsigned char)v->u.s[i]);
		else {
			if (v->u.s[i] == '"' || v->u.s[i] == '\\')
				out[n++] = '\\';
			out[n++] = v->u.s[i];
		}
	}
	out[n++] = '"';
	return n;
}

static int quoted(const struct ref_call *c)
{
	char *s = ref_alloc(c->run, 6 * (size_t)c->args[0].len + 3);

	*c->out = ref_string(TN_KIND_JSON, s, quote(s, &c->args[0]));
	return TN_OK;
}

static int boolean(const struct ref_call *c)
{
	const char *s = c->args[0].u.i ? "true" : "false";

	*c->out = ref_string(TN_KIND_JSON, s, strlen(s));
	return TN_OK;
}

static int build(const struct ref_call *c, int is_object)
{
	size_t room = 3, n = 0;
	uint32_t i;
	char *s;

	for (i = 0; i < c->count; i++)
		room += 6 * (size_t)(c->args[i].kind == TN_KIND_TEXT || c->args[i].kind == TN_KIND_JSON ?
				     c->args[i].len : 8) + 4;
	s = ref_alloc(c->run, room);
	s[n++] = is_object ? '{' : '[';
	for (i = 0; i < c->count; i++) {
		const struct ref_value *v = &c->args[i];

		if (i)
			s[n++] = is_object && i % 2 ? ':' : ',';
		if (v->kind == TN_KIND_TEXT)
			n += quote(s + n, v);
		else if (is_object && i % 2 == 0)
			return ref_unknown(c->run, "a key that is no text", NULL);
		else if (v->kind == TN_KIND_NULL)
			n += (size_t)sprintf(s + n, "null");
		else if (v->kind == TN_KIND_INT)
			n += (size_t)sprintf(s + n, "%lld", (long long)v->u.i);
		else if (v->kind == TN_KIND_JSON) {
			memcpy(s + n, v->u.s, v->len);
			n += v->len;
		} else
			return ref_unknown(c->run, "JSON of", tn_kind_name(v->kind));
	}
	s[n++] = is_object ? '}' : ']';
	*c->out = ref_string(TN_KIND_JSON, s, n);
	return TN_OK;
}

static int object(const struct ref_call *c) { return build(c, 1); }
static int array(const struct ref_call *c) { return build(c, 0); }

const struct ref_op ref_json_ops[] = {
	{TN_OP_JSON_GET_KEY, get}, {TN_OP_JSON_GET_INDEX, get}, {TN_OP_JSON_KEY_TEXT, get_text},
	{TN_OP_JSON_INDEX_TEXT, get_text}, {TN_OP_JSON_ARRAY_LENGTH, array_length}, {TN_OP_JSON_TYPEOF, type_of},
	{TN_OP_JSON_VALID, valid}, {TN_OP_CAST_T_J, from_text}, {TN_OP_JSON_OBJECT, object},
	{TN_OP_JSON_ARRAY, array}, {TN_OP_JSON_QUOTE, quoted}, {TN_OP_JSON_BOOLEAN, boolean}, {0, NULL}};

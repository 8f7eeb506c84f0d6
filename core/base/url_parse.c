/* SPDX-License-Identifier: MIT */
/*
 * url_parse.c - cutting a URL into its parts.
 *
 * The scheme says which of two forms follows; which schemes there are and what
 * keys they take is the caller's knowledge.
 *
 *   server   scheme://user:password@hosts/database?query
 *   file     scheme:path?query   scheme://?query
 *            scheme:///relative?query   scheme:////absolute?query
 *
 *  1. Each part is cut out of the raw text and decoded alone, so an escaped
 *     delimiter is never taken for a delimiter.
 *  2. In the server form an '@' stands once, behind the user.  Everywhere else
 *     it is escaped, so that in a valid URL there is no doubt what the password
 *     is, and an invalid one is not half understood with a password as its
 *     database.
 *  3. Parts are decoded into the URL's own memory and are in no other place,
 *     so that wiping it wipes the password, half decoded ones included.
 */
#include <string.h>
#include <tenon/sys/utf8.h>
#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/base/url_object.h"

enum {
	LONGEST_URL = 65535,
	LONGEST_SCHEME = 31
};

static const char *find_byte(const char *s, const char *end, char c)
{
	const char *found = memchr(s, c, (size_t)(end - s));
	return found ? found : end;
}

/* ---- the server form ----------------------------------------------------- */

static int read_user(struct url_parser *p, struct url_part part)
{
	const char *end = part.s + part.n, *colon = find_byte(part.s, end, ':');
	struct url_part password = url_part(colon < end ? colon + 1 : end, end);
	int code = TN_OK;
	if (memchr(part.s, '@', part.n))
		return tn__url_fail(p, "user", part, URL_HIDE, "has an '@' that must be written %%40");
	if (colon > part.s)
		code = tn__url_decode(p, "user", url_part(part.s, colon), &p->url->user);
	if (code || !password.n)
		return code;
	return tn__url_decode(p, "password", password, &p->url->password);
}

static int read_database(struct url_parser *p, struct url_part part)
{
	if (!part.n)
		return TN_OK;
	if (memchr(part.s, '/', part.n))
		return tn__url_fail(p, "database", part, URL_HIDE, "has a '/' that must be written %%2F");
	return tn__url_decode(p, "database", part, &p->url->database);
}

/* part is everything between the scheme and the query. */
static int read_server(struct url_parser *p, struct url_part part)
{
	const char *end = part.s + part.n, *start = part.s + 2, *slash, *at = NULL, *s;
	int code = TN_OK;
	if (part.n < 2 || memcmp(part.s, "//", 2) != 0)
		return tn__url_fail(p, "the text", part, URL_HIDE,
				    "must begin with '//', as in %s://user@host/database", p->url->written);
	slash = find_byte(start, end, '/');
	for (s = start; s < slash; s++)
		at = *s == '@' ? s : at;
	s = find_byte(slash, p->text + p->len, '@');
	if (s < p->text + p->len)
		return tn__url_fail(p, "'@'", url_part(s, s + 1), URL_HIDE, "must be written %%40");
	if (at)
		code = read_user(p, url_part(start, at));
	if (!code)
		code = tn__url_read_hosts(p, url_part(at ? at + 1 : start, slash));
	if (!code)
		code = read_database(p, url_part(slash < end ? slash + 1 : end, end));
	return code;
}

/* ---- the file form ------------------------------------------------------- */

static int read_file(struct url_parser *p, struct url_part part)
{
	const char *end = part.s + part.n, *start = part.s;
	if (part.n >= 2 && memcmp(start, "//", 2) == 0) {
		start += 2;
		if (start < end && *start != '/')
			return tn__url_fail(p, "the text", part, URL_HIDE,
					    "names a host, but this is a file: three slashes stand before a "
					    "relative path, four before an absolute one");
		start += start < end;
	}
	return tn__url_read_path(p, url_part(start, end));
}

/* ---- scheme and whole ---------------------------------------------------- */

static int is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int is_scheme(struct url_part part)
{
	size_t i;
	if (!part.n || part.n > LONGEST_SCHEME || !is_letter(part.s[0]))
		return 0;
	for (i = 1; i < part.n; i++)
		if (!is_letter(part.s[i]) && !strchr("0123456789+-.", part.s[i]))
			return 0;
	return 1;
}

static int read_scheme(struct url_parser *p, struct url_part part, tn_url_find_fn find, void *ctx,
		       const char *known)
{
	struct tn_url *u = p->url;
	char *s;
	if (!is_scheme(part))
		return tn__url_fail(p, "the URL", url_part(p->text, p->text + p->len), URL_HIDE,
				    "must begin with a scheme and ':'; known schemes: %s", known);
	u->written = tn__arena_strndup(&u->arena, part.s, part.n);
	if (!u->written)
		return tn__error_nomem(p->err);
	for (s = u->written; *s; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s - 'A' + 'a');
	if (!find(ctx, u->written, &p->rules))
		return tn__url_fail_as(p, TN_E_UNSUPPORTED, "scheme", part, URL_QUOTE,
				       "is not known to this build; known schemes: %s", known);
	u->form = p->rules.form;
	u->scheme = tn__arena_strndup(&u->arena, p->rules.scheme, strlen(p->rules.scheme));
	return u->scheme ? TN_OK : tn__error_nomem(p->err);
}

/* What no part of any URL may hold. */
static int check_text(struct url_parser *p)
{
	size_t i, good;
	if (!p->len)
		return tn__error_set(p->err, TN_E_URL, "the URL is empty");
	if (p->len > LONGEST_URL)
		return tn__error_set(p->err, TN_E_URL, "the URL is longer than %d bytes", (int)LONGEST_URL);
	good = tn_utf8_check(p->text, p->len);
	for (i = 0; i < good; i++) {
		struct url_part here = {p->text + i, 1};
		if ((unsigned char)*here.s < 0x20 || *here.s == 0x7F)
			return tn__url_fail(p, "the control character", here, URL_HIDE,
					    "must be left out or escaped");
		if (*here.s == '#')
			return tn__url_fail(p, "'#'", here, URL_HIDE, "must be written %%23");
	}
	if (good < p->len)
		return tn__url_fail(p, "the text", url_part(p->text + good, p->text + good + 1), URL_HIDE,
				    "is not UTF-8");
	return TN_OK;
}

static int parse(struct url_parser *p, tn_url_find_fn find, void *ctx, const char *known)
{
	const char *end = p->text + p->len, *colon, *query;
	struct url_part body;
	int code = check_text(p);
	if (code)
		return code;
	colon = find_byte(p->text, end, ':');
	code = read_scheme(p, url_part(p->text, colon < end ? colon : p->text), find, ctx, known);
	if (code)
		return code;
	query = find_byte(colon, end, '?');
	body = url_part(colon + 1, query);
	code = p->rules.form == TN_URL_FILE ? read_file(p, body) : read_server(p, body);
	if (code || query == end)
		return code;
	return tn__url_read_query(p, url_part(query + 1, end));
}

int tn__url_parse(tn_url **out, const char *text, const tn_url_options *options, tn_url_find_fn find,
		  void *ctx, const char *known, tn_error **err)
{
	struct url_parser p;
	int code;
	memset(&p, 0, sizeof(p));
	*out = NULL;
	if (!text)
		return tn__error_set(err, TN_E_URL, "no URL was given");
	p.text = text;
	p.len = strlen(text);
	p.basedir = options && options->size >= sizeof(*options) ? options->basedir : NULL;
	p.err = err;
	p.url = tn__alloc(sizeof(*p.url));
	if (!p.url)
		return tn__error_nomem(err);
	tn__arena_init(&p.url->arena);
	code = parse(&p, find, ctx, known);
	if (code)
		tn_url_free(p.url);
	else
		*out = p.url;
	return code;
}

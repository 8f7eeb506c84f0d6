/* SPDX-License-Identifier: MIT */
/*
 * url_text.c - the text of a URL: escapes, the secret in it, messages about it.
 *
 *  1. No message shows a byte that stands between the first ':' and the last '@'
 *     of what is parsed, whatever else is wrong with it: a password with an
 *     unescaped '/' or '@' makes the other parts look odd, and these are what a
 *     message would quote.
 *  2. Nothing that is shown has control characters or is longer than a line.
 *  3. Decoded text is UTF-8 without control characters, so no part can end
 *     early in a client library or forge a line of a log.
 */
#include <stdarg.h>
#include <string.h>
#include <strings.h>
#include <tenon/sys/utf8.h>
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/url_object.h"

enum { LONGEST_QUOTE = 80 };

/* ---- the secret ---------------------------------------------------------- */

/* The first ':' that is not inside brackets (of an IPv6 address). */
static const char *find_colon(const char *s, const char *end)
{
	for (; s < end && *s != ':'; s++) {
		const char *close = *s == '[' ? memchr(s, ']', (size_t)(end - s)) : NULL;
		s = close ? close : s;
	}
	return s < end ? s : NULL;
}

/* 1 if s begins with digits and ends there or at the next host. */
static int looks_like_port(const char *s, const char *end)
{
	while (s < end && *s >= '0' && *s <= '9')
		s++;
	return s == end || *s == ',';
}

static const char *find_last(const char *s, const char *end, char c)
{
	while (end > s)
		if (*--end == c)
			return end;
	return NULL;
}

/* Where user and host may begin; NULL if the text is no URL but for a path. */
static const char *authority_start(const char *text, const char *end)
{
	const char *colon = memchr(text, ':', (size_t)(end - text));
	if (!colon)
		return NULL;
	if (end - colon > 2 && colon[1] == '/' && colon[2] == '/')
		return colon + 3;
	/* user:password@host without a scheme; scheme:/path and scheme:./path are none. */
	return end - colon > 1 && (colon[1] == '/' || colon[1] == '.') ? NULL : text;
}

int tn__url_find_secret(const char *text, size_t len, struct url_part *secret)
{
	const char *end = text + len, *start = authority_start(text, end), *colon, *at;
	if (!start)
		return 0;
	at = find_last(start, end, '@');
	if (!at && start != text) {
		/* "scheme://user:password" and nothing behind: the host was forgotten. */
		at = start + strcspn(start, "/?#");
		colon = find_colon(start, at);
		if (!colon || looks_like_port(colon + 1, at))
			return 0;
	} else {
		colon = at ? memchr(start, ':', (size_t)(at - start)) : NULL;
	}
	if (!colon || colon + 1 == at)
		return 0;
	*secret = url_part(colon + 1, at);
	return 1;
}

int tn__url_key_is_secret(const char *key, size_t n)
{
	static const char *const endings[] = {"password", "passwd", "pwd"};
	size_t i;
	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t k = strlen(endings[i]);
		if (n >= k && strncasecmp(key + n - k, endings[i], k) == 0)
			return 1;
	}
	return 0;
}

/* ---- messages ------------------------------------------------------------ */

/* 1 if a overlaps b or the byte behind it. */
static int touches(struct url_part a, struct url_part b)
{
	return a.s <= b.s + b.n && b.s < a.s + a.n;
}

static int is_plain(struct url_part part)
{
	size_t i;
	for (i = 0; i < part.n; i++)
		if ((unsigned char)part.s[i] < 0x20 || part.s[i] == 0x7F)
			return 0;
	return part.n && part.n <= LONGEST_QUOTE && tn_utf8_check(part.s, part.n) == part.n;
}

static int TN_PRINTF(6, 0) fail(struct url_parser *p, int code, const char *what, struct url_part part,
				enum url_quote quote, const char *problem, va_list ap)
{
	struct url_part secret;
	int in_secret = tn__url_find_secret(p->text, p->len, &secret) && touches(part, secret);
	struct tn_text message;
	tn__text_init(&message);
	tn__text_puts(&message, what);
	if (quote == URL_QUOTE && !in_secret && is_plain(part))
		tn__text_printf(&message, " '%.*s'", (int)part.n, part.s);
	tn__text_printf(&message, " at byte %zu ", (size_t)(part.s - p->text) + 1);
	tn__text_vprintf(&message, problem, ap);
	if (message.failed)
		code = tn__error_nomem(p->err);
	else
		tn__error_set(p->err, code, "%s", message.s);
	if (in_secret && p->err)
		tn__error_set_hint(*p->err,
				   "in a user name or a password write @ as %%40, : as %%3A, / as %%2F, "
				   "? as %%3F, # as %%23 and %% as %%25");
	tn__text_release(&message);
	return code;
}

int tn__url_fail(struct url_parser *p, const char *what, struct url_part part, enum url_quote quote,
		 const char *problem, ...)
{
	int code;
	va_list ap;
	va_start(ap, problem);
	code = fail(p, TN_E_URL, what, part, quote, problem, ap);
	va_end(ap);
	return code;
}

int tn__url_fail_as(struct url_parser *p, int code, const char *what, struct url_part part,
		    enum url_quote quote, const char *problem, ...)
{
	va_list ap;
	va_start(ap, problem);
	code = fail(p, code, what, part, quote, problem, ap);
	va_end(ap);
	return code;
}

/* ---- escapes ------------------------------------------------------------- */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte of the escape at s (n bytes left), or -1. */
static int escaped_byte(const char *s, size_t n)
{
	int high = n >= 3 ? hex_digit(s[1]) : -1;
	int low = n >= 3 ? hex_digit(s[2]) : -1;
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

int tn__url_decode(struct url_parser *p, const char *what, struct url_part part, char **out)
{
	char *s = tn__arena_alloc(&p->url->arena, part.n + 1);
	size_t i = 0, n = 0;
	if (!s)
		return tn__error_nomem(p->err);
	while (i < part.n) {
		struct url_part here = {part.s + i, part.n - i};
		int c = (unsigned char)part.s[i];
		if (c == '%')
			c = escaped_byte(here.s, here.n);
		if (c < 0)
			return tn__url_fail(p, what, here, URL_HIDE,
					    "has a '%%' without two hexadecimal digits behind it; "
					    "a plain one is written %%25");
		if (c < 0x20 || c == 0x7F)
			return tn__url_fail(p, what, here, URL_HIDE, "has a control character");
		s[n++] = (char)c;
		i += here.s[0] == '%' ? 3 : 1;
	}
	if (tn_utf8_check(s, n) < n)
		return tn__url_fail(p, what, part, URL_HIDE, "is not UTF-8 after decoding");
	*out = s;
	return TN_OK;
}

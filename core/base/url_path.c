/* SPDX-License-Identifier: MIT */
/*
 * url_path.c - the path of a database that is a file.
 *
 *   (nothing), :memory:   a database in memory
 *   /path                 as it is
 *   path                  in the base folder
 *   %(basedir)s           anywhere: the base folder
 *
 * The result is always absolute: a connection opened later, or again, must not
 * find another file because the working folder has changed.  It is not
 * normalised: what ".." means is the file system's business.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <tenon/sys/utf8.h>
#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/url_object.h"

#define BASEDIR_MARK "%(basedir)s"
enum { LONGEST_FOLDER = 1 << 16 };

/* Appends the working folder, without a slash at its end. */
static int put_working_folder(struct url_parser *p, struct tn_text *path)
{
	size_t size;
	for (size = 256; size <= LONGEST_FOLDER; size *= 4) {
		char *buffer = tn__alloc(size);
		int done, reason;
		if (!buffer)
			return tn__error_nomem(p->err);
		done = getcwd(buffer, size) != NULL;
		reason = errno;
		if (done && strcmp(buffer, "/") != 0)
			tn__text_puts(path, buffer);
		tn__free(buffer);
		if (done)
			return TN_OK;
		if (reason != ERANGE)
			break;
	}
	return tn__error_set(p->err, TN_E_IO, "the working folder cannot be found; give a base folder");
}

/* Appends the base folder, absolute and without a slash at its end. */
static int put_basedir(struct url_parser *p, struct tn_text *path)
{
	const char *base = p->basedir ? p->basedir : "";
	size_t n = strlen(base);
	int code = *base == '/' ? TN_OK : put_working_folder(p, path);
	if (code)
		return code;
	while (n && base[n - 1] == '/')
		n--;
	if (n && *base != '/')
		tn__text_putc(path, '/');
	tn__text_append(path, base, n);
	return TN_OK;
}

/* The next mark, or end. */
static const char *find_mark(const char *s, const char *end)
{
	size_t n = strlen(BASEDIR_MARK);
	for (; (size_t)(end - s) >= n; s++)
		if (memcmp(s, BASEDIR_MARK, n) == 0)
			return s;
	return end;
}

/* Appends part with its escapes and marks replaced. */
static int put_expanded(struct url_parser *p, struct url_part part, struct tn_text *path)
{
	const char *s = part.s, *end = part.s + part.n;
	while (s < end) {
		const char *mark = find_mark(s, end);
		char *plain;
		int code;
		code = tn__url_decode(p, "path", url_part(s, mark), &plain);
		if (code)
			return code;
		tn__text_puts(path, plain);
		if (mark < end) {
			code = put_basedir(p, path);
			if (code)
				return code;
			mark += strlen(BASEDIR_MARK);
		}
		s = mark;
	}
	return TN_OK;
}

/* A relative path gets the base folder in front. */
static int make_absolute(struct url_parser *p, const char *relative, struct tn_text *path)
{
	int code = put_basedir(p, path);
	tn__text_putc(path, '/');
	tn__text_puts(path, relative);
	return code;
}

/* The base folder came from outside, not through the decoder. */
static int check_path(struct url_parser *p, struct url_part part, const struct tn_text *path)
{
	size_t i;
	for (i = 0; i < path->len; i++)
		if ((unsigned char)path->s[i] < 0x20 || path->s[i] == 0x7F)
			return tn__url_fail(p, "path", part, URL_HIDE,
					    "has a base folder with a control character");
	if (tn_utf8_check(path->s, path->len) < path->len)
		return tn__url_fail(p, "path", part, URL_HIDE, "has a base folder that is not UTF-8");
	return TN_OK;
}

static int build_path(struct url_parser *p, struct url_part part, struct tn_text *expanded,
		      struct tn_text *absolute)
{
	const struct tn_text *path = expanded;
	int code = put_expanded(p, part, expanded);
	if (code)
		return code;
	if (!expanded->failed && *expanded->s != '/') {
		code = make_absolute(p, expanded->s, absolute);
		path = absolute;
	}
	if (code)
		return code;
	if (path->failed)
		return tn__error_nomem(p->err);
	code = check_path(p, part, path);
	if (code)
		return code;
	p->url->database = tn__arena_strndup(&p->url->arena, path->s, path->len);
	return p->url->database ? TN_OK : tn__error_nomem(p->err);
}

int tn__url_read_path(struct url_parser *p, struct url_part part)
{
	static const char memory[] = ":memory:";
	struct tn_text expanded, absolute;
	int code;
	if (!part.n || (part.n == strlen(memory) && memcmp(part.s, memory, part.n) == 0))
		return TN_OK;
	tn__text_init(&expanded);
	tn__text_init(&absolute);
	code = build_path(p, part, &expanded, &absolute);
	tn__text_release(&expanded);
	tn__text_release(&absolute);
	return code;
}

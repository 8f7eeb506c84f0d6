/* SPDX-License-Identifier: MIT */
/*
 * core/base/url_object.h - what a URL holds, and what its parser passes around.
 *
 * For the url*.c files alone.  The parser is cut by what is parsed: url_parse.c
 * finds the parts, url_host.c, url_path.c and url_keys.c read one kind each,
 * url_text.c decodes and reports.
 */
#ifndef TN_BASE_URL_OBJECT_H
#define TN_BASE_URL_OBJECT_H

#include <stdatomic.h>
#include "core/base/arena.h"
#include "core/base/url.h"

struct url_host {
	char *name; /* without brackets; an absolute path for a socket */
	unsigned port;
};

struct url_pair {
	const char *key; /* canonical; the rules' memory */
	char *value;
};

struct tn_url {
	atomic_int more_owners; /* besides the first */
	struct tn_arena arena; /* all text of the URL; wiped at the end */
	int form;              /* enum tn_url_form */
	char *scheme;          /* canonical */
	char *written;         /* as it was given, in lower case */
	char *user;
	char *password;
	char *database;
	struct url_host *hosts;
	size_t host_count;
	struct url_pair *pairs; /* sorted by key, no key twice */
	size_t pair_count;
};

/* A piece of the text that is being parsed. */
struct url_part {
	const char *s;
	size_t n;
};

struct url_parser {
	const char *text;
	size_t len;
	const char *basedir; /* of the options, or NULL */
	struct tn_url_rules rules;
	struct tn_url *url;
	tn_error **err;
};

static inline struct url_part url_part(const char *s, const char *end)
{
	struct url_part part = {s, (size_t)(end - s)};
	return part;
}

/* ---- url_text.c ---------------------------------------------------------- */

/* May a message show the part?  The secret and what is not plain text never is. */
enum url_quote { URL_HIDE = 0, URL_QUOTE = 1 };

/* "WHAT 'part' at byte N PROBLEM", as TN_E_URL. */
int tn__url_fail(struct url_parser *p, const char *what, struct url_part part, enum url_quote quote,
		 const char *problem, ...) TN_PRINTF(5, 6) TN_COLD;
/* The same with another code. */
int tn__url_fail_as(struct url_parser *p, int code, const char *what, struct url_part part,
		    enum url_quote quote, const char *problem, ...) TN_PRINTF(6, 7) TN_COLD;

/*
 * Percent-decodes into the URL's arena with a NUL at the end.  Refuses bad
 * escapes, control characters, NUL and what is not UTF-8.
 */
int tn__url_decode(struct url_parser *p, const char *what, struct url_part part, char **out);

/* Where a password stands in text that looks like a URL, valid or not; 0: nowhere. */
int tn__url_find_secret(const char *text, size_t len, struct url_part *secret);

/* 1 if the value of a key of this name is to be kept from logs. */
int tn__url_key_is_secret(const char *key, size_t n);

/* ---- the parts ----------------------------------------------------------- */

/* "host:port,[::1]:port,...": fills hosts. */
int tn__url_read_hosts(struct url_parser *p, struct url_part part);
/* The decoded value of the key "host": a socket's path. */
int tn__url_read_socket(struct url_parser *p, struct url_part part, const char *path, unsigned port);
/* A file's path: fills database, absolute, or leaves it NULL for memory. */
int tn__url_read_path(struct url_parser *p, struct url_part part);
/* "key=value&key=value": fills pairs, and hosts from the key "host". */
int tn__url_read_query(struct url_parser *p, struct url_part part);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * url_host.c - hosts and ports.
 *
 *   name   letters, digits, '-', '_' and '.'; only digits and '.': an IPv4 address
 *   [IPv6] with a zone as %25zone
 *   %2Fabsolute%2Fpath of a unix socket or its folder
 *
 * Client libraries read more into a host than a host: lists, "key=value"
 * strings, plugin names before "://", paths of abstract sockets.  So the
 * grammar says what a host may be, not what it may not be.
 *
 *  1. A name reaches a client library only when it is one of the forms above.
 *  2. A port is never quoted in a message: where the '@' was forgotten it is
 *     the password.
 */
#include <arpa/inet.h>
#include <string.h>
#include "core/base/error.h"
#include "core/base/url_object.h"

enum { LONGEST_NAME = 253 };

static const char name_chars[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

static int bad_host(struct url_parser *p, struct url_part part, const char *problem)
{
	return tn__url_fail(p, "host", part, URL_QUOTE, "%s", problem);
}

static int read_port(struct url_parser *p, struct url_part part, unsigned *port)
{
	size_t i;
	unsigned value = 0;
	for (i = 0; i < part.n && i < 6 && part.s[i] >= '0' && part.s[i] <= '9'; i++)
		value = value * 10 + (unsigned)(part.s[i] - '0');
	if (!part.n || i < part.n || i > 5 || value < 1 || value > 65535)
		return tn__url_fail(p, "port", part, URL_HIDE, "is not a number from 1 to 65535");
	*port = value;
	return TN_OK;
}

static int check_socket(struct url_parser *p, struct url_part part, const char *path)
{
	if (path[strcspn(path, ";=, ")] || strstr(path, "//"))
		return tn__url_fail(p, "socket", part, URL_HIDE,
				    "has ';', '=', ',', '//' or a space in its path");
	return TN_OK;
}

static int check_name(struct url_parser *p, struct url_part part, const char *name)
{
	size_t n = strlen(name);
	struct in_addr address;
	if (strspn(name, name_chars) < n)
		return bad_host(p, part,
				"is no host: letters, digits, '-', '_' and '.', an IPv6 address in brackets, "
				"or a socket's path with / written %2F");
	if (n > LONGEST_NAME || *name == '-' || *name == '.' || strstr(name, ".."))
		return bad_host(p, part, "is no host name");
	if (strspn(name, "0123456789.") == n && inet_pton(AF_INET, name, &address) != 1)
		return bad_host(p, part, "is no IPv4 address");
	return TN_OK;
}

/* part is what stands between the brackets. */
static int read_ipv6(struct url_parser *p, struct url_part part, char **out)
{
	struct in6_addr address;
	char *name, *zone;
	int valid, code = tn__url_decode(p, "host", part, &name);
	if (code)
		return code;
	zone = strchr(name, '%');
	if (zone)
		*zone = '\0';
	valid = inet_pton(AF_INET6, name, &address) == 1;
	if (zone) {
		*zone = '%';
		valid = valid && zone[1] && !zone[1 + strspn(zone + 1, name_chars)];
	}
	if (!valid)
		return bad_host(p, part, "is no IPv6 address");
	*out = name;
	return TN_OK;
}

static int read_name(struct url_parser *p, struct url_part part, char **out)
{
	int code;
	if (!part.n)
		return bad_host(p, part, "is empty");
	code = tn__url_decode(p, "host", part, out);
	if (code)
		return code;
	return **out == '/' ? check_socket(p, part, *out) : check_name(p, part, *out);
}

/* One host with its port, without commas around it. */
static int read_host(struct url_parser *p, struct url_part part, struct url_host *host)
{
	const char *end = part.s + part.n, *colon;
	int code;
	if (part.n && *part.s == '[') {
		const char *close = memchr(part.s, ']', part.n);
		if (!close)
			return bad_host(p, part, "has no closing bracket");
		if (close + 1 < end && close[1] != ':')
			return bad_host(p, part, "has text between the bracket and the port");
		code = read_ipv6(p, url_part(part.s + 1, close), &host->name);
		colon = close + 1 < end ? close + 1 : NULL;
	} else {
		colon = memchr(part.s, ':', part.n);
		if (colon && memchr(colon + 1, ':', (size_t)(end - colon - 1)))
			return bad_host(p, part, "has two ':'; an IPv6 address stands in brackets");
		code = read_name(p, url_part(part.s, colon ? colon : end), &host->name);
	}
	if (code || !colon)
		return code;
	return read_port(p, url_part(colon + 1, end), &host->port);
}

int tn__url_read_hosts(struct url_parser *p, struct url_part part)
{
	const char *s = part.s, *end = part.s + part.n;
	size_t i, count = 1;
	if (!part.n)
		return TN_OK;
	for (i = 0; i < part.n; i++)
		count += part.s[i] == ',';
	p->url->hosts = tn__arena_calloc(&p->url->arena, count, sizeof(*p->url->hosts));
	if (!p->url->hosts)
		return tn__error_nomem(p->err);
	for (i = 0; i < count; i++) {
		const char *comma = memchr(s, ',', (size_t)(end - s));
		int code = read_host(p, url_part(s, comma ? comma : end), &p->url->hosts[i]);
		if (code)
			return code;
		p->url->host_count++;
		s = comma ? comma + 1 : end;
	}
	return TN_OK;
}

int tn__url_read_socket(struct url_parser *p, struct url_part part, const char *path, unsigned port)
{
	struct tn_url *u = p->url;
	int code;
	if (u->host_count)
		return tn__url_fail(p, "socket", part, URL_HIDE, "stands beside a host; give one of them");
	if (*path != '/')
		return tn__url_fail(p, "socket", part, URL_HIDE,
				    "is not an absolute path; a host stands behind '//'");
	code = check_socket(p, part, path);
	if (code)
		return code;
	u->hosts = tn__arena_calloc(&u->arena, 1, sizeof(*u->hosts));
	if (!u->hosts)
		return tn__error_nomem(p->err);
	u->hosts[0].name = tn__arena_strndup(&u->arena, path, strlen(path));
	if (!u->hosts[0].name)
		return tn__error_nomem(p->err);
	u->hosts[0].port = port;
	u->host_count = 1;
	return TN_OK;
}

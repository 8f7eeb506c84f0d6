/* SPDX-License-Identifier: MIT */
/*
 * url_keys.c - the query part: keys, their aliases, their values.
 *
 *  1. Every key is known, given once (under whatever alias), and its value fits
 *     the key's form; what is not looked at by anybody is an error, not ignored.
 *  2. A message never shows a value: some are passwords.
 *  3. A key is shown only when it looks like one.
 *
 * URLs with hosts have two keys of their own, for tools that cannot write a
 * path into the place of the host: "host" (a socket's path) and "port".  They
 * end in the list of hosts and are no options.  '+' stands for itself.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/url_object.h"

enum { LONGEST_KEY = 63 };

enum { HOST_KEY = 0, PORT_KEY = 1, SOCKET_KEY = 2 };
static const struct tn_url_key server_keys[] = {
	[HOST_KEY] = {"host", NULL, NULL, "Path of a unix socket, or of its folder."},
	[PORT_KEY] = {"port", NULL, "1..65535", "Port that belongs to the key host."},
	[SOCKET_KEY] = {"unix_socket", "host", NULL, "Another name of host."},
	{NULL, NULL, NULL, NULL},
};

/* What the keys "host" and "port" said. */
struct address_key {
	struct url_part part;
	const char *value; /* NULL: not given */
};
struct socket_address {
	struct address_key host, port;
};

/* ---- finding keys -------------------------------------------------------- */

/* The lists of keys to look in, in order. */
static void key_lists(const struct url_parser *p, const struct tn_url_key *lists[3])
{
	lists[0] = p->rules.keys;
	lists[1] = p->rules.common_keys;
	lists[2] = p->rules.form == TN_URL_SERVER ? server_keys : NULL;
}

static const struct tn_url_key *find_row(const struct url_parser *p, const char *name)
{
	const struct tn_url_key *lists[3], *row;
	int i;
	key_lists(p, lists);
	for (i = 0; i < 3; i++)
		for (row = lists[i]; row && row->name; row++)
			if (strcmp(row->name, name) == 0)
				return row;
	return NULL;
}

static const struct tn_url_key *find_key(const struct url_parser *p, const char *name)
{
	const struct tn_url_key *row = find_row(p, name);
	return row && row->alias_of ? find_row(p, row->alias_of) : row;
}

static unsigned min2(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Levenshtein: how many characters to insert, delete or change; both <= LONGEST_KEY. */
static unsigned edit_distance(const char *a, const char *b)
{
	unsigned row[LONGEST_KEY + 1], i, j, n = (unsigned)strlen(b);
	for (j = 0; j <= n; j++)
		row[j] = j;
	for (i = 1; *a; a++, i++) {
		unsigned diagonal = row[0];
		row[0] = i;
		for (j = 1; j <= n; j++) {
			unsigned change = diagonal + (*a != b[j - 1]);
			diagonal = row[j];
			row[j] = min2(change, min2(row[j], row[j - 1]) + 1);
		}
	}
	return row[n];
}

/* The known key most like name, if at most a third of it and one character more is wrong. */
static const char *nearest_key(const struct url_parser *p, const char *name)
{
	const struct tn_url_key *lists[3], *row;
	const char *best = NULL;
	unsigned distance, least = (unsigned)strlen(name) / 3 + 2;
	int i;
	key_lists(p, lists);
	for (i = 0; i < 3; i++) {
		for (row = lists[i]; row && row->name; row++) {
			if (strlen(row->name) > LONGEST_KEY)
				continue;
			distance = edit_distance(name, row->name);
			if (distance < least) {
				least = distance;
				best = row->name;
			}
		}
	}
	return best;
}

static void hint_known_keys(struct url_parser *p)
{
	const struct tn_url_key *lists[3], *row;
	struct tn_text names;
	int i;
	if (!p->err)
		return;
	tn__text_init(&names);
	key_lists(p, lists);
	for (i = 0; i < 3; i++)
		for (row = lists[i]; row && row->name; row++)
			if (!row->alias_of)
				tn__text_printf(&names, "%s%s", names.len ? ", " : "", row->name);
	if (!names.failed && names.len)
		tn__error_set_hint(*p->err, "known keys: %s", names.s);
	tn__text_release(&names);
}

static int unknown_key(struct url_parser *p, struct url_part part, const char *name)
{
	static const char key_chars[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
	size_t n = strlen(name);
	const char *nearest;
	int code;
	if (n > LONGEST_KEY || strspn(name, key_chars) < n)
		return tn__url_fail(p, "key", part, URL_HIDE, "is unknown");
	nearest = nearest_key(p, name);
	if (nearest)
		return tn__url_fail(p, "key", part, URL_QUOTE, "is unknown; the nearest known key is '%s'",
				    nearest);
	code = tn__url_fail(p, "key", part, URL_QUOTE, "is unknown");
	hint_known_keys(p);
	return code;
}

/* ---- checking values ----------------------------------------------------- */

static int is_integer(const char *s)
{
	size_t n;
	s += *s == '-';
	n = strspn(s, "0123456789");
	return n > 0 && !s[n];
}

/* values is "low..high". */
static int check_range(struct url_parser *p, const struct tn_url_key *key, struct url_part part,
		       const char *value)
{
	char *dots;
	long long low = strtoll(key->values, &dots, 10), high = strtoll(dots + 2, NULL, 10), number;
	errno = 0;
	number = strtoll(value, NULL, 10);
	if (is_integer(value) && !errno && number >= low && number <= high)
		return TN_OK;
	return tn__url_fail(p, "value", part, URL_HIDE, "of key '%s' must be a number from %lld to %lld",
			    key->name, low, high);
}

/* values is "one|another". */
static int check_choice(struct url_parser *p, const struct tn_url_key *key, struct url_part part,
			const char *value)
{
	const char *choice = key->values;
	size_t n = strlen(value);
	while (*choice) {
		size_t k = strcspn(choice, "|");
		if (k == n && memcmp(choice, value, n) == 0)
			return TN_OK;
		choice += k + (choice[k] == '|');
	}
	return tn__url_fail(p, "value", part, URL_HIDE, "of key '%s' must be %s%s", key->name,
			    strchr(key->values, '|') ? "one of " : "", key->values);
}

static int check_value(struct url_parser *p, const struct tn_url_key *key, struct url_part part,
		       const char *value)
{
	if (!key->values)
		return TN_OK;
	if (strstr(key->values, "..") && !strchr(key->values, '|'))
		return check_range(p, key, part, value);
	return check_choice(p, key, part, value);
}

/* ---- reading ------------------------------------------------------------- */

static int twice(struct url_parser *p, struct url_part part, const struct tn_url_key *key)
{
	return tn__url_fail(p, "key", part, URL_HIDE, "gives '%s' a second time", key->name);
}

/* Puts a pair where it belongs in the order of keys. */
static int add_pair(struct url_parser *p, struct url_part part, const struct tn_url_key *key, char *value)
{
	struct url_pair *pairs = p->url->pairs;
	size_t i = p->url->pair_count;
	while (i && strcmp(pairs[i - 1].key, key->name) > 0)
		i--;
	if (i && strcmp(pairs[i - 1].key, key->name) == 0)
		return twice(p, part, key);
	memmove(&pairs[i + 1], &pairs[i], (p->url->pair_count - i) * sizeof(*pairs));
	pairs[i].key = key->name;
	pairs[i].value = value;
	p->url->pair_count++;
	return TN_OK;
}

static int set_address(struct url_parser *p, struct url_part key_part, const struct tn_url_key *key,
		       struct url_part value_part, const char *value, struct address_key *out)
{
	if (out->value)
		return twice(p, key_part, key);
	out->part = value_part;
	out->value = value;
	return TN_OK;
}

static int read_pair(struct url_parser *p, struct url_part part, struct socket_address *address)
{
	const char *equals = memchr(part.s, '=', part.n);
	const struct tn_url_key *key;
	struct url_part key_part, value_part;
	char *name, *value;
	int code;
	if (!equals || equals == part.s)
		return tn__url_fail(p, "key", part, URL_HIDE, "is not of the form key=value");
	key_part = url_part(part.s, equals);
	value_part = url_part(equals + 1, part.s + part.n);
	code = tn__url_decode(p, "key", key_part, &name);
	if (code)
		return code;
	key = find_key(p, name);
	if (!key)
		return unknown_key(p, key_part, name);
	code = tn__url_decode(p, "value", value_part, &value);
	if (!code)
		code = check_value(p, key, value_part, value);
	if (code)
		return code;
	if (key == &server_keys[HOST_KEY])
		return set_address(p, key_part, key, value_part, value, &address->host);
	if (key == &server_keys[PORT_KEY])
		return set_address(p, key_part, key, value_part, value, &address->port);
	return add_pair(p, key_part, key, value);
}

static int read_address(struct url_parser *p, const struct socket_address *address)
{
	const struct address_key *host = &address->host, *port = &address->port;
	unsigned number = port->value ? (unsigned)strtoul(port->value, NULL, 10) : 0;
	if (host->value)
		return tn__url_read_socket(p, host->part, host->value, number);
	if (port->value)
		return tn__url_fail(p, "port", port->part, URL_HIDE,
				    "belongs to the key 'host'; the port of a host stands behind it");
	return TN_OK;
}

int tn__url_read_query(struct url_parser *p, struct url_part part)
{
	struct socket_address address = {{{NULL, 0}, NULL}, {{NULL, 0}, NULL}};
	const char *s = part.s, *end = part.s + part.n;
	size_t i, count = 1;
	if (!part.n)
		return TN_OK;
	for (i = 0; i < part.n; i++)
		count += part.s[i] == '&';
	p->url->pairs = tn__arena_calloc(&p->url->arena, count, sizeof(*p->url->pairs));
	if (!p->url->pairs)
		return tn__error_nomem(p->err);
	for (i = 0; i < count; i++) {
		const char *next = memchr(s, '&', (size_t)(end - s));
		int code = read_pair(p, url_part(s, next ? next : end), &address);
		if (code)
			return code;
		s = next ? next + 1 : end;
	}
	return read_address(p, &address);
}

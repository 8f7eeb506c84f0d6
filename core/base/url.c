/* SPDX-License-Identifier: MIT */
/*
 * url.c - a parsed URL: its parts, its text, its end.
 *
 *  1. A URL never changes after parsing, so its owners share it and count.
 *  2. The password leaves only through tn__url_password(); the text form has ***
 *     in its place, and the memory is overwritten at the end.
 *  3. The text form parses again to the same parts.
 */
#include <stdatomic.h>
#include <string.h>
#include "core/base/mem.h"
#include "core/base/out.h"
#include "core/base/url_object.h"

static const char masked[] = "***";

/* ---- parts --------------------------------------------------------------- */

const char *tn_url_scheme(const tn_url *u)
{
	return u->scheme;
}

const char *tn__url_written_scheme(const tn_url *u)
{
	return u->written;
}

const char *tn_url_user(const tn_url *u)
{
	return u->user;
}

const char *tn_url_database(const tn_url *u)
{
	return u->database;
}

size_t tn_url_host_count(const tn_url *u)
{
	return u->host_count;
}

const char *tn_url_host(const tn_url *u, size_t i)
{
	return i < u->host_count ? u->hosts[i].name : NULL;
}

unsigned tn_url_port(const tn_url *u, size_t i)
{
	return i < u->host_count ? u->hosts[i].port : 0;
}

const char *tn_url_option(const tn_url *u, const char *key)
{
	size_t i;
	for (i = 0; i < u->pair_count; i++)
		if (strcmp(u->pairs[i].key, key) == 0)
			return u->pairs[i].value;
	return NULL;
}

int tn_url_has_password(const tn_url *u)
{
	return u->password != NULL;
}

const char *tn__url_password(const tn_url *u)
{
	return u->password;
}

/* ---- text ---------------------------------------------------------------- */

/* Escapes everything but letters, digits, "-._~" and the bytes of also. */
static void put_escaped(struct tn_out *o, const char *s, const char *also)
{
	static const char hex[] = "0123456789ABCDEF";
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    strchr("-._~", c) || strchr(also, c)) {
			tn__out_putc(o, *s);
		} else {
			tn__out_putc(o, '%');
			tn__out_putc(o, hex[c >> 4]);
			tn__out_putc(o, hex[c & 15]);
		}
	}
}

static void put_host(struct tn_out *o, const struct url_host *host)
{
	int ipv6 = *host->name != '/' && strchr(host->name, ':') != NULL;
	if (ipv6)
		tn__out_putc(o, '[');
	put_escaped(o, host->name, ipv6 ? ":" : "");
	if (ipv6)
		tn__out_putc(o, ']');
	if (host->port)
		tn__out_printf(o, ":%u", host->port);
}

static void put_server(struct tn_out *o, const tn_url *u)
{
	size_t i;
	tn__out_puts(o, "//");
	if (u->user)
		put_escaped(o, u->user, "");
	if (u->password) {
		tn__out_putc(o, ':');
		tn__out_puts(o, masked);
	}
	if (u->user || u->password)
		tn__out_putc(o, '@');
	for (i = 0; i < u->host_count; i++) {
		if (i)
			tn__out_putc(o, ',');
		put_host(o, &u->hosts[i]);
	}
	if (u->database) {
		tn__out_putc(o, '/');
		put_escaped(o, u->database, "");
	}
}

static void put_file(struct tn_out *o, const tn_url *u)
{
	/* The path is absolute: with its own slash there are four. */
	tn__out_puts(o, u->database ? "///" : "//");
	if (u->database)
		put_escaped(o, u->database, "/");
}

static void put_query(struct tn_out *o, const tn_url *u)
{
	size_t i;
	for (i = 0; i < u->pair_count; i++) {
		const struct url_pair *pair = &u->pairs[i];
		tn__out_putc(o, i ? '&' : '?');
		put_escaped(o, pair->key, "");
		tn__out_putc(o, '=');
		if (tn__url_key_is_secret(pair->key, strlen(pair->key)))
			tn__out_puts(o, masked);
		else
			put_escaped(o, pair->value, "/:,");
	}
}

size_t tn_url_format(const tn_url *u, char *out, size_t size)
{
	struct tn_out o = {out, size, 0};
	tn__out_puts(&o, u->written);
	tn__out_putc(&o, ':');
	if (u->form == TN_URL_FILE)
		put_file(&o, u);
	else
		put_server(&o, u);
	put_query(&o, u);
	return tn__out_end(&o);
}

/* ---- the end ------------------------------------------------------------- */

tn_url *tn__url_ref(const tn_url *u)
{
	/* The count is the one part that changes, and nobody else sees it. */
	tn_url *shared = (tn_url *)(uintptr_t)u;
	atomic_fetch_add(&shared->more_owners, 1);
	return shared;
}

void tn_url_free(tn_url *u)
{
	if (!u || atomic_fetch_sub(&u->more_owners, 1) > 0)
		return;
	tn__arena_wipe(&u->arena);
	tn__free(u);
}

/* Overwrites the values of keys that hold passwords. */
static int wipe_query(char *s)
{
	int found = 0;
	while (*s) {
		size_t n = strcspn(s, "&"), key = strcspn(s, "=&");
		if (key + 1 < n && tn__url_key_is_secret(s, key)) {
			memset(s + key + 1, '*', n - key - 1);
			found = 1;
		}
		s += n + (s[n] == '&');
	}
	return found;
}

int tn_url_wipe_password(char *text)
{
	struct url_part secret;
	char *query;
	int found = tn__url_find_secret(text, strlen(text), &secret);
	if (found)
		memset(text + (secret.s - text), '*', secret.n);
	query = strchr(text, '?');
	if (query)
		found |= wipe_query(query + 1);
	return found;
}

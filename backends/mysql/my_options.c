/* SPDX-License-Identifier: MIT */
/*
 * my_options.c - from the keys of a URL to what the client library is told.
 *
 * Tables map words to meanings; a word that is not in its table is refused with
 * the list of those that are.  Nothing here connects.
 *
 * Invariants:
 *  1. A host that Connector/C could read as a connection string or a plugin name
 *     (it splits at ';' and '=' and looks for "://") never gets to it.
 *  2. TLS with verification is the default unless the host is local.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "my_internal.h"

static const struct {
	const char *word;
	int tls;
} tls_words[] = {
	{"disable", MY_TLS_DISABLE},
	{"prefer", MY_TLS_PREFER},
	{"require", MY_TLS_REQUIRE},
	{"verify-ca", MY_TLS_VERIFY_CA},
	{"verify-full", MY_TLS_VERIFY_FULL},
};

static const struct {
	const char *key;
	const char *words; /* accepted values */
	const char *why;
} fixed_keys[] = {
	{"charset", "utf8|utf8mb4|", "text is exchanged as utf8mb4"},
	{"use_unicode", "1|true|yes|", "text is exchanged as utf8mb4"},
};

/* 1 if word is in a list "a|b|", ignoring ASCII case. */
static int in_list(const char *list, const char *word)
{
	size_t n = strlen(word);
	while (*list) {
		const char *end = strchr(list, '|');
		if ((size_t)(end - list) == n && strncasecmp(list, word, n) == 0)
			return 1;
		list = end + 1;
	}
	return 0;
}

static int check_fixed(struct my_conn *c, const struct tn_be_target *t)
{
	size_t i;
	for (i = 0; i < sizeof(fixed_keys) / sizeof(fixed_keys[0]); i++) {
		const char *v = t->option(t, fixed_keys[i].key);
		if (v && !in_list(fixed_keys[i].words, v))
			return my__fault_own(c, TN_E_URL, "leave the key out", "'%s=%s' cannot be had: %s",
				fixed_keys[i].key, v, fixed_keys[i].why);
	}
	return 0;
}

static int check_host(struct my_conn *c, const char *host)
{
	if (!host || host[0] == '/')
		return 0;
	if (strpbrk(host, ";=") || strstr(host, "://"))
		return my__fault_own(c, TN_E_URL, NULL, "'%s' is not a host name", host);
	return 0;
}

static int read_tls(struct my_conn *c, const struct tn_be_target *t)
{
	struct my_options *o = &c->options;
	const char *v = t->option(t, "ssl_mode");
	size_t i;
	if (!v)
		v = t->option(t, "sslmode");
	/* A socket file has no wire to listen to; a local port may belong to a server with TLS only. */
	o->tls = o->socket ? MY_TLS_DISABLE : o->local ? MY_TLS_PREFER : MY_TLS_VERIFY_FULL;
	if (!v)
		return 0;
	for (i = 0; i < sizeof(tls_words) / sizeof(tls_words[0]); i++) {
		if (strcmp(v, tls_words[i].word) == 0) {
			o->tls = tls_words[i].tls;
			return 0;
		}
	}
	return my__fault_own(c, TN_E_URL, "use disable, prefer, require, verify-ca or verify-full",
		"'%s' is no value of ssl_mode", v);
}

static int read_number(struct my_conn *c, const struct tn_be_target *t, const char *key, unsigned *out)
{
	const char *v = t->option(t, key);
	char *end;
	long n;
	if (!v)
		return 0;
	n = strtol(v, &end, 10);
	if (*v < '0' || *v > '9' || *end || n > 31536000)
		return my__fault_own(
			c, TN_E_URL, "give a number up to 31536000, 0 for no limit", "'%s' is no value of %s", v, key);
	*out = (unsigned)n;
	return 0;
}

/* Copies s, or leaves NULL. */
static int copy(struct my_conn *c, char **out, const char *s)
{
	size_t n;
	if (!s)
		return 0;
	n = strlen(s) + 1;
	*out = c->head.host->alloc(n);
	if (!*out)
		return c->head.host->nomem(&c->head);
	memcpy(*out, s, n);
	return 0;
}

/* The name of an engine goes into a SET: letters, digits and _ only. */
static int check_engine_word(struct my_conn *c, const char *s)
{
	if (s && (!*s || s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")]))
		return my__fault_own(c, TN_E_URL, NULL, "'%s' is no value of storage_engine", s);
	return 0;
}

static int read_texts(struct my_conn *c, const struct tn_be_target *t)
{
	struct my_options *o = &c->options;
	const char *socket = t->option(t, "unix_socket");
	const struct {
		char **to;
		const char *from;
	} texts[] = {
		{&o->host, t->host && t->host[0] != '/' ? t->host : NULL},
		{&o->socket,
			socket                                 ? socket
				: t->host && t->host[0] == '/' ? t->host
							       : NULL},
		{&o->user, t->user},
		{&o->database, t->database},
		{&o->application, t->application},
		{&o->ca, t->option(t, "sslrootcert")},
		{&o->cert, t->option(t, "sslcert")},
		{&o->key, t->option(t, "sslkey")},
		{&o->tls_version, t->option(t, "tls_version")},
		{&o->server_key, t->option(t, "server_public_key")},
		{&c->storage_engine, t->option(t, "storage_engine")},
	};
	size_t i;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		int rc = copy(c, texts[i].to, texts[i].from);
		if (rc)
			return rc;
	}
	return check_engine_word(c, c->storage_engine);
}

int my__options_read(struct my_conn *c, const struct tn_be_target *t)
{
	struct my_options *o = &c->options;
	int rc = check_host(c, t->host);
	if (!rc)
		rc = check_fixed(c, t);
	if (!rc)
		rc = read_texts(c, t);
	if (!rc)
		rc = read_number(c, t, "read_timeout", &o->read_timeout);
	if (!rc)
		rc = read_number(c, t, "write_timeout", &o->write_timeout);
	if (!rc)
		rc = read_number(c, t, "lock_timeout", &c->lock_timeout_ms);
	if (rc)
		return rc;
	o->port = t->port;
	o->connect_timeout = t->connect_timeout;
	o->local = o->socket || (t->facts & TN_FACT_LOCAL);
	return read_tls(c, t);
}

void my__options_release(struct my_conn *c)
{
	struct my_options *o = &c->options;
	char **texts[] = {&o->host, &o->socket, &o->user, &o->database, &o->application, &o->ca, &o->cert,
		&o->key, &o->tls_version, &o->server_key, &c->storage_engine};
	size_t i;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		c->head.host->free(*texts[i]);
		*texts[i] = NULL;
	}
}

/* SPDX-License-Identifier: MIT */
/*
 * pg_open.c - from the parts of a URL to libpq's keywords.
 *
 * Everything goes as two arrays, keyword and value, so nothing in a value can
 * be taken for another keyword, and no value is expanded as a connection string.
 *
 * libpq fills keywords that are not given from the environment, a service file,
 * a password file and files of the home folder.  A URL must mean the same in
 * every environment, so:
 *
 *  1. What can be given is given, its default too.
 *  2. Files of the home folder are turned off by a path that cannot exist.
 *  3. What is left (libpq takes an empty value for an absent one) is looked at
 *     before the connect: a variable that would change the connection is refused
 *     by its name.  PGTZ and PGDATESTYLE are no keywords and stronger than the
 *     options; the session rows of the dialect set right what they change.
 *
 * TLS: to a host that is not local the certificate is verified against the
 * system's authorities and the name in it, unless the URL says otherwise.
 *
 * The settings that the library needs are sent with the connect, as options:
 * no request of their own, and RESET ALL goes back to them.  A pooling proxy
 * takes none, so there the session rows of the dialect do what can be done.
 */
#include "pg_internal.h"
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Below something that is not a folder: no such file can be. */
#define NOWHERE "/dev/null/none"

/* Where systems keep their certificate authorities in one file. */
static const char *const authorities[] = {
	"/etc/ssl/certs/ca-certificates.crt",                /* Debian, Ubuntu, Arch, Alpine */
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", /* Fedora, Red Hat */
	"/etc/pki/tls/certs/ca-bundle.crt",                  /* their older releases */
	"/etc/ssl/ca-bundle.pem",                            /* SUSE */
	"/etc/ssl/cert.pem",                                 /* BSD, macOS */
};

/* Keys of the URL that are keywords of libpq, and their value when the URL has none. */
static const struct {
	const char *key, *otherwise;
} passed[] = {
	{"sslcert", NOWHERE},
	{"sslkey", NOWHERE},
	{"sslcrl", NOWHERE},
	{"ssl_min_protocol_version", "TLSv1.2"},
	{"channel_binding", "prefer"},
	{"gssencmode", "disable"},
	{"target_session_attrs", "any"},
	{"keepalives", "1"},
	{"keepalives_idle", NULL},
	{"keepalives_interval", NULL},
	{"keepalives_count", NULL},
	{"tcp_user_timeout", NULL},
};

/* Keys of the URL that become settings of the session. */
static const char *const settings[] = {"search_path", "statement_timeout", "lock_timeout"};

/* Settings of every session; the dialect's session rows verify them. */
static const char *const pinned[][2] = {
	{"TimeZone", "UTC"},
	{"DateStyle", "ISO, MDY"},
	{"IntervalStyle", "postgres"},
	{"standard_conforming_strings", "on"},
	{"transform_null_equals", "off"},
	{"extra_float_digits", "1"},
	{"bytea_output", "hex"},
	{"default_transaction_isolation", "read committed"},
};

static void put(struct pg_keywords *k, const char *key, const char *value)
{
	if (!value || !*value)
		return;
	k->key[k->count] = key;
	k->value[k->count++] = value;
}

static const char *option(const struct tn_be_target *t, const char *key)
{
	return t->option ? t->option(t, key) : NULL;
}

/* -c name=value, with what the server splits at escaped. */
static void add_setting(struct pg_conn *c, struct pg_keywords *k, const char *name, const char *value)
{
	const struct tn_host *host = c->base.host;

	host->text_printf(&k->options, " -c %s=", name);
	for (; *value; value++) {
		if (strchr(" \t\n\r\f\v\\", *value))
			host->text_append(&k->options, "\\", 1);
		host->text_append(&k->options, value, 1);
	}
}

static int put_session(struct pg_conn *c, const struct tn_be_target *t, struct pg_keywords *k)
{
	size_t i;

	for (i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		const char *value = option(t, settings[i]);
		/* The library itself keeps the deadline of a statement: this is the server's own beside it. */
		if (!value || (c->pooled && !strcmp(settings[i], "statement_timeout")))
			continue;
		if (c->pooled)
			return tn__pg_fault_text(c, TN_E_URL,
						 "'%s' cannot be kept by a session behind a pooling proxy: "
						 "set it for the user with ALTER ROLE", settings[i]);
		add_setting(c, k, settings[i], value);
		c->asked++;
	}
	if (t->flags & TN_OPEN_READ_ONLY) {
		if (c->pooled)
			return tn__pg_fault_text(c, TN_E_UNSUPPORTED,
						 "a session behind a pooling proxy cannot be opened for "
						 "reading only: use read-only transactions");
		add_setting(c, k, "default_transaction_read_only", "on");
		c->asked++;
	}
	if (c->pooled)
		return 0;
	for (i = 0; i < sizeof(pinned) / sizeof(*pinned); i++)
		add_setting(c, k, pinned[i][0], pinned[i][1]);
	if (k->options.failed)
		return c->base.host->nomem(&c->base);
	put(k, "options", k->options.s);
	return 0;
}

static const char *system_authorities(void)
{
	size_t i;

	for (i = 0; i < sizeof(authorities) / sizeof(*authorities); i++)
		if (!access(authorities[i], R_OK))
			return authorities[i];
	return NULL;
}

static int put_tls(struct pg_conn *c, const struct tn_be_target *t, struct pg_keywords *k)
{
	const char *mode = option(t, "sslmode"), *root = option(t, "sslrootcert"), *crl = option(t, "sslcrl");

	if (!mode)
		mode = (t->facts & TN_FACT_LOCAL) ? "prefer" : "verify-full";
	if (!root && !strcmp(mode, "verify-ca"))
		return tn__pg_fault_text(c, TN_E_TLS, "sslmode 'verify-ca' needs 'sslrootcert': the system's "
					 "authorities vouch for anybody's server");
	if ((!root && !strcmp(mode, "verify-full")) || (root && !strcmp(root, "system"))) {
		root = system_authorities();
		if (!root)
			return tn__pg_fault_text(c, TN_E_TLS,
						 "the system's certificate authorities were not found: "
						 "name their file with 'sslrootcert'");
	}
	/* libpq goes on without a list of revoked certificates that it cannot read */
	if (crl && access(crl, R_OK))
		return tn__pg_fault_text(c, TN_E_TLS, "the file '%s' of 'sslcrl' cannot be read", crl);
	put(k, "sslmode", mode);
	put(k, "sslrootcert", root ? root : NOWHERE);
	/* without one, a key with a passphrase would make the client library ask at the terminal */
	put(k, "sslpassword", " ");
	return 0;
}

/* The account's name, when the URL has none: libpq's own default but for PGUSER. */
static const char *account(struct pg_keywords *k)
{
	struct passwd pw, *found = NULL;
	char buffer[4096];

	if (getpwuid_r(geteuid(), &pw, buffer, sizeof(buffer), &found) || !found ||
	    strlen(pw.pw_name) >= sizeof(k->user))
		return NULL;
	memcpy(k->user, pw.pw_name, strlen(pw.pw_name) + 1);
	return k->user;
}

static int is_put(const struct pg_keywords *k, const char *key)
{
	unsigned i;

	for (i = 0; i < k->count; i++)
		if (!strcmp(k->key[i], key))
			return 1;
	return 0;
}

/* Invariant 3: PQconndefaults() tells what libpq would take from the environment. */
static int check_environment(struct pg_conn *c, const struct pg_keywords *k)
{
	PQconninfoOption *all = PQconndefaults(), *o;
	int rc = 0;

	if (!all)
		return c->base.host->nomem(&c->base);
	for (o = all; o->keyword && !rc; o++) {
		const char *compiled = o->compiled ? o->compiled : "";
		if (!o->envvar || !o->val || is_put(k, o->keyword) || !strcmp(o->val, compiled))
			continue;
		rc = tn__pg_fault_text(c, TN_E_URL,
				       "the environment variable '%s' would change the connection: "
				       "unset it and say '%s' in the URL", o->envvar, o->keyword);
	}
	PQconninfoFree(all);
	return rc;
}

int tn__pg_keywords_init(struct pg_conn *c, const struct tn_be_target *t, struct pg_keywords *k)
{
	const char *user = t->user ? t->user : account(k);
	size_t i;
	int rc;

	c->base.host->text_init(&k->options);
	if (!user)
		return tn__pg_fault_text(c, TN_E_URL, "the URL names no user and the account has no name");
	snprintf(k->port, sizeof(k->port), "%u", t->port ? t->port : 5432u);
	snprintf(k->timeout, sizeof(k->timeout), "%u", t->connect_timeout);
	put(k, "host", t->host);
	put(k, "port", k->port);
	put(k, "user", user);
	put(k, "password", t->password);
	put(k, "passfile", NOWHERE);
	put(k, "dbname", t->database ? t->database : user);
	put(k, "connect_timeout", k->timeout);
	put(k, "client_encoding", "UTF8");
	put(k, "application_name", t->application && *t->application ? t->application : "tenon");
	for (i = 0; i < sizeof(passed) / sizeof(*passed); i++) {
		const char *value = option(t, passed[i].key);
		put(k, passed[i].key, value ? value : passed[i].otherwise);
	}
	rc = put_tls(c, t, k);
	if (rc >= 0)
		rc = put_session(c, t, k);
	return rc < 0 ? rc : check_environment(c, k);
}

void tn__pg_keywords_release(struct pg_conn *c, struct pg_keywords *k)
{
	c->base.host->text_release(&k->options);
}

/* SPDX-License-Identifier: MIT */
/*
 * tenon/url.h - the URL that names a database.
 *
 *   scheme://user:password@host:port,host2:port/database?key=value&key=value
 *   scheme:path            scheme:///relative/path     scheme:////absolute/path
 *
 * The scheme picks the backend; each backend says which parts and which keys
 * it takes.  User, password, database, keys and values are percent-encoded
 * where they hold a reserved character; a host may be a name, an IPv4 address,
 * an IPv6 address in brackets, or a percent-encoded absolute path of a unix
 * socket.  Parsing checks the grammar of every host, so nothing that a client
 * library could take for a connection string or a plugin name gets through.
 *
 * A file's path is absolute, or relative to the base folder; none or :memory:
 * is a database in memory.  A server's URL may give the path of a unix socket as
 * the keys host (or unix_socket) and port instead.  An '@' that does not end the
 * user part is written %40, so that there is never a doubt what the password is.
 *
 * "%(basedir)s" in a path stands for the base folder of the parse options.
 *
 * Threads: a tn_url never changes; any number of threads may read it.
 */
#ifndef TENON_URL_H
#define TENON_URL_H

#include <tenon/defs.h>
#include <tenon/error.h>

TN_BEGIN_DECLS

typedef struct tn_url tn_url;

typedef struct tn_url_options {
	size_t size;         /* sizeof(tn_url_options) */
	const char *basedir; /* for relative paths and %(basedir)s; NULL: the working folder */
} tn_url_options;

/*
 * Parses and checks a URL.  On success *out is yours: tn_url_free().
 * options may be NULL.  Fails with TN_E_URL and a message that quotes the
 * offending part (never the password) and its byte position, or with
 * TN_E_UNSUPPORTED when the scheme's backend is not part of this build.
 * An unknown key is an error that names the nearest known one.
 */
TN_API int tn_url_parse(tn_url **out, const char *text, const tn_url_options *options, tn_error **err);

/* Frees a URL and wipes its password.  NULL is fine. */
TN_API void tn_url_free(tn_url *u);

/* The parts, decoded.  The text belongs to the URL; NULL where absent. */
TN_API const char *tn_url_scheme(const tn_url *u);
TN_API const char *tn_url_user(const tn_url *u);
TN_API const char *tn_url_database(const tn_url *u); /* a name, or a path; NULL: the default, or memory */

/* Number of hosts (0: the client library's default), and each of them: NULL and 0 past the last. */
TN_API size_t tn_url_host_count(const tn_url *u);
TN_API const char *tn_url_host(const tn_url *u, size_t i);
TN_API unsigned tn_url_port(const tn_url *u, size_t i); /* 0: the default port */

/* The value of a key of the query part, decoded; NULL when it was not given. */
TN_API const char *tn_url_option(const tn_url *u, const char *key);

/* 1 if the URL carries a password, else 0.  There is no call that reads it. */
TN_API int tn_url_has_password(const tn_url *u);

/*
 * The URL as text, in canonical form: keys sorted, password replaced by ***.
 * Parsing the text again gives an equal URL but for the password.  Writes at
 * most size bytes with the final NUL; returns the full length.
 */
TN_API size_t tn_url_format(const tn_url *u, char *out, size_t size);

/*
 * Overwrites the password in the text of a URL, in place, with asterisks, for
 * a program that was given one as a command-line argument: afterwards the
 * process list no longer shows it.  Works on any text that looks like a URL,
 * valid or not.  Returns 1 if there was a password, else 0.
 */
TN_API int tn_url_wipe_password(char *text);

TN_END_DECLS

#endif

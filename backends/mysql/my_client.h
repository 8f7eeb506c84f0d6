/* SPDX-License-Identifier: MIT */
/*
 * my_client.h - the two client libraries seen as one.
 *
 * MariaDB Connector/C and Oracle's libmysqlclient share most of an interface
 * and differ in TLS, key retrieval, the boolean type, field attributes and what
 * they tell at the end of a stream.  Everything that differs is behind this
 * header; no other file has a conditional on the client library.
 *
 * Invariants:
 *  1. The password is never copied here: a side connection takes it from the
 *     client library's own handle.
 *  2. TLS that was asked for is verified after the connect, never assumed.
 */
#ifndef TN_MY_CLIENT_H
#define TN_MY_CLIENT_H

#include <mysql.h>
#include <errmsg.h>
#include <tenon/sys/backend.h>

#ifdef MARIADB_PACKAGE_VERSION_ID
typedef my_bool my_flag;
#else
typedef bool my_flag;
#endif

enum my_tls {
	MY_TLS_DISABLE = 0,
	MY_TLS_PREFER = 1,
	MY_TLS_REQUIRE = 2,
	MY_TLS_VERIFY_CA = 3,
	MY_TLS_VERIFY_FULL = 4
};

/* How to connect, without the password; owns its text. */
struct my_options {
	char *host;   /* NULL: the client library's default */
	char *socket; /* absolute path, or NULL */
	char *user;
	char *database;
	char *application;
	char *ca, *cert, *key, *tls_version, *server_key;
	unsigned port;
	unsigned connect_timeout, read_timeout, write_timeout;
	int tls;   /* enum my_tls */
	int local; /* no network in between */
};

/* A new handle with every option set; NULL when there is no memory. */
MYSQL *my__client_new(const struct my_options *o);

/* Connects; 0, or -1 with the error in the handle, or -2: and the server has hung up. */
int my__client_connect(MYSQL *m, const struct my_options *o, const char *password);

/* A log-in that waits (my_wait.c). */
struct my_wait {
	int64_t deadline_ms;
	int held; /* a descriptor of the socket, or -1 */
};
void my__wait_begin(struct my_wait *w, MYSQL *m, unsigned seconds);
/* 1 if the log-in has failed and it was the peer who hung up; verified: certificates are. */
int my__wait_end(struct my_wait *w, MYSQL *m, int failed, int verified);

/*
 * Shuts the link down, so that the library's own clean-up calls cannot wait for a
 * server that is known to be lost.  Harmless when called again.
 */
void my__client_cut(MYSQL *m);

/* The descriptor of the link's socket. */
int my__client_socket(MYSQL *m);

/* 1 if the link is encrypted. */
int my__client_encrypted(MYSQL *m);

/* The server's name for a type that the protocol has no number for ("uuid", "json", "inet6"), or "". */
const char *my__client_type_name(const MYSQL_FIELD *f, char *out, size_t size);

/*
 * After the last row of an unbuffered binary result: what its closing packet
 * says.  Returns 1 and sets both, or 0 when the library has them already in the
 * handle.
 */
int my__client_end_of_rows(MYSQL *m, unsigned *warnings, unsigned *status);

/* 1 if client library and server take arrays of parameters. */
int my__client_has_arrays(MYSQL *m);
/* Parameters of ps are arrays of so many rows; 0, or the error is in the handle.  Before they are bound. */
int my__client_set_array(MYSQL_STMT *ps, unsigned rows);
/* nulls: 1 for each row of the parameter that is NULL. */
void my__client_set_nulls(MYSQL_BIND *b, char *nulls);

#endif

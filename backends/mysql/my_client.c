/* SPDX-License-Identifier: MIT */
/*
 * my_client.c - the adapter between MariaDB Connector/C and libmysqlclient.
 *
 * What differs, as measured with Connector/C 3.3 and libmysqlclient 24:
 *  - TLS: one has a mode (disabled to verify-identity), the other two flags, of
 *    which "enforce" only asks: a server without TLS is accepted in the clear
 *    unless the certificate is to be verified.  Connector/C cannot verify the
 *    certificate without the name, so verify-ca is verify-full there.
 *  - caching_sha2_password without TLS: Connector/C fetches the server's key by
 *    itself, libmysqlclient only when told to.
 *  - Connector/C takes any method of authentication that the peer names, also those
 *    that send the password in clear or ask at the terminal; libmysqlclient has the
 *    first off and lacks the second.
 *  - Connector/C bounds the TCP connect by connect_timeout, but waits for the
 *    server's greeting for ever; the read timeout bounds that, so it is set for
 *    the connect and put to the caller's value afterwards.  my_wait.c bounds all
 *    of the log-in, and knows a link that was cut from TLS that failed.
 *  - libmysqlclient prints to stderr when the reconnect option is touched; it is
 *    off there unless asked for.
 *  - Connector/C skips the packet that ends an unbuffered binary result, with
 *    the warning count and the transaction flag in it.
 */
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include "my_client.h"
#ifdef MARIADB_PACKAGE_VERSION_ID
#include <ma_pvio.h>
#endif

/* LOAD DATA LOCAL lets a server read any file of the client: refused whatever the server asks for. */
static int infile_init(void **state, const char *name, void *data)
{
	(void)name;
	(void)data;
	*state = NULL;
	return 1;
}

static int infile_read(void *state, char *buf, unsigned size)
{
	(void)state;
	(void)buf;
	(void)size;
	return -1;
}

static void infile_end(void *state)
{
	(void)state;
}

static int infile_error(void *state, char *message, unsigned size)
{
	static const char text[] = "LOCAL INFILE is refused by this client";
	size_t n = sizeof(text) < size ? sizeof(text) : size;
	(void)state;
	if (n) {
		memcpy(message, text, n);
		message[n - 1] = '\0';
	}
	return 2068; /* CR_LOAD_DATA_LOCAL_INFILE_REJECTED */
}

#ifdef MARIADB_PACKAGE_VERSION_ID
static void set_tls(MYSQL *m, const struct my_options *o)
{
	my_flag ask = o->tls != MY_TLS_DISABLE, verify = o->tls >= MY_TLS_VERIFY_CA;
	mysql_options(m, MYSQL_OPT_SSL_ENFORCE, &ask);
	mysql_options(m, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
}

/*
 * The peer picks how to log in, and Connector/C does it: it would send the password as it is to
 * whoever asks, or write a question to the terminal.
 */
#if MARIADB_PACKAGE_VERSION_ID >= 30300
#define AUTH_HASHED \
	"mysql_native_password,caching_sha2_password,sha256_password,client_ed25519,parsec,auth_gssapi_client"
static void set_auth(MYSQL *m, const struct my_options *o)
{
	int trusted = o->socket || o->tls >= MY_TLS_VERIFY_CA;
	mysql_options(m, MARIADB_OPT_RESTRICTED_AUTH, trusted ? AUTH_HASHED ",mysql_clear_password" : AUTH_HASHED);
}
#else
static void set_auth(MYSQL *m, const struct my_options *o)
{
	(void)m;
	(void)o;
}
#endif

static void set_own(MYSQL *m, const struct my_options *o)
{
	my_flag off = 0;
	mysql_options(m, MYSQL_OPT_RECONNECT, &off);
	set_auth(m, o);
}

/* The library keeps the limit; for TLS it has set it on the socket, too. */
static void set_read_timeout(MYSQL *m, const struct my_options *o)
{
	struct timeval limit = {.tv_sec = (time_t)o->read_timeout};
	if (!m->net.pvio)
		return;
	m->net.pvio->timeout[PVIO_READ_TIMEOUT] = o->read_timeout ? (int)o->read_timeout * 1000 : -1;
	setsockopt(mysql_get_socket(m), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
}
#else
static void set_tls(MYSQL *m, const struct my_options *o)
{
	static const unsigned char modes[] = {
		[MY_TLS_DISABLE] = SSL_MODE_DISABLED,
		[MY_TLS_PREFER] = SSL_MODE_PREFERRED,
		[MY_TLS_REQUIRE] = SSL_MODE_REQUIRED,
		[MY_TLS_VERIFY_CA] = SSL_MODE_VERIFY_CA,
		[MY_TLS_VERIFY_FULL] = SSL_MODE_VERIFY_IDENTITY,
	};
	unsigned mode = modes[o->tls];
	mysql_options(m, MYSQL_OPT_SSL_MODE, &mode);
}

static void set_own(MYSQL *m, const struct my_options *o)
{
	/* Without TLS the key can be forged on the way, but there the caller has asked for no protection. */
	my_flag fetch = o->local || o->tls == MY_TLS_DISABLE;
	mysql_options(m, MYSQL_OPT_GET_SERVER_PUBLIC_KEY, &fetch);
}

static void set_read_timeout(MYSQL *m, const struct my_options *o)
{
	(void)m;
	(void)o;
}
#endif

static void set_text(MYSQL *m, enum mysql_option option, const char *value)
{
	if (value)
		mysql_options(m, option, value);
}

static void set_timeouts(MYSQL *m, const struct my_options *o)
{
	unsigned read = o->read_timeout;
#ifdef MARIADB_PACKAGE_VERSION_ID
	if (!read || read > o->connect_timeout)
		read = o->connect_timeout;
#endif
	mysql_options(m, MYSQL_OPT_CONNECT_TIMEOUT, &o->connect_timeout);
	if (read)
		mysql_options(m, MYSQL_OPT_READ_TIMEOUT, &read);
	if (o->write_timeout)
		mysql_options(m, MYSQL_OPT_WRITE_TIMEOUT, &o->write_timeout);
}

MYSQL *my__client_new(const struct my_options *o)
{
	MYSQL *m = mysql_init(NULL);
	unsigned off = 0;
	unsigned long packet = 1024ul * 1024 * 1024; /* the server's limit is the one that counts */
	unsigned protocol = o->socket ? MYSQL_PROTOCOL_SOCKET : MYSQL_PROTOCOL_TCP;
	if (!m)
		return NULL;
	set_timeouts(m, o);
	mysql_options(m, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(m, MYSQL_OPT_LOCAL_INFILE, &off);
	mysql_options(m, MYSQL_OPT_MAX_ALLOWED_PACKET, &packet);
	mysql_options4(m, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", o->application);
	/* A host that is named with its port is reached by TCP, "localhost" too. */
	if (o->socket || (o->host && (o->port || strcmp(o->host, "localhost") != 0)))
		mysql_options(m, MYSQL_OPT_PROTOCOL, &protocol);
	set_text(m, MYSQL_OPT_SSL_CA, o->ca);
	set_text(m, MYSQL_OPT_SSL_CERT, o->cert);
	set_text(m, MYSQL_OPT_SSL_KEY, o->key);
	set_text(m, MYSQL_OPT_TLS_VERSION, o->tls_version);
	set_text(m, MYSQL_SERVER_PUBLIC_KEY, o->server_key);
	set_tls(m, o);
	set_own(m, o);
	return m;
}

int my__client_connect(MYSQL *m, const struct my_options *o, const char *password)
{
	struct my_wait wait;
	int failed, gone;
	/* After mysql_init(), before the connect: libmysqlclient installs its own reader until then. */
	mysql_set_local_infile_handler(m, infile_init, infile_read, infile_end, infile_error, NULL);
	my__wait_begin(&wait, m, o->connect_timeout);
	failed = !mysql_real_connect(m, o->socket ? NULL : o->host, o->user, password, o->database, o->port,
		o->socket, CLIENT_FOUND_ROWS);
	gone = my__wait_end(&wait, m, failed, o->tls >= MY_TLS_VERIFY_CA);
	if (failed)
		return gone ? -2 : -1;
	set_read_timeout(m, o);
	return 0;
}

int my__client_socket(MYSQL *m)
{
#ifdef MARIADB_PACKAGE_VERSION_ID
	return (int)mysql_get_socket(m);
#else
	return (int)m->net.fd;
#endif
}

void my__client_cut(MYSQL *m)
{
	int fd = my__client_socket(m);
	if (fd >= 0)
		shutdown(fd, SHUT_RDWR);
}

int my__client_encrypted(MYSQL *m)
{
	const char *cipher = mysql_get_ssl_cipher(m);
	return cipher && *cipher;
}

const char *my__client_type_name(const MYSQL_FIELD *f, char *out, size_t size)
{
	out[0] = '\0';
#ifdef MARIADB_FIELD_ATTR_LAST
	static const enum mariadb_field_attr_t attrs[] = {
		MARIADB_FIELD_ATTR_DATA_TYPE_NAME, MARIADB_FIELD_ATTR_FORMAT_NAME};
	size_t i;
	for (i = 0; i < sizeof(attrs) / sizeof(attrs[0]); i++) {
		MARIADB_CONST_STRING s = {NULL, 0};
		if (mariadb_field_attr(&s, f, attrs[i]) == 0 && s.length && s.length < size) {
			memcpy(out, s.str, s.length);
			out[s.length] = '\0';
			break;
		}
	}
#else
	(void)f;
	(void)size;
#endif
	return out;
}

int my__client_end_of_rows(MYSQL *m, unsigned *warnings, unsigned *status)
{
#ifdef MARIADB_PACKAGE_VERSION_ID
	const unsigned char *p = m->net.read_pos;
	if (!p || p[0] != 0xFE)
		return 0;
#ifdef CLIENT_DEPRECATE_EOF
	/* The packet is then an OK packet in disguise: two lengths, zero here, come first. */
	if (m->client_flag & CLIENT_DEPRECATE_EOF) {
		if (p[1] || p[2])
			return 0;
		*status = p[3] | (unsigned)p[4] << 8;
		*warnings = p[5] | (unsigned)p[6] << 8;
		return 1;
	}
#endif
	*warnings = p[1] | (unsigned)p[2] << 8;
	*status = p[3] | (unsigned)p[4] << 8;
	return 1;
#else
	(void)m;
	(void)warnings;
	(void)status;
	return 0;
#endif
}

#ifdef MARIADB_PACKAGE_VERSION_ID
int my__client_has_arrays(MYSQL *m)
{
	unsigned long base = 0, extended = 0;
	if (mariadb_get_infov(m, MARIADB_CONNECTION_SERVER_CAPABILITIES, &base) ||
	    mariadb_get_infov(m, MARIADB_CONNECTION_EXTENDED_SERVER_CAPABILITIES, &extended))
		return 0;
	return !(base & CLIENT_MYSQL) && (extended & (MARIADB_CLIENT_STMT_BULK_OPERATIONS >> 32));
}

int my__client_set_array(MYSQL_STMT *ps, unsigned rows)
{
	return mysql_stmt_attr_set(ps, STMT_ATTR_ARRAY_SIZE, &rows) != 0;
}

/* STMT_INDICATOR_NONE is 0 and STMT_INDICATOR_NULL 1. */
void my__client_set_nulls(MYSQL_BIND *b, char *nulls)
{
	b->u.indicator = nulls;
}
#else
int my__client_has_arrays(MYSQL *m)
{
	(void)m;
	return 0;
}

int my__client_set_array(MYSQL_STMT *ps, unsigned rows)
{
	(void)ps;
	(void)rows;
	return 1;
}

void my__client_set_nulls(MYSQL_BIND *b, char *nulls)
{
	(void)b;
	(void)nulls;
}
#endif

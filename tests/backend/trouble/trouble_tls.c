/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/trouble/trouble_tls.c - certificates of an authority of the test's own, and
 * passwords that travel inside TLS.
 *
 * good is for 127.0.0.1, old was good until yesterday, client is for the account "carla".
 * A host that is no loopback address by its name is a remote one, and 0.0.0.0 leads to
 * this machine: that is how the defaults for remote hosts are seen.
 */
#include "tests/backend/trouble/trouble.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

int trouble_tls_make(const char *dir)
{
	static const char make[] =
		"cd '%s' && exec >/dev/null 2>&1; new='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'; "
		"sign='openssl x509 -req -CA ca.pem -CAkey ca.key -CAcreateserial -copy_extensions copy'; "
		"openssl req -x509 $new -days 2 -keyout ca.key -out ca.pem -subj /CN=authority.test && "
		"openssl req $new -keyout good.key -out good.csr -subj /CN=server.test "
		"-addext subjectAltName=IP:127.0.0.1 && "
		"$sign -in good.csr -days 2 -out good.pem && $sign -in good.csr -days -1 -out old.pem && "
		"openssl req $new -keyout client.key -out client.csr -subj /CN=carla && "
		"$sign -in client.csr -days 2 -out client.pem && chmod 644 *.pem && chmod 600 client.key";
	char line[1200];
	snprintf(line, sizeof line, make, dir);
	return own_shell(line, NULL, 0);
}

/* The text with the folder of the certificates for each '@'. */
static const char *filled(const char *text)
{
	static char out[1024];
	size_t n = 0;
	for (; *text && n < sizeof out - 80; text++)
		n += (size_t)snprintf(out + n, sizeof out - n, "%.*s%s", *text != '@', text,
				      *text == '@' ? own_folder() : "");
	out[n] = '\0';
	return out;
}

static void run_shell(const char *line)
{
	ck_assert_int_eq(own_shell(filled(line), NULL, 0), 0);
}

/* The server reads its files again; one of them does so a little later. */
static void reload(void)
{
	static const char *const reloads[] = {"SELECT pg_reload_conf()", "FLUSH SSL"};
	int my = trouble_is("mysql");
	tn_conn *db = tn_test_open_with(own_with(NULL, NULL), NULL);
	trouble_run(db, reloads[my]);
	tn_close(db);
	if (!my)
		trouble_sleep_ms(200);
}

/* The server shows this certificate from now on, and asks for the authority's. */
static void install(const char *name)
{
	static const char *const settings[] = {
		"ALTER SYSTEM SET ssl_cert_file = 'cert.pem'", "ALTER SYSTEM SET ssl_key_file = 'key.pem'",
		"ALTER SYSTEM SET ssl_ca_file = 'ca.pem'", "ALTER SYSTEM SET ssl = on",
	};
	char line[128];
	tn_conn *db;
	size_t i;
	snprintf(line, sizeof line, "cd @ && cp %s.pem cert.pem && cp good.key key.pem && chmod 644 key.pem", name);
	run_shell(line);
	if (trouble_is("postgresql")) {
		run_shell("cd @ && cp cert.pem key.pem ca.pem server/data/ && chmod 600 server/data/key.pem && "
			  "chown --reference=server/data server/data/*.pem");
		db = tn_test_open_with(own_with(NULL, NULL), NULL);
		for (i = 0; i < COUNT(settings); i++)
			trouble_run(db, settings[i]);
		tn_close(db);
	}
	reload();
}

/* ---- who is trusted --------------------------------------------------------------------- */

struct trust {
	const char *host, *option; /* @: the folder */
	int trusted; /* 2: but for a client library that looks at the name whenever it verifies */
};

static const struct trust of_good[] = {
	{"127.0.0.1", "sslmode=verify-full&sslrootcert=@/ca.pem", 1},
	/* Another name than the certificate has. */
	{"localhost", "sslmode=verify-full&sslrootcert=@/ca.pem", 0},
	{"localhost", "sslmode=verify-ca&sslrootcert=@/ca.pem", 2},
	/* Another authority. */
	{"127.0.0.1", "sslmode=verify-full&sslrootcert=@/other.pem", 0},
	{"127.0.0.1", "sslmode=verify-ca&sslrootcert=@/other.pem", 0},
	/* A remote host is verified, name and all, without being told to. */
	{"0.0.0.0", "connect_timeout=10", 0},
	{"0.0.0.0", "sslrootcert=@/ca.pem", 0},
	{"0.0.0.0", "sslrootcert=@/ca.pem&sslmode=verify-ca", 2},
	{"0.0.0.0", "sslmode=require", 1},
};
static const struct trust of_old[] = {
	{"127.0.0.1", "sslmode=verify-full&sslrootcert=@/ca.pem", 0},
	{"127.0.0.1", "sslmode=verify-ca&sslrootcert=@/ca.pem", 0},
	{"0.0.0.0", "sslrootcert=@/ca.pem", 0},
};

static void check_trust(const struct trust *t)
{
	const char *option = filled(t->option);
	tn_conn *db = NULL;
	int rc;
	if (!t->trusted || (t->trusted == 2 && trouble_is("mysql"))) {
		trouble_expect(own_refused(own_at(t->host, NULL, option)), TN_E_TLS, 0, "");
		ck_assert_uint_gt(strlen(tn_error_message(*tn_test_err())), 10);
		return;
	}
	rc = tn_open(&db, own_at(t->host, NULL, option), NULL, tn_test_err());
	ck_assert_msg(rc >= 0, "%s, %s: %s", t->host, option, tn_test_failure(rc));
	trouble_is_alive(db);
	tn_close(db);
}

START_TEST(who_is_trusted)
{
	size_t i;
	tn_test_skip_if(own_missing(), NULL, own_missing());
	install("good");
	for (i = 0; i < COUNT(of_good); i++)
		check_trust(&of_good[i]);
	install("old");
	for (i = 0; i < COUNT(of_old); i++)
		check_trust(&of_old[i]);
	install("good");
}
END_TEST

/* ---- who is known ------------------------------------------------------------------------- */

/* The account is opened by the certificate of that name, and by nothing else. */
START_TEST(client_certificates)
{
	int my = trouble_is("mysql");
	tn_conn *db;
	tn_test_skip_if(own_missing(), NULL, own_missing());
	db = tn_test_open_with(own_with(NULL, NULL), NULL);
	trouble_run(db, my ? "CREATE OR REPLACE USER carla@'%' REQUIRE SUBJECT '/CN=carla'"
			   : "DROP ROLE IF EXISTS carla");
	trouble_run(db, my ? "GRANT ALL ON tenon_test.* TO carla@'%'" : "CREATE ROLE carla LOGIN");
	tn_close(db);
	if (!my) {
		run_shell("sed -i '1i hostssl all carla 127.0.0.1/32 cert' @/server/data/pg_hba.conf");
		reload();
	}
	trouble_expect(own_refused(own_with("carla", filled("sslmode=verify-full&sslrootcert=@/ca.pem"))), TN_E_AUTH, 0,
		       "");
	db = tn_test_open_with(own_with("carla", filled("sslmode=verify-full&sslrootcert=@/ca.pem&sslcert=@/client.pem"
							"&sslkey=@/client.key")), NULL);
	trouble_is_alive(db);
	tn_close(db);
}
END_TEST

/* ---- passwords inside TLS --------------------------------------------------------------------- */

static const struct {
	int my;
	const char *make[3];
	const char *user, *option; /* @: the folder */
	int code;                  /* 0: it opens */
} methods[] = {
	{0, {"DROP ROLE IF EXISTS sam", "CREATE ROLE sam LOGIN PASSWORD '" SECRET "'", NULL},
	 "sam:" SECRET, "sslmode=verify-full&sslrootcert=@/ca.pem&channel_binding=require", 0},
	{0, {NULL}, "sam:" SECRET, "sslmode=disable", 0},
	/* Nothing to bind to. */
	{0, {NULL}, "sam:" SECRET, "sslmode=disable&channel_binding=require", TN_E_CONNECT},
	{0, {NULL}, "sam:" SECRET "x", "sslmode=verify-full&sslrootcert=@/ca.pem&channel_binding=require", TN_E_AUTH},
	{1, {"INSTALL SONAME 'auth_ed25519'",
	     "CREATE OR REPLACE USER sam@'%' IDENTIFIED VIA ed25519 USING PASSWORD('" SECRET "')",
	     "GRANT ALL ON tenon_test.* TO sam@'%'"},
	 "sam:" SECRET, "sslmode=verify-full&sslrootcert=@/ca.pem", 0},
	{1, {NULL}, "sam:" SECRET, "sslmode=disable", 0},
	{1, {NULL}, "sam:" SECRET "x", "sslmode=verify-full&sslrootcert=@/ca.pem", TN_E_AUTH},
};

/* 0 if the server lacks the method. */
static int make_account(const char *const *make)
{
	tn_conn *db = tn_test_open_with(own_with(NULL, NULL), NULL);
	int i, rc = 0;
	for (i = 0; i < 3 && make[i] && rc >= 0; i++)
		rc = tn_exec(db, trouble_native(make[i]), NULL, NULL, tn_test_err());
	tn_close(db);
	return rc >= 0;
}

START_TEST(password_methods)
{
	int my = trouble_is("mysql");
	size_t i;
	tn_test_skip_if(own_missing(), NULL, own_missing());
	if (!my) {
		run_shell("sed -i '1i host all sam 127.0.0.1/32 scram-sha-256' @/server/data/pg_hba.conf");
		reload();
	}
	for (i = 0; i < COUNT(methods); i++) {
		const char *option;
		tn_conn *db = NULL;
		int rc;
		if (methods[i].my != my)
			continue;
		tn_test_skip_if(!make_account(methods[i].make), NULL, "the server lacks the method");
		option = filled(methods[i].option);
		rc = tn_open(&db, own_with(methods[i].user, option), NULL, tn_test_err());
		ck_assert_msg(rc == methods[i].code, "%s: %s", option, tn_test_failure(rc));
		if (rc < 0)
			trouble_failed(rc, methods[i].code, 0, NULL);
		tn_close(db);
	}
}
END_TEST

void trouble_tls_cases(TCase *tc)
{
	tcase_add_test(tc, who_is_trusted);
	tcase_add_test(tc, client_certificates);
	tcase_add_test(tc, password_methods);
}

/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_opening.c - tn_open() that another thread stops.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "tests/conformance/conf.h"

/* Hours of work on any server, and memory for none of it. */
#define LONG "SELECT COUNT(*) FROM item a, item b, item c, item d, item e " \
	     "WHERE a.amount + b.amount + c.amount + d.amount + e.amount < 0"

struct later {
	tn_canceller *canceller;
	int rc;
	int64_t at;
	pthread_t thread;
};

static void *cancel_later(void *arg)
{
	struct later *l = arg;
	usleep(100000);
	l->at = conf_now_us();
	l->rc = tn_canceller_cancel(l->canceller, NULL);
	return NULL;
}

static void order(struct later *l)
{
	ck_assert_int_eq(pthread_create(&l->thread, NULL, cancel_later, l), 0);
}

static void stopped(struct later *l, int rc)
{
	pthread_join(l->thread, NULL);
	ck_assert_int_eq(l->rc, TN_OK);
	ck_tn_err(rc, TN_E_CANCELLED);
	ck_assert_int_lt(conf_now_us() - l->at, (getenv("TENON_TEST_WRAPPED") ? 20 : 2) * 1000000);
}

/* A listener that says nothing, and a URL that leads to it; -1: the database is not behind a network. */
static int silent_host(char *url, size_t size)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	socklen_t n = sizeof a;
	tn_url *u = NULL;
	int fd, hosts;
	ck_tn_ok(tn_url_parse(&u, tn_test_url(), NULL, tn_test_err()));
	hosts = tn_url_host_count(u) > 0;
	tn_url_free(u);
	if (!hosts)
		return -1;
	fd = socket(AF_INET, SOCK_STREAM, 0);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert(fd >= 0 && !bind(fd, (struct sockaddr *)&a, n) && !listen(fd, 8) &&
		  !getsockname(fd, (struct sockaddr *)&a, &n));
	snprintf(url, size, "%.*s://user@127.0.0.1:%u/test?connect_timeout=20", (int)strcspn(tn_test_url(), ":"),
		 tn_test_url(), (unsigned)ntohs(a.sin_port));
	return fd;
}

START_TEST(a_host_that_is_silent)
{
	tn_open_options o = {.size = sizeof o};
	struct later l = {0};
	tn_conn *db = NULL;
	char url[256];
	int64_t start;
	int fd = silent_host(url, sizeof url);
	tn_test_skip_if(fd < 0, NULL, "the database is not behind a network");
	ck_tn_ok(tn_canceller_make(&l.canceller, tn_test_err()));
	o.canceller = l.canceller;
	order(&l);
	stopped(&l, tn_open(&db, url, &o, tn_test_err()));
	ck_assert_ptr_null(db);
	ck_tn_err(tn_open(&db, url, &o, tn_test_err()), TN_E_MISUSE);
	tn_canceller_free(l.canceller);
	/* The bound holds too. */
	ck_tn_ok(tn_canceller_make(&l.canceller, tn_test_err()));
	o.canceller = l.canceller;
	o.connect_ms = 200;
	start = conf_now_us();
	ck_tn_err(tn_open(&db, url, &o, tn_test_err()), TN_E_TIMEOUT);
	ck_assert_int_lt(conf_now_us() - start, 4000000);
	tn_canceller_free(l.canceller);
	/* Those that were left go when nobody is there any more. */
	close(fd);
	usleep(300000);
}
END_TEST

static unsigned notices;

static void note(void *ctx, tn_conn *conn, const tn_notice *n)
{
	(void)conn;
	(void)n;
	ck_assert(pthread_equal(*(pthread_t *)ctx, pthread_self()));
	notices++;
}

START_TEST(the_canceller_follows_the_connection)
{
	pthread_t self = pthread_self();
	tn_open_options o = {.size = sizeof o, .notice = note, .notice_ctx = &self};
	struct later l = {0};
	tn_conn *db = NULL, *other = tn_test_open_shared();
	conf_fill_items(other, 200);
	ck_tn_ok(tn_canceller_make(&l.canceller, tn_test_err()));
	/* Before there is anything to stop. */
	ck_tn_ok(tn_canceller_cancel(l.canceller, tn_test_err()));
	o.canceller = l.canceller;
	ck_tn_ok(tn_open(&db, tn_test_shared_url(), &o, tn_test_err()));
	conf_is_alive(db);
	order(&l);
	stopped(&l, tn_exec(db, LONG, NULL, NULL, tn_test_err()));
	conf_is_alive(db);
	tn_close(db);
	ck_tn_ok(tn_canceller_cancel(l.canceller, tn_test_err()));
	tn_canceller_free(l.canceller);
	tn_close(other);
}
END_TEST

START_TEST(an_open_that_fails)
{
	tn_open_options o = {.size = sizeof o};
	tn_conn *db = NULL;
	ck_tn_err(tn_canceller_make(NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_ok(tn_canceller_make(&o.canceller, tn_test_err()));
	ck_tn_err(tn_open(&db, "nobody://host/db", &o, tn_test_err()), TN_E_UNSUPPORTED);
	ck_assert_ptr_null(db);
	tn_canceller_free(o.canceller);
}
END_TEST

Suite *conf_opening_suite(void)
{
	Suite *s = suite_create("opening");
	TCase *tc = conf_case(s, "opening");
	tcase_add_test(tc, a_host_that_is_silent);
	tcase_add_test(tc, the_canceller_follows_the_connection);
	tcase_add_test(tc, an_open_that_fails);
	return s;
}

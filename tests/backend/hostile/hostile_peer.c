/* SPDX-License-Identifier: MIT */
/*
 * hostile_peer.c - plays a script on a socket, and keeps what the client said.
 *
 * Invariants:
 *  1. One connection after the other until the listener is closed: a client that
 *     tries again, as some do without TLS, meets the same script.
 *  2. What the client sends is kept up to a bound, for the search for secrets.
 *  3. A peer never outlives its case: hostile_stop() shuts its sockets down.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "hostile.h"

enum { KEPT = 65536 };

static struct {
	const struct scene *scenes;
	pthread_t thread;
	int listener;
	atomic_int stopping;
	char heard[KEPT];
	size_t heard_len;
} peer;

/* Reads what there is; 0 when the client has hung up. */
static int hear(int fd, int timeout)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	char spare[4096];
	ssize_t n;
	while (!atomic_load(&peer.stopping)) {
		if (poll(&p, 1, timeout < 0 ? 50 : timeout) <= 0) {
			if (timeout >= 0)
				return 1;
			continue;
		}
		n = recv(fd, spare, sizeof(spare), 0);
		if (n <= 0)
			return 0;
		if (peer.heard_len + (size_t)n <= KEPT) {
			memcpy(peer.heard + peer.heard_len, spare, (size_t)n);
			peer.heard_len += (size_t)n;
		}
		timeout = 2; /* the rest of a message comes at once on loopback */
	}
	return 0;
}

static int say(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
		if (sent <= 0 || atomic_load(&peer.stopping))
			return 0;
		bytes += sent;
		n -= (size_t)sent;
	}
	return 1;
}

static void play(int fd)
{
	const struct scene *s;
	unsigned long i;
	int on = 1;
	for (s = peer.scenes; on && s->act != ACT_END; s++)
		switch (s->act) {
		case ACT_SEND: on = say(fd, s->bytes, s->len); break;
		case ACT_WAIT: on = hear(fd, -1); break;
		case ACT_HOLD:
			while (hear(fd, -1))
				;
			on = 0;
			break;
		default:
			for (i = 0; on && i < s->count; i++)
				on = say(fd, s->bytes, s->len);
		}
}

static void *serve(void *unused)
{
	(void)unused;
	while (!atomic_load(&peer.stopping)) {
		struct pollfd p = {.fd = peer.listener, .events = POLLIN};
		int fd = poll(&p, 1, 50) > 0 ? accept(peer.listener, NULL, NULL) : -1;
		if (fd < 0)
			continue;
		play(fd);
		hear(fd, 0);
		close(fd);
	}
	return NULL;
}

unsigned hostile_start(const struct scene *scenes)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	socklen_t n = sizeof(at);
	peer.scenes = scenes;
	peer.heard_len = 0;
	atomic_store(&peer.stopping, 0);
	peer.listener = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert(peer.listener >= 0 && bind(peer.listener, (struct sockaddr *)&at, n) == 0);
	ck_assert(listen(peer.listener, 8) == 0 && getsockname(peer.listener, (struct sockaddr *)&at, &n) == 0);
	ck_assert_int_eq(pthread_create(&peer.thread, NULL, serve, NULL), 0);
	return ntohs(at.sin_port);
}

const char *hostile_stop(size_t *n)
{
	atomic_store(&peer.stopping, 1);
	pthread_join(peer.thread, NULL);
	close(peer.listener);
	*n = peer.heard_len;
	return peer.heard;
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static long peak_kib(void)
{
	struct rusage use;
	getrusage(RUSAGE_SELF, &use);
	return use.ru_maxrss;
}

static int heard_password(void)
{
	size_t n;
	const char *heard = hostile_stop(&n);
	return memmem(heard, n, PASSWORD, strlen(PASSWORD)) != NULL;
}

static unsigned long said_of_the_end(const struct scene *s)
{
	while (s->act != ACT_END)
		s++;
	return s->count;
}

void hostile_refused(const char *url, const struct lie *lie)
{
	char text[400];
	tn_conn *conn = NULL;
	tn_error *err = NULL;
	double began = seconds();
	long before = peak_kib();
	unsigned long end = said_of_the_end(lie->scenes);
	int rc;
	snprintf(text, sizeof(text), "%.*s%u%s%s%s", (int)strcspn(url, "%"), url, hostile_start(lie->scenes),
		 strchr(url, '%') + 2, *lie->options ? "&" : "", lie->options);
	rc = tn_open(&conn, text, NULL, &err);
	ck_assert_msg(rc < 0 && !conn, "%s: the lie was believed", lie->name);
	ck_assert_int_eq(tn_error_code(err), rc);
	ck_assert_msg(end <= 1 || rc == -(int)end, "%s: %s: %s", lie->name, tn_error_name(rc), tn_error_message(err));
	ck_assert_msg(rc != TN_E_INTERNAL && *tn_error_message(err), "%s: %s", lie->name, tn_error_message(err));
	ck_assert_msg(!strstr(tn_error_message(err), PASSWORD), "%s: %s", lie->name, tn_error_message(err));
	ck_assert_msg(seconds() - began < 10, "%s: took %.1f s", lie->name, seconds() - began);
	ck_assert_msg(peak_kib() - before < 65536, "%s: grew by %ld KiB", lie->name, peak_kib() - before);
	if (getenv("TENON_TEST_VERBOSE"))
		fprintf(stderr, "%s: %s: %s\n", lie->name, tn_error_name(rc), tn_error_message(err));
	tn_error_free(err);
	ck_assert_msg(!heard_password() || end == 1, "%s: the password was sent", lie->name);
}

/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/trouble/trouble_proxy.c - a link between client and server that
 * breaks where a test wants it to.
 *
 * Killing a session leaves open whether the server had already done what it was
 * asked.  Here a request is either lost before the server sees it, or carried out
 * with the answer lost: both outcomes of an unknown commit, on demand.
 *
 * One thread, one link at a time besides those that pass: it copies bytes and
 * looks for the word in what the client sends.  The link must not be encrypted.
 *
 * Invariant: a plan is used up by the first link that it cuts.
 */
#include "tests/backend/trouble/trouble.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_LINKS 16

struct link {
	int client, server;
	int losing; /* the request was sent on: cut at the answer */
};

static struct {
	pthread_t thread;
	int listener;
	char host[256], port[16];
	struct link links[MAX_LINKS];
	atomic_int plan, refuse, cuts, stop;
	char word[32]; /* written before plan, read after it */
} proxy;

static int server_socket(void)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL, *a;
	int fd = -1;
	if (getaddrinfo(proxy.host, proxy.port, &hints, &found) != 0)
		return -1;
	for (a = found; a && fd < 0; a = a->ai_next) {
		fd = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
		if (fd >= 0 && connect(fd, a->ai_addr, a->ai_addrlen) < 0) {
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(found);
	return fd;
}

static void drop(struct link *l)
{
	if (l->client >= 0)
		close(l->client);
	if (l->server >= 0)
		close(l->server);
	l->client = l->server = -1;
	l->losing = 0;
}

static void welcome(void)
{
	int fd = accept(proxy.listener, NULL, NULL), i;
	if (fd < 0)
		return;
	for (i = 0; i < MAX_LINKS && proxy.links[i].client >= 0; i++)
		;
	if (atomic_load(&proxy.refuse) > 0) {
		atomic_fetch_sub(&proxy.refuse, 1);
		i = MAX_LINKS;
	}
	if (i == MAX_LINKS) {
		close(fd);
		return;
	}
	proxy.links[i].client = fd;
	proxy.links[i].server = server_socket();
	if (proxy.links[i].server < 0)
		drop(&proxy.links[i]);
}

static int send_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t k = send(fd, p, n, MSG_NOSIGNAL);
		if (k < 0)
			return -1;
		p += k;
		n -= (size_t)k;
	}
	return 0;
}

static void cut(struct link *l)
{
	/* Told before the client can notice. */
	atomic_store(&proxy.plan, PROXY_PASS);
	atomic_fetch_add(&proxy.cuts, 1);
	drop(l);
}

static void from_client(struct link *l)
{
	char buffer[16384];
	ssize_t n = recv(l->client, buffer, sizeof buffer, 0);
	int plan = atomic_load(&proxy.plan);
	if (n <= 0) {
		drop(l);
		return;
	}
	if (plan != PROXY_PASS && memmem(buffer, (size_t)n, proxy.word, strlen(proxy.word))) {
		if (plan == PROXY_LOSE_REQUEST) {
			cut(l);
			return;
		}
		l->losing = 1;
	}
	if (send_all(l->server, buffer, (size_t)n) < 0)
		drop(l);
}

static void from_server(struct link *l)
{
	char buffer[16384];
	ssize_t n = recv(l->server, buffer, sizeof buffer, 0);
	if (l->losing)
		cut(l);
	else if (n <= 0 || send_all(l->client, buffer, (size_t)n) < 0)
		drop(l);
}

static void *serve(void *unused)
{
	struct pollfd fds[1 + 2 * MAX_LINKS];
	int i;
	(void)unused;
	while (!atomic_load(&proxy.stop)) {
		fds[0] = (struct pollfd){.fd = proxy.listener, .events = POLLIN};
		for (i = 0; i < MAX_LINKS; i++) {
			fds[1 + 2 * i] = (struct pollfd){.fd = proxy.links[i].client, .events = POLLIN};
			fds[2 + 2 * i] = (struct pollfd){.fd = proxy.links[i].server, .events = POLLIN};
		}
		if (poll(fds, COUNT(fds), 50) <= 0)
			continue;
		for (i = 0; i < MAX_LINKS; i++) {
			if (fds[1 + 2 * i].revents && proxy.links[i].client >= 0)
				from_client(&proxy.links[i]);
			if (fds[2 + 2 * i].revents && proxy.links[i].server >= 0)
				from_server(&proxy.links[i]);
		}
		if (fds[0].revents)
			welcome();
	}
	for (i = 0; i < MAX_LINKS; i++)
		drop(&proxy.links[i]);
	close(proxy.listener);
	return NULL;
}

static void find_server(void)
{
	tn_url *u = NULL;
	unsigned port;
	ck_tn_ok(tn_url_parse(&u, tn_test_url(), NULL, tn_test_err()));
	port = tn_url_port(u, 0);
	snprintf(proxy.host, sizeof proxy.host, "%s", tn_url_host(u, 0) ? tn_url_host(u, 0) : "127.0.0.1");
	snprintf(proxy.port, sizeof proxy.port, "%u", port ? port : trouble_is("mysql") ? 3306u : 5432u);
	tn_url_free(u);
}

unsigned proxy_start(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	socklen_t n = sizeof a;
	int i;
	memset(&proxy, 0, sizeof proxy);
	for (i = 0; i < MAX_LINKS; i++)
		proxy.links[i].client = proxy.links[i].server = -1;
	find_server();
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	proxy.listener = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_ge(proxy.listener, 0);
	ck_assert_int_eq(bind(proxy.listener, (struct sockaddr *)&a, sizeof a), 0);
	ck_assert_int_eq(listen(proxy.listener, 16), 0);
	ck_assert_int_eq(getsockname(proxy.listener, (struct sockaddr *)&a, &n), 0);
	ck_assert_int_eq(pthread_create(&proxy.thread, NULL, serve, NULL), 0);
	return ntohs(a.sin_port);
}

void proxy_plan(enum proxy_plan plan, const char *word)
{
	snprintf(proxy.word, sizeof proxy.word, "%s", word);
	atomic_store(&proxy.plan, (int)plan);
}

void proxy_refuse(int connections)
{
	atomic_store(&proxy.refuse, connections);
}

int proxy_cuts(void)
{
	return atomic_load(&proxy.cuts);
}

void proxy_stop(void)
{
	atomic_store(&proxy.stop, 1);
	pthread_join(proxy.thread, NULL);
}

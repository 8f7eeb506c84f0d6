/* SPDX-License-Identifier: MIT */
/*
 * tests/proxy/proxy.c - the proxy of proxy.h: one thread, poll(), a few links.
 *
 * Invariants:
 *  1. Bytes before the one of the order are passed on before it happens.
 *  2. A link that has fallen silent is not read any more, and not closed before its client
 *     closes it.
 */
#include "tests/proxy/proxy.h"
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_LINKS 16
#define TRICKLE_MS 20

struct link {
	int fd[2];   /* of the client, of the server; -1: free */
	int ordered; /* the order is about this one */
	int silent;
};

static struct {
	pthread_t thread;
	int listener;
	struct sockaddr_in server;
	struct link links[MAX_LINKS];
	atomic_int stop, way, from, waiting, happened;
	atomic_long at, bytes[2];
} proxy;

static void drop(struct link *l)
{
	int i;
	for (i = 0; i < 2; i++) {
		if (l->fd[i] >= 0)
			close(l->fd[i]);
		l->fd[i] = -1;
	}
}

static int at_once(int fd)
{
	int on = 1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

static void welcome(void)
{
	int fd = accept(proxy.listener, NULL, NULL), i;
	struct link *l;
	for (i = 0; i < MAX_LINKS && proxy.links[i].fd[0] >= 0; i++)
		;
	if (fd < 0 || i == MAX_LINKS) {
		if (fd >= 0)
			close(fd);
		return;
	}
	l = &proxy.links[i];
	l->silent = 0;
	l->ordered = atomic_exchange(&proxy.waiting, 0);
	l->fd[0] = at_once(fd);
	l->fd[1] = at_once(socket(AF_INET, SOCK_STREAM, 0));
	if (connect(l->fd[1], (struct sockaddr *)&proxy.server, sizeof proxy.server) < 0)
		drop(l);
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

/* Bytes that may pass before the order comes into force; n: all of them. */
static size_t before_order(int from, size_t n)
{
	long passed = atomic_load(&proxy.bytes[from]), at = atomic_load(&proxy.at);
	if (atomic_load(&proxy.way) == PROXY_PASS || from != atomic_load(&proxy.from))
		return n;
	if (at <= passed + 1)
		return 0;
	return passed + (long)n < at ? n : (size_t)(at - 1 - passed);
}

static void copy(struct link *l, int from)
{
	char buffer[16384];
	int way = atomic_load(&proxy.way);
	size_t first;
	ssize_t n = recv(l->fd[from], buffer, sizeof buffer, MSG_PEEK);
	if (n <= 0) {
		drop(l);
		return;
	}
	first = l->ordered ? before_order(from, (size_t)n) : (size_t)n;
	if (first < (size_t)n) {
		atomic_store(&proxy.happened, 1);
		if (way == PROXY_TRICKLE && !first) {
			first = 1;
			poll(NULL, 0, TRICKLE_MS);
		}
	}
	if (first && (recv(l->fd[from], buffer, first, 0) < 0 || send_all(l->fd[!from], buffer, first) < 0)) {
		drop(l);
		return;
	}
	if (l->ordered)
		atomic_fetch_add(&proxy.bytes[from], (long)first);
	if (first == (size_t)n || way == PROXY_TRICKLE)
		return;
	if (way == PROXY_CUT)
		drop(l);
	else
		l->silent = 1;
}

/* A silent link ends when its client has gone. */
static void look(struct link *l, const struct pollfd *fds)
{
	char byte;
	int i;
	if (l->silent) {
		if ((fds[0].revents & (POLLHUP | POLLERR)) ||
		    recv(l->fd[0], &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0 || (fds[0].revents & POLLRDHUP))
			drop(l);
		return;
	}
	for (i = 0; i < 2 && l->fd[0] >= 0; i++)
		if (fds[i].revents)
			copy(l, i);
}

static void *serve(void *unused)
{
	struct pollfd fds[1 + 2 * MAX_LINKS];
	int i, k;
	(void)unused;
	while (!atomic_load(&proxy.stop)) {
		fds[0] = (struct pollfd){.fd = proxy.listener, .events = POLLIN};
		for (i = 0; i < MAX_LINKS; i++)
			for (k = 0; k < 2; k++)
				fds[1 + 2 * i + k] = (struct pollfd){
					.fd = proxy.links[i].silent && k ? -1 : proxy.links[i].fd[k],
					.events = proxy.links[i].silent ? POLLRDHUP : POLLIN};
		poll(fds, 1 + 2 * MAX_LINKS, 20);
		for (i = 0; i < MAX_LINKS; i++)
			if (proxy.links[i].fd[0] >= 0)
				look(&proxy.links[i], &fds[1 + 2 * i]);
		if (fds[0].revents)
			welcome();
	}
	for (i = 0; i < MAX_LINKS; i++)
		drop(&proxy.links[i]);
	return NULL;
}

unsigned proxy_start(const char *host, unsigned port)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	socklen_t n = sizeof a;
	int i;
	memset(&proxy, 0, sizeof proxy);
	for (i = 0; i < MAX_LINKS; i++)
		proxy.links[i].fd[0] = proxy.links[i].fd[1] = -1;
	proxy.server.sin_family = AF_INET;
	proxy.server.sin_port = htons((uint16_t)port);
	if (inet_pton(AF_INET, host, &proxy.server.sin_addr) != 1)
		return 0;
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	proxy.listener = socket(AF_INET, SOCK_STREAM, 0);
	if (proxy.listener < 0 || bind(proxy.listener, (struct sockaddr *)&a, n) < 0 ||
	    listen(proxy.listener, 16) < 0 || getsockname(proxy.listener, (struct sockaddr *)&a, &n) < 0 ||
	    pthread_create(&proxy.thread, NULL, serve, NULL) != 0)
		return 0;
	return ntohs(a.sin_port);
}

void proxy_stop(void)
{
	atomic_store(&proxy.stop, 1);
	pthread_join(proxy.thread, NULL);
	close(proxy.listener);
}

void proxy_order(enum proxy_way way, enum proxy_from from, long at)
{
	atomic_store(&proxy.way, (int)way);
	atomic_store(&proxy.from, (int)from);
	atomic_store(&proxy.at, at);
	atomic_store(&proxy.bytes[0], 0);
	atomic_store(&proxy.bytes[1], 0);
	atomic_store(&proxy.happened, 0);
	atomic_store(&proxy.waiting, 1);
}

int proxy_happened(void)
{
	return atomic_load(&proxy.happened);
}

long proxy_bytes(enum proxy_from from)
{
	return atomic_load(&proxy.bytes[from]);
}

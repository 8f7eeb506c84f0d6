/* SPDX-License-Identifier: MIT */
/*
 * pg_link.c - whether a link was cut in the middle of TLS.
 *
 * libpq calls that a failure of TLS, and closes the socket.  A duplicate of it stays, for
 * the time of one step of the connect:
 *
 *  1. The peer has hung up if the socket is at its end before the step, or if it is
 *     after a step that failed and that sent nothing, or what nobody took any more: who
 *     turns a certificate down says so to the server, and then the server may go, too.
 *  2. An alert of the server is no hang-up, as long as it can be read by anybody.
 *
 * Where the system does not count what was sent, only the end before the step is known.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/tcp.h>
#define TCP_CLOSE 7 /* of the kernel; <netinet/tcp.h> has it, too, and does not go with that header */
#endif
#include "pg_internal.h"

#define ALERT 0x15 /* the first byte of its record */

/* Segments with data that were sent; *reset: the peer has refused one. */
static unsigned segments_sent(int fd, unsigned unknown, int *reset)
{
#ifdef __linux__
	struct tcp_info info;
	socklen_t n = sizeof(info);

	memset(&info, 0, sizeof(info));
	if (!getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n)) {
		*reset = info.tcpi_state == TCP_CLOSE;
		return info.tcpi_data_segs_out;
	}
#endif
	(void)fd;
	*reset = 0;
	return unknown;
}

/* 1: a byte is there, 0: none yet, -1: the end. */
static int peek(int fd, unsigned char *byte)
{
	ssize_t n = recv(fd, byte, 1, MSG_PEEK | MSG_DONTWAIT);

	if (n > 0)
		return 1;
	return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

void tn__pg_link_hold(struct pg_link *l, int fd)
{
	unsigned char byte = 0;
	int there = peek(fd, &byte), reset;

	l->gone = there < 0;
	l->alert = there > 0 && byte == ALERT;
	l->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	l->sent = l->fd < 0 ? 0 : segments_sent(l->fd, 0, &reset);
}

int tn__pg_link_was_cut(const struct pg_link *l)
{
	unsigned char byte;
	unsigned sent;
	int reset;

	if (l->gone || l->alert || l->fd < 0)
		return l->gone;
	sent = segments_sent(l->fd, l->sent + 1, &reset);
	return peek(l->fd, &byte) < 0 && (reset || sent == l->sent);
}

void tn__pg_link_let_go(struct pg_link *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}

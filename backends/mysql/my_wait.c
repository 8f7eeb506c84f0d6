/* SPDX-License-Identifier: MIT */
/*
 * my_wait.c - how long a log-in waits, and how its link ended.
 *
 * Connector/C bounds each read of a log-in by itself, so a server that trickles bytes is
 * waited for without end; and a link that is cut in the middle of TLS is one of its TLS
 * errors, with the text of whatever came before it ("self-signed certificate", where none
 * was asked for).  It lets its user wait for the socket (MARIADB_OPT_IO_WAIT), first of all
 * for the connect: from then on a duplicate of the socket outlives a log-in that fails.
 *
 *  1. All of these waits end at one deadline.  The TLS handshake waits in read() instead,
 *     each time as long as the read timeout says.
 *  2. The peer has hung up if the socket is at its end and nobody else is at fault: where
 *     certificates are verified, who turns one down says so, and then the peer may go, too.
 *     So many messages as were sent by then tell that apart: a request for TLS and a hello,
 *     or these, a handshake that was completed, and a log-in; or one that nobody took.
 *
 * An alert of the server, which hangs up after it, cannot be told from that.  Nothing is
 * known of libmysqlclient, which has no such hook, and of other systems than Linux where
 * certificates are verified: there it stays an error of TLS.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/tcp.h>
#define TCP_CLOSE 7 /* of the kernel; <netinet/tcp.h> has it, too, and does not go with that header */
#endif
#include "my_client.h"

#if defined(MARIADB_PACKAGE_VERSION_ID) && MARIADB_PACKAGE_VERSION_ID >= 30300

/* Messages of a log-in by TLS: request, hello, end of the handshake, account. */
#define UP_TO_HELLO 2u
#define UP_TO_ACCOUNT 4u

/* The log-in of this thread. */
static _Thread_local struct my_wait *current;

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Segments with data that were sent, all of them if the peer has refused one; 0 where the system does not tell. */
static unsigned segments_sent(int fd)
{
#ifdef __linux__
	struct tcp_info info;
	socklen_t n = sizeof(info);
	memset(&info, 0, sizeof(info));
	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) == 0)
		return info.tcpi_state == TCP_CLOSE ? UINT32_MAX : info.tcpi_data_segs_out;
#else
	(void)fd;
#endif
	return 0;
}

static int wait_for(my_socket fd, my_flag reads, int timeout)
{
	struct my_wait *w = current;
	struct pollfd p = {.fd = fd, .events = reads ? POLLIN : POLLOUT};
	int64_t left;
	int n;
	/* That of one wait; here all of them have one deadline. */
	(void)timeout;
	/* A host of several addresses is tried with a socket for each. */
	if (!reads && w->held >= 0)
		close(w->held);
	if (!reads || w->held < 0)
		w->held = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	do {
		left = w->deadline_ms - now_ms();
		n = left > 0 ? poll(&p, 1, left > 60000 ? 60000 : (int)left) : 0;
	} while ((n < 0 && errno == EINTR) || (n == 0 && left > 0));
	if (n == 0)
		errno = ETIMEDOUT;
	return n;
}

void my__wait_begin(struct my_wait *w, MYSQL *m, unsigned seconds)
{
	w->deadline_ms = now_ms() + 1000 * (int64_t)seconds;
	w->held = -1;
	current = w;
	mysql_optionsv(m, MARIADB_OPT_IO_WAIT, wait_for);
}

static int has_hung_up(const struct my_wait *w, int verified)
{
	unsigned sent = segments_sent(w->held);
	char byte;
	ssize_t n = recv(w->held, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
	if (n > 0 || (n < 0 && errno == EAGAIN))
		return 0;
	return !verified || sent == UP_TO_HELLO || sent >= UP_TO_ACCOUNT;
}

int my__wait_end(struct my_wait *w, MYSQL *m, int failed, int verified)
{
	int gone;
	current = NULL;
	if (!failed)
		mysql_optionsv(m, MARIADB_OPT_IO_WAIT, NULL);
	if (w->held < 0)
		return 0;
	gone = failed && has_hung_up(w, verified);
	close(w->held);
	return gone;
}

#else

void my__wait_begin(struct my_wait *w, MYSQL *m, unsigned seconds)
{
	(void)w;
	(void)m;
	(void)seconds;
}

int my__wait_end(struct my_wait *w, MYSQL *m, int failed, int verified)
{
	(void)w;
	(void)m;
	(void)failed;
	(void)verified;
	return 0;
}

#endif

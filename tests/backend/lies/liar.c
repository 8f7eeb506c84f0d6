/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/lies/liar.c - the proxy of liar.h: a thread for each link.
 *
 * A message is a letter and a length of four bytes that counts itself (PostgreSQL), or a
 * length of three bytes and a number (MySQL and MariaDB); then its body.
 *
 * Invariants:
 *  1. Only whole messages of the server are passed on, and of these the one of the order is
 *     given to a lie.  The client is not lied about.
 *  2. A lie writes as much as it likes, up to FLOOD bytes, for as long as the client reads.
 */
#include "tests/backend/lies/liar.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define FLOOD (32u << 20)
#define BODY_MAX (1u << 20)

static struct {
	pthread_t thread;
	int listener;
	int my; /* the protocol has packets with numbers */
	struct sockaddr_in server;
	atomic_int stop, links, waiting, happened;
	atomic_uint lie;
	atomic_long at, messages;
} liar;

/* One message on its way to the client. */
struct message {
	int to;
	unsigned char *all; /* head and body; lies write into it */
	size_t n;           /* all bytes */
};

static size_t head_size(void)
{
	return liar.my ? 4 : 5;
}

static int put(int to, const void *bytes, size_t n)
{
	const char *p = bytes;
	while (n) {
		ssize_t k = send(to, p, n, MSG_NOSIGNAL);
		if (k <= 0)
			return -1;
		p += k;
		n -= (size_t)k;
	}
	return 0;
}

static int pass(const struct message *m)
{
	return put(m->to, m->all, m->n);
}

static void set_length(struct message *m, uint32_t n)
{
	if (liar.my) {
		m->all[0] = (unsigned char)n;
		m->all[1] = (unsigned char)(n >> 8);
		m->all[2] = (unsigned char)(n >> 16);
	} else {
		n = htonl(n);
		memcpy(m->all + 1, &n, 4);
	}
}

static uint32_t length(const struct message *m)
{
	return (uint32_t)(m->n - (liar.my ? 4 : 1));
}

/* ---- lies about any message ------------------------------------------------------------ */

static int longer(struct message *m)
{
	set_length(m, length(m) + 1);
	return pass(m);
}

static int shorter(struct message *m)
{
	set_length(m, length(m) - 1);
	return pass(m);
}

static int nothing_in_it(struct message *m)
{
	set_length(m, liar.my ? 0 : 4);
	m->n = head_size();
	return pass(m);
}

static int huge(struct message *m)
{
	set_length(m, liar.my ? 0xffffff : 0x7ffffff0);
	return pass(m);
}

static int length_below_itself(struct message *m)
{
	set_length(m, 1);
	return pass(m);
}

static int left_out(struct message *m)
{
	(void)m;
	return 0;
}

static int twice(struct message *m)
{
	if (pass(m) < 0)
		return -1;
	m->all[3] = (unsigned char)(m->all[3] + liar.my);
	return pass(m);
}

/* The same again and again: rows that never end, descriptions that do not. */
static int without_end(struct message *m)
{
	size_t sent;
	for (sent = 0; sent < FLOOD; sent += m->n) {
		if (atomic_load(&liar.stop) || pass(m) < 0)
			return -1;
		if (liar.my)
			m->all[3]++;
	}
	return 0;
}

static int half_and_gone(struct message *m)
{
	put(m->to, m->all, m->n / 2);
	return -1;
}

static int half_and_silent(struct message *m)
{
	m->n = m->n / 2;
	pass(m);
	m->n = 0;
	return 1;
}

static int zeros(struct message *m)
{
	memset(m->all + head_size(), 0, m->n - head_size());
	return pass(m);
}

static int ones(struct message *m)
{
	memset(m->all + head_size(), 0xff, m->n - head_size());
	return pass(m);
}

/* The first bytes of a body are counts, lengths and kinds in nearly all messages. */
static int first_byte_more(struct message *m)
{
	if (m->n > head_size())
		m->all[head_size()]++;
	return pass(m);
}

static int second_byte_more(struct message *m)
{
	if (m->n > head_size() + 1)
		m->all[head_size() + 1]++;
	return pass(m);
}

static int second_byte_less(struct message *m)
{
	if (m->n > head_size() + 1)
		m->all[head_size() + 1]--;
	return pass(m);
}

static int counts_of_65535(struct message *m)
{
	size_t i, first = head_size() + (liar.my ? 5 : 0);
	for (i = first; i < first + (liar.my ? 4 : 2) && i < m->n; i++)
		m->all[i] = 0xff;
	return pass(m);
}

static int middle_changed(struct message *m)
{
	m->all[(m->n + head_size()) / 2 - (m->n == head_size())] ^= 0x55;
	return pass(m);
}

static int end_changed(struct message *m)
{
	m->all[m->n - 1] ^= 0xff;
	return pass(m);
}

/* ---- other messages in its place, or before it ------------------------------------------- */

struct other {
	const char *bytes;
	size_t n;
};
#define OTHER(text) {text, sizeof(text) - 1}

/* By protocol; packets of MySQL get the number of the message that they stand for. */
static int put_other(struct message *m, const struct other by_protocol[2])
{
	const struct other *o = &by_protocol[liar.my];
	unsigned char bytes[64];
	memcpy(bytes, o->bytes, o->n);
	if (liar.my && o->n) {
		bytes[3] = m->all[3];
		m->all[3]++;
	}
	return put(m->to, bytes, o->n);
}

static const struct other error[2] = {OTHER("E\0\0\0\x18SERROR\0C22012\0Mbad\0\0"),
				      OTHER("\x0c\0\0\0\xff\x51\x05#22012bad")};
static const struct other notice[2] = {OTHER("N\0\0\0\x1aSWARNING\0C01000\0Mbad\0\0"),
				       OTHER("\x07\0\0\0\0\0\0\2\0\xff\xff")};
static const struct other done[2] = {OTHER("C\0\0\0\x0d" "SELECT 1\0"), OTHER("\x05\0\0\0\xfe\0\0\2\0")};
static const struct other ready[2] = {OTHER("Z\0\0\0\5I"), OTHER("\x07\0\0\0\0\0\0\3\0\0\0")};
static const struct other in_transaction[2] = {OTHER("Z\0\0\0\5T"), OTHER("\x07\0\0\0\0\0\0\x0b\0\0\0")};
static const struct other copy_or_file[2] = {OTHER("G\0\0\0\7\0\0\0"), OTHER("\x0c\0\0\0\xfb/etc/passwd")};
static const struct other row[2] = {OTHER("D\0\0\0\x0b\0\1\0\0\0\1t"), OTHER("\2\0\0\0\1t")};
static const struct other columns[2] = {OTHER("T\0\0\0\6\xff\xff"), OTHER("\3\0\0\0\xfc\xff\xff")};
static const struct other parameters[2] = {OTHER("t\0\0\0\6\xff\xff"),
					   OTHER("\x0c\0\0\0\0\1\0\0\0\7\0\x09\0\0\0\0")};
static const struct other huge_cell[2] = {OTHER("D\0\0\0\x0b\0\1\x7f\xff\xff\xf0t"),
					  OTHER("\5\0\0\0\xfd\xff\xff\xff" "1")};

#define LIE_INSTEAD(name) \
	static int name##_instead(struct message *m) \
	{ \
		return put_other(m, name); \
	}
#define LIE_BEFORE(name) \
	static int name##_before(struct message *m) \
	{ \
		return put_other(m, name) < 0 ? -1 : pass(m); \
	}
LIE_INSTEAD(error)
LIE_BEFORE(error)
LIE_BEFORE(notice)
LIE_INSTEAD(done)
LIE_BEFORE(done)
LIE_INSTEAD(ready)
LIE_BEFORE(ready)
LIE_INSTEAD(in_transaction)
LIE_INSTEAD(copy_or_file)
LIE_BEFORE(copy_or_file)
LIE_INSTEAD(row)
LIE_BEFORE(row)
LIE_INSTEAD(columns)
LIE_INSTEAD(parameters)
LIE_INSTEAD(huge_cell)

static int notices_before(struct message *m)
{
	int i, rc = 0;
	for (i = 0; i < 1000 && rc == 0; i++)
		rc = put_other(m, notice);
	return rc < 0 ? -1 : pass(m);
}

/*
 * -1: the link is cut, 1: it falls silent.  whole: a packet stays what it was, or is none that could be taken for a
 * row with less in it than its columns need.
 */
static const struct {
	const char *name;
	int (*tell)(struct message *m);
	int whole;
} lies[] = {
	{"longer", longer, 0},
	{"shorter", shorter, 0},
	{"nothing in it", nothing_in_it, 0},
	{"huge", huge, 1},
	{"length below itself", length_below_itself, 0},
	{"left out", left_out, 1},
	{"twice", twice, 1},
	{"without end", without_end, 1},
	{"half and gone", half_and_gone, 1},
	{"half and silent", half_and_silent, 1},
	{"zeros", zeros, 0},
	{"ones", ones, 0},
	{"first byte more", first_byte_more, 0},
	{"second byte more", second_byte_more, 0},
	{"second byte less", second_byte_less, 0},
	{"counts of 65535", counts_of_65535, 0},
	{"middle changed", middle_changed, 0},
	{"end changed", end_changed, 0},
	{"error instead", error_instead, 1},
	{"error before", error_before, 1},
	{"notice before", notice_before, 0},
	{"notices before", notices_before, 0},
	{"end of rows instead", done_instead, 1},
	{"end of rows before", done_before, 1},
	{"ready instead", ready_instead, 0},
	{"ready before", ready_before, 0},
	{"in a transaction instead", in_transaction_instead, 0},
	{"copy or file instead", copy_or_file_instead, 0},
	{"copy or file before", copy_or_file_before, 0},
	{"row instead", row_instead, 0},
	{"row before", row_before, 0},
	{"columns instead", columns_instead, 0},
	{"parameters instead", parameters_instead, 0},
	{"huge cell instead", huge_cell_instead, 0},
};

unsigned liar_count(void)
{
	return sizeof lies / sizeof lies[0];
}

int liar_is_whole(unsigned lie)
{
	return lies[lie].whole;
}

const char *liar_name(unsigned lie)
{
	return lies[lie].name;
}

/* ---- links ------------------------------------------------------------------------------- */

struct link {
	int client, server;
	int ordered;
	unsigned char *buffer; /* what came from the server and is no whole message yet */
	size_t n;
};

/* Bytes of the first message; 0: not all of it is there. */
static size_t whole(const struct link *l)
{
	const unsigned char *p = l->buffer;
	size_t n;
	if (l->n < head_size())
		return 0;
	n = liar.my ? 4 + ((size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16)
		    : 1 + ((size_t)p[1] << 24 | (size_t)p[2] << 16 | (size_t)p[3] << 8 | p[4]);
	return n <= l->n ? n : 0;
}

static int pass_messages(struct link *l)
{
	size_t n;
	int rc = 0;
	while (rc == 0 && (n = whole(l)) != 0) {
		struct message m = {l->client, l->buffer, n};
		if (l->ordered && atomic_fetch_add(&liar.messages, 1) + 1 == atomic_load(&liar.at)) {
			atomic_store(&liar.happened, 1);
			rc = lies[atomic_load(&liar.lie)].tell(&m);
		} else {
			rc = pass(&m);
		}
		l->n -= n;
		memmove(l->buffer, l->buffer + n, l->n);
	}
	return rc;
}

static int from_server(struct link *l)
{
	ssize_t k = recv(l->server, l->buffer + l->n, BODY_MAX - l->n, 0);
	if (k <= 0)
		return -1;
	l->n += (size_t)k;
	return pass_messages(l);
}

static int from_client(const struct link *l)
{
	char bytes[16384];
	ssize_t k = recv(l->client, bytes, sizeof bytes, 0);
	return k <= 0 ? -1 : put(l->server, bytes, (size_t)k);
}

/* What the client says is still read, so that it can notice by itself. */
static void *serve(void *arg)
{
	struct link *l = arg;
	int rc = 0;
	while (rc >= 0 && !atomic_load(&liar.stop)) {
		struct pollfd p[2] = {{.fd = l->client, .events = POLLIN},
				      {.fd = rc ? -1 : l->server, .events = POLLIN}};
		if (poll(p, 2, 20) <= 0)
			continue;
		if (p[0].revents && from_client(l) < 0)
			break;
		if (p[1].revents)
			rc = from_server(l);
	}
	close(l->client);
	close(l->server);
	free(l->buffer);
	free(l);
	atomic_fetch_sub(&liar.links, 1);
	return NULL;
}

static int at_once(int fd)
{
	struct timeval patience = {.tv_sec = 1};
	int on = 1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	return fd;
}

static void welcome(int client)
{
	struct link *l = calloc(1, sizeof *l);
	pthread_t thread;
	if (!l || !(l->buffer = malloc(BODY_MAX)))
		abort();
	l->client = at_once(client);
	l->server = at_once(socket(AF_INET, SOCK_STREAM, 0));
	l->ordered = atomic_exchange(&liar.waiting, 0);
	atomic_fetch_add(&liar.links, 1);
	if (connect(l->server, (struct sockaddr *)&liar.server, sizeof liar.server) < 0 ||
	    pthread_create(&thread, NULL, serve, l) != 0)
		abort();
	pthread_detach(thread);
}

static void *listen_on(void *unused)
{
	(void)unused;
	while (!atomic_load(&liar.stop)) {
		struct pollfd p = {.fd = liar.listener, .events = POLLIN};
		int fd = poll(&p, 1, 20) > 0 ? accept(liar.listener, NULL, NULL) : -1;
		if (fd >= 0)
			welcome(fd);
	}
	return NULL;
}

unsigned liar_start(enum liar_protocol protocol, unsigned port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	socklen_t n = sizeof a;
	memset(&liar, 0, sizeof liar);
	liar.my = protocol == LIAR_MYSQL;
	liar.server = a;
	liar.server.sin_port = htons((uint16_t)port);
	liar.listener = socket(AF_INET, SOCK_STREAM, 0);
	if (liar.listener < 0 || bind(liar.listener, (struct sockaddr *)&a, n) < 0 || listen(liar.listener, 16) < 0 ||
	    getsockname(liar.listener, (struct sockaddr *)&a, &n) < 0 ||
	    pthread_create(&liar.thread, NULL, listen_on, NULL) != 0)
		return 0;
	return ntohs(a.sin_port);
}

void liar_stop(void)
{
	atomic_store(&liar.stop, 1);
	pthread_join(liar.thread, NULL);
	close(liar.listener);
	while (atomic_load(&liar.links))
		usleep(1000);
}

void liar_order(unsigned lie, long at)
{
	atomic_store(&liar.lie, lie);
	atomic_store(&liar.at, at);
	atomic_store(&liar.messages, 0);
	atomic_store(&liar.happened, 0);
	atomic_store(&liar.waiting, 1);
}

long liar_messages(void)
{
	return atomic_load(&liar.messages);
}

int liar_happened(void)
{
	return atomic_load(&liar.happened);
}

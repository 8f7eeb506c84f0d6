/* SPDX-License-Identifier: MIT */
/*
 * my_value.c - parameters: from values to what the client library sends.
 *
 * The kinds are known at prepare and with them every type, so the binding is
 * made once and an execution only fills in values.  A short text is copied into
 * a buffer of the parameter; a long one is bound where it is, which costs a new
 * binding for that execution and the next.
 *
 * Invariants:
 *  1. A parameter's buffer is never NULL: the libraries take that for NULL.
 *  2. Moments are sent as DATETIME: the session's zone is UTC.
 *  3. Values that are more than a packet together are refused before anything is sent.
 */
#include <string.h>
#include <tenon/sys/calendar.h>
#include "my_internal.h"

#define COPY_BYTES 4096u

/* How each kind is sent. */
static const struct {
	int type;
	uint8_t text; /* pointer and length */
} sent_as[TN_KIND_COUNT] = {
	[TN_KIND_NULL] = {MYSQL_TYPE_NULL, 0},
	[TN_KIND_BOOL] = {MYSQL_TYPE_TINY, 0},
	[TN_KIND_INT] = {MYSQL_TYPE_LONGLONG, 0},
	[TN_KIND_DOUBLE] = {MYSQL_TYPE_DOUBLE, 0},
	[TN_KIND_NUMERIC] = {MYSQL_TYPE_NEWDECIMAL, 1},
	[TN_KIND_TEXT] = {MYSQL_TYPE_STRING, 1},
	[TN_KIND_BYTES] = {MYSQL_TYPE_BLOB, 1},
	[TN_KIND_DATE] = {MYSQL_TYPE_DATE, 0},
	[TN_KIND_TIME] = {MYSQL_TYPE_TIME, 0},
	[TN_KIND_TIMESTAMP] = {MYSQL_TYPE_DATETIME, 0},
	[TN_KIND_TIMESTAMPTZ] = {MYSQL_TYPE_DATETIME, 0},
	/* 16 bytes suit BINARY(16) and the UUID type alike. */
	[TN_KIND_UUID] = {MYSQL_TYPE_BLOB, 1},
	[TN_KIND_JSON] = {MYSQL_TYPE_STRING, 1},
};

int my__param_reserve(struct my_stmt *s, struct my_param *p, unsigned long need)
{
	const struct tn_host *host = s->head.conn->host;
	char *buf;
	if (p->buf && need <= p->cap)
		return 0;
	need = need < 64 ? 64 : need < p->cap * 2 ? p->cap * 2 : need;
	buf = host->realloc(p->buf, need);
	if (!buf)
		return host->nomem(s->head.conn);
	p->buf = buf;
	p->cap = need;
	s->params_bound = 0;
	return 0;
}

int my__params_make(struct my_stmt *s)
{
	const struct tn_host *host = s->head.conn->host;
	uint32_t i, n = s->head.param_count;
	if (!n)
		return 0;
	s->params = host->alloc(n * sizeof(*s->params));
	s->param_binds = host->alloc(n * sizeof(*s->param_binds));
	if (!s->params || !s->param_binds)
		return host->nomem(s->head.conn);
	for (i = 0; i < n; i++) {
		struct my_param *p = &s->params[i];
		MYSQL_BIND *b = &s->param_binds[i];
		unsigned kind = s->head.kinds[i];
		if (kind & TN_BE_LIST)
			kind = TN_KIND_TEXT;
		if (kind >= TN_KIND_LIST)
			return my__fault_own((struct my_conn *)s->head.conn, TN_E_INTERNAL, NULL,
				"parameter %u has a kind that cannot be sent", i + 1);
		b->buffer_type = (enum enum_field_types)sent_as[kind].type;
		b->is_null = &p->is_null;
		b->length = &p->len;
		b->buffer = &p->fix;
		b->buffer_length = sizeof(p->fix);
	}
	return 0;
}

static void put_clock(MYSQL_TIME *t, int64_t us)
{
	int64_t sec = us / TN_US_PER_SECOND;
	t->second_part = (unsigned long)(us % TN_US_PER_SECOND);
	t->second = (unsigned)(sec % 60);
	t->minute = (unsigned)(sec / 60 % 60);
	t->hour = (unsigned)(sec / 3600);
}

static int put_date(struct my_stmt *s, MYSQL_TIME *t, int64_t days, uint32_t i)
{
	int64_t year;
	if (days < TN_DATE_MIN || days > TN_DATE_MAX)
		return my__fault_own((struct my_conn *)s->head.conn, TN_E_RANGE, NULL,
			"parameter %u: the date is outside the years 1 to 9999", i + 1);
	tn_civil_from_days(days, &year, &t->month, &t->day);
	t->year = (unsigned)year;
	return 0;
}

int my__put_time(struct my_stmt *s, MYSQL_TIME *t, const tn_value *v, uint32_t i)
{
	int64_t days = v->u.i / TN_US_PER_DAY, rest = v->u.i % TN_US_PER_DAY;
	memset(t, 0, sizeof(*t));
	switch (v->kind) {
	case TN_KIND_TIME:
		t->time_type = MYSQL_TIMESTAMP_TIME;
		put_clock(t, v->u.i);
		return 0;
	case TN_KIND_DATE: t->time_type = MYSQL_TIMESTAMP_DATE; return put_date(s, t, v->u.i, i);
	default:
		if (rest < 0) {
			rest += TN_US_PER_DAY;
			days--;
		}
		t->time_type = MYSQL_TIMESTAMP_DATETIME;
		put_clock(t, rest);
		return put_date(s, t, days, i);
	}
}

static int put_text(struct my_stmt *s, uint32_t i, const tn_value *v)
{
	struct my_param *p = &s->params[i];
	MYSQL_BIND *b = &s->param_binds[i];
	const void *from = v->u.s;
	int rc;
	p->len = v->len;
	if (v->len > COPY_BYTES) {
		/* The libraries only read it; their struct has no const. */
		memcpy(&b->buffer, &from, sizeof(from));
		b->buffer_length = v->len;
		s->params_bound = 0;
		return 0;
	}
	rc = my__param_reserve(s, p, v->len);
	if (rc)
		return rc;
	if (v->len)
		memcpy(p->buf, v->u.s, v->len);
	if (b->buffer != p->buf) {
		b->buffer = p->buf;
		s->params_bound = 0;
	}
	b->buffer_length = p->cap;
	return 0;
}

static int put_value(struct my_stmt *s, uint32_t i, const tn_value *v)
{
	struct my_param *p = &s->params[i];
	p->is_null = v->kind == TN_KIND_NULL;
	if (p->is_null)
		return 0;
	if (v->kind == TN_KIND_LIST)
		return my__list_put(s, i, v->u.list);
	if (sent_as[v->kind].text)
		return put_text(s, i, v);
	switch (v->kind) {
	case TN_KIND_BOOL: p->fix.b = v->u.i != 0; return 0;
	case TN_KIND_INT: p->fix.i = v->u.i; return 0;
	case TN_KIND_DOUBLE: p->fix.d = v->u.d; return 0;
	default: return my__put_time(s, &p->fix.t, v, i);
	}
}

/* A value as it stands in the packet: its length before it, or at most the fields of a time. */
static uint64_t sent_bytes(const struct my_stmt *s, uint32_t i)
{
	const struct my_param *p = &s->params[i];
	unsigned kind = s->head.kinds[i];
	if (p->is_null)
		return 0;
	if (!(kind & TN_BE_LIST) && !sent_as[kind].text)
		return 13;
	return p->len + (p->len < 251 ? 1u : p->len < 1u << 16 ? 3u : p->len < 1u << 24 ? 4u : 9u);
}

/* All values go in one packet; one that is too long would cost the link. */
static int check_packet(struct my_stmt *s)
{
	int64_t most = s->head.conn->server.caps.limits[TN_LIMIT_VALUE_BYTES];
	uint64_t bytes = 16 + s->head.param_count * UINT64_C(2) + (s->head.param_count + 7) / 8;
	uint32_t i;
	for (i = 0; i < s->head.param_count; i++)
		bytes += sent_bytes(s, i);
	if (most <= 0 || bytes < (uint64_t)most)
		return 0;
	return my__fault_own((struct my_conn *)s->head.conn, TN_E_LIMIT,
		"Send the values with several statements, in one transaction.",
		"the values of the statement take %llu bytes together, this server takes %lld (limit value_bytes)",
		(unsigned long long)bytes, (long long)most);
}

int my__params_bind(struct my_stmt *s, const tn_value *params)
{
	uint32_t i;
	int rc;
	for (i = 0; i < s->head.param_count; i++) {
		rc = put_value(s, i, &params[i]);
		if (rc)
			return rc;
	}
	rc = check_packet(s);
	if (rc)
		return rc;
	if (s->params_bound || !s->head.param_count)
		return 0;
	if (mysql_stmt_bind_param(s->ps, s->param_binds))
		return my__fault_stmt(s);
	s->params_bound = 1;
	return 0;
}

void my__params_release(struct my_stmt *s)
{
	const struct tn_host *host = s->head.conn->host;
	uint32_t i;
	for (i = 0; s->params && i < s->head.param_count; i++)
		host->free(s->params[i].buf);
	host->free(s->params);
	host->free(s->param_binds);
	s->params = NULL;
	s->param_binds = NULL;
}

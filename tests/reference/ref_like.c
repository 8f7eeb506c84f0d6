/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_like.c - LIKE and ILIKE.
 */
#include <string.h>
#include "tests/reference/reference.h"

struct pattern {
	const char *escape;
	size_t escape_len;
	int nocase;
};

static int same_char(const struct pattern *p, const char *a, const char *b, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		char x = a[i], y = b[i];

		if (p->nocase && x >= 'A' && x <= 'Z')
			x = (char)(x + 32);
		if (p->nocase && y >= 'A' && y <= 'Z')
			y = (char)(y + 32);
		if (x != y)
			return 0;
	}
	return 1;
}

/* 1, 0, or TN_E_DATA: an escape with nothing behind it. */
static int matches(const struct pattern *p, const char *s, size_t n, const char *like, size_t m)
{
	size_t k, have;
	int rc;

	if (!m)
		return n == 0;
	k = ref_char_bytes(like, m);
	if (k == p->escape_len && !memcmp(like, p->escape, k)) {
		like += k;
		m -= k;
		if (!m)
			return TN_E_DATA;
		k = ref_char_bytes(like, m);
	} else if (*like == '%') {
		for (;;) {
			rc = matches(p, s, n, like + 1, m - 1);
			if (rc || !n)
				return rc;
			have = ref_char_bytes(s, n);
			s += have;
			n -= have;
		}
	} else if (*like == '_') {
		have = n ? ref_char_bytes(s, n) : 0;
		return n ? matches(p, s + have, n - have, like + 1, m - 1) : 0;
	}
	if (n < k || !same_char(p, s, like, k))
		return 0;
	return matches(p, s + k, n - k, like + k, m - k);
}

static int like_any(const struct ref_call *c, int nocase)
{
	struct pattern p = {"\\", 1, nocase};
	int rc;

	if (c->count > 2) {
		p.escape = c->args[2].u.s;
		p.escape_len = c->args[2].len;
	}
	rc = matches(&p, c->args[0].u.s, c->args[0].len, c->args[1].u.s, c->args[1].len);
	if (rc < 0)
		return rc;
	*c->out = ref_int(TN_KIND_BOOL, rc);
	return TN_OK;
}

static int like(const struct ref_call *c) { return like_any(c, 0); }
static int ilike(const struct ref_call *c) { return like_any(c, 1); }

const struct ref_op ref_like_ops[] = {{TN_OP_LIKE, like}, {TN_OP_ILIKE, ilike}, {0, NULL}};

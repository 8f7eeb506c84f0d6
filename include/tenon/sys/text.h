/* SPDX-License-Identifier: MIT */
/*
 * tenon/sys/text.h - growable text with a sticky error.
 *
 * Append freely and check once: after a failed append (no memory, or the hard
 * maximum) failed is set, later appends do nothing, and s still points to
 * NUL-terminated text.  Invariants: s is never NULL after init; s[len] is NUL;
 * len < cap or s is the shared empty string.
 *
 * The functions live in the library; backends reach them through the host
 * table (tenon/sys/host.h).
 */
#ifndef TENON_SYS_TEXT_H
#define TENON_SYS_TEXT_H

#include <tenon/defs.h>

TN_BEGIN_DECLS

struct tn_text {
	char *s;
	size_t len;
	size_t cap;    /* bytes owned; 0 while s is the shared empty string */
	size_t max;    /* hard maximum of len; 0: 1 GiB */
	int failed;    /* 0, TN_E_NOMEM or TN_E_LIMIT */
};

TN_END_DECLS

#endif

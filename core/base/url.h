/* SPDX-License-Identifier: MIT */
/*
 * core/base/url.h - parsing URLs against rules that somebody else knows.
 *
 * The grammar is ours (several hosts with ports are no RFC 3986 authority, and
 * a file URL has four slashes for an absolute path), the forms and the keys are
 * a backend's, so the parser takes a function that finds the rules of a scheme.
 */
#ifndef TN_BASE_URL_H
#define TN_BASE_URL_H

#include <tenon/sys/backend.h>
#include <tenon/url.h>

struct tn_url_rules {
	const char *scheme;                    /* canonical */
	int form;                              /* enum tn_url_form */
	const struct tn_url_key *keys;         /* the backend's own, ended by a NULL name; or NULL */
	const struct tn_url_key *common_keys;  /* those of every backend, ended likewise; or NULL */
};

/* Fills *rules and returns 1 if the scheme is known, 0 if not. */
typedef int (*tn_url_find_fn)(void *ctx, const char *scheme, struct tn_url_rules *rules);

/*
 * As tn_url_parse(); known is a list of schemes for the message about an unknown
 * one ("sqlite, postgresql").  Aliases of keys are resolved to their canonical
 * names, values are checked against their "a|b" or "1..9" form.
 */
int tn__url_parse(tn_url **out, const char *text, const tn_url_options *options, tn_url_find_fn find,
		  void *ctx, const char *known, tn_error **err);

/* The password, for the one place that connects; NULL if none. */
const char *tn__url_password(const tn_url *u);

/* Another owner of the same URL: a URL never changes, so owners share it. */
tn_url *tn__url_ref(const tn_url *u);

/* The scheme as it was written (an alias keeps its meaning: "mariadb"). */
const char *tn__url_written_scheme(const tn_url *u);

#endif

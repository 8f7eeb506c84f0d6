/* SPDX-License-Identifier: MIT */
/*
 * tests/unit/unit_url_rules.h - two invented backends for the tests of the URL.
 *
 * "leaf" keeps files; "tree" (also "shrub") is a server.  Their keys have one of
 * each form: free text, a choice, a range, an alias, a secret.
 */
#ifndef TN_TESTS_UNIT_URL_RULES_H
#define TN_TESTS_UNIT_URL_RULES_H

#include <string.h>
#include "core/base/url.h"

static const struct tn_url_key unit_leaf_keys[] = {
	{"serialize_access", NULL, "0|1", "One writer."},
	{"mode", NULL, "ro|rw|rwc", "How to open."},
	{NULL, NULL, NULL, NULL},
};
static const struct tn_url_key unit_tree_keys[] = {
	{"charset", NULL, "utf8mb4|utf8", "Character set."},
	{"use_unicode", NULL, "1|true|True", "Accepted, always on."},
	{"storage_engine", NULL, NULL, "Default engine of new tables."},
	{"max_idle", NULL, "0..2147483647", "Seconds."},
	{"sslmode", NULL, "disable|require|verify-full", "TLS."},
	{"ssl_mode", "sslmode", NULL, "Another name of sslmode."},
	{"sslpassword", NULL, NULL, "Opens the key file."},
	{NULL, NULL, NULL, NULL},
};
static const struct tn_url_key unit_common_keys[] = {
	{"connect_timeout", NULL, "1..3600", "Seconds."},
	{"application_name", NULL, NULL, "Shown by the server."},
	{NULL, NULL, NULL, NULL},
};

static inline int unit_url_find(void *ctx, const char *scheme, struct tn_url_rules *rules)
{
	int leaf = strcmp(scheme, "leaf") == 0;
	(void)ctx;
	if (!leaf && strcmp(scheme, "tree") != 0 && strcmp(scheme, "shrub") != 0)
		return 0;
	rules->scheme = leaf ? "leaf" : "tree";
	rules->form = leaf ? TN_URL_FILE : TN_URL_SERVER;
	rules->keys = leaf ? unit_leaf_keys : unit_tree_keys;
	rules->common_keys = unit_common_keys;
	return 1;
}

static inline int unit_url_parse(tn_url **out, const char *text, const char *basedir, tn_error **err)
{
	tn_url_options options = {sizeof(options), basedir};
	return tn__url_parse(out, text, &options, unit_url_find, NULL, "leaf, tree", err);
}

#endif

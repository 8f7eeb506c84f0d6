/* SPDX-License-Identifier: MIT */
/*
 * core/engine/url_api.c - tn_url_parse(): the parser of core/base with the rules
 * of the registered backends, and the keys that every backend has.
 */
#include "core/base/text.h"
#include "core/base/url.h"
#include "core/engine/engine.h"

const struct tn_url_key tn__common_url_keys[] = {
	{"connect_timeout", NULL, "1..3600", "Seconds that connecting to one host may take (default 30)."},
	{"statement_timeout", NULL, "0..2147483647", "Milliseconds that a statement may take (0: no bound)."},
	{"transaction_timeout", NULL, "0..2147483647", "The same of a transaction, from begin to commit."},
	{"lock_timeout", NULL, "0..2147483647", "Milliseconds to wait for a lock, rounded up to the server's unit."},
	{"application_name", NULL, NULL, "Name shown in the server's list of sessions (default tenon)."},
	{"statement_cache", NULL, "0..10000", "Prepared statements kept per connection (default 64; 0: none)."},
	{"read_only", NULL, "0|1", "1 opens the database for reading only."},
	{"target_session_attrs", NULL, "any|read-write|read-only|primary|standby|prefer-standby",
		"The role that a host must have to be taken."},
	{"load_balance_hosts", NULL, "disable|random", "random: every connect tries the hosts in another order."},
	{"pooled_proxy", NULL, "0|1", "1 keeps to what works behind a proxy that pools transactions."},
	{"weak_engine", NULL, "refuse|warn", "Tables without transactions or foreign keys: refused, or a warning."},
	{NULL, NULL, NULL, NULL},
};

/* ctx: where the error goes of a backend that cannot be had. */
static int find_rules(void *ctx, const char *scheme, struct tn_url_rules *rules)
{
	const struct tn_backend *b = tn__backend_find(scheme, ctx);
	if (!b)
		return 0;
	rules->scheme = b->schemes[0];
	rules->form = b->url_form;
	rules->keys = b->url_keys;
	rules->common_keys = tn__common_url_keys;
	return 1;
}

int tn_url_parse(tn_url **out, const char *text, const tn_url_options *options, tn_error **err)
{
	tn_error *missing = NULL;
	struct tn_text known;
	int rc;
	if (!out || !text)
		return tn__error_set(err, TN_E_MISUSE, "tn_url_parse() needs a URL and a place for the result");
	tn__text_init(&known);
	tn__backend_schemes(&known);
	rc = tn__url_parse(out, text, options, find_rules, &missing, known.s, err);
	if (rc < 0 && missing) {
		rc = tn_error_code(missing);
		if (err) {
			tn_error_free(*err);
			*err = missing;
			missing = NULL;
		}
	}
	tn_error_free(missing);
	tn__text_release(&known);
	return rc;
}

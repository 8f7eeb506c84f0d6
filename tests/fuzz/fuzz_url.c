/* SPDX-License-Identifier: MIT */
/*
 * fuzz_url.c - any text as a URL.
 *
 *  1. What parses has a canonical text that parses to the same canonical text.
 *  2. That text has *** as its password, and a message never shows one that has
 *     the marker "zQ5" in it.
 *  3. After the wipe, what was found is gone.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/mem.h"
#include "tests/unit/unit_url_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
	if (!holds)
		abort();
}

static char *format(const tn_url *u)
{
	size_t n = tn_url_format(u, NULL, 0);
	char *s = tn__alloc(n + 1);
	require(s && tn_url_format(u, s, n + 1) == n && strlen(s) == n);
	return s;
}

static void check_good(const tn_url *u)
{
	char *first = format(u), *second;
	tn_url *again;
	require(unit_url_parse(&again, first, "/elsewhere", NULL) == TN_OK);
	second = format(again);
	require(strcmp(first, second) == 0);
	require(tn_url_has_password(again) == tn_url_has_password(u));
	if (tn_url_has_password(u))
		require(strcmp(tn__url_password(again), "***") == 0);
	tn__free(first);
	tn__free(second);
	tn_url_free(again);
}

/*
 * What must not be shown: all between the first ':' after "//" and the last '@'.
 * A marker elsewhere may be quoted, so such texts tell nothing.
 */
static void check_bad(const char *text, const tn_error *err)
{
	const char *slashes = strstr(text, "://"), *colon = slashes ? strchr(slashes + 3, ':') : NULL;
	const char *at = colon ? strrchr(colon, '@') : NULL, *marker = strstr(text, "zQ5");
	require(tn_error_message(err) != NULL);
	if (at && slashes == strchr(text, ':') && marker > colon && !strstr(at, "zQ5"))
		require(!strstr(tn_error_message(err), "zQ5"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = tn__strndup((const char *)data, size);
	tn_error *err = NULL;
	tn_url *u;
	require(text != NULL);
	if (unit_url_parse(&u, text, "/base", &err) == TN_OK) {
		check_good(u);
		tn_url_free(u);
	} else {
		check_bad(text, err);
		tn_error_free(err);
	}
	if (tn_url_wipe_password(text))
		require(strchr(text, '*') != NULL);
	tn__free(text);
	return 0;
}

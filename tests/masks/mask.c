/* SPDX-License-Identifier: MIT */
/* tests/masks/mask.c - takes capabilities and limits away; see mask.h. */
#include "tests/masks/mask.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "compat/compat.h"
#include "core/engine/be.h"
#include "core/engine/engine.h"

int __real_tn__be_probe(tn_conn *conn);
int __wrap_tn__be_probe(tn_conn *conn);

/* The next word of the list, its length in *len; NULL at the end. */
static const char *next_word(const char **at, size_t *len)
{
	const char *word = *at + strspn(*at, ",");
	*len = strcspn(word, ",");
	*at = word + *len;
	return *len ? word : NULL;
}

static void lower(struct tn_caps *caps, char *word, char *equals)
{
	int limit;
	*equals = '\0';
	limit = tn__limit_find(word);
	if (limit < 0) {
		fprintf(stderr, MASK_VARIABLE ": '%s' is no limit\n", word);
		abort();
	}
	caps->limits[limit] = atoll(equals + 1);
}

/*
 * What "all" leaves: what the server does by itself and no text of ours could keep it from
 * doing; and that without which whole calls are refused, lists of any form and ON
 * CONFLICT in either spelling.  By itself each can be taken.
 */
static const enum tn_cap left_alone[] = {
	TN_CAP_TX_DDL, TN_CAP_LAST_INSERT_ID, TN_CAP_LIST_ARRAY, TN_CAP_LIST_TABLE, TN_CAP_LIST_TABLE_DML,
	TN_CAP_LIST_TABLE_TEXT, TN_CAP_LIST_FILLED, TN_CAP_ON_CONFLICT, TN_CAP_ON_DUPLICATE_KEY,
};

static void take_all(struct tn_caps *caps)
{
	struct tn_caps left = {0};
	size_t i;
	for (i = 0; i < sizeof left_alone / sizeof left_alone[0]; i++)
		if (tn_cap_has(caps, left_alone[i]))
			tn_cap_set(&left, left_alone[i]);
	memcpy(caps->bits, left.bits, sizeof caps->bits);
}

static void take_word(struct tn_caps *caps, char *word)
{
	char *equals = strchr(word, '=');
	int cap;
	if (equals) {
		lower(caps, word, equals);
		return;
	}
	if (!strcmp(word, "all")) {
		take_all(caps);
		return;
	}
	cap = tn__cap_find(word);
	if (cap < 0) {
		fprintf(stderr, MASK_VARIABLE ": '%s' is no capability\n", word);
		abort();
	}
	tn_cap_clear(caps, (enum tn_cap)cap);
}

void mask_apply(const char *text, struct tn_caps *caps)
{
	const char *word;
	char copy[64];
	size_t len;
	while ((word = next_word(&text, &len)) != NULL) {
		snprintf(copy, sizeof copy, "%.*s", (int)len, word);
		take_word(caps, copy);
	}
}

int mask_names(const char *text, const char *name, size_t name_len)
{
	const char *word;
	size_t len;
	while ((word = next_word(&text, &len)) != NULL) {
		size_t n = strcspn(word, ",=");
		if ((n == name_len && !memcmp(word, name, n)) ||
		    (n == 3 && !memcmp(word, "all", n) && tn__limit_find(name) < 0))
			return 1;
	}
	return 0;
}

int __wrap_tn__be_probe(tn_conn *conn)
{
	const char *text = getenv(MASK_VARIABLE);
	int rc = __real_tn__be_probe(conn);
	if (rc >= 0 && text)
		mask_apply(text, &conn->be->server.caps);
	return rc;
}

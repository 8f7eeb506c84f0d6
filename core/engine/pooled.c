/* SPDX-License-Identifier: MIT */
/*
 * core/engine/pooled.c - what is refused behind a proxy that hands each transaction another
 * session.
 *
 * Such a proxy takes a statement that changes a session without a word; the change then
 * stays with the session, which strangers get, and the connection goes on with another.  So
 * what can be told from the text is refused by its name: temporary tables, settings,
 * subscriptions, prepared statements of one's own.  A function that does such a thing
 * inside a query cannot be told (an advisory lock of the session).
 *
 * Invariant: what the library itself makes for one transaction (a list in a temporary
 * table) does not come this way; it is gone when the transaction ends.
 */
#include <ctype.h>
#include "core/engine/engine.h"

/* Verbs of native text, and the word behind one that makes it harmless. */
static const struct {
	const char *verb;
	const char *harmless[3];
} verbs[] = {
	{"SET", {"LOCAL", "TRANSACTION", "CONSTRAINTS"}}, {"RESET", {NULL}},   {"DISCARD", {NULL}},
	{"LISTEN", {NULL}},                               {"PREPARE", {NULL}}, {"LOAD", {NULL}},
	{"USE", {NULL}},
};

static int same_word(const char *s, const char *word)
{
	while (*word && toupper((unsigned char)*s) == *word)
		s++, word++;
	return !*word && !isalnum((unsigned char)*s) && *s != '_';
}

/* The text from its second word on. */
static const char *behind_verb(const struct tn_ir_stmt *ir)
{
	const char *s = ir->source, *end = s + ir->source_len;
	while (s < end && !same_word(s, ir->verb))
		s++;
	for (s += s < end ? strlen(ir->verb) : 0; s < end && isspace((unsigned char)*s); s++)
		;
	return s;
}

static int changes_session(const struct tn_ir_stmt *ir)
{
	size_t i, k;
	if (ir->kind != TN_IR_NATIVE || !ir->verb)
		return 0;
	for (i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
		if (strcmp(ir->verb, verbs[i].verb) != 0)
			continue;
		for (k = 0; k < 3 && verbs[i].harmless[k]; k++)
			if (same_word(behind_verb(ir), verbs[i].harmless[k]))
				return 0;
		return 1;
	}
	return 0;
}

int tn__pooled_admit(const struct tn_entry *e, tn_error **err)
{
	unsigned after = e->after & (TN_AFTER_TEMPORARY | TN_AFTER_SCHEMA);
	int table = after == (TN_AFTER_TEMPORARY | TN_AFTER_SCHEMA), rc;
	if (!(e->conn->be->server.facts & TN_FACT_POOLED) || !(table || changes_session(e->ir)))
		return TN_OK;
	rc = tn__error_set(err, TN_E_UNSUPPORTED,
			   "%s changes a session, and the proxy that pools transactions gives that session to others",
			   table ? "a temporary table" : e->ir->verb);
	if (err)
		tn__error_set_hint(*err, "%s", table ? "use a table that all see, or a connection that is not pooled"
						     : "set it for the user or the database, or, inside a transaction, "
						       "with SET LOCAL");
	return rc;
}

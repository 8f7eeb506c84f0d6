/* SPDX-License-Identifier: MIT */
/*
 * core/sql/words_native.c - what the leading words of native text say.
 *
 * The library keeps the transaction state itself, so it has to notice text that
 * would change it behind its back; and a server that commits at schema changes
 * says so with a list of leading words, as it does for what changes a session.  Only those first words are looked at:
 * an END that closes a CASE is no END of a transaction.
 *
 * Invariants:
 *  1. Words compare without regard to ASCII case; a list matches when all its
 *     words are the first ones.
 *  2. In a list of lists the first match decides; a leading ! makes it a no.
 *
 * It must not read past the leading words or look into strings.
 */
#include "core/ir/ir.h"
#include "core/sql/words_native.h"

/* Transactions are begun, divided and ended through the library's own calls. */
static const char *const tx_control[] = {
	"!BEGIN NOT ATOMIC", /* a block of statements, not a transaction */
	"BEGIN",
	"START TRANSACTION",
	"COMMIT",
	"END",
	"ROLLBACK",
	"ABORT",
	"SAVEPOINT",
	"RELEASE",
	"PREPARE TRANSACTION",
	"SET TRANSACTION",
	"SET LOCAL TRANSACTION",
	"SET SESSION TRANSACTION",
	"SET SESSION CHARACTERISTICS",
	"SET AUTOCOMMIT",
	"SET LOCAL AUTOCOMMIT",
	"SET SESSION AUTOCOMMIT",
	"XA",
	NULL,
};

static const char *const with_body[] = {
	"BEGIN NOT ATOMIC",
	"ALTER EVENT",
	"ALTER DEFINER",
	NULL,
};

/* Objects of CREATE, searched among the leading words; a plain one ends the search. */
static const struct {
	const char *word;
	int body;
} created[] = {
	{"TRIGGER", 1}, {"PROCEDURE", 1}, {"FUNCTION", 1}, {"EVENT", 1},  {"PACKAGE", 1},  {"RULE", 1},
	{"TABLE", 0},   {"INDEX", 0},     {"VIEW", 0},     {"SCHEMA", 0}, {"DATABASE", 0},
};

static int upper(char c)
{
	return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : (unsigned char)c;
}

/* Compares a word with the next one of a list and gives the rest of the list; NULL if they differ. */
static const char *same_word(const char *list, const char *word, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (upper(list[i]) != upper(word[i]))
			return NULL;
	return list[len] == '\0' || list[len] == ' ' ? list + len : NULL;
}

static int begins_with(const struct tn_native_words *w, const char *list)
{
	size_t i;

	for (i = 0; *list; i++) {
		if (i == w->count)
			return 0;
		list = same_word(list, w->word[i], w->len[i]);
		if (!list)
			return 0;
		while (*list == ' ')
			list++;
	}
	return i > 0;
}

static int decide(const struct tn_native_words *w, const char *const *lists)
{
	for (; lists && *lists; lists++) {
		int no = **lists == '!';

		if (begins_with(w, *lists + no))
			return !no;
	}
	return 0;
}

int tn__native_effect(const struct tn_native_words *w, const struct tn_dialect *dialect)
{
	if (decide(w, tx_control))
		return TN_IR_TX_CONTROL;
	if (decide(w, dialect->implicit_commit))
		return TN_IR_SCHEMA;
	return decide(w, dialect->session_words) ? TN_IR_SESSION : TN_IR_OTHER;
}

int tn__native_has_body(const struct tn_native_words *w)
{
	size_t i, k;

	if (decide(w, with_body))
		return 1;
	if (!begins_with(w, "CREATE"))
		return 0;
	for (i = 1; i < w->count; i++)
		for (k = 0; k < sizeof(created) / sizeof(created[0]); k++) {
			const char *rest = same_word(created[k].word, w->word[i], w->len[i]);

			if (rest && !*rest)
				return created[k].body;
		}
	return 0;
}

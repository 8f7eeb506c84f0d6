/* SPDX-License-Identifier: MIT */
/* core/sql/words_native.h - what the leading words say; see words_native.c. */
#ifndef TN_SQL_WORDS_NATIVE_H
#define TN_SQL_WORDS_NATIVE_H

#include <stddef.h>
#include <tenon/sys/dialect.h>

#define TN_NATIVE_WORDS 8

/* The first words of a statement, as slices of its text. */
struct tn_native_words {
	const char *word[TN_NATIVE_WORDS];
	size_t len[TN_NATIVE_WORDS];
	size_t count;
};

/* enum tn_ir_effect. */
int tn__native_effect(const struct tn_native_words *w, const struct tn_dialect *dialect);
/* 1 if the statement may hold a body, whose statements end with semicolons. */
int tn__native_has_body(const struct tn_native_words *w);

#endif

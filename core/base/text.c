/* SPDX-License-Identifier: MIT */
/*
 * text.c - growable text with a sticky error; the contract is in tenon/sys/text.h.
 *
 *  1. s is never NULL and s[len] is NUL.
 *  2. cap is 0 exactly while s is the shared empty string, which is never written.
 *  3. An append is done whole or not at all; after a failed one nothing changes
 *     until the text is cleared or released.
 *
 * Appended text must not point into the text itself: growing may move it.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <tenon/error.h>
#include "core/base/mem.h"
#include "core/base/text.h"

enum { FIRST_CAP = 64 };
#define DEFAULT_MAX ((size_t)1 << 30)

static char shared_empty[1];

void tn__text_init(struct tn_text *t)
{
	tn__text_init_max(t, 0);
}

void tn__text_init_max(struct tn_text *t, size_t max)
{
	t->s = shared_empty;
	t->len = 0;
	t->cap = 0;
	t->max = max;
	t->failed = 0;
}

static int grow(struct tn_text *t, size_t n)
{
	size_t max = t->max ? t->max : DEFAULT_MAX;
	size_t cap = t->cap ? t->cap : FIRST_CAP;
	char *s;
	if (t->failed)
		return 0;
	if (max == SIZE_MAX || n > max - t->len) {
		t->failed = TN_E_LIMIT;
		return 0;
	}
	while (cap <= t->len + n)
		cap = cap > max / 2 ? max + 1 : cap * 2;
	s = tn__realloc(t->cap ? t->s : NULL, cap);
	if (!s) {
		t->failed = TN_E_NOMEM;
		return 0;
	}
	t->s = s;
	t->cap = cap;
	t->s[t->len] = '\0';
	return 1;
}

/* Makes room for n more bytes and the NUL; 1 if there is.  Within a text's cap its max is kept. */
static inline int reserve(struct tn_text *t, size_t n)
{
	if (!t->failed && n < t->cap - t->len && (!t->max || n <= t->max - t->len))
		return 1;
	return grow(t, n);
}

void tn__text_append(struct tn_text *t, const char *s, size_t n)
{
	if (!n || !reserve(t, n))
		return;
	memcpy(t->s + t->len, s, n);
	t->len += n;
	t->s[t->len] = '\0';
}

void tn__text_puts(struct tn_text *t, const char *s)
{
	tn__text_append(t, s, strlen(s));
}

void tn__text_putc(struct tn_text *t, char c)
{
	tn__text_append(t, &c, 1);
}

void tn__text_printf(struct tn_text *t, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	tn__text_vprintf(t, format, ap);
	va_end(ap);
}

void tn__text_vprintf(struct tn_text *t, const char *format, va_list ap)
{
	va_list again;
	size_t room = t->cap ? t->cap - t->len : 0;
	int n;
	if (t->failed)
		return;
	va_copy(again, ap);
	/* Into what is free; a second run only when that was too small. */
	n = vsnprintf(room ? t->s + t->len : NULL, room, format, ap);
	if (n >= 0 && (size_t)n >= room && reserve(t, (size_t)n))
		vsnprintf(t->s + t->len, (size_t)n + 1, format, again);
	va_end(again);
	if (n < 0)
		t->failed = TN_E_NOMEM;
	else if (!t->failed && (size_t)n > (t->max ? t->max : DEFAULT_MAX) - t->len)
		t->failed = TN_E_LIMIT;
	if (!t->failed)
		t->len += (size_t)n;
	if (t->cap)
		t->s[t->len] = '\0';
}

void tn__text_clear(struct tn_text *t)
{
	t->len = 0;
	t->failed = 0;
	if (t->cap)
		t->s[0] = '\0';
}

void tn__text_release(struct tn_text *t)
{
	if (t->cap)
		tn__free(t->s);
	tn__text_init_max(t, t->max);
}

char *tn__text_detach(struct tn_text *t)
{
	char *s = NULL;
	if (!t->failed)
		s = t->cap ? t->s : tn__strdup("");
	if (s && t->cap)
		t->cap = 0; /* the memory is the caller's now: do not free it here */
	tn__text_release(t);
	return s;
}

/* SPDX-License-Identifier: MIT */
/* core/base/text.h - the functions of growable text; see tenon/sys/text.h. */
#ifndef TN_BASE_TEXT_H
#define TN_BASE_TEXT_H

#include <stdarg.h>
#include <tenon/sys/text.h>

void tn__text_init(struct tn_text *t);
/* The same with a hard maximum of len. */
void tn__text_init_max(struct tn_text *t, size_t max);
void tn__text_append(struct tn_text *t, const char *s, size_t n);
void tn__text_puts(struct tn_text *t, const char *s);
void tn__text_putc(struct tn_text *t, char c);
void tn__text_printf(struct tn_text *t, const char *format, ...) TN_PRINTF(2, 3);
void tn__text_vprintf(struct tn_text *t, const char *format, va_list ap) TN_PRINTF(2, 0);
/* Empties the text and its error; keeps the memory. */
void tn__text_clear(struct tn_text *t);
void tn__text_release(struct tn_text *t);
/* The text as a tn__free()able string, leaving t initialised; NULL if it failed. */
char *tn__text_detach(struct tn_text *t);

#endif

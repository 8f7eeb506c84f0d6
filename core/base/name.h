/* SPDX-License-Identifier: MIT */
/* core/base/name.h - names of tables and columns as texts; see name.c. */
#ifndef TN_NAME_H
#define TN_NAME_H

#include <stddef.h>

/* 1 if two names are the same but for the case of ASCII letters, whatever the locale. */
int tn__name_same_nocase(const char *a, const char *b);
/* Of "schema.name" the part behind the dot, and the bytes before it; else the whole, and 0. */
const char *tn__name_base(const char *name, size_t *schema_len);

#endif

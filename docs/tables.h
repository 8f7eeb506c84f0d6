/* SPDX-License-Identifier: MIT */
/* docs/tables.h - the tables of tables.c that have files of their own. */
#ifndef DOCS_TABLES_H
#define DOCS_TABLES_H

#include <tenon/sys/dialect.h>

/* A dialect by its name; NULL: this build has none. */
const struct tn_dialect *dialect(const char *name);
/* A text in a cell: | would end it. */
void cell(const char *s);

/* Each prints a table and returns 0, or 1 where this build lacks what it needs. */
int operations(const char *unused);
int renderings(const char *unused);
int passes(const char *unused);
int refusals(const char *name);
int refused_everywhere(const char *unused);

#endif

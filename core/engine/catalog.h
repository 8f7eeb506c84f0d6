/* SPDX-License-Identifier: MIT */
/*
 * core/engine/catalog.h - what is known about the tables of a database.
 *
 * The type environment of portable SQL comes from here: a table is read from the
 * server when a statement names it first, and kept until the schema changes.
 *
 * There are two places.  Each connection has a map of its own (struct tn_cat_view):
 * what it was told, and what it has seen.  A tn_catalog that the application gives
 * to several connections keeps what they read for each other, apart for each
 * database, user and search path, in a struct tn_cat_space; see catalog_shared.c.
 *
 * Invariants:
 *  1. A table never changes once it is in a map, and lives as long as somebody has a
 *     reference: a statement keeps those it was compiled with, whoever forgets them.
 *  2. A view is its connection's alone and needs no lock; a space has one, which is
 *     never held during I/O or a callback.
 *  3. That a table is not there is never remembered.
 */
#ifndef TN_CATALOG_ENGINE_H
#define TN_CATALOG_ENGINE_H

#include <stdatomic.h>
#include <tenon/catalog.h>
#include "core/base/arena.h"
#include "core/ir/ir.h"

enum tn_cat_origin {
	TN_CAT_READ = 0,     /* from the server; forgotten when the schema changes */
	TN_CAT_ATTACHED = 1, /* by the application; stays */
	TN_CAT_MADE = 2      /* a temporary table that the server does not describe; stays until it is dropped */
};

struct tn_cat_node {
	struct tn_cat_table *table; /* a reference */
	struct tn_cat_node *next;
};

struct tn_cat_table {
	struct tn_cat_node own; /* in the one map of a table that was not read */
	struct tn_ir_table ir; /* schema and name are those that statements use, folded */
	struct tn_arena arena; /* of all that ir points to */
	atomic_uint refs;
	uint8_t origin;    /* enum tn_cat_origin */
	uint8_t temporary; /* the server says that only one session has it */
	uint64_t hash;
	int64_t version; /* of the schema that it was read at, where the server numbers schemas */
	struct tn_cat_table *chain; /* of the tables of one text, see attach.c */
};

/* ---- tables and maps: catalog.c ------------------------------------------------- */

#define TN_CAT_CHAINS 256u

/* By name.  The tables that the statements of a program name are few, so the size is fixed. */
struct tn_cat_map {
	struct tn_cat_node *chains[TN_CAT_CHAINS];
};

/* What a connection knows. */
struct tn_cat_view {
	struct tn_cat_map map;
};

struct tn_cat_view *tn__cat_view_new(void);
void tn__cat_view_free(struct tn_cat_view *v);

/* A table without columns, with one reference; NULL: no memory. */
struct tn_cat_table *tn__cat_table_new(const char *schema, const char *name, enum tn_cat_origin origin);
/* After ir.schema or ir.name was set to another. */
void tn__cat_table_rehash(struct tn_cat_table *t);
struct tn_cat_table *tn__cat_table_ref(struct tn_cat_table *t);
void tn__cat_table_unref(struct tn_cat_table *t);

/* The table, with a reference for the caller, or NULL. */
struct tn_cat_table *tn__cat_find(const struct tn_cat_map *m, const char *schema, const char *name);
/* Adds a table in place of one of the same name; without memory one that was read is not remembered. */
void tn__cat_add(struct tn_cat_map *m, struct tn_cat_table *t);
/* Takes this table out if it is in and was read; others may still use it. */
void tn__cat_forget(struct tn_cat_map *m, const struct tn_cat_table *t);
/* Takes a temporary table out. */
void tn__cat_drop_made(struct tn_cat_map *m, const char *schema, const char *name);
/* Forgets all that was read, or everything. */
void tn__cat_clear(struct tn_cat_map *m, int everything);

/* ---- what connections share: catalog_shared.c ----------------------------------- */

struct tn_cat_space;

/* What tn_conn.generation points to without a space: nothing changes it. */
extern const atomic_uint_least64_t tn__cat_no_generation;

struct tn_catalog *tn__catalog_ref(struct tn_catalog *c);
/* The space of a key, with the caller as one more user; NULL: no memory. */
struct tn_cat_space *tn__cat_space_join(struct tn_catalog *c, const char *key);
void tn__cat_space_leave(struct tn_cat_space *s);
/* Changes with each schema change that a user has told of. */
const atomic_uint_least64_t *tn__cat_space_generation(const struct tn_cat_space *s);
/* A table that was read at this version of the schema, with a reference, or NULL. */
struct tn_cat_table *tn__cat_space_find(struct tn_cat_space *s, const char *schema, const char *name,
					int64_t version);
/* Adds a table, unless the schema has changed since the generation at which its reading began. */
void tn__cat_space_add(struct tn_cat_space *s, struct tn_cat_table *t, uint64_t generation);
void tn__cat_space_forget(struct tn_cat_space *s, const struct tn_cat_table *t);
/* The schema has changed: forgets all tables; returns the generation that this has ended. */
uint64_t tn__cat_space_changed(struct tn_cat_space *s);

#endif

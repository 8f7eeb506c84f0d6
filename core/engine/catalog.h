/* SPDX-License-Identifier: MIT */
/*
 * core/engine/catalog.h - what is known about the tables of a database.
 *
 * The type environment of portable SQL comes from here: a table is read from the
 * server when a statement names it first, and kept until the schema changes.
 * Tables that the application attached are kept for good and come first.
 *
 * A catalogue belongs to one connection; nothing in it does, but for that.
 *
 * Invariants:
 *  1. A table never changes once it is in a catalogue, and lives as long as
 *     somebody has a reference: a statement keeps those it was compiled with.
 *  2. The lock is never held during I/O or a callback.
 *  3. What was read before the schema changed does not enter the catalogue after it:
 *     tn__catalog_add() compares the generation.
 *  4. That a table is not there is never remembered.
 */
#ifndef TN_CATALOG_ENGINE_H
#define TN_CATALOG_ENGINE_H

#include <stdatomic.h>
#include <tenon/conn.h>
#include "core/base/arena.h"
#include "core/ir/ir.h"

struct tn_catalog;

enum tn_cat_origin {
	TN_CAT_READ = 0,     /* from the server; forgotten when the schema changes */
	TN_CAT_ATTACHED = 1, /* by the application; stays */
	TN_CAT_MADE = 2      /* a temporary table that the server does not describe; stays until it is dropped */
};

struct tn_cat_table {
	struct tn_ir_table ir; /* schema and name are those that statements use, folded */
	struct tn_arena arena; /* of all that ir points to */
	atomic_uint refs;
	uint8_t origin; /* enum tn_cat_origin */
	uint64_t hash;
	struct tn_cat_table *chain;
};

/* A new catalogue; NULL: no memory. */
struct tn_catalog *tn__catalog_new(void);
void tn__catalog_free(struct tn_catalog *c);

/* A table without columns, with one reference; NULL: no memory. */
struct tn_cat_table *tn__cat_table_new(const char *schema, const char *name, enum tn_cat_origin origin);
/* After ir.schema or ir.name was set to another. */
void tn__cat_table_rehash(struct tn_cat_table *t);
void tn__cat_table_unref(struct tn_cat_table *t);

/* Changes with the schema. */
uint64_t tn__catalog_generation(struct tn_catalog *c);
/* The table, with a reference for the caller, or NULL. */
struct tn_cat_table *tn__catalog_find(struct tn_catalog *c, const char *schema, const char *name);
/* Adds a table in place of one of the same name, unless the generation is another by now. */
void tn__catalog_add(struct tn_catalog *c, struct tn_cat_table *t, uint64_t generation);
/* Takes this table out if it is in and was read; others may still use it. */
void tn__catalog_forget(struct tn_catalog *c, struct tn_cat_table *t);
/* Takes a temporary table out. */
void tn__catalog_drop_made(struct tn_catalog *c, const char *schema, const char *name);
/* The schema has changed: forgets all that was read. */
void tn__catalog_clear(struct tn_catalog *c);

#endif

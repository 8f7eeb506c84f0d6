/* SPDX-License-Identifier: MIT */
/*
 * core/engine/foreign_list.c - the foreign keys of a schema, read from the server.
 *
 * The dialect's query gives a row for each pair of columns (tenon/sys/dialect.h has their
 * fields).  It also says how the tables stand in FROM and how the columns are compared,
 * since both are the server's spelling: inheritance, operators, collations, affinities.
 *
 * Invariants:
 *  1. A key begins where the number of the pair is 1, so that two keys of one name stay two.
 *  2. What is read is data: it is never run here.
 *  3. Constraints that are away (foreign_off.c) are listed as if they were there.  They are
 *     copied: a check may outlive the block.
 */
#include "core/engine/foreign.h"
#include "core/engine/describe.h"

enum {
	F_NUMBER, F_NAME, F_SCHEMA, F_OWN_SCHEMA, F_TABLE, F_PARENT_SCHEMA, F_OWN_PARENT, F_PARENT, F_COLUMN,
	F_PARENT_COLUMN, F_SOURCE, F_PARENT_SOURCE, F_CONDITION, F_FLAGS, FIELDS
};

struct reader {
	struct tn_arena *arena;
	struct tn_foreign_key *first, *last;
};

/* Text, also where a server sends it as bytes; NULL for NULL and without memory. */
static const char *text_of(struct reader *r, const tn_value *v)
{
	return tn__describe_is_text(v) ? tn__arena_strndup(r->arena, v->u.s, v->len) : NULL;
}

static void append(struct reader *r, struct tn_foreign_key *k)
{
	if (r->last)
		r->last->next = k;
	else
		r->first = k;
	r->last = k;
}

static struct tn_foreign_key *add_key(struct reader *r, const tn_value *cells)
{
	struct tn_foreign_key *k = tn__arena_alloc(r->arena, sizeof *k);
	const char *flags = text_of(r, &cells[F_FLAGS]);
	if (!k || !flags)
		return NULL;
	k->name = text_of(r, &cells[F_NAME]);
	k->schema = text_of(r, &cells[F_SCHEMA]);
	k->table = text_of(r, &cells[F_TABLE]);
	k->parent_schema = text_of(r, &cells[F_PARENT_SCHEMA]);
	k->parent = text_of(r, &cells[F_PARENT]);
	k->source = text_of(r, &cells[F_SOURCE]);
	k->parent_source = text_of(r, &cells[F_PARENT_SOURCE]);
	if (!k->name || !k->schema || !k->table || !k->parent_schema || !k->parent || !k->source ||
	    (!k->parent_source && cells[F_PARENT_SOURCE].kind != TN_KIND_NULL))
		return NULL;
	k->own_schema = (uint8_t)tn__describe_is_true(&cells[F_OWN_SCHEMA]);
	k->own_parent = (uint8_t)tn__describe_is_true(&cells[F_OWN_PARENT]);
	k->match_full = strchr(flags, 'f') != NULL;
	k->flags = (strchr(flags, 'v') ? TN_FK_NOT_VALIDATED : 0) | (strchr(flags, 'e') ? TN_FK_NOT_ENFORCED : 0);
	append(r, k);
	return k;
}

/* A list of texts with room for one more, or NULL. */
static const char **grown(struct tn_arena *a, const char **old, uint32_t count, uint32_t cap)
{
	const char **list = tn__arena_calloc(a, cap, sizeof *list);
	if (list && count)
		memcpy(list, old, count * sizeof *list);
	return list;
}

static int make_room(struct tn_arena *a, struct tn_foreign_key *k)
{
	uint32_t cap = k->cap ? 2 * k->cap : 2;
	if (k->count < k->cap)
		return TN_OK;
	k->columns = grown(a, k->columns, k->count, cap);
	k->parent_columns = grown(a, k->parent_columns, k->count, cap);
	k->conditions = grown(a, k->conditions, k->count, cap);
	k->cap = cap;
	return k->columns && k->parent_columns && k->conditions ? TN_OK : TN_E_NOMEM;
}

static int add_pair(void *ctx, const tn_value *cells, uint32_t count, tn_error **err)
{
	struct reader *r = ctx;
	struct tn_foreign_key *k = r->last;
	if (count != FIELDS || cells[F_NUMBER].kind != TN_KIND_INT || (!k && cells[F_NUMBER].u.i != 1) ||
	    !tn__describe_is_text(&cells[F_FLAGS]))
		return tn__error_set(err, TN_E_SERVER, "the description of a foreign key has %u fields", count);
	if (cells[F_NUMBER].u.i == 1)
		k = add_key(r, cells);
	if (!k || make_room(r->arena, k) < 0)
		return tn__error_nomem(err);
	k->columns[k->count] = text_of(r, &cells[F_COLUMN]);
	k->parent_columns[k->count] = text_of(r, &cells[F_PARENT_COLUMN]);
	k->conditions[k->count] = text_of(r, &cells[F_CONDITION]);
	if (!k->columns[k->count] || !k->parent_columns[k->count] || !k->conditions[k->count])
		return tn__error_nomem(err);
	k->count++;
	return TN_OK;
}

/* ---- constraints that are away ------------------------------------------------------- */

static int is_asked_for(const struct tn_foreign_key *k, const char *schema, const char *name)
{
	if (!name)
		return 1;
	return !strcmp(k->table, name) && (schema ? !strcmp(k->schema, schema) : k->own_schema);
}

static int copy_text(struct tn_arena *a, const char **text)
{
	if (*text)
		*text = tn__arena_strndup(a, *text, strlen(*text));
	return *text != NULL;
}

static const char **copy_texts(struct tn_arena *a, const char *const *texts, uint32_t count)
{
	const char **copy = tn__arena_calloc(a, count, sizeof *copy);
	uint32_t i;
	for (i = 0; copy && i < count; i++) {
		copy[i] = texts[i];
		if (!copy_text(a, &copy[i]))
			return NULL;
	}
	return copy;
}

static int add_copy(struct reader *r, const struct tn_foreign_key *from)
{
	struct tn_foreign_key *k = tn__arena_alloc(r->arena, sizeof *k);
	if (!k)
		return TN_E_NOMEM;
	*k = *from;
	k->next = NULL;
	k->cap = k->count;
	k->columns = copy_texts(r->arena, from->columns, k->count);
	k->parent_columns = copy_texts(r->arena, from->parent_columns, k->count);
	k->conditions = copy_texts(r->arena, from->conditions, k->count);
	if (!copy_text(r->arena, &k->name) || !copy_text(r->arena, &k->schema) || !copy_text(r->arena, &k->table) ||
	    !copy_text(r->arena, &k->parent_schema) || !copy_text(r->arena, &k->parent) ||
	    !copy_text(r->arena, &k->source) || (k->parent_source && !copy_text(r->arena, &k->parent_source)) ||
	    !k->columns || !k->parent_columns || !k->conditions)
		return TN_E_NOMEM;
	append(r, k);
	return TN_OK;
}

int tn__foreign_list(tn_conn *conn, struct tn_arena *a, const char *schema, const char *name,
		     struct tn_foreign_key **out, tn_error **err)
{
	struct reader r = {.arena = a};
	const struct tn_foreign_key *k;
	tn_value named[2];
	int rc;
	if (!conn->dialect->foreign_keys)
		return tn__error_set(err, TN_E_UNSUPPORTED, "this server does not describe its foreign keys");
	named[0] = tn_text(schema);
	named[1] = tn_text(name);
	rc = tn__describe_query(conn, conn->dialect->foreign_keys, named, add_pair, &r, err);
	for (k = conn->away; k && rc >= 0; k = k->next)
		if (is_asked_for(k, schema, name) && add_copy(&r, k) < 0)
			rc = tn__error_nomem(err);
	*out = rc < 0 ? NULL : r.first;
	return rc;
}

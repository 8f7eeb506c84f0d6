/* SPDX-License-Identifier: MIT */
/*
 * core/sql/render_statement.c - a portable statement as text: for a server, as
 * portable SQL, and schema statements that were described in C.
 *
 * The text grows outside of the arena and is copied into it when its length is
 * known.
 *
 * Invariants:
 *  1. Whatever fails, nothing that was allocated here stays.
 *  2. args, elements and places describe the text that is given with them.
 */
#include "core/base/mem.h"
#include "core/sql/render.h"

#define FEW_ARGS 32

static void begin(struct tn_render *r, const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect,
	struct tn_text *out, tn_error **err)
{
	memset(r, 0, sizeof(*r));
	r->stmt = stmt;
	r->dialect = dialect;
	r->out = out;
	r->err = err;
}

static void statement(struct tn_render *r)
{
	const struct tn_ir_stmt *stmt = r->stmt;
	struct tn_render_names names = {0};

	switch (stmt->kind) {
	case TN_IR_QUERY:
		names.outputs = stmt->u.query->outputs;
		names.count = stmt->u.query->output_count;
		tn__render_query(r, stmt->u.query, &names);
		break;
	case TN_IR_INSERT: tn__render_insert(r, stmt->u.change); break;
	case TN_IR_UPDATE: tn__render_update(r, stmt->u.change); break;
	case TN_IR_DELETE: tn__render_delete(r, stmt->u.change); break;
	case TN_IR_CREATE_TABLE: tn__render_create_table(r, stmt->u.create_table); break;
	case TN_IR_CREATE_INDEX: tn__render_create_index(r, stmt->u.create_index); break;
	case TN_IR_CREATE_VIEW: tn__render_create_view(r, stmt->u.create_view); break;
	case TN_IR_ALTER: tn__render_alter(r, stmt->u.alter); break;
	case TN_IR_TRUNCATE:
	case TN_IR_DROP: tn__render_drop(r, stmt->u.drop, stmt->kind == TN_IR_TRUNCATE); break;
	default:
		tn__render_fail(r, 0, TN_E_INTERNAL, NULL, "statement of unknown kind %u cannot be rendered",
			(unsigned)stmt->kind);
		break;
	}
}

/* The code of the whole: the first error, or what the text ran into. */
static int result(struct tn_render *r)
{
	if (r->rc >= 0 && r->out->failed == TN_E_LIMIT)
		tn__render_fail(
			r, 0, TN_E_LIMIT, NULL, "the statement becomes longer than %zu bytes", TN_RENDER_MAX);
	else if (r->rc >= 0 && r->out->failed)
		r->rc = tn__error_nomem(r->err);
	return r->rc;
}

/* ---- for a server ------------------------------------------------------------------- */

static int is_identity(const struct tn_render *r)
{
	uint32_t i;

	if (r->elements || r->arg_count != r->stmt->arg_count)
		return 0;
	for (i = 0; i < r->arg_count; i++)
		if (r->args[i] != i)
			return 0;
	return 1;
}

/* A copy of an array; 0 when memory is out. */
static int keep(struct tn_arena *a, const void *from, uint32_t count, size_t size, const void **to)
{
	void *p;

	*to = NULL;
	if (!from || !count)
		return 1;
	p = tn__arena_alloc(a, count * size);
	if (p)
		memcpy(p, from, count * size);
	*to = p;
	return p != NULL;
}

static int finish(struct tn_arena *a, struct tn_render *r, struct tn_rendered *out)
{
	const void *args, *elements, *places, *holes;

	out->sql = tn__arena_strndup(a, r->out->s, r->out->len);
	out->sql_len = r->out->len;
	if (!out->sql || !keep(a, r->args, r->arg_count, sizeof(*r->args), &args) ||
		!keep(a, r->elements, r->arg_count, sizeof(*r->elements), &elements) ||
		!keep(a, r->places, r->place_count, sizeof(*r->places), &places) ||
		!keep(a, r->holes, r->hole_count, sizeof(*r->holes), &holes))
		return tn__error_nomem(r->err);
	out->args = args;
	out->elements = elements;
	out->arg_count = r->arg_count;
	out->places = places;
	out->place_count = r->place_count;
	out->holes = holes;
	out->hole_count = r->hole_count;
	out->identity = (uint8_t)is_identity(r);
	return TN_OK;
}

struct occurrences {
	struct tn_ir_visitor v;
	uint32_t *seen, count; /* by argument */
	int several;
};

static int occurs(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct occurrences *o = v->ctx;

	if ((*place)->kind == TN_X_PARAM && (*place)->u.param < o->count && o->seen[(*place)->u.param]++)
		o->several = 1;
	return TN_OK;
}

/* 1 if an argument occurs more than once; leaves the counts at 0. */
static uint8_t occurs_again(const struct tn_ir_stmt *stmt, uint32_t *counts)
{
	struct occurrences o = {.v = {.expr = occurs}, .seen = counts, .count = stmt->arg_count};

	o.v.ctx = &o;
	/* A tree that is too deep fails in the rendering. */
	(void)tn__ir_visit(stmt, &o.v);
	memset(counts, 0, stmt->arg_count * sizeof(*counts));
	return (uint8_t)o.several;
}

int tn__sql_render_portable_for(struct tn_arena *a, const struct tn_ir_stmt *stmt,
	const struct tn_dialect *dialect, struct tn_rendered *out, tn_error **err)
{
	uint32_t few[FEW_ARGS] = {0};
	struct tn_text text;
	struct tn_render r;
	int rc;

	tn__text_init_max(&text, TN_RENDER_MAX);
	begin(&r, stmt, dialect, &text, err);
	r.numbers = stmt->arg_count <= FEW_ARGS ? few
						: tn__arena_calloc(a, stmt->arg_count, sizeof(*r.numbers));
	if (!r.numbers)
		return tn__error_nomem(err);
	if (stmt->arg_count && dialect->placeholder == TN_PLACEHOLDER_DOLLAR)
		r.several = occurs_again(stmt, r.numbers);
	statement(&r);
	rc = result(&r);
	if (rc >= 0)
		rc = finish(a, &r, out);
	tn__free(r.args);
	tn__free(r.elements);
	tn__free(r.places);
	tn__free(r.holes);
	tn__text_release(&text);
	return rc;
}

size_t tn__sql_place(const struct tn_rendered *rendered, size_t position)
{
	uint32_t low = 0, high = rendered->place_count;

	if (!position || position > rendered->sql_len + 1)
		return 0;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (rendered->places[middle].rendered <= position - 1)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || !rendered->places[low - 1].at)
		return 0;
	return (size_t)rendered->places[low - 1].at + 1;
}

/* ---- as portable SQL ------------------------------------------------------------------- */

static const char *const literals[TN_KIND_COUNT] = {
	[TN_KIND_BOOL] = "$bTRUE|FALSE",
	[TN_KIND_INT] = "$n",
	[TN_KIND_DOUBLE] = "$n",
	[TN_KIND_NUMERIC] = "$p",
	[TN_KIND_TEXT] = "'$q'",
	[TN_KIND_BYTES] = "x'$h'",
	[TN_KIND_DATE] = "DATE '$t'",
	[TN_KIND_TIME] = "TIME '$t'",
	[TN_KIND_TIMESTAMP] = "TIMESTAMP '$t'",
	[TN_KIND_TIMESTAMPTZ] = "TIMESTAMPTZ '$t+00'",
	[TN_KIND_UUID] = "UUID '$u'",
	[TN_KIND_JSON] = "JSON '$q'",
};

/* The clauses as they are read by the grammar. */
static const struct tn_dialect portable = {
	.name = "portable SQL",
	.quote = '"',
	.literals = literals,
	.syntax = {.default_values = "DEFAULT VALUES",
		.for_update = " FOR UPDATE",
		.for_share = " FOR SHARE",
		.nowait = " NOWAIT",
		.skip_locked = " SKIP LOCKED"},
};

void tn__sql_quote_portable(struct tn_text *out, const char *name, size_t len)
{
	tn__sql_quote_ident(out, &portable, name, len);
}

int tn__sql_render_portable(const struct tn_ir_stmt *stmt, struct tn_text *out, tn_error **err)
{
	struct tn_render r;

	begin(&r, stmt, &portable, out, err);
	r.portable = 1;
	if (stmt->kind == TN_IR_NATIVE)
		tn__text_append(out, stmt->source, stmt->source_len);
	else
		statement(&r);
	return result(&r);
}

/* ---- descriptions in C -------------------------------------------------------------------- */

int tn__sql_render_schema(const struct tn_ir_stmt *stmt, const struct tn_dialect *dialect,
	const struct tn_profile *profile, struct tn_text *out, tn_error **err)
{
	struct tn_render r;

	begin(&r, stmt, dialect, out, err);
	r.profile = profile;
	statement(&r);
	return result(&r);
}

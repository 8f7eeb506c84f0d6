/* SPDX-License-Identifier: MIT */
/*
 * core/engine/portable.c - a text of portable SQL, from the text to an entry.
 *
 *   parse -> tables of the text -> analysis with the kinds bound -> plan -> the server's text
 *
 * The tables come from the catalogue; those that it does not have are read from
 * the server, one query each.  A name that is not found there is no error here:
 * it may be that of a CTE, and if not, the analysis says so with its position.
 *
 * Invariants:
 *  1. An analysis that fails for want of an object, by tables that were known
 *     before, is made once more by tables that were read anew.
 *  2. kinds are those of the arguments as they came, so that the same call finds
 *     the entry again; place_kinds are those that the analysis settled on.
 *  3. A list has room for a rounded number of elements, so that texts repeat;
 *     an empty list has a text of its own.  One that the plan makes one parameter
 *     has the same text for any number of elements; one that stands in the text is
 *     compiled once for any number that the text has room for.
 */
#include "core/base/mem.h"
#include "core/base/value.h"
#include "core/engine/describe.h"
#include "core/engine/engine.h"

/* ---- lists ----------------------------------------------------------------- */

/* 0, 1, 2, 3, 4, 6, 8, 12, 16, 24, ...: at least n. */
static uint32_t round_up(uint32_t n)
{
	uint32_t p = 1;
	if (n <= 1 || n > UINT32_MAX / 4)
		return n;
	for (; p < n; p *= 2)
		if (p >= 2 && p + p / 2 >= n)
			return p + p / 2;
	return p;
}

static uint32_t list_room(const tn_conn *conn, uint32_t n)
{
	uint32_t room = round_up(n);
	return conn->profile.max_params && (int64_t)room > conn->profile.max_params ? n : room;
}

/* The kind of the elements; TN_KIND_NULL if all are NULL, TN_KIND_LIST if they are of several. */
static uint8_t element_kind(const tn_list *list)
{
	uint8_t kind = TN_KIND_NULL;
	uint32_t i;
	if (list->shape)
		return list->kind;
	for (i = 0; i < list->count; i++) {
		uint8_t k = ((const tn_value *)list->items)[i].kind;
		if (k == TN_KIND_NULL || k == kind)
			continue;
		if (kind != TN_KIND_NULL)
			return TN_KIND_LIST;
		kind = k;
	}
	return kind;
}

static int has_room(const struct tn_entry *e, uint32_t i, const tn_list *list)
{
	const struct tn_portable *p = e->portable;
	uint32_t count = list->count;
	if (p->heavy[i] != tn__list_weigh(list, e->conn->profile.max_value))
		return 0;
	if (p->lists[i] == TN_SPELLED_LIST)
		return count >= p->whole_from[i] && count <= p->whole_most[i];
	if (p->lists[i] != TN_WHOLE_LIST)
		return list_room(e->conn, count) == p->lists[i];
	return count <= p->whole_most[i] && (count > e->conn->profile.list_inline || count >= p->whole_from[i]);
}

int tn__portable_fits_list(const struct tn_entry *e, uint32_t i, const tn_list *list)
{
	const struct tn_portable *p = e->portable;
	uint8_t kind;
	if (tn__list_check(list, "", NULL) < 0 || !has_room(e, i, list))
		return 0;
	kind = element_kind(list);
	return kind == p->element_kinds[i] || (kind == TN_KIND_NULL && list->count);
}

/* ---- what is bound ------------------------------------------------------------ */

struct bound {
	uint8_t *kinds; /* of scalars and of elements */
	uint32_t *lists;
	uint8_t *heavy;
};

static int take_list(const struct tn_entry *e, const tn_list *list, uint32_t i, struct bound *b, tn_error **err)
{
	char what[80];
	int rc = tn__list_check(list, tn__bind_name(e, i, what, sizeof what), err);
	if (rc < 0)
		return rc;
	b->kinds[i] = element_kind(list);
	b->lists[i] = list_room(e->conn, list->count);
	b->heavy[i] = tn__list_weigh(list, e->conn->profile.max_value);
	if (b->kinds[i] == TN_KIND_LIST)
		return tn__error_set(err, TN_E_PARAM, "the list of %s has elements of several kinds", what);
	return TN_OK;
}

static int take_bound(struct tn_entry *e, const struct tn_ir_stmt *ir, const tn_args *args, struct bound *b,
		      tn_error **err)
{
	uint32_t i, n = ir->arg_count;
	int rc;
	b->kinds = tn__arena_calloc(&e->arena, n + 1, 1);
	b->lists = tn__arena_calloc(&e->arena, n + 1, sizeof *b->lists);
	b->heavy = tn__arena_calloc(&e->arena, n + 1, 1);
	e->kinds = tn__arena_calloc(&e->arena, n + 1, 1);
	e->args = tn__arena_calloc(&e->arena, n + 1, sizeof *e->args);
	if (!b->kinds || !b->lists || !b->heavy || !e->kinds || !e->args)
		return tn__error_nomem(err);
	e->ir = ir;
	rc = tn__bind_count(e, args, err);
	if (rc < 0)
		return rc;
	for (i = 0; i < n; i++) {
		const tn_value *v = tn__arg_value(ir, args, i);
		b->lists[i] = TN_SQL_NO_LIST;
		if (!v)
			continue;
		b->kinds[i] = v->kind;
		if (v->kind != TN_KIND_LIST)
			continue;
		rc = take_list(e, v->u.list, i, b, err);
		if (rc < 0)
			return rc;
	}
	return TN_OK;
}

/* ---- tables --------------------------------------------------------------------- */

/* The tables that the statement names, each with a reference in the entry. */
static int find_tables(struct tn_entry *e, const struct tn_ir_stmt *ir, int fresh, struct tn_sql_env *env,
		       tn_error **err)
{
	struct tn_portable *p = e->portable;
	const struct tn_ir_table **tables = tn__arena_calloc(&e->arena, ir->table_count + 1, sizeof *tables);
	uint32_t i;
	int rc = TN_OK;
	p->tables = tn__arena_calloc(&e->arena, ir->table_count + 1, sizeof(struct tn_cat_table *));
	if (!tables || !p->tables)
		return tn__error_nomem(err);
	for (i = 0; i < ir->table_count && rc >= 0; i++) {
		struct tn_cat_table *t = NULL;
		rc = tn__tables_find(e->conn, &ir->tables[i], fresh, &t, &p->cached_tables, err);
		if (rc < 0 || !t)
			continue;
		tables[p->table_count] = &t->ir;
		p->tables[p->table_count++] = t;
	}
	env->tables = tables;
	env->table_count = p->table_count;
	env->open = 0;
	return rc;
}

void tn__portable_release(struct tn_entry *e)
{
	struct tn_portable *p = e->portable;
	while (p && p->table_count)
		tn__cat_table_unref(p->tables[--p->table_count]);
}

void tn__portable_forget(struct tn_entry *e)
{
	const struct tn_portable *p = e->portable;
	uint32_t i;
	for (i = 0; i < p->table_count; i++)
		tn__tables_forget(e->conn, p->tables[i]);
}

/* ---- analysis ---------------------------------------------------------------------- */

static int analyse(struct tn_entry *e, const char *text, size_t len, const tn_args *args, int fresh,
		   struct bound *b, struct tn_ir_stmt **ir, tn_error **err)
{
	struct tn_sql_env env = {0};
	struct tn_sql_bound bound;
	int rc;
	*ir = NULL;
	tn__portable_release(e);
	tn__arena_clear(&e->arena);
	e->portable = tn__arena_alloc(&e->arena, sizeof *e->portable);
	if (!e->portable)
		return tn__error_nomem(err);
	rc = tn__sql_parse(&e->arena, text, len, ir, err);
	if (rc >= 0)
		rc = take_bound(e, *ir, args, b, err);
	if (rc >= 0)
		rc = tn__tables_begin(e->conn, err);
	if (rc >= 0)
		rc = find_tables(e, *ir, fresh, &env, err);
	if (rc < 0)
		return rc;
	bound.kinds = b->kinds;
	bound.list_sizes = b->lists;
	return tn__sql_analyse(&e->arena, *ir, &env, &bound, err);
}

/* What is known of a table may be what it was before somebody else changed it. */
static int is_doubtful(const struct tn_entry *e, int rc)
{
	return (rc == TN_E_NO_OBJECT || rc == TN_E_TYPE || rc == TN_E_UNSUPPORTED || rc == TN_E_AMBIGUOUS) &&
	       e->portable && e->portable->cached_tables;
}

static int analyse_twice(struct tn_entry *e, const char *text, size_t len, const tn_args *args, struct bound *b,
			 struct tn_ir_stmt **ir, tn_error **err)
{
	tn_error *first = NULL;
	int rc = analyse(e, text, len, args, 0, b, ir, &first);
	if (rc < 0 && is_doubtful(e, rc)) {
		tn_error_free(first);
		first = NULL;
		rc = analyse(e, text, len, args, 1, b, ir, &first);
	}
	return rc < 0 ? tn__error_move(err, first) : rc;
}

/* ---- what the entry needs ------------------------------------------------------------ */

static int check_limits(const struct tn_entry *e, tn_error **err)
{
	const struct tn_profile *p = &e->conn->profile;
	if (p->max_params && (int64_t)e->rendered.arg_count > p->max_params) {
		int rc = tn__error_set(err, TN_E_LIMIT, "the statement needs %u parameters, this server takes %lld "
				       "(limit bind_params)", e->rendered.arg_count, (long long)p->max_params);
		if (err)
			tn__error_set_hint(*err, "pass a long list in parts, by tn_batch_each()");
		return rc;
	}
	if (p->max_sql && e->rendered.sql_len > (uint64_t)p->max_sql)
		return tn__error_set(err, TN_E_LIMIT, "the statement has %llu bytes, this server takes %lld "
				     "(limit sql_bytes)", (unsigned long long)e->rendered.sql_len,
				     (long long)p->max_sql);
	return TN_OK;
}

/* An argument of kind NULL fits any statement, so it is looked for by what it would have to be. */
static void settle_kinds(struct tn_entry *e, const struct tn_ir_stmt *ir, const struct bound *b)
{
	uint32_t i;
	for (i = 0; i < ir->arg_count; i++) {
		uint8_t settled = ir->params[i].type.kind;
		if (b->lists[i] != TN_SQL_NO_LIST)
			e->kinds[i] = TN_KIND_IS_LIST;
		else
			e->kinds[i] = b->kinds[i] == TN_KIND_NULL ? settled : b->kinds[i];
		if (b->kinds[i] != TN_KIND_NULL && b->kinds[i] != settled)
			e->portable->converts = 1;
	}
}

static int take_places(struct tn_entry *e, const struct tn_ir_stmt *ir, tn_error **err)
{
	uint32_t i, places = e->rendered.arg_count;
	e->place_kinds = tn__arena_calloc(&e->arena, places + 1, 1);
	if (!e->place_kinds)
		return tn__error_nomem(err);
	e->portable->converts |= e->rendered.hole_count != 0;
	for (i = 0; i < places; i++) {
		uint32_t arg = e->rendered.args[i];
		uint8_t kind = ir->params[arg].type.kind;
		e->place_kinds[i] = kind < TN_KIND_COUNT ? kind : TN_KIND_NULL;
		if (e->portable->lists[arg] == TN_WHOLE_LIST)
			e->place_kinds[i] |= TN_BE_LIST;
		e->portable->converts |= e->portable->lists[arg] == TN_WHOLE_LIST;
	}
	if (e->rendered.identity && !e->rendered.elements && !e->portable->converts && !ir->checks_args)
		return TN_OK;
	e->rendered.identity = 0;
	e->params = tn__arena_calloc(&e->arena, places + 1, sizeof *e->params);
	return e->params ? TN_OK : tn__error_nomem(err);
}

static int take_outputs(struct tn_entry *e, const struct tn_ir_stmt *ir, tn_error **err)
{
	const struct tn_ir_output *outputs = NULL;
	uint32_t i, n = tn__ir_outputs(ir, &outputs);
	struct tn_sql_type *want = tn__arena_calloc(&e->arena, n + 1, sizeof *want);
	if (!want)
		return tn__error_nomem(err);
	for (i = 0; i < n; i++)
		want[i] = outputs[i].type;
	e->portable->outputs = outputs;
	e->portable->want = want;
	e->portable->want_count = n;
	return TN_OK;
}

/* The text of a step, and what is bound to it. */
static int render(struct tn_entry *e, const struct tn_ir_stmt *step, const struct tn_ir_stmt *ir, tn_error **err)
{
	int rc = tn__sql_render(&e->arena, step, e->conn->dialect, &e->rendered, err);
	if (rc >= 0)
		rc = check_limits(e, err);
	return rc < 0 ? rc : take_places(e, ir, err);
}

/* Which lists the plan has made one parameter, or put into the text. */
static int take_whole(struct tn_entry *e, const struct tn_ir_stmt *stmt, struct bound *b, tn_error **err)
{
	uint32_t *from = tn__arena_calloc(&e->arena, stmt->arg_count + 1, sizeof *from);
	uint32_t *most = tn__arena_calloc(&e->arena, stmt->arg_count + 1, sizeof *most);
	uint32_t i;
	if (!from || !most)
		return tn__error_nomem(err);
	e->portable->whole_from = from;
	e->portable->whole_most = most;
	for (i = 0; i < stmt->arg_count; i++)
		if (stmt->params[i].whole || stmt->params[i].spelled) {
			from[i] = stmt->params[i].least ? stmt->params[i].least : b->lists[i];
			most[i] = stmt->params[i].most ? stmt->params[i].most : UINT32_MAX;
			b->lists[i] = stmt->params[i].spelled ? TN_SPELLED_LIST : TN_WHOLE_LIST;
		}
	return TN_OK;
}

static int finish(struct tn_entry *e, struct tn_ir_stmt *ir, const tn_args *args, struct bound *b, tn_error **err)
{
	int rc = take_outputs(e, ir, err);
	uint32_t i;
	e->ir = ir;
	e->portable->element_kinds = b->kinds;
	e->portable->lists = b->lists;
	e->portable->heavy = b->heavy;
	for (i = 0; i < ir->arg_count; i++) {
		ir->params[i].list_size = b->lists[i];
		ir->params[i].heavy = b->heavy[i];
	}
	settle_kinds(e, ir, b);
	tn__weigh(e, ir, args);
	if (rc >= 0)
		rc = tn__lower(&e->arena, &e->conn->be->server.caps, ir, &e->plan, err);
	if (rc >= 0 && tn__plan_has_steps(e->plan))
		return tn__steps_init(e, err);
	if (rc >= 0)
		rc = take_whole(e, e->plan->steps[0].stmt, b, err);
	return rc < 0 ? rc : render(e, e->plan->steps[0].stmt, ir, err);
}

/* ---- a step of a plan --------------------------------------------------------------------- */

/* The step's statement with the room of its lists, and of what kinds its parameters are. */
static int take_step(struct tn_entry *e, const struct tn_entry *whole, const struct tn_step *step, uint32_t room,
		     tn_error **err)
{
	uint32_t n = step->stmt->arg_count, own = n - step->fed_count, i;
	struct tn_ir_stmt *ir = tn__arena_alloc(&e->arena, sizeof *ir);
	struct tn_ir_param *params = tn__arena_calloc(&e->arena, n + 1, sizeof *params);
	struct bound b;
	b.kinds = tn__arena_calloc(&e->arena, n + 1, 1);
	b.lists = tn__arena_calloc(&e->arena, n + 1, sizeof *b.lists);
	e->kinds = tn__arena_calloc(&e->arena, n + 1, 1);
	e->args = tn__arena_calloc(&e->arena, n + 1, sizeof *e->args);
	if (!ir || !params || !b.kinds || !b.lists || !e->kinds || !e->args)
		return tn__error_nomem(err);
	if (n)
		memcpy(params, step->stmt->params, n * sizeof *params);
	*ir = *step->stmt;
	ir->params = params;
	for (i = 0; i < n; i++) {
		uint32_t arg = step->args && i < own ? step->args[i] : i;
		b.kinds[i] = i < own ? whole->portable->element_kinds[arg] : params[i].type.kind;
		b.lists[i] = i < own ? whole->portable->lists[arg] : params[i].list ? room : TN_SQL_NO_LIST;
		params[i].list_size = b.lists[i];
	}
	e->ir = ir;
	e->portable->element_kinds = b.kinds;
	e->portable->lists = b.lists;
	settle_kinds(e, ir, &b);
	return take_whole(e, ir, &b, err);
}

int tn__portable_step(struct tn_entry *whole, const struct tn_step *step, uint32_t room, struct tn_entry **out,
		      tn_error **err)
{
	static const struct tn_plan of_a_step;
	struct tn_entry *e = tn__alloc(sizeof *e);
	int rc = TN_OK;
	if (!e)
		return tn__error_nomem(err);
	tn__entry_init(e, whole->conn);
	e->owned = 1;
	e->is_step = 1;
	e->text = whole->text;
	e->text_len = whole->text_len;
	e->plan = &of_a_step;
	e->portable = tn__arena_alloc(&e->arena, sizeof *e->portable);
	if (!e->portable)
		rc = tn__error_nomem(err);
	else
		e->portable->cached_tables = whole->portable->cached_tables;
	if (rc >= 0)
		rc = take_step(e, whole, step, room, err);
	if (rc >= 0)
		rc = take_outputs(e, e->ir, err);
	if (rc >= 0)
		rc = render(e, e->ir, e->ir, err);
	if (rc >= 0)
		rc = tn__entry_take_be(e, err);
	if (rc >= 0)
		*out = e;
	else
		tn__entry_free(e);
	return rc;
}

int tn__portable_compile(struct tn_entry *e, const char *text, size_t len, const tn_args *args, tn_error **err)
{
	tn_conn *conn = e->conn;
	struct tn_ir_stmt *ir = NULL;
	struct bound b = {0};
	int rc;
	rc = analyse_twice(e, text, len, args, &b, &ir, err);
	if (rc >= 0)
		rc = tn__describe_index(conn, &e->arena, ir, err);
	if (rc >= 0)
		rc = tn__truncate_check(conn, ir, err);
	if (rc >= 0)
		rc = finish(e, ir, args, &b, err);
	return rc;
}

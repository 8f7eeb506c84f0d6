/* SPDX-License-Identifier: MIT */
/*
 * core/engine/run_steps.c - runs a plan of several steps.
 *
 * Each step is an entry of its own, rendered and prepared at its first use and kept
 * with the statement's entry, so that the runner can do with it what can be done with
 * any statement.  Rows of KEEP steps are copied, and the steps that are run for them
 * take some at a time; what the statement gives is copied too, since its steps have
 * ended before the call returns.
 *
 * Invariants:
 *  1. A plan that says so is all or nothing: a transaction is around it, or inside the
 *     caller's a savepoint; see tn__tx_enter_plan().
 *  2. The arguments of a step are the statement's, then what it is fed with.
 *  3. A list has room for one of a few numbers of elements, so that few texts are
 *     prepared; what is too much repeats the last element.
 *  4. What undoing a plan leaves behind is put away by the step that would have done so.
 *  5. A plan that is isolated less than one statement runs where the caller allows it, or in
 *     a transaction whose isolation makes up for it.
 *  6. A step that fails because what was known of its tables is out of date undoes the
 *     plan, which is then made anew and run once more.
 */
#include "core/base/mem.h"
#include "core/base/value.h"
#include "core/engine/be.h"
#include "core/engine/engine.h"

/* One step of an entry's plan, prepared and running. */
struct tn_step_run {
	struct tn_entry *entries[TN_STEP_ROOMS]; /* by the room of its lists; made when needed */
	struct tn_stored_rows *kept;
	int64_t last_insert_id;
	int64_t changed; /* rows, by its last execution */
};

/* What one execution of the plan is about. */
struct run {
	struct tn_entry *e;
	const tn_value *own; /* the statement's arguments */
	struct tn_stored_rows *given;
	int64_t affected, last_insert_id; /* as the statement tells them */
	uint32_t done; /* steps that have run */
	tn_error **err;
};

/* The rows of a step, or the elements of a list, that an execution is for. */
struct chunk {
	const struct tn_stored_rows *rows;
	const tn_list *list;
	size_t first, count;
};

/* ---- the entries of steps ---------------------------------------------------------- */

static const struct tn_step *step_at(const struct run *r, uint32_t i)
{
	return &r->e->plan->steps[i];
}

/* Which of the entries has room for n elements in its lists, and how many that is. */
static uint32_t pick_room(const struct tn_step *step, size_t n, uint32_t *room)
{
	static const uint32_t rooms[TN_STEP_ROOMS - 1] = {1, 16, 128};
	uint32_t k = 0;
	while (k < TN_STEP_ROOMS - 1 && rooms[k] < n)
		k++;
	*room = k < TN_STEP_ROOMS - 1 && rooms[k] < step->chunk ? rooms[k] : step->chunk;
	return k;
}

static int step_entry(struct run *r, uint32_t i, size_t n, struct tn_entry **out)
{
	const struct tn_step *step = step_at(r, i);
	uint32_t room, k = pick_room(step, n, &room);
	struct tn_entry **e = &r->e->steps[i].entries[k];
	int rc = *e ? TN_OK : tn__portable_step(r->e, step, room, e, r->err);
	*out = *e;
	return rc;
}

void tn__steps_free(struct tn_entry *e)
{
	uint32_t i, k;
	for (i = 0; e->steps && i < e->plan->step_count; i++) {
		for (k = 0; k < TN_STEP_ROOMS; k++)
			tn__entry_free(e->steps[i].entries[k]);
		tn__stored_free(e->steps[i].kept);
	}
	e->steps = NULL;
}

const char *tn__steps_sent(const struct tn_entry *e)
{
	uint32_t i, k;
	for (i = 0; i < e->plan->step_count; i++)
		for (k = 0; k < TN_STEP_ROOMS; k++)
			if (e->steps[i].entries[k])
				return e->steps[i].entries[k]->rendered.sql;
	return NULL;
}

int tn__steps_init(struct tn_entry *e, tn_error **err)
{
	e->steps = tn__arena_calloc(&e->arena, e->plan->step_count, sizeof *e->steps);
	return e->steps ? TN_OK : tn__error_nomem(err);
}

/* ---- what a step is fed with -------------------------------------------------------- */

static const struct tn_step_run *run_of(const struct run *r, uint16_t id)
{
	uint32_t i;
	for (i = 0; step_at(r, i)->id != id; i++)
		;
	return &r->e->steps[i];
}

static int feed_list(const struct tn_fed *f, const struct chunk *c, struct tn_arena *a, tn_value *out)
{
	tn_list *list = tn__arena_alloc(a, sizeof *list);
	tn_value *items = tn__arena_calloc(a, c->count, sizeof *items);
	size_t i;
	if (!list || !items)
		return TN_E_NOMEM;
	for (i = 0; i < c->count; i++) {
		items[i] = c->rows->cells[(c->first + i) * c->rows->width + f->column];
		items[i].flags |= TN_VALUE_BORROWED;
		if (items[i].kind != TN_KIND_NULL)
			list->kind = items[i].kind;
	}
	list->items = items;
	list->count = (uint32_t)c->count;
	*out = tn__value(TN_KIND_LIST, 0);
	out->u.list = list;
	return TN_OK;
}

static int feed_slice(const struct chunk *c, struct tn_arena *a, tn_value *out)
{
	tn_list *list = tn__arena_alloc(a, sizeof *list);
	if (!list)
		return TN_E_NOMEM;
	*list = tn__list_slice(c->list, (uint32_t)c->first, (uint32_t)c->count);
	*out = tn__value(TN_KIND_LIST, 0);
	out->u.list = list;
	out->flags |= TN_VALUE_BORROWED;
	return TN_OK;
}

static int feed(const struct run *r, const struct tn_fed *f, const struct chunk *c, struct tn_arena *a, tn_value *out)
{
	if (!f->step)
		return feed_slice(c, a, out);
	if (f->column == TN_FED_INSERT_ID) {
		*out = tn_int(run_of(r, f->step)->last_insert_id);
		return TN_OK;
	}
	if (f->list)
		return feed_list(f, c, a, out);
	*out = f->once ? run_of(r, f->step)->kept->cells[f->column]
		       : c->rows->cells[c->first * c->rows->width + f->column];
	out->flags |= TN_VALUE_BORROWED;
	return TN_OK;
}

/* The statement's own arguments, then what the step is fed with; in a. */
static int take_args(const struct run *r, const struct tn_step *step, const struct chunk *c, struct tn_arena *a,
		     tn_args *out)
{
	uint32_t own = step->stmt->arg_count - step->fed_count, i;
	tn_value *values = tn__arena_calloc(a, step->stmt->arg_count + 1, sizeof *values);
	int rc = values ? TN_OK : TN_E_NOMEM;
	for (i = 0; i < own && rc >= 0; i++)
		values[i] = r->own[step->args ? step->args[i] : i];
	for (i = 0; i < step->fed_count && rc >= 0; i++)
		rc = feed(r, &step->fed[i], c, a, &values[own + i]);
	out->values = values;
	out->count = step->stmt->arg_count;
	return rc < 0 ? tn__error_nomem(r->err) : TN_OK;
}

/* ---- one execution --------------------------------------------------------------------- */

static int is_same(const tn_value *a, const tn_value *b)
{
	if (a->kind != b->kind)
		return 0;
	if (tn__kind_has_bytes(a->kind))
		return a->len == b->len && !memcmp(a->u.s, b->u.s, a->len);
	return a->kind == TN_KIND_DOUBLE ? !memcmp(&a->u.d, &b->u.d, sizeof a->u.d) : a->u.i == b->u.i;
}

/* Has the row the values of the one before it in its last n columns? */
static int is_repeated(const struct tn_stored_rows *rows, const tn_value *cells, uint32_t columns, uint32_t n)
{
	const tn_value *last = n && rows->count ? &rows->cells[(rows->count - 1) * rows->width] : NULL;
	uint32_t i = columns - n;
	while (last && i < columns && is_same(&last[i], &cells[i]))
		i++;
	return last && i == columns;
}

/* The rows of an execution, behind those of others; distinct as of a step. */
static int store_rows(struct run *r, struct tn_entry *e, struct tn_stored_rows **to, uint32_t distinct)
{
	int rc = *to || (*to = tn__stored_new()) ? TN_OK : tn__error_nomem(r->err);
	while (rc >= 0 && (rc = tn_next(&e->rows, r->err)) == TN_ROW) {
		if (is_repeated(*to, e->rows.head.cells, e->rows.columns, distinct))
			continue;
		rc = tn__stored_add(*to, e->rows.head.cells, e->rows.columns);
		if (rc < 0)
			tn__error_nomem(r->err);
	}
	return rc;
}

static int run_entry(struct run *r, struct tn_entry *e, const tn_args *args, struct tn_stored_rows **to,
		     uint32_t distinct)
{
	int rc, ended = TN_OK;
	e->busy = 1;
	rc = tn__run(e, args, to ? TN_FETCH_STREAM : TN__FETCH_NONE, 0, r->err);
	if (rc > 0) {
		rc = to ? store_rows(r, e, to, distinct) : TN_OK;
		ended = tn_finish(&e->rows, rc < 0 ? NULL : r->err);
	}
	e->busy = 0;
	return rc < 0 ? rc : ended;
}

static int run_once(struct run *r, uint32_t i, const struct chunk *c, struct tn_entry **of)
{
	const struct tn_step *step = step_at(r, i);
	struct tn_step_run *mine = &r->e->steps[i];
	struct tn_stored_rows **to = step->kind == TN_STEP_KEEP    ? &mine->kept
				     : step->kind == TN_STEP_QUERY ? &r->given
								   : NULL;
	struct tn_entry *e = NULL;
	struct tn_arena arena;
	tn_args args = {0};
	int rc;
	if (step->flags & TN_STEPF_IF_CHANGED && !mine[-1].changed)
		return TN_OK;
	rc = step_entry(r, i, c ? c->count : 0, &e);
	if (rc < 0)
		return rc;
	*of = e;
	tn__arena_init(&arena);
	rc = take_args(r, step, c, &arena, &args);
	if (rc >= 0)
		rc = run_entry(r, e, &args, to, step->distinct);
	tn__arena_release(&arena);
	if (rc < 0)
		return rc;
	mine->last_insert_id = e->be->last_insert_id;
	mine->changed = e->be->affected;
	if (!(step->flags & TN_STEPF_COUNTS))
		return TN_OK;
	r->affected += step->kind == TN_STEP_KEEP ? (int64_t)mine->kept->count : e->be->affected;
	/* As of one statement. */
	if (!r->last_insert_id || (mine->last_insert_id && r->e->conn->dialect->syntax.flags & TN_SYNTAX_LAST_ID))
		r->last_insert_id = mine->last_insert_id;
	return TN_OK;
}

static int run_step(struct run *r, uint32_t i, const struct chunk *c)
{
	struct tn_entry *e = NULL;
	int rc = run_once(r, i, c, &e);
	if (e && tn__entry_leaves(e))
		tn__entry_leave(e);
	return rc;
}

/* The steps from i to end, which are run for the rows of one step, in turns. */
static int run_for_rows(struct run *r, uint32_t i, uint32_t end)
{
	const struct tn_step *step = step_at(r, i);
	struct chunk c = {.rows = run_of(r, step->each)->kept};
	uint32_t k;
	int rc = TN_OK;
	for (; c.rows && c.first < c.rows->count && rc >= 0; c.first += c.count) {
		c.count = c.rows->count - c.first;
		if (c.count > step->chunk)
			c.count = step->chunk;
		for (k = i; k < end && rc >= 0; k++)
			rc = run_step(r, k, &c);
	}
	return rc;
}

/* Elements from one on that go together: as many as the step takes, and as the server takes bytes. */
static uint32_t slice_size(const struct run *r, const struct chunk *c, uint32_t most)
{
	uint32_t left = c->list->count - (uint32_t)c->first;
	return tn__list_fitting(c->list, (uint32_t)c->first, left < most ? left : most, r->e->conn->profile.max_value);
}

static int run_for_list(struct run *r, uint32_t i)
{
	const struct tn_step *step = step_at(r, i);
	const tn_value *v = &r->own[step->list - 1];
	tn_list list = v->kind == TN_KIND_LIST ? *v->u.list : (tn_list){0};
	struct chunk c = {.list = &list};
	void *room = NULL;
	int rc = tn__list_sort(&list, &room) < 0 ? tn__error_nomem(r->err) : TN_OK;
	for (; c.first < list.count && rc >= 0; c.first += c.count) {
		c.count = slice_size(r, &c, step->chunk);
		rc = run_step(r, i, &c);
	}
	tn__free(room);
	return rc;
}

/* How a failure that only this step can have is helped. */
static int tell(const struct run *r, const struct tn_step *step, int rc)
{
	if (rc == TN_E_READ_ONLY && step->stmt->kind == TN_IR_CREATE_TABLE && *r->err)
		tn__error_set_hint(*r->err, "a list this long needs a temporary table, which a transaction that is "
				   "read only cannot make: pass it in parts, by tn_batch_each()");
	return rc;
}

static int run_all(struct run *r)
{
	const struct tn_plan *plan = r->e->plan;
	uint32_t end;
	int rc = TN_OK;
	for (r->done = 0; r->done < plan->step_count && rc >= 0; r->done = rc < 0 ? r->done : end) {
		const struct tn_step *step = &plan->steps[r->done];
		end = r->done + 1;
		while (step->each && !(step_at(r, end - 1)->flags & TN_STEPF_FIRST) && end < plan->step_count &&
		       plan->steps[end].each == step->each)
			end++;
		rc = step->each ? run_for_rows(r, r->done, end)
		     : step->list ? run_for_list(r, r->done) : run_step(r, r->done, NULL);
		rc = tell(r, step, rc);
	}
	return rc;
}

/* After a failure: puts away what undoing the transaction has left. */
static void clean_up(struct run *r)
{
	tn_conn *conn = r->e->conn;
	uint32_t i;
	for (i = r->done; i < r->e->plan->step_count && !tn_is_dead(conn); i++) {
		const struct tn_step *step = step_at(r, i);
		struct tn_entry *e = NULL;
		if (step->cleans && step->cleans <= r->done && step_entry(r, i, 0, &e) >= 0)
			tn__control(conn, e->rendered.sql, NULL, NULL, NULL);
	}
}

/* ---- the plan ---------------------------------------------------------------------------- */

static void drop_kept(struct tn_entry *e)
{
	uint32_t i;
	for (i = 0; i < e->plan->step_count; i++) {
		tn__stored_free(e->steps[i].kept);
		e->steps[i].kept = NULL;
	}
}

/* The rows that the statement gives are those of the plan's step `give`, or of its queries. */
static int take_given(struct run *r)
{
	struct tn_step_run *step;
	if (r->e->plan->give) {
		step = &r->e->steps[r->e->plan->give - 1];
		r->given = step->kept;
		step->kept = NULL;
	}
	if (!r->given && !(r->given = tn__stored_new()))
		return tn__error_nomem(r->err);
	return TN_OK;
}

static int open_rows(struct run *r)
{
	struct tn_entry *e = r->e;
	e->be->affected = r->affected;
	e->be->last_insert_id = r->last_insert_id;
	if (!e->portable->want_count) {
		tn__stored_free(r->given);
		return 0;
	}
	tn__rows_open(&e->rows);
	tn__rows_give(&e->rows, r->given);
	return 1;
}

static int attempt(struct run *r)
{
	tn_conn *conn = r->e->conn;
	int in_tx = (r->e->plan->flags & TN_PLAN_NEEDS_TX) != 0;
	int rc = in_tx ? tn__tx_enter_plan(conn, r->err) : TN_OK;
	if (rc < 0)
		return rc;
	rc = run_all(r);
	if (rc >= 0)
		rc = take_given(r);
	if (in_tx)
		rc = tn__tx_leave_plan(conn, rc, r->err);
	drop_kept(r->e);
	if (rc >= 0)
		return open_rows(r);
	clean_up(r);
	tn__stored_free(r->given);
	r->given = NULL;
	return rc;
}

/* After a failure that undid everything: what is known of the tables may have been untrue. */
static int again(struct run *r, const tn_args *args, int mode, unsigned chunk)
{
	struct tn_entry *e = r->e;
	int rc;
	e->conn->reprepares++;
	tn__portable_forget(e);
	rc = tn__entry_recompile(e, args, r->err);
	if (rc < 0)
		return rc;
	if (!e->steps)
		return tn__run(e, args, mode, chunk, r->err);
	rc = tn__bind_count(e, args, r->err);
	r->own = args && args->named ? e->args : args ? args->values : NULL;
	r->affected = r->last_insert_id = 0;
	return rc < 0 ? rc : attempt(r);
}

static int check_isolation(const struct tn_entry *e, tn_error **err)
{
	const tn_conn *conn = e->conn;
	int level = conn->tx.depth ? conn->tx.isolation : conn->profile.iso[conn->dialect->default_isolation], rc;
	if (!(e->plan->flags & TN_PLAN_WEAKER) || e->ir->allows & TN_IR_ALLOW_WEAKER || level >= TN_ISO_REPEATABLE_READ)
		return TN_OK;
	rc = tn__error_set(err, TN_E_UNSUPPORTED, "%s takes several steps on this server, isolated less than one "
			   "statement: %s", e->ir->verb, e->plan->why);
	if (err)
		tn__error_set_hint(*err, "run it in a transaction of TN_ISO_REPEATABLE_READ, or allow it: "
				   "TN_WEAKER_ISOLATION()");
	return rc;
}

static int was_undone(const tn_conn *conn)
{
	int state = tn_tx_state(conn);
	return state == TN_TX_IDLE || state == TN_TX_ACTIVE;
}

int tn__run_steps(struct tn_entry *e, const tn_args *args, int mode, unsigned chunk, tn_error **err)
{
	tn_error *error = NULL;
	struct run r = {.e = e, .err = &error};
	int rc = mode == TN_FETCH_CHUNK ? tn__run_check_chunk(e->conn, err) : TN_OK;
	if (rc >= 0)
		rc = tn__bind_count(e, args, err);
	if (rc >= 0)
		rc = tn__tx_admit(e->conn, e, err);
	if (rc >= 0)
		rc = check_isolation(e, err);
	if (rc < 0)
		return rc;
	tn__notices_clear(e->conn);
	r.own = args && args->named ? e->args : args ? args->values : NULL;
	rc = attempt(&r);
	if (rc < 0 && tn__run_is_stale(e, rc) && was_undone(e->conn)) {
		tn_error_free(error);
		error = NULL;
		rc = again(&r, args, mode, chunk);
	}
	if (rc >= 0)
		e->portable->cached_tables = 1;
	return rc < 0 ? tn__error_move(err, error) : rc;
}

/* SPDX-License-Identifier: MIT */
/*
 * compat/lower_lists.c - in which form a list goes to the server.
 *
 * The problem: each element of IN (:list) is a parameter of its own, a statement takes
 * a limited number of them and of bytes, and each length is another text to prepare.
 * Who lacks the other way: servers differ in the form that they have for it, an array
 * (list_array) or a parameter that is read as a table (list_table).
 * What is done: a list that is longer than what stays inline, or that would take the
 * statement past its limits, becomes one parameter.  With arrays the comparison
 * stays, and the parameter is marked; else
 *
 *   x IN (:l)            x IN (SELECT v FROM list)
 *   x <op> ANY/ALL (:l)  the same over the subquery, for later passes
 *
 * and where UPDATE and DELETE do not look rows up by such a subquery (list_table_dml)
 * they are joined with SELECT DISTINCT v, which changes a row once.  Beside a REAL column
 * the elements are cast to REAL one by one, as they are inline.
 * Many integers go into the text itself where that is faster (list_literals): they have one
 * spelling, without quotes.  Each such text is new to the server, so fewer do not.
 * A list with a use that has no such form stays inline while that fits.  Then, last, it
 * takes steps (lower_list_steps.c): a DELETE may run for one part of it after the other,
 * anything else reads it from a temporary table (list_filled).  A DELETE by the key of
 * very many rows takes parts anyway: each is short, and none sorts or joins all of them.
 * What is preserved: everything, NULLs among the elements and NOT IN included.
 * What is weaker: nothing.
 * When it does nothing: where the elements are few; and where no form is left, as many
 * stay parameters as fit.
 *
 * Invariants:
 *  1. Lists leave the text from the longest on, until the rest fits; all lists and
 *     scalars of a statement share one budget of parameters and of bytes.
 *  2. A list is in the same form in all of its uses, but for a temporary table: there is
 *     one for each use, since not every server reads one twice in a statement.
 *  3. NOT IN never takes parts: each would find what is in the others.
 */
#include "compat/pass.h"
#include "core/base/value.h"
#include <string.h>

/* Elements of a part where no limit is lower: more make servers give up looking rows up by an index. */
#define LARGE_PART 4000u

/* Elements from which on it is worth while to send a text that the server has not met. */
#define SPELLED_FROM 4096u
/* Bytes that an element takes there at most, with its comma. */
#define SPELLED_BYTES 21u

/* In mark of IN and ANY/ALL, where they stand. */
enum place {
	ANYWHERE = 0,
	CONDITION,        /* one of the conditions of WHERE that all must hold */
	CHANGE_CONDITION, /* the same of UPDATE and DELETE */
	CHANGE            /* elsewhere in the WHERE of UPDATE and DELETE, outside of its subqueries */
};

/* In what form a list goes. */
enum form { INLINE = 0, WHOLE, PARTS, FILLED, SPELLED };

#define BY_KEY 2u

struct lists {
	struct tn_ir_visitor v;
	struct tn_lowering *l;
	struct tn_ir_stmt *tree;
	uint32_t *uses;   /* of each argument */
	uint8_t *form;    /* enum form of each */
	uint8_t *lacking; /* each with a use that cannot be one parameter */
	uint8_t *parting; /* each with one use that can take it in parts; BY_KEY: which are looked up by a key */
	uint8_t *again;   /* each in a query that may be read more than once */
	uint8_t *spells;  /* each that can stand in the text, in all of its uses */
	int array, table, with;
	uint32_t moments; /* that parts may be fed with */
	struct tn_list_steps steps;
};

static const struct tn_ir_expr *list_of(const struct tn_ir_stmt *stmt, const struct tn_ir_expr *e)
{
	const struct tn_ir_expr *p = e->arg_count == 2 ? e->args[1] : NULL;

	if ((e->kind != TN_X_IN && e->kind != TN_X_QUANT) || !p || p->kind != TN_X_PARAM || !stmt->params ||
		p->u.param >= stmt->arg_count || !stmt->params[p->u.param].list)
		return NULL;
	return p;
}

/* ---- which lists are too long ---------------------------------------------------------- */

static int count_use(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct lists *s = v->ctx;

	if ((*place)->kind == TN_X_PARAM && (*place)->u.param < s->l->intent->arg_count)
		s->uses[(*place)->u.param]++;
	s->moments += (uint32_t)tn__lower_is_moment(*place);
	return TN_OK;
}

static uint64_t places_of(const struct lists *s, uint32_t i)
{
	const struct tn_ir_param *p = &s->l->intent->params[i];

	return s->form[i] || !p->list ? s->uses[i] : (uint64_t)s->uses[i] * p->list_size;
}

/* What the elements in the text take of it. */
static uint64_t spelled_bytes(const struct lists *s)
{
	uint64_t bytes = 0;
	uint32_t i;

	for (i = 0; i < s->l->intent->arg_count; i++)
		if (s->form[i] == SPELLED)
			bytes += (uint64_t)s->uses[i] * s->l->intent->params[i].list_size * SPELLED_BYTES;
	return bytes;
}

/* 1 if so many parameters are more than the server takes, or make a text that is. */
static int is_over(const struct lists *s, uint64_t places)
{
	const struct tn_lowering *l = s->l;
	int64_t params = l->caps->limits[TN_LIMIT_BIND_PARAMS], bytes = l->caps->limits[TN_LIMIT_SQL_BYTES];

	if (params > 0 && places > (uint64_t)params)
		return 1;
	return bytes > 0 &&
	       TN_LIST_TEXT(l) + places * TN_LIST_PLACE_BYTES + spelled_bytes(s) > (uint64_t)bytes;
}

static uint64_t all_places(const struct lists *s)
{
	uint64_t total = 0;
	uint32_t i;

	for (i = 0; i < s->l->intent->arg_count; i++)
		total += places_of(s, i);
	return total;
}

/* 1 if a list is longer than what stays inline anyway. */
static int is_long(const struct lists *s, uint32_t i)
{
	const struct tn_ir_param *p = &s->l->intent->params[i];

	return p->list && s->uses[i] && (p->list_size > tn__list_inline(s->l->caps) || p->heavy & TN_LIST_HEAVY);
}

static int some_is_long(const struct lists *s)
{
	uint32_t i;

	for (i = 0; i < s->l->intent->arg_count; i++)
		if (is_long(s, i))
			return 1;
	return is_over(s, all_places(s));
}

/* The inline list that takes most parameters; arg_count: none is left. */
static uint32_t longest(const struct lists *s)
{
	const struct tn_ir_stmt *stmt = s->l->intent;
	uint32_t i, found = stmt->arg_count;

	for (i = 0; i < stmt->arg_count; i++)
		if (stmt->params[i].list && !s->form[i] && stmt->params[i].list_size > 1 && s->uses[i] &&
			(found == stmt->arg_count || places_of(s, i) > places_of(s, found)))
			found = i;
	return found;
}

static int can_fill(struct lists *s, uint32_t i)
{
	return tn__can(s->l, TN_CAP_LIST_FILLED) && (!s->again[i] || tn__can(s->l, TN_CAP_TEMPORARY_AGAIN));
}

/* 1 if the list goes into the text, and that is short enough with it. */
static int can_spell(struct lists *s, uint32_t i)
{
	uint8_t before = s->form[i];
	int fits;

	if (!s->spells[i] || s->l->intent->params[i].list_size <= SPELLED_FROM ||
		s->l->intent->params[i].heavy & TN_LIST_LONG)
		return 0;
	s->form[i] = SPELLED;
	fits = !is_over(s, all_places(s));
	s->form[i] = before;
	return fits;
}

/* A DELETE in parts is one DELETE. */
static int can_part(struct lists *s)
{
	return tn__can(s->l, TN_CAP_DELETE_ROW_BY_ROW) &&
		!tn__lower_own_references(s->l, tn__lower_now(s->l)->u.change);
}

/* The form of one that cannot stay inline; INLINE: there is none. */
static uint8_t other_form(struct lists *s, uint32_t i)
{
	unsigned heavy = s->l->intent->params[i].heavy;

	if (can_spell(s, i))
		return SPELLED;

	if (!s->lacking[i] && !(heavy & TN_LIST_HEAVY) && !(heavy & TN_LIST_LONG && s->parting[i] == BY_KEY &&
		can_part(s)))
		return WHOLE;
	if (s->parting[i] && can_part(s))
		return PARTS;
	return can_fill(s, i) ? FILLED : INLINE;
}

/* Parts of one list are a DELETE each: nothing else may take steps then. */
static void settle_parts(struct lists *s)
{
	uint32_t i, stepping = 0, n = s->l->intent->arg_count;

	for (i = 0; i < n; i++)
		stepping += s->form[i] == PARTS || s->form[i] == FILLED;
	for (i = 0; i < n && stepping > 1; i++)
		if (s->form[i] == PARTS)
			s->form[i] = can_fill(s, i) ? FILLED : INLINE;
}

static void pick_forms(struct lists *s)
{
	uint32_t i, n = s->l->intent->arg_count;
	uint64_t total;

	for (i = 0; i < n; i++) {
		if (is_long(s, i) && (!s->lacking[i] || can_spell(s, i)))
			s->form[i] = other_form(s, i);
		else if (is_long(s, i) && s->l->intent->params[i].heavy & TN_LIST_HEAVY)
			s->form[i] = other_form(s, i);
	}
	for (total = all_places(s); is_over(s, total) && (i = longest(s)) < n; total = all_places(s)) {
		s->form[i] = other_form(s, i);
		if (s->form[i] == INLINE)
			break;
	}
	settle_parts(s);
}

/* ---- where they stand -------------------------------------------------------------------- */

static void mark_conditions(struct lists *s, struct tn_ir_expr *where, enum place place)
{
	uint32_t i;

	if (!where)
		return;
	if (where->kind == TN_X_OP && where->op == TN_OP_AND)
		for (i = 0; i < where->arg_count; i++)
			mark_conditions(s, where->args[i], place);
	else if (where->kind == TN_X_IN ||
		(where->kind == TN_X_QUANT && where->sym == TN_SYM_EQ && !(where->flags & TN_XF_ALL)))
		where->mark = (uint8_t)place;
}

static int mark_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	mark_conditions(v->ctx, q->where, CONDITION);
	return TN_OK;
}

static int mark_change(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)v;
	(*place)->mark = CHANGE;
	return TN_OK;
}

static int pass_over(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	(void)v;
	(void)q;
	return TN_IR_PASS_OVER;
}

static int clear_mark(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	(void)v;
	(*place)->mark = 0;
	return TN_OK;
}

static int is_change(const struct tn_ir_stmt *stmt)
{
	return stmt->kind == TN_IR_UPDATE || stmt->kind == TN_IR_DELETE;
}

static int mark_places(struct lists *s)
{
	struct tn_ir_visitor v = {.expr = mark_change, .query = pass_over};
	int rc = TN_OK;

	if (is_change(s->tree)) {
		rc = tn__ir_visit_expr(&s->tree->u.change->where, &v);
		mark_conditions(s, s->tree->u.change->where, CHANGE_CONDITION);
	}
	s->v = (struct tn_ir_visitor){.query = mark_query, .ctx = s};
	return rc < 0 ? rc : tn__lower_visit(s->l, &s->v);
}

/* ---- which uses have a form ---------------------------------------------------------------- */

/* Elements beside a REAL column are rounded as it is, one by one. */
static int is_real(const struct tn_ir_expr *e)
{
	return e->type.storage == TN_TYPE_REAL;
}

static int joins(const struct lists *s)
{
	const struct tn_ir_change *c = s->tree->u.change;

	/* A statement of several tables reads the one that it changes nowhere else. */
	if (s->l->has & TN_HAS_TARGET_READ || (c->returning_count && !tn__can(s->l, TN_CAP_RETURNING_JOINED)))
		return 0;
	return tn__can(s->l, s->tree->kind == TN_IR_UPDATE ? TN_CAP_UPDATE_FROM : TN_CAP_DELETE_USING);
}

static int has_table_form(const struct lists *s, const struct tn_ir_expr *e)
{
	unsigned kind = e->args[0]->type.kind;

	if (!s->table)
		return 0;
	if ((e->mark == CHANGE || e->mark == CHANGE_CONDITION) && !tn__can(s->l, TN_CAP_LIST_TABLE_DML))
		return e->mark == CHANGE_CONDITION && joins(s);
	if ((kind == TN_KIND_TEXT || kind == TN_KIND_BYTES) && e->mark != CONDITION && e->mark != CHANGE_CONDITION)
		return tn__can(s->l, TN_CAP_LIST_TABLE_TEXT);
	return 1;
}

/* 1 if e is the first column of a key of the table that is changed. */
static int begins_key(const struct lists *s, const struct tn_ir_expr *e)
{
	const struct tn_ir_source *target = s->tree->u.change->target;
	uint32_t i;

	if (e->kind != TN_X_COLUMN || e->u.column.source != target || !target->table)
		return 0;
	for (i = 0; i < target->table->key_count; i++)
		if (target->table->keys[i].columns[0] == e->u.column.index)
			return 1;
	return 0;
}

/* 1 if the elements can stand behind IN, as which = ANY and <> ALL come too: integers beside an integer. */
static int is_spelled(const struct tn_ir_stmt *stmt, const struct tn_ir_expr *e)
{
	return e->kind == TN_X_IN && e->args[0]->type.kind == TN_KIND_INT &&
	       stmt->params[e->args[1]->u.param].type.kind == TN_KIND_INT;
}

static int look(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct lists *s = v->ctx;
	const struct tn_ir_expr *e = *place, *list = list_of(s->tree, e);
	uint32_t i = list ? list->u.param : 0;

	if (!list)
		return TN_OK;
	if (e->mark == CHANGE_CONDITION && s->uses[i] == 1)
		s->parting[i] = begins_key(s, e->args[0]) ? BY_KEY : 1;
	s->spells[i] &= (uint8_t)is_spelled(s->tree, e);
	if (!s->lacking[i] && (!s->array || is_real(e->args[0])) && !has_table_form(s, e))
		s->lacking[i] = 1;
	return TN_OK;
}

static int find_query(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	(void)v;
	(void)q;
	return TN_E_UNSUPPORTED;
}

/* A DELETE whose rows depend on nothing but themselves is the sum of those of the parts. */
static int takes_parts(const struct lists *s)
{
	const struct tn_ir_stmt *stmt = s->tree;
	struct tn_ir_visitor v = {.query = find_query};

	/* Each part would see another state of what a subquery reads. */
	if (tn__ir_visit(stmt, &v) < 0)
		return 0;
	return stmt->kind == TN_IR_DELETE && !(s->l->has & TN_HAS_TARGET_READ) && !stmt->u.change->from_count &&
	       !stmt->u.change->with && stmt->u.change->where && !tn__lower_is_volatile(stmt->u.change->where) &&
	       tn__lower_apart(s->l, stmt->u.change) == TN_CAP_MAX;
}

/* ---- queries that are read more than once --------------------------------------------------- */

static int note_named(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	struct lists *s = v->ctx;

	s->with |= q->with != NULL;
	return TN_OK;
}

static int note_again(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct lists *s = v->ctx;

	if ((*place)->kind == TN_X_PARAM && (*place)->u.param < s->l->intent->arg_count)
		s->again[(*place)->u.param] = 1;
	return TN_OK;
}

/* The server may put a query of WITH in the place of each of its names: that it has two is taken for granted. */
static int look_at_with(struct lists *s)
{
	int rc;

	s->with = s->tree->kind >= TN_IR_INSERT && s->tree->kind <= TN_IR_DELETE && s->tree->u.change->with;
	s->v = (struct tn_ir_visitor){.query = note_named, .ctx = s};
	rc = tn__lower_visit(s->l, &s->v);
	if (rc < 0 || !s->with)
		return rc;
	s->v = (struct tn_ir_visitor){.expr = note_again, .ctx = s};
	return tn__lower_visit(s->l, &s->v);
}

static int look_at_uses(struct lists *s)
{
	uint32_t n = s->l->intent->arg_count;
	int rc;

	s->array = tn__can(s->l, TN_CAP_LIST_ARRAY);
	s->table = tn__can(s->l, TN_CAP_LIST_TABLE);
	memset(s->spells, tn__can(s->l, TN_CAP_LIST_LITERALS), n);
	rc = mark_places(s);
	s->v = (struct tn_ir_visitor){.expr = look, .ctx = s};
	if (rc >= 0)
		rc = tn__lower_visit(s->l, &s->v);
	if (rc >= 0 && !takes_parts(s))
		memset(s->parting, 0, n);
	return rc < 0 ? rc : look_at_with(s);
}

/* ---- the forms ------------------------------------------------------------------------------- */

/* FROM list, with its one column: a parameter, or the temporary table that has the elements. */
static struct tn_ir_from *list_item(struct lists *s, struct tn_ir_expr *list)
{
	int filled = s->form[list->u.param] == FILLED;
	struct tn_arena *a = s->l->arena;
	struct tn_ir_from *f = tn__arena_alloc(a, sizeof(*f));
	struct tn_ir_source *source = tn__arena_alloc(a, sizeof(*source));
	struct tn_ir_column *column = tn__arena_alloc(a, sizeof(*column));

	if (!f || !source || !column)
		return NULL;
	column->name = "v";
	column->type = s->tree->params[list->u.param].type;
	column->type.flags = 0;
	source->kind = filled ? TN_SOURCE_TABLE : TN_SOURCE_LIST;
	source->alias = tn__lower_alias(s->l);
	if (filled && !(source->table = tn__lower_list_table(s->l, &s->steps, list->u.param, &column->type)))
		return NULL;
	source->columns = column;
	source->column_count = 1;
	f->kind = filled ? TN_FROM_TABLE : TN_FROM_LIST;
	f->at = list->at;
	f->name = filled ? source->table->name : NULL;
	f->alias = source->alias;
	f->source = source;
	f->list = filled ? NULL : list;
	return source->alias ? f : NULL;
}

/* The column, as it is compared with what stands before IN. */
static struct tn_ir_expr *element(struct lists *s, struct tn_ir_from *from, const struct tn_ir_expr *beside)
{
	struct tn_ir_expr *e = tn__ir_column_ref(s->l->arena, from->source, 0);

	if (!e || !is_real(beside))
		return e;
	e = tn__ir_op(s->l->arena, TN_OP_CAST_D_D, 1, e);
	if (e) {
		e->kind = TN_X_CAST;
		e->sym = TN_SYM_CAST;
		e->type.storage = TN_TYPE_REAL;
		e->u.cast = e->type;
	}
	return e;
}

static struct tn_ir_query *list_query(struct lists *s, const struct tn_ir_expr *use)
{
	struct tn_ir_expr *list = use->args[1];
	struct tn_ir_from *from = list_item(s, list);
	struct tn_ir_query *q = from ? tn__lower_select(s->l, from, 1) : NULL;

	if (!q || tn__lower_add_item(s->l, q, element(s, from, use->args[0]), tn__lower_column_name(s->l, 0)))
		return NULL;
	q->at = list->at;
	from->source->owner = q;
	return q;
}

/* Text of another collation is compared by code: the table's column has a collation of its own. */
static int compare_by_code(struct lists *s, struct tn_ir_expr **value)
{
	struct tn_ir_expr *e = *value;

	if (e->type.kind != TN_KIND_TEXT || !(e->type.flags & TN_TYPEF_FOREIGN_COLLATION) || e->op == TN_OP_BINARY_TEXT)
		return TN_OK;
	*value = tn__ir_op(s->l->arena, TN_OP_BINARY_TEXT, 1, e);
	return *value ? TN_OK : TN_E_NOMEM;
}

static int to_subquery(struct lists *s, struct tn_ir_expr **place, struct tn_ir_query *q)
{
	struct tn_ir_expr *e = *place;
	int all = e->flags & TN_XF_ALL, any_equal = e->kind == TN_X_IN || (e->sym == TN_SYM_EQ && !all);
	int none_equal = e->kind == TN_X_QUANT && e->sym == TN_SYM_NE && all;

	if (compare_by_code(s, &e->args[0]))
		return TN_E_NOMEM;
	s->l->has |= TN_HAS_IN_QUERY;
	e->arg_count = 1;
	e->u.sub.query = q;
	e->kind = any_equal || none_equal ? TN_X_IN_QUERY : TN_X_QUANT_QUERY;
	if (e->kind == TN_X_QUANT_QUERY)
		s->l->has |= TN_HAS_QUANTIFIED;
	if (!none_equal)
		return TN_OK;
	e->op = e->op ? (uint16_t)(e->op - (TN_OP_NE_I - TN_OP_EQ_I)) : 0;
	e->flags &= (uint8_t)~TN_XF_ALL;
	*place = tn__ir_op(s->l->arena, TN_OP_NOT, 1, e);
	return *place ? TN_OK : TN_E_NOMEM;
}

/* Another item of FROM, and the comparison with it in place of the condition. */
static int to_join(struct lists *s, struct tn_ir_expr **place, struct tn_ir_query *q)
{
	struct tn_ir_change *c = s->tree->u.change;
	struct tn_ir_from **from = tn__arena_calloc(s->l->arena, c->from_count + 1, sizeof(*from)), *item;
	struct tn_ir_expr *e = *place, *column;
	uint32_t i;

	q->distinct = 1;
	item = tn__lower_derived(s->l, q);
	column = item ? tn__ir_column_ref(s->l->arena, item->source, 0) : NULL;
	if (!from || !column || compare_by_code(s, &e->args[0]))
		return TN_E_NOMEM;
	for (i = 0; i < c->from_count; i++)
		from[i] = c->from[i];
	from[c->from_count++] = item;
	c->from = from;
	s->l->has |= TN_HAS_DML_FROM;
	*place = tn__lower_compare(s->l, TN_SYM_EQ, e->args[0], column);
	return *place ? TN_OK : TN_E_NOMEM;
}

/* The plan serves longer lists too, as long as the text is short enough whichever of them grow. */
static void spell(struct lists *s, uint32_t i)
{
	struct tn_ir_param *p = &s->tree->params[i];
	int64_t bytes = s->l->caps->limits[TN_LIMIT_SQL_BYTES];
	uint64_t used = TN_LIST_TEXT(s->l) + all_places(s) * TN_LIST_PLACE_BYTES + spelled_bytes(s), room = UINT32_MAX;

	if (bytes > 0)
		room = ((uint64_t)bytes - used) / ((uint64_t)s->l->intent->arg_count * s->uses[i] * SPELLED_BYTES);
	p->spelled = 1;
	p->least = SPELLED_FROM + 1;
	p->most = room < UINT32_MAX - p->list_size ? p->list_size + (uint32_t)room : UINT32_MAX;
}

static int rewrite(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct lists *s = v->ctx;
	const struct tn_ir_expr *list = list_of(s->tree, *place);
	struct tn_ir_query *q;
	uint8_t mark = (*place)->mark, form = list ? s->form[list->u.param] : INLINE;
	int rc;

	(*place)->mark = 0;
	if (form == PARTS)
		s->steps.parts = list->u.param + 1;
	if (form == SPELLED)
		spell(s, list->u.param);
	if (form != WHOLE && form != FILLED)
		return TN_OK;
	s->tree->params[list->u.param].whole = form == WHOLE;
	if (s->spells[list->u.param] && s->tree->params[list->u.param].list_size <= SPELLED_FROM)
		s->tree->params[list->u.param].most = SPELLED_FROM;
	if (form == WHOLE && s->array && !is_real((*place)->args[0]))
		return TN_OK;
	q = list_query(s, *place);
	if (!q)
		return tn__lower_nomem(s->l);
	if (mark == CHANGE_CONDITION && !tn__can(s->l, TN_CAP_LIST_TABLE_DML) && joins(s))
		rc = to_join(s, place, q);
	else
		rc = to_subquery(s, place, q);
	return rc < 0 ? tn__lower_nomem(s->l) : TN_OK;
}

static int rewrite_all(struct lists *s)
{
	int rc;

	s->v = (struct tn_ir_visitor){.expr_after = rewrite, .ctx = s};
	rc = tn__lower_visit(s->l, &s->v);
	s->v = (struct tn_ir_visitor){.expr = clear_mark};
	return rc < 0 ? rc : tn__lower_visit(s->l, &s->v);
}

/* What is left of the parameters for a part. */
static uint32_t part_room(const struct lists *s)
{
	uint64_t others = all_places(s) + s->moments;
	int64_t params = s->l->caps->limits[TN_LIMIT_BIND_PARAMS];
	uint32_t room = tn__lower_list_chunk(s->l, LARGE_PART);

	if (params > 0 && (int64_t)others + room > params + 1)
		room = params >= (int64_t)others ? (uint32_t)(params + 1 - (int64_t)others) : 1;
	return room;
}

int tn__pass_lists(struct tn_lowering *l)
{
	struct lists s = {.v = {.expr = count_use}, .l = l};
	uint32_t n = l->intent->arg_count;
	int rc;

	s.v.ctx = &s;
	s.uses = tn__arena_calloc(l->arena, n + 1, sizeof(*s.uses));
	s.form = tn__arena_calloc(l->arena, n + 1, 1);
	s.lacking = tn__arena_calloc(l->arena, n + 1, 1);
	s.parting = tn__arena_calloc(l->arena, n + 1, 1);
	s.again = tn__arena_calloc(l->arena, n + 1, 1);
	s.spells = tn__arena_calloc(l->arena, n + 1, 1);
	if (!s.uses || !s.form || !s.lacking || !s.parting || !s.again || !s.spells)
		return tn__lower_nomem(l);
	rc = tn__lower_visit(l, &s.v);
	if (rc < 0 || !some_is_long(&s))
		return rc;
	s.tree = tn__lower_tree(l);
	if (!s.tree)
		return TN_E_NOMEM;
	rc = look_at_uses(&s);
	if (rc < 0)
		return rc;
	pick_forms(&s);
	rc = rewrite_all(&s);
	if (rc < 0)
		return rc;
	s.steps.chunk = part_room(&s);
	return tn__lower_list_steps(l, &s.steps);
}

/* SPDX-License-Identifier: MIT */
/*
 * core/ir/plan_check.c - is a plan well formed?
 *
 * Lowering passes are many and written one by one; the runner trusts what they
 * give.  This validator stands between them in tests and debug builds and says
 * which rule is broken.
 *
 * Invariants of a plan:
 *  1. At least one step; ids count from 1 and are used once.
 *  2. Every step has a statement.  What a step is run for, or fed from, is a step
 *     before it: rows come from a KEEP, a generated key from an EXEC, and a step that
 *     is fed by rows is run for them, but for the one row of a step that reads no
 *     table.  One that is run for a list is fed by its elements, and is run for no rows.
 *  3. WEAKER and a reason come together; no unknown flag.  A step after the first whose
 *     subqueries read tables is weaker, unless the transaction keeps every other writer out;
 *     what only makes and fills the table of a list is no step here.  A plan of several steps
 *     that change something is all or nothing.  What a plan gives is a KEEP.
 * Invariants of a native statement:
 *  4. Pieces are slices of the source, in order, and the last has no argument.
 *  5. Arguments are numbered in the order in which they first occur, without a
 *     gap, and each occurs.
 * Invariants of a portable statement are those of plan_check_tree.c.
 *
 * It must not repair anything.
 */
#include "core/base/error.h"
#include "core/ir/plan.h"
#include "core/ir/plan_tree.h"

#define ALL_FLAGS \
	(TN_PLAN_NEEDS_TX | TN_PLAN_WEAKER | TN_PLAN_IMPLICIT_COMMIT | TN_PLAN_NEEDS_WRITE | TN_PLAN_NO_COUNT)

#define ALL_STEP_FLAGS (TN_STEPF_COUNTS | TN_STEPF_IF_CHANGED | TN_STEPF_FIRST)

static int broken(tn_error **err, unsigned step, const char *rule)
{
	return tn__error_set(err, TN_E_INTERNAL, "plan step %u: %s", step, rule);
}

/* The first broken rule of the pieces, or NULL. */
static const char *pieces_fault(const struct tn_ir_stmt *stmt)
{
	const char *at = stmt->source, *end = stmt->source + stmt->source_len;
	uint32_t i, seen = 0;

	for (i = 0; i < stmt->piece_count; i++) {
		const struct tn_ir_piece *p = &stmt->pieces[i];

		if (!p->text || p->text < at || p->text > end || p->len > (size_t)(end - p->text))
			return "a piece is not a slice of the source, or not in order";
		at = p->text + p->len;
		if (p->arg < 0)
			continue;
		if (i + 1 == stmt->piece_count)
			return "the last piece has an argument";
		if ((uint32_t)p->arg > seen)
			return "an argument is used before a lower one";
		if ((uint32_t)p->arg == seen)
			seen++;
	}
	if (at != end)
		return "the pieces do not reach the end of the source";
	return seen == stmt->arg_count ? NULL : "arguments and markers differ in number";
}

static const char *stmt_fault(const struct tn_ir_stmt *stmt)
{
	uint32_t i;

	if (stmt->kind < TN_IR_NATIVE || stmt->kind > TN_IR_DROP)
		return "the statement is of an unknown kind";
	if (stmt->effect > TN_IR_SESSION)
		return "the statement has an unknown effect";
	if (!stmt->source || stmt->source[stmt->source_len] != '\0')
		return "the source is missing or not NUL-terminated";
	if (!stmt->verb)
		return "the verb is missing";
	for (i = 0; stmt->arg_names && i < stmt->arg_count; i++)
		if (!stmt->arg_names[i] || !*stmt->arg_names[i])
			return "an argument has no name";
	if (stmt->kind != TN_IR_NATIVE)
		return tn__tree_fault(stmt);
	if (!stmt->pieces || !stmt->piece_count)
		return "the pieces are missing";
	return pieces_fault(stmt);
}

static const struct tn_step *find_step(const struct tn_plan *plan, uint16_t id, uint32_t before)
{
	uint32_t i;

	for (i = 0; i < before; i++)
		if (plan->steps[i].id == id)
			return &plan->steps[i];
	return NULL;
}

/* 1 if it keeps one row, whatever there is in the tables. */
static int is_once(const struct tn_step *step)
{
	const struct tn_ir_query *q = step->stmt && step->stmt->kind == TN_IR_QUERY ? step->stmt->u.query : NULL;

	return step->kind == TN_STEP_KEEP && !step->each && !step->list && q && q->kind == TN_QUERY_SELECT &&
	       !q->from_count && !q->where && !q->limit && !q->offset && !q->having;
}

/* Where the parameters of step i that are no arguments come from. */
static const char *feed_fault(const struct tn_plan *plan, uint32_t i)
{
	const struct tn_step *step = &plan->steps[i], *from;
	uint32_t k;

	if (step->fed_count > step->stmt->arg_count)
		return "more parameters are fed than there are";
	for (k = 0; k < step->fed_count; k++) {
		const struct tn_fed *f = &step->fed[k];

		if (!f->step && step->list && f->list)
			continue;
		from = find_step(plan, f->step, i);
		if (!from)
			return "it is fed by a step that has not run";
		if (f->column == TN_FED_INSERT_ID) {
			if (from->kind != TN_STEP_EXEC || f->list)
				return "a generated key comes from a step that is no exec";
			continue;
		}
		if (f->once && !f->list && is_once(from))
			continue;
		if (f->once || from->kind != TN_STEP_KEEP || step->each != f->step)
			return "it is fed by rows that it is not run for";
		if (!f->list && step->chunk != 1)
			return "a value is fed by several rows";
	}
	return NULL;
}

static const char *each_fault(const struct tn_plan *plan, uint32_t i)
{
	const struct tn_step *step = &plan->steps[i];
	const struct tn_step *from = step->each ? find_step(plan, step->each, i) : NULL;

	if (step->list)
		return step->each ? "it is run for rows and for a list"
		       : step->chunk ? NULL : "it is run for no elements at a time";
	if (!step->each)
		return step->chunk ? "it has a chunk of no rows" : NULL;
	if (!from || from->kind != TN_STEP_KEEP)
		return "it is run for rows that were not kept before";
	if (!step->chunk)
		return "it is run for no rows at a time";
	if (i && plan->steps[i - 1].each == step->each && plan->steps[i - 1].chunk != step->chunk)
		return "it takes another number of rows than the step before it";
	return NULL;
}

static const char *step_fault(const struct tn_plan *plan, uint32_t i)
{
	const struct tn_step *step = &plan->steps[i];
	const char *fault;

	if (step->id == 0 || step->id > plan->step_count)
		return "the id is out of range";
	if (find_step(plan, step->id, i))
		return "the id is taken";
	if (step->kind < TN_STEP_QUERY || step->kind > TN_STEP_KEEP)
		return "the step is of an unknown kind";
	if (!step->stmt)
		return "the statement is missing";
	if (step->flags & ~ALL_STEP_FLAGS)
		return "the step has an unknown flag";
	if (step->flags & TN_STEPF_IF_CHANGED &&
		(!i || plan->steps[i - 1].kind != TN_STEP_EXEC || plan->steps[i - 1].each != step->each))
		return "it depends on a change that no step before it makes";
	if (step->distinct && step->kind != TN_STEP_KEEP)
		return "rows are left out that are not kept";
	fault = stmt_fault(step->stmt);
	if (!fault && step->cleans &&
		(step->each || step->list || step->fed_count || !find_step(plan, step->cleans, i)))
		fault = "it puts away what no step before it has made, or needs more than its text for it";
	if (!fault)
		fault = each_fault(plan, i);
	return fault ? fault : feed_fault(plan, i);
}

struct later {
	struct tn_ir_visitor v;
	const struct tn_ir_query *top; /* the step itself: it names its rows by key, and they are locked */
};

static int reads_table(const struct tn_ir_from *f)
{
	for (; f && f->kind == TN_FROM_JOIN; f = f->left)
		if (reads_table(f->right))
			return 1;
	return f && f->kind == TN_FROM_TABLE &&
	       !(f->source && f->source->table && f->source->table->flags & TN_TABLEF_OF_LIST);
}

static int find_read(struct tn_ir_visitor *v, struct tn_ir_query *q)
{
	uint32_t i;

	for (i = 0; i < q->from_count && q != ((struct later *)v->ctx)->top; i++)
		if (reads_table(q->from[i]))
			return TN_E_UNSUPPORTED;
	return TN_OK;
}

static int reads_any(const struct tn_step *step, const struct tn_ir_query *top)
{
	struct later later = {.v = {.query = find_read}, .top = top};

	later.v.ctx = &later;
	return step->stmt->kind != TN_IR_NATIVE && tn__ir_visit(step->stmt, &later.v) == TN_E_UNSUPPORTED;
}

/* 1 if the step makes, fills or drops the table of a list, or asks for the time, and sees nothing else. */
static int sees_nothing(const struct tn_step *step)
{
	return (step->stmt->kind == TN_IR_CREATE_TABLE && step->stmt->u.create_table->of_list) ||
	       (step->stmt->kind == TN_IR_DROP && step->stmt->u.drop->of_list) ||
	       (step->list && !(step->flags & TN_STEPF_COUNTS)) || (is_once(step) && !reads_any(step, NULL));
}

int tn__plan_reads_later(const struct tn_plan *plan)
{
	uint32_t i = 0;

	while (i < plan->step_count && sees_nothing(&plan->steps[i]))
		i++;
	for (i++; i < plan->step_count; i++) {
		const struct tn_ir_stmt *stmt = plan->steps[i].stmt;

		if (reads_any(&plan->steps[i], stmt->kind == TN_IR_QUERY ? stmt->u.query : NULL))
			return 1;
	}
	return 0;
}

static const char *plan_fault(const struct tn_plan *plan)
{
	const struct tn_step *given = find_step(plan, plan->give, plan->step_count);
	uint32_t i;

	if (plan->flags & ~ALL_FLAGS)
		return "the plan has an unknown flag";
	if (!(plan->flags & TN_PLAN_WEAKER) != !plan->why)
		return "weaker isolation and its reason come together";
	if (!(plan->flags & (TN_PLAN_WEAKER | TN_PLAN_NEEDS_WRITE)) && tn__plan_reads_later(plan))
		return "a later step reads what others may have changed meanwhile, and nothing says so";
	if (plan->give && (!given || given->kind != TN_STEP_KEEP))
		return "the plan gives rows that it does not keep";
	for (i = 0; plan->step_count > 1 && i < plan->step_count; i++)
		if (plan->steps[i].kind == TN_STEP_EXEC && !(plan->flags & TN_PLAN_NEEDS_TX))
			return "several steps, one of which changes something, need a transaction";
	return NULL;
}

int tn__plan_check(const struct tn_plan *plan, struct tn_error **err)
{
	const char *fault;
	uint32_t i;

	if (!plan || !plan->steps || !plan->step_count || plan->step_count > UINT16_MAX)
		return broken(err, 0, "the plan has no steps, or too many");
	for (i = 0; i < plan->step_count; i++) {
		fault = step_fault(plan, i);
		if (fault)
			return broken(err, i + 1, fault);
	}
	fault = plan_fault(plan);
	return fault ? broken(err, 0, fault) : TN_OK;
}

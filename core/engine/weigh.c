/* SPDX-License-Identifier: MIT */
/*
 * core/engine/weigh.c - the values of an INSERT of several rows that are more than a message.
 *
 * How many rows go together depends on the values, so the plan does: where all of them
 * fit in a message, which is nearly always, it is that of any other statement; else it is
 * made for sizes, and serves values that are no longer.
 *
 * Invariants:
 *  1. A size is a class: twice its number is a power of two, half steps between, and the
 *     value is no longer than tn__size_bytes() of it.
 *  2. Only an INSERT of several rows with texts or bytes is weighed.  An argument of a
 *     kind that no value has keeps it from being found in passing: tn__entry_fits() goes on with
 *     tn__entry_fits_rest(), so other statements pay nothing.
 *  3. What is weighed is checked by the backend again, who knows how it is sent.
 */
#include "core/base/value.h"
#include "core/engine/engine.h"

static uint32_t length_of(const tn_value *v)
{
	return tn__kind_has_bytes(v->kind) ? v->len : 8;
}

/* 1 if a message does not take the values together. */
static int is_heavy(const struct tn_ir_stmt *ir, const tn_args *args, int64_t most)
{
	uint64_t bytes = 0;
	uint32_t i;
	for (i = 0; i < ir->arg_count; i++) {
		const tn_value *v = tn__arg_value(ir, args, i);
		if (v && v->kind != TN_KIND_LIST)
			bytes += length_of(v) + TN_VALUE_HEAD;
	}
	return most > 0 && bytes > tn__message_room(most);
}

static int is_rows(const struct tn_ir_stmt *ir)
{
	const struct tn_ir_query *q = ir->kind == TN_IR_INSERT ? ir->u.change->query : NULL;
	return q && q->kind == TN_QUERY_VALUES && q->row_count > 1;
}

void tn__weigh(struct tn_entry *e, struct tn_ir_stmt *ir, const tn_args *args)
{
	struct tn_portable *p = e->portable;
	uint32_t i = 0;
	if (!is_rows(ir) || e->conn->profile.max_value <= 0)
		return;
	while (i < ir->arg_count && (e->kinds[i] == TN_KIND_IS_LIST || !tn__kind_has_bytes(e->kinds[i])))
		i++;
	if (i == ir->arg_count)
		return;
	p->sized = &e->kinds[i];
	p->sized_kind = e->kinds[i];
	e->kinds[i] = TN_KIND_IS_SIZED;
	if (!is_heavy(ir, args, e->conn->profile.max_value))
		return;
	p->heavy_rows = 1;
	for (i = 0; i < ir->arg_count; i++) {
		const tn_value *v = tn__arg_value(ir, args, i);
		if (v && v->kind != TN_KIND_LIST)
			ir->params[i].size = tn__size_class(length_of(v));
	}
}

int tn__weigh_fits(const struct tn_entry *e, const tn_args *args)
{
	const struct tn_portable *p = e->portable;
	uint32_t i;
	if (is_heavy(e->ir, args, e->conn->profile.max_value) != p->heavy_rows)
		return 0;
	for (i = 0; p->heavy_rows && i < e->ir->arg_count; i++) {
		const tn_value *v = tn__arg_value(e->ir, args, i);
		if (v && v->kind != TN_KIND_LIST && tn__size_class(length_of(v)) > e->ir->params[i].size)
			return 0;
	}
	return 1;
}

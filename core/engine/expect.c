/* SPDX-License-Identifier: MIT */
/*
 * core/engine/expect.c - changes that must touch an exact number of rows.
 *
 * Both calls are a function for tn_transact(), so retries, nesting and what is undone
 * are its business.
 *
 * Invariants:
 *  1. The caller's arguments are never changed: batches have a copy of them, in which
 *     the list is replaced by one that points into its elements.
 *  2. The function starts from the first element each time that it is called.
 *  3. The number of rows is part of the transaction: it is compared before the commit.
 */
#include <tenon/batch.h>
#include <tenon/expect.h>
#include "core/base/mem.h"
#include "core/engine/engine.h"

#define DEFAULT_BATCH 100

struct expected {
	const char *sql;
	const tn_args *args;
	int64_t rows;

	/* batches only */
	tn_args own;
	tn_value *values;      /* of own, positional or */
	tn_named_value *named; /* by name */
	tn_value *place;       /* the list among them */
	const tn_list *list;   /* the caller's */
	uint32_t batch;
};

static int another_number(const char *sql, int64_t expected, int64_t found, tn_error **err)
{
	int rc = tn__error_set(err, TN_E_ROW_COUNT, "the statement had to touch %lld row%s and touched %lld",
			       (long long)expected, expected == 1 ? "" : "s", (long long)found);
	if (err)
		tn__error_set_sql(*err, sql, strlen(sql), 0);
	return rc;
}

static int run_one(tn_conn *conn, const char *sql, const tn_args *args, int64_t rows, tn_error **err)
{
	tn_result result = {0};
	int rc = tn_exec(conn, sql, args, &result, err);
	if (rc < 0)
		return rc;
	if (result.affected < 0)
		return tn__error_set(err, TN_E_MISUSE, "'%.80s' does not tell how many rows it touched", sql);
	return result.affected == rows ? TN_OK : another_number(sql, rows, result.affected, err);
}

static int run_whole(tn_conn *conn, void *arg, tn_error **err)
{
	const struct expected *x = arg;
	return run_one(conn, x->sql, x->args, x->rows, err);
}

int tn_exec_expect(tn_conn *conn, const char *sql, const tn_args *args, int64_t rows, tn_error **err)
{
	struct expected x = {.sql = sql, .args = args, .rows = rows};
	if (!sql || rows < 0)
		return tn__error_set(err, TN_E_MISUSE, "tn_exec_expect() needs a statement and a number of rows");
	return tn_transact(conn, NULL, run_whole, &x, err);
}

/* ---- in batches ------------------------------------------------------------------ */

static int run_slice(tn_conn *conn, const tn_list *slice, void *arg, tn_error **err)
{
	struct expected *x = arg;
	*x->place = tn_list_of(slice);
	return run_one(conn, x->sql, &x->own, slice->count, err);
}

static int run_batches(tn_conn *conn, void *arg, tn_error **err)
{
	struct expected *x = arg;
	return tn_batch_each(conn, x->list, x->batch, run_slice, x, err);
}

/* A copy of the arguments, in which the list will be another. */
static int copy_args(struct expected *x, tn_error **err)
{
	uint32_t i, n = x->args->count;
	x->own = *x->args;
	if (x->args->named)
		x->named = tn__calloc(n, sizeof *x->named);
	else
		x->values = tn__calloc(n, sizeof *x->values);
	if (!x->named && !x->values)
		return tn__error_nomem(err);
	for (i = 0; i < n; i++) {
		tn_value *v = x->named ? &x->named[i].value : &x->values[i];
		if (x->named)
			x->named[i] = x->args->named[i];
		else
			*v = x->args->values[i];
		if (v->kind != TN_KIND_LIST)
			continue;
		if (x->place)
			return tn__error_set(err, TN_E_PARAM, "more than one argument is a list");
		x->place = v;
		x->list = v->u.list;
	}
	x->own.values = x->values;
	x->own.named = x->named;
	return x->place ? TN_OK : tn__error_set(err, TN_E_PARAM, "none of the arguments is a list");
}

/* As many elements as were asked for, and as the other arguments leave room for. */
static uint32_t batch_of(const tn_conn *conn, const struct expected *x, unsigned wanted)
{
	int64_t most = conn->profile.max_params - (int64_t)x->args->count + 1;
	if (!wanted)
		wanted = DEFAULT_BATCH;
	if (!conn->profile.max_params || wanted <= most)
		return wanted;
	return most > 0 ? (uint32_t)most : 1;
}

int tn_exec_expect_each(tn_conn *conn, const char *sql, const tn_args *args, unsigned batch, tn_error **err)
{
	struct expected x = {.sql = sql, .args = args};
	int rc = tn__conn_ready(conn, sql, err);
	if (rc < 0)
		return rc;
	rc = args ? copy_args(&x, err) : tn__error_set(err, TN_E_PARAM, "none of the arguments is a list");
	if (rc >= 0) {
		x.batch = batch_of(conn, &x, batch);
		rc = tn_transact(conn, NULL, run_batches, &x, err);
	}
	tn__free(x.values);
	tn__free(x.named);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/*
 * core/engine/transact.c - a transaction that is repeated until it goes through.
 *
 *   begin -> fn -> commit        any step fails:
 *     outcome of the commit unknown -> ask the caller's check, or give up;
 *                                      there: done, not there: wait, again
 *     worth repeating               -> roll back (or reconnect), wait, again
 *     else                          -> roll back, return the error
 *
 * The wait has full jitter (a random time up to a bound that doubles), so that
 * colliding transactions do not collide again: M. Brooker, "Exponential Backoff
 * And Jitter", 2015.
 */
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/engine/be.h"
#include "core/engine/engine.h"
#include "core/engine/stop.h"

#define DEFAULT_ATTEMPTS 10
#define DEFAULT_FIRST_MS 10
#define DEFAULT_MAX_MS 2000
#define DEFAULT_DEADLINE_MS 60000

struct attempt {
	tn_conn *conn;
	const tn_tx_options *options;
	const struct tn_around *around; /* or NULL */
	tn_tx_fn fn;
	void *arg;
	int result; /* of fn, when the transaction went through */
	unsigned number;
	int64_t deadline;
	uint64_t backoff_us, max_backoff_us;
};

static unsigned or_default(unsigned value, unsigned otherwise)
{
	return value ? value : otherwise;
}

/* Calls fn; a failure without an error object gets one. */
static int call(struct attempt *a, tn_error **err)
{
	unsigned depth = a->conn->tx.depth;
	int rc = a->fn(a->conn, a->arg, err);
	if (rc < 0 && !*err)
		return tn__error_set(err, rc, "the transaction's function failed: %s", tn_error_summary(rc));
	if (rc >= 0 && !a->conn->be->dead && a->conn->tx.depth != depth)
		return tn__error_set(err, TN_E_MISUSE, "the transaction's function left %s open",
				     a->conn->tx.depth > depth ? "a nested block" : "fewer blocks than it found");
	return rc;
}

static int run_nested(struct attempt *a, tn_error **err)
{
	tn_conn *conn = a->conn;
	unsigned depth = conn->tx.depth;
	tn_error *e = NULL;
	int rc = tn_begin(conn, a->options, &e), answer;
	if (rc < 0)
		return tn__error_move(err, e);
	rc = answer = call(a, &e);
	if (rc >= 0)
		rc = tn_commit(conn, &e);
	if (rc >= 0) {
		tn_error_free(e);
		return answer;
	}
	tn__tx_undo(conn, depth, e);
	return tn__error_move(err, e);
}

static int run_once(struct attempt *a, tn_error **err)
{
	int rc = a->around ? a->around->before(a->conn, err) : TN_OK;
	if (rc >= 0)
		rc = tn_begin(a->conn, a->options, err);
	if (rc < 0)
		return rc;
	a->result = call(a, err);
	if (a->result < 0)
		return a->result;
	return tn_commit(a->conn, err);
}

/* A server that restarts refuses connections for a while. */
static int worth_reconnecting(const tn_error *e)
{
	int code = tn_error_code(e);
	return code == TN_E_CONNECT || code == TN_E_DISCONNECTED || code == TN_E_TIMEOUT || code == TN_E_RESOURCES ||
	       code == TN_E_WRONG_NODE;
}

/* Waits before the next attempt; 0 when the deadline or a cancel comes first. */
static int wait(struct attempt *a)
{
	int64_t us = (int64_t)tn__random_below(&a->conn->random, a->backoff_us) + 1;
	if (tn__now_us() + us > a->deadline)
		return 0;
	if (!tn__stop_sleep(a->conn, us))
		return 0;
	a->backoff_us *= 2;
	if (a->backoff_us > a->max_backoff_us)
		a->backoff_us = a->max_backoff_us;
	return 1;
}

/*
 * The caller's check on a fresh connection.  1: it is there; 0: it is not, so
 * repeating is safe; negative: unknown, and the commit's error stays.  Asking
 * is no attempt: it goes on as long as the server does not answer and the
 * deadline has not come, since without an answer nobody can do anything.  A reader may
 * not have the transaction yet, so of several hosts one that writes is asked.
 */
static int ask(struct attempt *a)
{
	tn_error *e = NULL;
	int rc;
	if (!a->options || !a->options->check)
		return TN_E_COMMIT_UNKNOWN;
	tn__hosts_want_writer(a->conn);
	for (;;) {
		rc = tn_is_dead(a->conn) ? tn__conn_reconnect(a->conn, &e) : TN_OK;
		if (rc >= 0) {
			rc = a->options->check(a->conn, a->arg, &e);
			tn__tx_undo(a->conn, 0, e);
		}
		if (rc >= 0 || !tn_is_dead(a->conn) || !worth_reconnecting(e) || !wait(a))
			break;
	}
	tn_error_free(e);
	return rc;
}

/* The check said that the transaction is not there: the error is no longer in doubt. */
static void settle(tn_error *e)
{
	tn__error_recode(e, tn_error_flags(e) & TN_ERR_DEAD ? TN_E_DISCONNECTED : TN_E_SERIALIZATION);
	tn__error_set_hint(e, "the transaction is known not to be there: it can be repeated");
	tn__error_drop_flags(e, TN_ERR_AMBIGUOUS);
	tn__error_add_flags(e, TN_ERR_RETRY_TX);
}

/* The error of the last attempt, or that the call was cancelled in the wait after it. */
static int give_up(struct attempt *a, tn_error *e, tn_error **err)
{
	tn_error *stopped = NULL;
	if (tn__stop_check(a->conn, &stopped) >= 0)
		return tn__error_move(err, e);
	tn__error_set_hint(stopped, "the last attempt had failed: %s", tn_error_message(e));
	tn_error_free(e);
	return tn__error_move(err, stopped);
}

static int attempts_left(const struct attempt *a)
{
	return a->number < or_default(a->options ? a->options->max_attempts : 0, DEFAULT_ATTEMPTS);
}

static int worth_repeating(const tn_error *e)
{
	return (tn_error_flags(e) & (TN_ERR_RETRY_TX | TN_ERR_DEAD | TN_ERR_WRONG_NODE)) != 0;
}

/* Makes the connection fit for another attempt: live, and on a node that can write. */
static int recover(struct attempt *a, tn_error **e)
{
	if (!tn_is_dead(a->conn) && !(tn_error_flags(*e) & TN_ERR_WRONG_NODE))
		return TN_OK;
	return tn__conn_reconnect(a->conn, e);
}

static int repeat(struct attempt *a, tn_error **err)
{
	tn_error *e = NULL;
	int rc;
	for (;;) {
		a->conn->attempt = ++a->number;
		rc = run_once(a, &e);
		if (rc < 0)
			tn__tx_undo(a->conn, 0, e);
		if (a->around && !tn_is_dead(a->conn)) {
			int after = a->around->after(a->conn, rc < 0 ? NULL : &e);
			rc = rc < 0 ? rc : after;
		}
		if (rc == TN_E_COMMIT_UNKNOWN) {
			int there = ask(a);
			if (there < 0)
				return tn__error_move(err, e);
			if (there)
				rc = TN_OK;
			else
				settle(e);
		}
		if (rc >= 0) {
			tn_error_free(e);
			return a->result;
		}
		if (!worth_repeating(e) || !attempts_left(a) || !wait(a))
			return give_up(a, e, err);
		tn__log(TN_LOG_INFO, "transaction repeated after %s", tn_error_name(tn_error_code(e)));
		while (recover(a, &e) < 0) {
			a->number++;
			if (!worth_reconnecting(e) || !attempts_left(a) || !wait(a))
				return give_up(a, e, err);
		}
	}
}

static int check_options(const tn_tx_options *o, tn_tx_fn fn, tn_error **err)
{
	if (!fn)
		return tn__error_set(err, TN_E_MISUSE, "tn_transact() needs a function");
	if (o && o->size != sizeof *o)
		return tn__error_set(err, TN_E_MISUSE, "tn_tx_options.size must be sizeof(tn_tx_options)");
	return TN_OK;
}

int tn_transact(tn_conn *conn, const tn_tx_options *options, tn_tx_fn fn, void *arg, tn_error **err)
{
	return tn__transact_around(conn, options, NULL, fn, arg, err);
}

int tn__transact_around(tn_conn *conn, const tn_tx_options *options, const struct tn_around *around, tn_tx_fn fn,
			void *arg, tn_error **err)
{
	struct attempt a = {.conn = conn, .options = options, .around = around, .fn = fn, .arg = arg};
	int64_t before;
	int rc;
	if (!conn || conn->magic != TN_CONN_MAGIC)
		return tn__error_set(
			err, TN_E_MISUSE, "the connection handle is %s", conn ? "closed or foreign" : "NULL");
	rc = check_options(options, fn, err);
	if (rc < 0)
		return rc;
	if (conn->tx.depth)
		return run_nested(&a, err);
	a.deadline = tn__now_us() + 1000 * (int64_t)or_default(options ? options->deadline_ms : 0, DEFAULT_DEADLINE_MS);
	a.backoff_us = 1000 * (uint64_t)or_default(options ? options->first_backoff_ms : 0, DEFAULT_FIRST_MS);
	a.max_backoff_us = 1000 * (uint64_t)or_default(options ? options->max_backoff_ms : 0, DEFAULT_MAX_MS);
	tn__stop_begin_call(conn);
	before = tn__deadline_narrow(conn, options && options->deadline_ms ? a.deadline : 0);
	if (conn->stop->bounds.scope_due && conn->stop->bounds.scope_due < a.deadline)
		a.deadline = conn->stop->bounds.scope_due;
	rc = repeat(&a, err);
	conn->attempt = 0;
	tn__deadline_widen(conn, before);
	tn__stop_end_call(conn);
	return rc;
}

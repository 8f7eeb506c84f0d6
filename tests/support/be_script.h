/* SPDX-License-Identifier: MIT */
/*
 * tests/support/be_script.h - a backend that plays a script.
 *
 * For tests of the engine: what reaches the backend is compared with what the
 * test expects, and the answers are what the test wants to happen, faults that
 * no server gives on demand included.  Scheme "script:".
 *
 *   static const struct be_step steps[] = {
 *       {.sql = "BEGIN"},
 *       {.sql = "INSERT INTO t VALUES ($1)", .params = v, .param_count = 1, .affected = 1},
 *       {.sql = "COMMIT", .fault = {.code = TN_E_DISCONNECTED, .flags = TN_ERR_DEAD, .message = "gone"}},
 *   };
 *   be_script_play(steps, 3);
 *   ...
 *   be_script_check();      every step was used, nothing else came
 *
 * Each execute uses up one step.  Everything that happens is also written to a
 * trace, one line per slot call, for tests that compare the whole.
 */
#ifndef TN_BE_SCRIPT_H
#define TN_BE_SCRIPT_H

#include <tenon/sys/backend.h>

/* Where a step's fault is raised. */
enum be_when { BE_AT_EXECUTE = 0, BE_AT_PREPARE = 1, BE_AT_NEXT = 2, BE_AT_FINISH = 3 };

struct be_step {
	const char *sql;        /* the exact text; NULL: any */
	const tn_value *params; /* compared when not NULL */
	uint32_t param_count;
	const char *const *columns; /* names; NULL: the statement gives no rows */
	uint32_t column_count;
	const uint8_t *types; /* enum tn_type of each column; NULL: unknown */
	const tn_value *rows; /* row_count * column_count cells */
	uint32_t row_count;
	int64_t affected;
	int64_t last_insert_id;
	enum be_when when;     /* of the fault */
	uint32_t after_rows;   /* BE_AT_NEXT: rows given before it */
	struct tn_fault fault; /* message NULL: none; TN_ERR_DEAD in flags kills the link */
	int tx_status;         /* enum tn_be_tx afterwards; 0: unchanged */
};

/* Registers the backend; once per process. */
void be_script_register(void);
/* Starts a script; the steps are used in place.  Empties the trace. */
void be_script_play(const struct be_step *steps, size_t count);
/* Fails the test unless all steps were used and every call was expected. */
void be_script_check(void);
/* The n-th coming call of a link slot ("open", "probe", "ping") fails with this. */
void be_script_fail(const char *slot, unsigned n, const struct tn_fault *fault);
/* ... and so do those after it, as many as times says in all. */
void be_script_fail_times(const char *slot, unsigned n, unsigned times, const struct tn_fault *fault);
/* The nodes that answer at the hosts of a URL; the list ends with a NULL host.  A host that is not listed is down. */
struct be_node {
	const char *host;
	unsigned facts; /* TN_FACT_READ_ONLY, TN_FACT_STANDBY */
};
/* From now on; NULL: every host has the same server.  The trace then has the host of each open. */
void be_script_nodes(const struct be_node *nodes);
/* How often a thread has entered the backend, and left it. */
unsigned be_script_threads_entered(void);
unsigned be_script_threads_left(void);
/* The calls so far, one line each: "prepare SELECT 1", "execute", "next", "finish". */
const char *be_script_trace(void);
/* Dialect of the backend; a test may change it before the first open. */
extern struct tn_dialect be_script_dialect;
/* Capabilities that probe() declares. */
extern struct tn_caps be_script_caps;

#endif

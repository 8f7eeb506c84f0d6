/* SPDX-License-Identifier: MIT */
/*
 * core/ir/plan.h - how a statement is carried out: a short list of steps.
 *
 * A plan is the output of compat/ and the input of the plan runner.  It refers
 * to steps by stable ids, not by position, and names every capability that it
 * relies on.  tn__plan_dump() prints it; that text is the golden format of the
 * tests and the output of explain.
 *
 * A plan of one step that is run for no list is that step: its rows and its number of rows are the
 * statement's.  The rows of several QUERY steps, and of several executions, follow
 * each other.
 */
#ifndef TN_PLAN_H
#define TN_PLAN_H

#include <tenon/sys/caps.h>
#include <tenon/sys/text.h>
#include "core/ir/ir.h"

enum tn_step_kind {
	TN_STEP_QUERY = 1, /* its rows are the statement's rows */
	TN_STEP_EXEC = 2,  /* run to the end */
	TN_STEP_KEEP = 3   /* a query whose rows are kept for later steps */
};

#define TN_PLAN_NEEDS_TX        0x01u /* all or nothing: wrap in a transaction or a savepoint */
/*
 * Weaker isolation than one statement, below REPEATABLE READ; why says how.  It needs the
 * caller's consent (TN_IR_ALLOW_WEAKER).
 */
#define TN_PLAN_WEAKER          0x02u
#define TN_PLAN_IMPLICIT_COMMIT 0x04u /* commits the open transaction on this server */
/* Reads rows in order to lock them where the only lock is that of the whole database:
 * the transaction around it must have begun as one that writes. */
#define TN_PLAN_NEEDS_WRITE     0x08u
#define TN_PLAN_NO_COUNT        0x10u /* the statement tells no number of rows, whatever the step gives */

/* Instead of a column: the key that the step's last execution generated. */
#define TN_FED_INSERT_ID UINT16_MAX

/* Where a parameter that is no argument of the statement gets its value. */
struct tn_fed {
	uint16_t step;   /* a step that has run before; 0: the list that the step is run for */
	uint16_t column; /* of its kept rows, from 0, or TN_FED_INSERT_ID */
	uint8_t list;    /* a list: the values of all rows, or the elements, of the execution */
	uint8_t once;    /* of the only row of a step that runs once, whatever this one is run for */
};

/* The number of its rows, changed or kept, is the statement's; those of several steps add up. */
#define TN_STEPF_COUNTS 0x01u
/* It is left out when the EXEC before it, which is run for the same rows, has changed none. */
#define TN_STEPF_IF_CHANGED 0x02u
/* It is run for all rows before the step behind it begins. */
#define TN_STEPF_FIRST 0x04u

/*
 * A step that is run for the rows that another kept takes `chunk` of them for each
 * execution.  Steps that follow each other and are run for the same rows take turns:
 * all of them for one chunk, then all for the next, unless one comes FIRST.  So does a step that is run for the
 * elements of a list, by itself.
 */
struct tn_step {
	uint16_t id;    /* from 1 */
	uint8_t kind;   /* enum tn_step_kind */
	uint8_t flags;  /* TN_STEPF_* */
	/* The step whose work this one puts away: after a failure too, if that had run; 0: none. */
	uint16_t cleans;
	uint16_t each;  /* the step whose kept rows it is run for; 0: it runs once */
	uint32_t list;  /* instead of each: the argument, from 1, for whose elements it is run; 0: none */
	uint32_t chunk; /* with each or list: rows or elements at most for an execution */
	/* KEEP: the first of rows that follow each other with the same values in the last so many columns. */
	uint16_t distinct;
	const struct tn_ir_stmt *stmt;
	/* Of each parameter of stmt before those that are fed: which argument it is; NULL: all, as they come. */
	const uint32_t *args;
	/* The last fed_count parameters of stmt; the others are the statement's arguments. */
	const struct tn_fed *fed;
	uint32_t fed_count;
};

struct tn_plan {
	unsigned flags;  /* TN_PLAN_* */
	const char *why; /* with WEAKER */
	uint64_t decided[TN_CAP_MAX / 64]; /* capabilities that were looked at, for explain */
	const struct tn_step *steps;
	uint32_t step_count;
	/* The KEEP step whose rows, in their first columns, are the statement's; 0: those of QUERY steps. */
	uint16_t give;
};

/* 1 if the plan is more than one execution of one statement. */
static inline int tn__plan_has_steps(const struct tn_plan *plan)
{
	return plan->step_count > 1 || plan->steps[0].list;
}

/*
 * Decisions made once per connection, so that the engine follows them without
 * ever looking at a capability.
 */
struct tn_profile {
	uint8_t keep_going_savepoint; /* TN_TX_KEEP_GOING needs a savepoint per statement */
	uint8_t cursors;              /* TN_FETCH_CHUNK can be had */
	uint8_t double_specials;      /* NaN and infinities may be bound */
	uint8_t defer_foreign_keys;   /* TN_TX_DEFER_FOREIGN_KEYS can be had */
	uint8_t iso[4];               /* enum tn_isolation that a requested level becomes */
	uint32_t list_inline;         /* elements up to which a list is a parameter for each */
	int64_t max_params;
	int64_t max_sql;
	int64_t max_value;
	int64_t max_ident_bytes;
	int64_t max_ident_chars;
};

/* Appends the plan as text. */
void tn__plan_dump(const struct tn_plan *plan, struct tn_text *out);

/* TN_OK, or TN_E_INTERNAL with what is wrong: a validator for tests and debug builds. */
struct tn_error;
int tn__plan_check(const struct tn_plan *plan, struct tn_error **err);
/*
 * 1 if a step after the first has a subquery that reads a table: below REPEATABLE READ it sees
 * what others have committed since the first, as no single statement does.
 */
int tn__plan_reads_later(const struct tn_plan *plan);

#endif

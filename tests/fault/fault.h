/* SPDX-License-Identifier: MIT */
/* tests/fault/fault.h - the scenario that the fault tests repeat. */
#ifndef TN_FAULT_H
#define TN_FAULT_H

#include <check.h>
#include <tenon/tenon.h>

/*
 * The scenario is in parts, each with a connection of its own, since the cost grows with
 * the square of what runs under one: a fault late in it repeats all that is before it.
 */
#define FAULT_PARTS 6

/* Makes the tables as the part finds them; not under fault.  look: a connection of the test's. */
void fault_prepare(tn_conn *look, unsigned part);

/*
 * Opens, makes the calls of the part, closes; all parts together use every kind of call.
 * arm() is called where the faults are to begin: the opening is under fault in the first
 * part.  Stops at the first error and returns it; whether the connection was fit for use
 * after it, or dead and said so, is checked on the way.
 */
int fault_scenario(const char *url, unsigned part, void (*arm)(void), tn_error **err);

/*
 * Looks at the tables through the connection of the test: each transaction of the part is
 * there as a whole or not at all, and with complete all of them are.
 */
void fault_inspect(tn_conn *look, unsigned part, int complete);

/* Registers a backend that wraps the one of the run; the URL of the run for it. */
const char *fault_wrap_backend(void);

void fault_bulk(Suite *s);
void fault_plans(Suite *s);
void fault_spelled(Suite *s);

#endif

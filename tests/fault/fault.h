/* SPDX-License-Identifier: MIT */
/* tests/fault/fault.h - the scenario that the fault tests repeat. */
#ifndef TN_FAULT_H
#define TN_FAULT_H

#include <check.h>
#include <tenon/tenon.h>

/* Makes the table, empty; not under fault. */
void fault_prepare(const char *url);

/*
 * Opens, uses every kind of call, closes.  Stops at the first error and returns
 * it; whether the connection was fit for use after it, or dead and said so, is
 * checked on the way.  *opened tells whether the connection came up.
 */
int fault_scenario(const char *url, tn_error **err, int *opened);

/*
 * Looks at the table through another connection: each transaction of the
 * scenario is there as a whole or not at all.
 */
void fault_inspect(const char *url, int complete);

/* Registers a backend that wraps the one of the run; the URL of the run for it. */
const char *fault_wrap_backend(void);

TCase *fault_plans(void);

#endif

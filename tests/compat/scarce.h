/* SPDX-License-Identifier: MIT */
/*
 * tests/compat/scarce.h - memory that runs out when a test says so.
 *
 * scarce_memory() comes before any other call of the library; 0 if it is too late.
 */
#ifndef TN_SCARCE_H
#define TN_SCARCE_H

int scarce_memory(void);
/* Memory is given n - 1 times and then not; 0: without an end. */
void allow_memory(unsigned long n);

#endif

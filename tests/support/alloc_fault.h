/* SPDX-License-Identifier: MIT */
/*
 * tests/support/alloc_fault.h - the n-th allocation of the library fails.
 *
 * alloc_fault_install() comes before any other call of the library.  Counting
 * starts anew with alloc_fault_arm(); 0 only counts.  Blocks that the library
 * still holds are counted too, so that a test sees a leak without a tool.
 * One thread.
 */
#ifndef TN_ALLOC_FAULT_H
#define TN_ALLOC_FAULT_H

void alloc_fault_install(void);
/* The n-th allocation from now on fails, once; 0: none. */
void alloc_fault_arm(unsigned n);
/* Allocations asked for since the last arm. */
unsigned alloc_fault_count(void);
/* 1 if the armed allocation was asked for. */
int alloc_fault_hit(void);
/* Blocks given and not freed. */
long alloc_fault_live(void);

#endif

/* SPDX-License-Identifier: MIT */
/* core/base/clock.h - monotonic time, sleep, and random numbers for jitter. */
#ifndef TN_BASE_CLOCK_H
#define TN_BASE_CLOCK_H

#include <stdint.h>

/* Microseconds since some fixed point; never goes back. */
int64_t tn__now_us(void);
/* Sleeps for all of us microseconds, signals notwithstanding. */
void tn__sleep_us(int64_t us);
/*
 * A number from 0 to bound - 1 from *state (any start value), for jitter only:
 * not for secrets.  splitmix64, S. Vigna, public domain.
 */
uint64_t tn__random_below(uint64_t *state, uint64_t bound);
/* A start value that differs between processes and calls. */
uint64_t tn__random_seed(void);

#endif

/* SPDX-License-Identifier: MIT */
/* clock.c - monotonic time, sleep, and random numbers for jitter. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include <errno.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>
#ifdef HAVE_GETRANDOM
#include <sys/random.h>
#endif
#include "core/base/clock.h"

int64_t tn__now_us(void)
{
	struct timespec t = {0, 0};
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void tn__sleep_us(int64_t us)
{
	struct timespec left;
	if (us <= 0)
		return;
	left.tv_sec = (time_t)(us / 1000000);
	left.tv_nsec = (long)(us % 1000000) * 1000;
	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		;
}

static uint64_t splitmix64(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

uint64_t tn__random_below(uint64_t *state, uint64_t bound)
{
	uint64_t z, limit;
	if (bound < 2)
		return 0;
	/* Draw again above the last whole multiple of bound: all results are equally likely. */
	limit = UINT64_MAX - UINT64_MAX % bound;
	do
		z = splitmix64(state);
	while (z >= limit);
	return z % bound;
}

uint64_t tn__random_seed(void)
{
	static atomic_ullong calls;
	uint64_t seed = 0;
	struct timespec t = {0, 0};
#ifdef HAVE_GETRANDOM
	/* Early at boot it may have nothing to give; what follows is enough for jitter. */
	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) != (ssize_t)sizeof(seed))
		seed = 0;
#endif
	clock_gettime(CLOCK_REALTIME, &t);
	seed ^= (uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec;
	seed ^= (uint64_t)getpid() << 40;
	seed += (uint64_t)atomic_fetch_add(&calls, 1) * UINT64_C(0x9E3779B97F4A7C15);
	return splitmix64(&seed);
}

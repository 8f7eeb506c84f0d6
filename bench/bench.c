/* SPDX-License-Identifier: MIT */
/*
 * bench.c - the frame of every measuring program: arguments, data, clocks.
 *
 *   PROGRAM [-l] [-o OPTION] TARGET load|W1|W1h|W2|W3 [COUNT [ROWS]]
 *
 * -l loads the table first, unmeasured: for databases in memory.
 * Prints one line: wall ms, CPU ms of this process, peak memory in KiB, checksum,
 * round trips (- where the library does not count them).
 */
#include "bench.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

uint64_t bench_seed = UINT64_C(88172645463325252);

void bench_die(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s\n", what, why);
	exit(1);
}

void bench_row_make(struct bench_row *row, int64_t i)
{
	row->id = i;
	row->grp = i % 1000;
	snprintf(row->name, sizeof row->name, "name-%08" PRId64 "-abcdefghijklmnopqrstuvwxyz", i % 100000000);
	row->val = (double)i * 0.37;
	row->ts = i % 5 ? 1700000000 + i * 13 : 0;
	row->note_len = i % 3 ? snprintf(row->note, sizeof row->note, "note %d", (int)(i % 97)) : -1;
}

void bench_time_format(int64_t seconds, char out[32])
{
	time_t t = (time_t)seconds;
	struct tm tm;
	gmtime_r(&t, &tm);
	strftime(out, 32, "%Y-%m-%d %H:%M:%S.000000", &tm);
}

static double wall_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static double cpu_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

/* Not getrusage(), whose peak may be that of the shell which this process was before exec. */
static long peak_kib(void)
{
	char line[256];
	long kib = 0;
	FILE *f = fopen("/proc/self/status", "r");
	if (!f)
		return 0;
	while (fgets(line, sizeof line, f))
		if (sscanf(line, "VmHWM: %ld", &kib) == 1)
			break;
	fclose(f);
	return kib;
}

static enum bench_work work_named(const char *name)
{
	static const char *const names[] = {"load", "W1", "W1h", "W2", "W3"};
	unsigned i;
	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (!strcmp(names[i], name))
			return (enum bench_work)i;
	bench_die(name, "no such workload: load, W1, W1h, W2 or W3");
	return BENCH_LOAD;
}

static int64_t number(const char *s)
{
	char *end;
	long long n = strtoll(s, &end, 10);
	if (*end || n <= 0)
		bench_die(s, "a number above 0 is wanted");
	return n;
}

static void measure(enum bench_work work, int64_t count, int64_t rows)
{
	uint64_t trips = 0, sum;
	double wall, cpu;
	bench_lib.begin(work);
	if (bench_lib.round_trips)
		trips = bench_lib.round_trips();
	cpu = cpu_ms();
	wall = wall_ms();
	sum = bench_lib.run(work, count, rows);
	wall = wall_ms() - wall;
	cpu = cpu_ms() - cpu;
	printf("%.3f %.3f %ld %" PRIu64, wall, cpu, peak_kib(), sum);
	if (bench_lib.round_trips)
		printf(" %" PRIu64 "\n", bench_lib.round_trips() - trips);
	else
		printf(" -\n");
}

int main(int argc, char **argv)
{
	const char *option = NULL;
	int c, load_first = 0;
	enum bench_work work;
	int64_t count, rows;
	while ((c = getopt(argc, argv, "lo:")) != -1) {
		if (c == 'l')
			load_first = 1;
		else if (c == 'o')
			option = optarg;
		else
			return 2;
	}
	if (argc - optind < 2 || argc - optind > 4) {
		fprintf(stderr, "usage: %s [-l] [-o OPTION] TARGET load|W1|W1h|W2|W3 [COUNT [ROWS]]\n", argv[0]);
		return 2;
	}
	argv += optind;
	work = work_named(argv[1]);
	count = argc - optind > 2 ? number(argv[2]) : work == BENCH_ROWS ? 1 : 10000;
	rows = argc - optind > 3 ? number(argv[3]) : count;
	bench_lib.open(argv[0], option);
	if (load_first) {
		bench_lib.begin(BENCH_LOAD);
		bench_lib.run(BENCH_LOAD, rows, rows);
	}
	measure(work, count, rows);
	bench_lib.close();
	return 0;
}

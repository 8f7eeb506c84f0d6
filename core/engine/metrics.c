/* SPDX-License-Identifier: MIT */
/*
 * core/engine/metrics.c - counters and histograms of statements, as OpenMetrics text.
 *
 * A series is a server, an operation and how it ended; its histograms have the boundaries
 * that OpenTelemetry's conventions give.  What is counted for all series of a server alike
 * (round trips, bytes, the cache) is kept with them and added up when it is written.
 *
 * Invariants:
 *  1. The number of series is bounded, whatever texts a program runs.
 *  2. The text is one state: nothing is counted while it is made.
 *  3. Counting allocates nothing and does not fail.
 */
#include <pthread.h>
#include <stdio.h>
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/engine/trace.h"

#define SERIES 128u
#define OTHERS 16u
#define NAME_SIZE 24u
#define MOST_BOUNDS 13u

static const char *const second_bounds[] = {"0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "1.0", "5.0", "10.0"};
static const int64_t second_us[] = {1000, 5000, 10000, 50000, 100000, 500000, 1000000, 5000000, 10000000};
static const char *const row_bounds[] = {"1.0", "2.0", "5.0", "10.0", "20.0", "50.0", "100.0", "200.0", "500.0",
					 "1000.0", "2000.0", "5000.0", "10000.0"};
static const int64_t row_counts[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000};

struct histogram {
	uint64_t at_most[MOST_BOUNDS + 1]; /* each its own interval; the last one has no bound */
	uint64_t sum;
};

/* What is counted of a series besides its histograms. */
enum counter {
	CACHED, COMPILED, COMPILE_US, ROUND_TRIPS, STEPS, SENT, RECEIVED, AFFECTED, REPEATED, REPREPARED, COUNTERS
};

struct series {
	char system[NAME_SIZE], operation[NAME_SIZE];
	int code;
	struct histogram seconds, rows;
	uint64_t counters[COUNTERS];
};

struct tn_metrics {
	pthread_mutex_t lock;
	unsigned count;
	struct series series[SERIES + OTHERS + 1]; /* the last one takes what finds no place */
};

int tn_metrics_new(tn_metrics **out, tn_error **err)
{
	tn_metrics *m;
	if (!out)
		return tn__error_set(err, TN_E_MISUSE, "tn_metrics_new() needs a place for the metrics");
	m = tn__alloc(sizeof *m);
	if (!m)
		return tn__error_nomem(err);
	pthread_mutex_init(&m->lock, NULL);
	*out = m;
	return TN_OK;
}

void tn_metrics_free(tn_metrics *m)
{
	if (!m)
		return;
	pthread_mutex_destroy(&m->lock);
	tn__free(m);
}

/* ---- counting -------------------------------------------------------------------------- */

static struct series *find(tn_metrics *m, const char *system, const char *operation, int code, unsigned most)
{
	struct series *s;
	unsigned i;
	for (i = 0; i < m->count; i++) {
		s = &m->series[i];
		if (s->code == code && !strncmp(s->operation, operation, NAME_SIZE - 1) &&
		    !strncmp(s->system, system, NAME_SIZE - 1))
			return s;
	}
	if (m->count >= most)
		return NULL;
	s = &m->series[m->count++];
	snprintf(s->system, sizeof s->system, "%s", system);
	snprintf(s->operation, sizeof s->operation, "%s", operation);
	s->code = code;
	return s;
}

static struct series *series_of(tn_metrics *m, const tn_trace *t)
{
	const char *system = t->system ? t->system : "other_sql", *operation = t->operation ? t->operation : "";
	struct series *s = find(m, system, operation, t->code, SERIES);
	if (!s)
		s = find(m, system, "_OTHER", t->code, SERIES + OTHERS);
	if (!s)
		s = find(m, "other_sql", "_OTHER", TN_OK, SERIES + OTHERS + 1);
	return s;
}

static void observe(struct histogram *h, int64_t value, const int64_t *bounds, unsigned n)
{
	unsigned i = 0;
	while (i < n && value > bounds[i])
		i++;
	h->at_most[i]++;
	h->sum += value > 0 ? (uint64_t)value : 0;
}

void tn_metrics_count(void *ctx, const tn_trace *t)
{
	const int64_t seen[COUNTERS] = {
		[CACHED] = t->cached && t->origin != TN_TRACE_CONTROL,
		[COMPILED] = !t->cached,
		[COMPILE_US] = t->compile_us,
		[ROUND_TRIPS] = t->round_trips,
		[STEPS] = t->executions,
		[SENT] = t->bytes_sent,
		[RECEIVED] = t->bytes_received,
		[AFFECTED] = t->affected,
		[REPEATED] = t->attempt > 1 && t->operation && !strcmp(t->operation, "BEGIN"),
		[REPREPARED] = t->reprepares,
	};
	tn_metrics *m = ctx;
	struct series *s;
	unsigned i;
	pthread_mutex_lock(&m->lock);
	s = series_of(m, t);
	observe(&s->seconds, t->duration_us, second_us, sizeof second_us / sizeof second_us[0]);
	observe(&s->rows, t->rows, row_counts, sizeof row_counts / sizeof row_counts[0]);
	for (i = 0; i < COUNTERS; i++)
		s->counters[i] += seen[i] > 0 ? (uint64_t)seen[i] : 0;
	pthread_mutex_unlock(&m->lock);
}

/* ---- writing ------------------------------------------------------------------------------ */

static void put_label(struct tn_text *out, const char *name, const char *value, const char *after)
{
	tn__text_printf(out, "%s=\"", name);
	for (; *value; value++) {
		if (*value == '\\' || *value == '"')
			tn__text_putc(out, '\\');
		tn__text_putc(out, (unsigned char)*value < 0x20 ? ' ' : *value);
	}
	tn__text_printf(out, "\"%s", after);
}

static void put_labels(struct tn_text *out, const struct series *s)
{
	put_label(out, "db_system_name", s->system, ",");
	put_label(out, "db_operation_name", s->operation, "");
	if (s->code < 0) {
		tn__text_putc(out, ',');
		put_label(out, "error_type", tn_error_name(s->code), "");
	}
}

static void put_number(struct tn_text *out, uint64_t value, int is_time)
{
	if (is_time)
		tn__text_printf(out, "%llu.%06u\n", (unsigned long long)(value / 1000000), (unsigned)(value % 1000000));
	else
		tn__text_printf(out, "%llu\n", (unsigned long long)value);
}

struct family {
	const char *name, *unit, *help;
	const char *const *bounds;
	unsigned count;
	int is_time;
};

static void put_head(struct tn_text *out, const char *name, const char *type, const char *unit, const char *help)
{
	tn__text_printf(out, "# TYPE %s %s\n", name, type);
	if (unit)
		tn__text_printf(out, "# UNIT %s %s\n", name, unit);
	tn__text_printf(out, "# HELP %s %s\n", name, help);
}

static void put_histogram(struct tn_text *out, const struct family *f, const struct series *s,
			  const struct histogram *h)
{
	uint64_t sum = 0;
	unsigned i;
	for (i = 0; i <= f->count; i++) {
		sum += h->at_most[i];
		tn__text_printf(out, "%s_bucket{", f->name);
		put_labels(out, s);
		tn__text_printf(out, ",le=\"%s\"} %llu\n", i < f->count ? f->bounds[i] : "+Inf",
				(unsigned long long)sum);
	}
	tn__text_printf(out, "%s_count{", f->name);
	put_labels(out, s);
	tn__text_printf(out, "} %llu\n%s_sum{", (unsigned long long)sum, f->name);
	put_labels(out, s);
	tn__text_puts(out, "} ");
	put_number(out, h->sum, f->is_time);
}

static void put_histograms(struct tn_text *out, const tn_metrics *m)
{
	static const struct family seconds = {"db_client_operation_duration_seconds", "seconds",
					      "Duration of database client operations.", second_bounds,
					      sizeof second_bounds / sizeof second_bounds[0], 1};
	static const struct family rows = {"db_client_response_returned_rows", NULL,
					   "Rows that statements gave to the application.", row_bounds,
					   sizeof row_bounds / sizeof row_bounds[0], 0};
	unsigned i;
	put_head(out, seconds.name, "histogram", seconds.unit, seconds.help);
	for (i = 0; i < m->count; i++)
		put_histogram(out, &seconds, &m->series[i], &m->series[i].seconds);
	put_head(out, rows.name, "histogram", rows.unit, rows.help);
	for (i = 0; i < m->count; i++)
		put_histogram(out, &rows, &m->series[i], &m->series[i].rows);
}

/* 1 if no series before it is of its server, so that the sum of all stands here. */
static int is_first(const tn_metrics *m, unsigned i)
{
	unsigned k;
	for (k = 0; k < i; k++)
		if (!strcmp(m->series[k].system, m->series[i].system))
			return 0;
	return 1;
}

static void put_counter(struct tn_text *out, const tn_metrics *m, enum counter c, const char *name, int is_time)
{
	unsigned i, k;
	for (i = 0; i < m->count; i++) {
		uint64_t sum = 0;
		if (!is_first(m, i))
			continue;
		for (k = i; k < m->count; k++)
			if (!strcmp(m->series[k].system, m->series[i].system))
				sum += m->series[k].counters[c];
		tn__text_printf(out, "%s_total{", name);
		put_label(out, "db_system_name", m->series[i].system, "} ");
		put_number(out, sum, is_time);
	}
}

static void put_counters(struct tn_text *out, const tn_metrics *m)
{
	static const struct {
		enum counter counter;
		const char *name, *unit, *help;
	} all[] = {
		{CACHED, "tenon_cache_hits", NULL, "Statements that were found compiled."},
		{COMPILED, "tenon_cache_misses", NULL, "Statements that were compiled."},
		{COMPILE_US, "tenon_compile_seconds", "seconds", "Time of compiling, with the reading of tables."},
		{ROUND_TRIPS, "tenon_round_trips", NULL, "Requests that waited for an answer of the server."},
		{STEPS, "tenon_executions", NULL, "Steps of plans that were run."},
		{SENT, "tenon_sent_bytes", "bytes", "Size of the values that were bound."},
		{RECEIVED, "tenon_received_bytes", "bytes", "Size of the cells that came."},
		{AFFECTED, "tenon_affected_rows", NULL, "Rows that statements changed."},
		{REPEATED, "tenon_repeated_transactions", NULL, "Attempts of tn_transact() after the first."},
		{REPREPARED, "tenon_reprepares", NULL, "Statements prepared again after a schema change."},
	};
	unsigned i;
	for (i = 0; i < sizeof all / sizeof all[0]; i++) {
		put_head(out, all[i].name, "counter", all[i].unit, all[i].help);
		put_counter(out, m, all[i].counter, all[i].name, all[i].counter == COMPILE_US);
	}
}

int tn_metrics_write(tn_metrics *m, tn_metrics_write_fn write, void *ctx, tn_error **err)
{
	struct tn_text out;
	int rc;
	if (!m || !write)
		return tn__error_set(err, TN_E_MISUSE, "tn_metrics_write() needs metrics and a function");
	tn__text_init(&out);
	pthread_mutex_lock(&m->lock);
	put_histograms(&out, m);
	put_counters(&out, m);
	pthread_mutex_unlock(&m->lock);
	tn__text_puts(&out, "# EOF\n");
	if (out.failed)
		rc = tn__error_nomem(err);
	else if ((rc = write(ctx, out.s, out.len)) < 0)
		tn__error_set(err, rc, "the metrics could not be written: %s", tn_error_summary(rc));
	tn__text_release(&out);
	return rc < 0 ? rc : TN_OK;
}

/* SPDX-License-Identifier: MIT */
/*
 * tests/slt/slt_report.c - counts outcomes and says them.
 *
 * Reasons of refusals and failures are counted each, with the place where it came
 * first, so that a file of a million records gives a page to read.
 */
#include <stdlib.h>
#include <string.h>
#include "tests/slt/slt.h"

static struct slt_reason *find_reason(struct slt_report *r, int outcome, const char *text)
{
	size_t i;

	for (i = 0; i < r->reason_count; i++)
		if (r->reasons[i].outcome == outcome && !strcmp(r->reasons[i].text, text))
			return &r->reasons[i];
	if (r->reason_count == r->reason_cap) {
		size_t cap = r->reason_cap ? r->reason_cap * 2 : 32;
		struct slt_reason *more = realloc(r->reasons, cap * sizeof(*more));

		if (!more)
			return NULL;
		r->reasons = more;
		r->reason_cap = cap;
	}
	memset(&r->reasons[r->reason_count], 0, sizeof(*r->reasons));
	return &r->reasons[r->reason_count++];
}

void slt_note(struct slt_report *r, int outcome, const char *file, unsigned line, const struct slt_result *result)
{
	struct slt_reason *reason;

	r->count[outcome]++;
	if (outcome != SLT_REFUSED && outcome != SLT_FAILED)
		return;
	reason = find_reason(r, outcome, result->reason);
	if (!reason)
		return;
	if (!reason->count++) {
		reason->outcome = outcome;
		snprintf(reason->text, sizeof(reason->text), "%s", result->reason);
		snprintf(reason->first, sizeof(reason->first), "%s:%u", file, line);
	}
}

static int by_count(const void *a, const void *b)
{
	const struct slt_reason *x = a, *y = b;

	return x->count < y->count ? 1 : x->count > y->count ? -1 : strcmp(x->text, y->text);
}

void slt_print(const struct slt_report *r, FILE *out)
{
	unsigned long sent = r->count[SLT_PASSED] + r->count[SLT_FAILED] + r->count[SLT_REFUSED];
	size_t i;

	if (r->reason_count)
		qsort(r->reasons, r->reason_count, sizeof(*r->reasons), by_count);
	for (i = 0; i < r->reason_count; i++)
		fprintf(out, "%s %8lu  %s  (first at %s)\n",
			r->reasons[i].outcome == SLT_REFUSED ? "refused" : " failed", r->reasons[i].count,
			r->reasons[i].text, r->reasons[i].first);
	/* In the words of libcheck, for who counts; what is refused has been checked by nobody. */
	fprintf(out, "%lu%%: Checks: %lu, Failures: %lu, Errors: 0\n",
		sent ? 100 * r->count[SLT_PASSED] / sent : 0, sent - r->count[SLT_REFUSED],
		r->count[SLT_FAILED]);
	fprintf(out, "%lu records: %lu passed, %lu failed, %lu refused (%.3f %%); %lu skipped by skipif and onlyif, "
		"%lu unreadable\n",
		sent, r->count[SLT_PASSED], r->count[SLT_FAILED], r->count[SLT_REFUSED],
		sent ? 100.0 * (double)r->count[SLT_REFUSED] / (double)sent : 0.0, r->count[SLT_SKIPPED],
		r->count[SLT_UNREADABLE]);
}

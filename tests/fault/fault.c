/* SPDX-License-Identifier: MIT */
/*
 * tests/fault/fault.c - every allocation and every backend call fails in turn.
 *
 * Each part of the scenario runs with the first call failing, then the second, and so on
 * until it comes through untouched.  Each time: the right code, no leak, a connection
 * that works or says that it is dead, and nothing half applied.
 *
 * What may come instead of the error is success: a cached statement that could
 * not be kept, or a transaction that tn_transact() ran again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/engine/engine.h"
#include <tenon/testing.h>
#include "tests/fault/fault.h"
#include "tests/support/alloc_fault.h"
#include "tests/support/wrap_fault.h"

/* What the scenario ends with when a rollback failed: the link was given up, the error is the function's. */
#define UNDONE_BY_END TN_E_ROW_COUNT
/* More than any scenario needs: a run away loop ends here. */
#define MOST 5000

static char fault_url[1200];

/* Cut mid-text by the URL of the run: "fault+scheme:rest". */
const char *fault_wrap_backend(void)
{
	const char *url = tn_test_shared_url();
	char scheme[40];
	const struct tn_backend *inner;
	snprintf(scheme, sizeof scheme, "%.*s", (int)strcspn(url, ":"), url);
	inner = tn__backend_find(scheme, NULL);
	ck_assert_msg(inner != NULL, "no backend for '%s'", scheme);
	wrap_fault_register(inner);
	snprintf(fault_url, sizeof fault_url, "fault+%s", url);
	return fault_url;
}

static unsigned fault_at; /* what arm_*() arm */

/* From one failing call to the next: TENON_TEST_FAULT_STEP, or 1. */
static unsigned fault_step(void)
{
	const char *step = getenv("TENON_TEST_FAULT_STEP");
	unsigned n = step ? (unsigned)strtoul(step, NULL, 10) : 1;
	return n ? n : 1;
}

static void arm_allocation(void)
{
	alloc_fault_arm(fault_at);
}

static void arm_nothing(void)
{
}

START_TEST(every_allocation_fails)
{
	const char *url = tn_test_shared_url();
	unsigned part = (unsigned)_i;
	int rc, hit;
	tn_error *err = NULL;
	tn_conn *look = tn_test_open_with(url, NULL);
	fault_prepare(look, part);
	/* What the library keeps for the process is there after a first run. */
	ck_tn_ok(fault_scenario(url, part, arm_nothing, tn_test_err()));
	for (fault_at = 1; fault_at < MOST; fault_at += fault_step()) {
		long live;
		fault_prepare(look, part);
		tn_error_free(err);
		err = NULL;
		live = alloc_fault_live();
		rc = fault_scenario(url, part, arm_allocation, &err);
		hit = alloc_fault_hit();
		alloc_fault_arm(0);
		if (!hit)
			break;
		ck_assert_msg(rc == TN_OK || rc == TN_E_NOMEM || rc == UNDONE_BY_END, "part %u, allocation %u: %s (%s)",
			      part, fault_at, tn_error_name(rc), tn_error_message(err));
		ck_assert_msg(rc == TN_OK || tn_error_code(err) == rc, "part %u, allocation %u: %s, but error %s", part,
			      fault_at, tn_error_name(rc), tn_error_name(tn_error_code(err)));
		tn_error_free(err);
		err = NULL;
		ck_assert_msg(alloc_fault_live() == live, "part %u, allocation %u: %ld blocks leaked", part, fault_at,
			      alloc_fault_live() - live);
		fault_inspect(look, part, rc == TN_OK);
	}
	ck_assert_int_eq(rc, TN_OK);
	ck_assert_msg(fault_at > 20 && fault_at < MOST, "part %u: %u allocations", part, fault_at);
	tn_error_free(err);
	tn_close(look);
}
END_TEST

struct way {
	const char *name;
	enum wrap_way way;
	int code, other; /* what the caller may get */
};

static const struct way ways[] = {
	{"refused", WRAP_REFUSE, TN_E_SERVER, TN_E_GUARD},
	{"cut before", WRAP_CUT_BEFORE, TN_E_DISCONNECTED, TN_E_COMMIT_UNKNOWN},
	{"cut after", WRAP_CUT_AFTER, TN_E_DISCONNECTED, TN_E_COMMIT_UNKNOWN},
	{"out of memory", WRAP_NOMEM, TN_E_NOMEM, TN_E_GUARD},
};

static const struct way *fault_way;

static void arm_call(void)
{
	wrap_fault_arm(fault_at, fault_way->way, NULL);
}

START_TEST(every_backend_call_fails)
{
	const struct way *w = fault_way = &ways[_i / FAULT_PARTS];
	unsigned part = (unsigned)_i % FAULT_PARTS;
	tn_conn *look = tn_test_open_with(tn_test_shared_url(), NULL);
	tn_error *err = NULL;
	int rc, hit;
	fault_wrap_backend();
	for (fault_at = 1; fault_at < MOST; fault_at += fault_step()) {
		long live;
		fault_prepare(look, part);
		tn_error_free(err);
		err = NULL;
		live = alloc_fault_live();
		rc = fault_scenario(fault_url, part, arm_call, &err);
		ck_assert_msg(!wrap_fault_violation(), "%s, part %u, call %u: the engine called %s", w->name, part,
			      fault_at, wrap_fault_violation());
		hit = wrap_fault_hit();
		wrap_fault_arm(0, WRAP_REFUSE, NULL);
		if (!hit)
			break;
		ck_assert_msg(rc == TN_OK || rc == w->code || rc == w->other || rc == UNDONE_BY_END,
			      "%s, part %u, call %u: %s (%s)", w->name, part, fault_at, tn_error_name(rc),
			      tn_error_message(err));
		ck_assert_msg(rc != TN_E_COMMIT_UNKNOWN || (tn_error_flags(err) & TN_ERR_AMBIGUOUS),
			      "%s, part %u, call %u: an unknown commit is not marked", w->name, part, fault_at);
		tn_error_free(err);
		err = NULL;
		ck_assert_msg(fault_at == 1 || alloc_fault_live() == live, "%s, part %u, call %u: %ld blocks leaked",
			      w->name, part, fault_at, alloc_fault_live() - live);
		fault_inspect(look, part, rc == TN_OK);
	}
	ck_assert_msg(rc == TN_OK, "%s, part %u: %s", w->name, part, tn_error_message(err));
	ck_assert_msg(fault_at > 5 && fault_at < MOST, "part %u: %u calls", part, fault_at);
	tn_error_free(err);
	tn_close(look);
}
END_TEST

static Suite *fault_suite(void)
{
	Suite *s = suite_create("faults");
	TCase *tc = tcase_create("faults");
	tcase_add_checked_fixture(tc, tn_test_setup, tn_test_teardown);
	tcase_set_timeout(tc, 300);
	tcase_add_loop_test(tc, every_allocation_fails, 0, FAULT_PARTS);
	tcase_add_loop_test(tc, every_backend_call_fails, 0, FAULT_PARTS * (int)(sizeof ways / sizeof ways[0]));
	suite_add_tcase(s, tc);
	fault_bulk(s);
	fault_plans(s);
	fault_spelled(s);
	return s;
}

int main(void)
{
	SRunner *sr;
	int failed, rc;
	/* Before any other call of the library. */
	alloc_fault_install();
	rc = tn_test_begin();
	if (rc)
		return rc;
	sr = srunner_create(fault_suite());
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return tn_test_end(failed);
}

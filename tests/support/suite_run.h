/* SPDX-License-Identifier: MIT */
/*
 * tests/support/suite_run.h - the end of main() in a program with one suite.
 */
#ifndef SUITE_RUN_H
#define SUITE_RUN_H

#include <tenon/testing.h>

/* Runs and frees a suite after tn_test_begin(); the exit status for main(). */
static inline int suite_run(Suite *s)
{
	SRunner *sr = srunner_create(s);
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return tn_test_end(failed);
}

#endif

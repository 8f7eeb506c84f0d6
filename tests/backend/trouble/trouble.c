/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/trouble/trouble.c - runs the trouble suite on one database.
 *
 * TENON_TEST_DB_URL picks it (tenon/testing.h); what it is decides which suites
 * run.
 */
#include "tests/backend/trouble/trouble.h"

int main(void)
{
	SRunner *sr;
	int failed, rc = trouble_log_start();
	if (rc >= 0)
		rc = tn_test_begin();
	if (rc)
		return 2;
	sr = srunner_create(trouble_any_suite());
	srunner_add_suite(sr, trouble_session_suite());
	if (trouble_is("sqlite"))
		srunner_add_suite(sr, trouble_sqlite_suite());
	if (trouble_has_sessions()) {
		srunner_add_suite(sr, trouble_link_suite());
		srunner_add_suite(sr, trouble_open_suite());
		srunner_add_suite(sr, trouble_own_suite());
	}
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return tn_test_end(failed);
}

/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conformance.c - runs the suite on one database.
 *
 * TENON_TEST_DB_URL picks it (tenon/testing.h).  CK_RUN_SUITE, CK_RUN_CASE and
 * CK_VERBOSITY are libcheck's own; the last line is its summary.
 */
#include "tests/conformance/conf.h"
#include <stdlib.h>

int main(void)
{
	SRunner *sr;
	int failed, rc = tn_test_begin();
	if (rc)
		return rc;
	sr = srunner_create(conf_connect_suite());
	srunner_add_suite(sr, conf_values_suite());
	srunner_add_suite(sr, conf_getters_suite());
	srunner_add_suite(sr, conf_stmt_suite());
	srunner_add_suite(sr, conf_rows_suite());
	srunner_add_suite(sr, conf_arrow_suite());
	srunner_add_suite(sr, conf_columns_suite());
	srunner_add_suite(sr, conf_tx_suite());
	srunner_add_suite(sr, conf_deadline_suite());
	srunner_add_suite(sr, conf_cancel_suite());
	srunner_add_suite(sr, conf_opening_suite());
	srunner_add_suite(sr, conf_bulk_suite());
	srunner_add_suite(sr, conf_upsert_suite());
	srunner_add_suite(sr, conf_transact_suite());
	srunner_add_suite(sr, conf_lists_suite());
	srunner_add_suite(sr, conf_long_lists_suite());
	srunner_add_suite(sr, conf_long_texts_suite());
	srunner_add_suite(sr, conf_batch_suite());
	srunner_add_suite(sr, conf_portable_suite());
	srunner_add_suite(sr, conf_portable_schema_suite());
	srunner_add_suite(sr, conf_catalog_suite());
	srunner_add_suite(sr, conf_change_suite());
	srunner_add_suite(sr, conf_view_suite());
	srunner_add_suite(sr, conf_ddl_suite());
	srunner_add_suite(sr, conf_text_keys_suite());
	srunner_add_suite(sr, conf_errors_suite());
	srunner_add_suite(sr, conf_fk_suite());
	srunner_add_suite(sr, conf_foreign_suite());
	srunner_add_suite(sr, conf_length_suite());
	srunner_add_suite(sr, conf_expect_suite());
	srunner_add_suite(sr, conf_builder_suite());
	srunner_add_suite(sr, conf_trace_suite());
	srunner_add_suite(sr, conf_hostile_suite());
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return tn_test_end(failed);
}

/* SPDX-License-Identifier: MIT */
/* unit.c - runs the unit tests of core/base; needs no server and no file. */
#include <stdlib.h>
#include "tests/unit/unit.h"

int main(void)
{
	SRunner *runner;
	int failures;
	unit_allocator_install();
	unit_log_install();
	runner = srunner_create(text_suite());
	srunner_add_suite(runner, arena_suite());
	srunner_add_suite(runner, error_suite());
	srunner_add_suite(runner, value_suite());
	srunner_add_suite(runner, shorten_suite());
	srunner_add_suite(runner, decimal_suite());
	srunner_add_suite(runner, calendar_suite());
	srunner_add_suite(runner, url_suite());
	srunner_add_suite(runner, url_property_suite());
	srunner_run_all(runner, CK_ENV);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* SPDX-License-Identifier: MIT */
/* tests/compat/compat_test.h - what the tests of compat/ and of plans share. */
#ifndef TN_TEST_COMPAT_H
#define TN_TEST_COMPAT_H

#include <check.h>
#include "compat/compat.h"
#include "core/base/text.h"
#include "scarce.h"

/* A native statement over a text, cut at each '?'.  All of it is static: one at a time. */
struct tn_ir_stmt *native_stmt(const char *text, int effect);

TCase *classify_cases(void);
TCase *guard_cases(void);
TCase *lower_cases(void);
TCase *ir_cases(void);
TCase *plan_cases(void);
TCase *profile_cases(void);

#endif

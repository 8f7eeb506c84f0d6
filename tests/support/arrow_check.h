/* SPDX-License-Identifier: MIT */
/*
 * tests/support/arrow_check.h - the rules of Arrow's C data interface, as its specification
 * tells a consumer that it may rely on them.
 */
#ifndef TN_TESTS_ARROW_CHECK_H
#define TN_TESTS_ARROW_CHECK_H

#include <tenon/arrow.h>

/* NULL, or the rule that is broken. */
const char *arrow_check_schema(const struct ArrowSchema *schema);
/* The array against its schema. */
const char *arrow_check_array(const struct ArrowSchema *schema, const struct ArrowArray *array);
/* The value of a key of a schema's metadata, its length in *len; NULL if it has no such key. */
const char *arrow_metadata(const struct ArrowSchema *schema, const char *key, size_t *len);

#endif

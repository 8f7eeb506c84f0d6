/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/ref_json.c - operations on JSON.
 */
#include "tests/reference/reference.h"

const struct ref_op ref_json_ops[] = {{0, NULL}};

/* SPDX-License-Identifier: MIT */
/*
 * module_entry.c - the entry of a loadable backend, compiled once for each
 * with TN_MODULE naming its table.  The one symbol that a module exports.
 */
#include <tenon/sys/backend.h>

extern const struct tn_backend TN_MODULE;

TN_API const struct tn_backend *tn_backend_entry(void);

const struct tn_backend *tn_backend_entry(void)
{
	return &TN_MODULE;
}

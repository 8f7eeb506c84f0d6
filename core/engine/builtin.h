/* SPDX-License-Identifier: MIT */
/* core/engine/builtin.h - the table of backends that are linked in. */
#ifndef TN_BUILTIN_H
#define TN_BUILTIN_H

#include <tenon/sys/backend.h>

/* Ends with NULL.  The one place that names backends is backends/builtin.c. */
extern const struct tn_backend *const tn__builtin_backends[];

#endif

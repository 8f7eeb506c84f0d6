/* SPDX-License-Identifier: MIT */
/*
 * tenon/version.h - the version that a program was compiled against, and the
 * one that it runs with.
 */
#ifndef TENON_VERSION_H
#define TENON_VERSION_H

#include <tenon/defs.h>

#define TN_VERSION_MAJOR 0
#define TN_VERSION_MINOR 1
#define TN_VERSION_PATCH 0
#define TN_VERSION_STRING "0.1.0"
/* One number to compare: 0x00MMmmpp. */
#define TN_VERSION_NUMBER ((TN_VERSION_MAJOR << 16) | (TN_VERSION_MINOR << 8) | TN_VERSION_PATCH)

TN_BEGIN_DECLS

/* The version of the library in use, "0.1.0"; static text. */
TN_API const char *tn_version(void);
/* The same as one number, comparable with TN_VERSION_NUMBER. */
TN_API unsigned tn_version_number(void);

/*
 * Name of the i-th backend of this build ("sqlite"), NULL past the last.
 * Static text.  tn_backend_client() is the version of its client library as
 * that library reports it at run time ("3.40.1").
 */
TN_API const char *tn_backend_name(size_t i);
TN_API const char *tn_backend_client(size_t i);

TN_END_DECLS

#endif

/* SPDX-License-Identifier: MIT */
/*
 * tenon/defs.h - the few macros that every public header needs.
 *
 * Public headers compile alone as C99 and as C++11.  Nothing here depends on
 * how the library was configured, so an installed header means the same to
 * every program.
 */
#ifndef TENON_DEFS_H
#define TENON_DEFS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define TN_BEGIN_DECLS extern "C" {
#define TN_END_DECLS }
#else
#define TN_BEGIN_DECLS
#define TN_END_DECLS
#endif

/* TN_API marks what libtenon exports; everything else has hidden visibility. */
#if defined(__GNUC__) && __GNUC__ >= 4
#define TN_API __attribute__((visibility("default")))
#define TN_NODISCARD __attribute__((warn_unused_result))
#define TN_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define TN_LIKELY(x) __builtin_expect(!!(x), 1)
#define TN_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define TN_COLD __attribute__((cold))
#else
#define TN_API
#define TN_NODISCARD
#define TN_PRINTF(fmt, args)
#define TN_LIKELY(x) (x)
#define TN_UNLIKELY(x) (x)
#define TN_COLD
#endif

#endif

/* SPDX-License-Identifier: MIT */
/* core/base/log.h - the log hook, and the latch that freezes process-wide hooks. */
#ifndef TN_BASE_LOG_H
#define TN_BASE_LOG_H

#include <tenon/conn.h>

void tn__log(int level, const char *format, ...) TN_PRINTF(2, 3);
/* Called by the first other use of the library: hooks can no longer change. */
void tn__hooks_freeze(void);

#endif

/* SPDX-License-Identifier: MIT */
/* tests/support/reason.h - the kind of a message; see reason.c. */
#ifndef TN_TESTS_REASON_H
#define TN_TESTS_REASON_H

#include <stddef.h>

/* The message with "_" for each quoted name and N for each number; NULL: nothing. */
void reason_of_message(const char *message, char *out, size_t size);

#endif

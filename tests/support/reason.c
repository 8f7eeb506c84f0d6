/* SPDX-License-Identifier: MIT */
/*
 * tests/support/reason.c - messages that differ in names and numbers are one reason.
 *
 * Who counts refusals wants to know why, not of what: a million records then give a
 * page to read.
 */
#include "tests/support/reason.h"

void reason_of_message(const char *message, char *out, size_t size)
{
	size_t n = 0;
	int quoted = 0;

	for (; message && *message && n + 4 < size; message++) {
		if (*message == '"') {
			quoted = !quoted;
			if (quoted) {
				out[n++] = '"';
				out[n++] = '_';
				out[n++] = '"';
			}
		} else if (!quoted && *message >= '0' && *message <= '9') {
			if (!n || out[n - 1] != 'N')
				out[n++] = 'N';
		} else if (!quoted) {
			out[n++] = *message;
		}
	}
	out[n] = '\0';
}

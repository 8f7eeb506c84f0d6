/* SPDX-License-Identifier: MIT */
/* core/base/error_object.h - what an error holds, for error.c and error_format.c alone. */
#ifndef TN_BASE_ERROR_OBJECT_H
#define TN_BASE_ERROR_OBJECT_H

#include <stddef.h>
#include <stdint.h>

enum error_text {
	TEXT_MESSAGE,
	TEXT_DETAIL,
	TEXT_HINT,
	TEXT_SQLSTATE,
	TEXT_CONSTRAINT,
	TEXT_TABLE,
	TEXT_COLUMN,
	TEXT_SQL,
	TEXT_COUNT
};

struct tn_error {
	int code;
	unsigned flags;
	int native;
	size_t position;        /* byte of the SQL from 1; 0: unknown */
	uint64_t row;           /* of those that were given, from 1; 0: of none */
	char *text[TEXT_COUNT]; /* each its own memory, or NULL */
};

#endif

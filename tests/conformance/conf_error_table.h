/* SPDX-License-Identifier: MIT */
/* tests/conformance/conf_error_table.h - mistakes and the code that each must give. */
#ifndef TN_CONF_ERROR_TABLE_H
#define TN_CONF_ERROR_TABLE_H

#include <tenon/tenon.h>

struct mistake {
	const char *what;
	const char *sql;
	unsigned count; /* of values */
	tn_value values[2];
	int code;
	const char *constraint; /* as the server tells it, or NULL: not asked */
	const char *column;
};

extern const struct mistake conf_mistakes[];
extern const size_t conf_mistake_count;

#endif

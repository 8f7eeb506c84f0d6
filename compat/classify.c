/* SPDX-License-Identifier: MIT */
/*
 * compat/classify.c - a server's error codes to a portable code.
 *
 * Invariants:
 *  1. The answer is a function of codes and of the constraint's name; the words
 *     of a message are never looked at, since they change with version and
 *     language.
 *  2. Rows are tried in order and the first match decides; what no row knows is
 *     TN_E_SERVER without flags.
 *  3. Only a violated CHECK can be a type check: a unique constraint that
 *     happens to end like one stays what it is.
 */
#include <string.h>
#include "compat/compat.h"

static int sqlstate_matches(const char *row, const char *sqlstate)
{
	if (!row)
		return 1;
	if (!sqlstate)
		return 0;
	return strlen(row) == 2 ? !strncmp(row, sqlstate, 2) : !strcmp(row, sqlstate);
}

static int ends_with_check(const char *constraint, const char *suffix)
{
	size_t n = strlen(constraint), k = strlen(suffix);

	return n > k + 1 && constraint[n - k - 1] == '_' && !strcmp(constraint + n - k, suffix);
}

/* The code of the type check that a constraint of this name is, or 0. */
static int type_check_code(const struct tn_dialect *dialect, const char *constraint)
{
	size_t i, k;

	for (i = 0; i < dialect->type_count; i++) {
		const struct tn_type_row *row = &dialect->types[i];

		for (k = 0; k < sizeof(row->checks) / sizeof(row->checks[0]); k++)
			if (row->checks[k].suffix && ends_with_check(constraint, row->checks[k].suffix))
				return row->checks[k].code;
	}
	return 0;
}

int tn__classify(const struct tn_dialect *dialect, int native, const char *sqlstate, const char *constraint,
		 unsigned *flags)
{
	int code = TN_E_SERVER, check;
	size_t i;

	if (flags)
		*flags = 0;
	for (i = 0; i < dialect->error_count; i++) {
		const struct tn_error_row *row = &dialect->errors[i];

		if ((row->native && row->native != native) || !sqlstate_matches(row->sqlstate, sqlstate))
			continue;
		code = row->code;
		if (flags)
			*flags = row->flags;
		break;
	}
	if (code != TN_E_CHECK || !constraint)
		return code;
	check = type_check_code(dialect, constraint);
	return check ? check : code;
}

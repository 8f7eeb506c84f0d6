/* SPDX-License-Identifier: MIT */
/*
 * compat/profile.c - decisions made once per connection.
 *
 * The engine follows the profile without looking at a capability, so a new
 * server means other data here and no change there.
 *
 * Invariants:
 *  1. A requested isolation level becomes itself or a stronger one, never a
 *     weaker one; SERIALIZABLE is taken to exist everywhere.
 *  2. The all-zero set of capabilities gives the most careful decisions.
 */
#include <string.h>
#include <tenon/tx.h>
#include "compat/compat.h"

/* Weakest first, with the capability that says the level exists. */
static const struct {
	int level;
	int cap; /* -1: always */
} levels[] = {
	{TN_ISO_READ_COMMITTED, TN_CAP_ISO_READ_COMMITTED},
	{TN_ISO_REPEATABLE_READ, TN_CAP_ISO_REPEATABLE_READ},
	{TN_ISO_SERIALIZABLE, -1},
};

static uint8_t at_least(const struct tn_caps *caps, uint8_t wanted)
{
	size_t i;

	/* The last fits always. */
	for (i = 0; i + 1 < sizeof(levels) / sizeof(levels[0]); i++)
		if (levels[i].level >= wanted && (levels[i].cap < 0 || tn_cap_has(caps, levels[i].cap)))
			break;
	return levels[i].level;
}

/*
 * Short lists are planned better by their elements, and rounded lengths give few
 * texts.  An array costs a server nothing; a table has to be made of its parameter.
 */
#define INLINE_BESIDE_ARRAY 32u
#define INLINE_BESIDE_TABLE 256u

uint32_t tn__list_inline(const struct tn_caps *caps)
{
	if (tn_cap_has(caps, TN_CAP_LIST_ARRAY))
		return INLINE_BESIDE_ARRAY;
	return tn_cap_has(caps, TN_CAP_LIST_TABLE) ? INLINE_BESIDE_TABLE : UINT32_MAX;
}

void tn__profile_make(const struct tn_caps *caps, struct tn_profile *out)
{
	uint8_t level;

	memset(out, 0, sizeof(*out));
	out->keep_going_savepoint = !tn_cap_has(caps, TN_CAP_TX_KEEPS_GOING);
	out->cursors = (uint8_t)tn_cap_has(caps, TN_CAP_CURSORS);
	out->double_specials = (uint8_t)tn_cap_has(caps, TN_CAP_DOUBLE_SPECIALS);
	out->defer_foreign_keys = (uint8_t)tn_cap_has(caps, TN_CAP_DEFERRED_FOREIGN_KEYS);
	/* DEFAULT stands for READ COMMITTED, or the next stronger level. */
	for (level = TN_ISO_DEFAULT; level <= TN_ISO_SERIALIZABLE; level++)
		out->iso[level] = at_least(caps, (uint8_t)level);
	out->list_inline = tn__list_inline(caps);
	out->max_params = caps->limits[TN_LIMIT_BIND_PARAMS];
	out->max_sql = caps->limits[TN_LIMIT_SQL_BYTES];
	out->max_value = caps->limits[TN_LIMIT_VALUE_BYTES];
	out->max_ident_bytes = caps->limits[TN_LIMIT_IDENT_BYTES];
	out->max_ident_chars = caps->limits[TN_LIMIT_IDENT_CHARS];
}

const struct tn_begin_row *tn__begin_row(const struct tn_dialect *dialect, int isolation, int read_only)
{
	size_t i;

	if (isolation == TN_ISO_DEFAULT)
		isolation = dialect->default_isolation;
	for (i = 0; i < dialect->begin_count; i++) {
		const struct tn_begin_row *row = &dialect->begins[i];

		if (row->isolation == isolation && !row->read_only == !read_only)
			return row;
	}
	return NULL;
}

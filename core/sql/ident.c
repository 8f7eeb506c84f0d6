/* SPDX-License-Identifier: MIT */
/*
 * core/sql/ident.c - identifiers: quoting and checking.
 *
 * Names that the library puts into SQL are always quoted and always checked
 * before: some servers cut an identifier that is too long or write a question mark
 * for a character, without an error, and two names then mean the same table.
 *
 * Invariants:
 *  1. A quoted identifier is one token on its server, whatever the name holds.
 *  2. A limit of 0 is no limit.
 */
#include <string.h>
#include <tenon/sys/utf8.h>
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sql/sql.h"

void tn__sql_quote_ident(struct tn_text *out, const struct tn_dialect *dialect, const char *name, size_t len)
{
	char close = dialect->quote == '[' ? ']' : dialect->quote;
	size_t i;

	tn__text_putc(out, dialect->quote);
	for (i = 0; i < len; i++) {
		if (name[i] == close)
			tn__text_putc(out, close);
		tn__text_putc(out, name[i]);
	}
	tn__text_putc(out, close);
}

static int too_long(tn_error **err, const char *name, size_t len, const char *whose, int64_t max, const char *unit)
{
	/* Enough of it to be found, cut between characters. */
	size_t shown = len < 40 ? len : 40;

	while (shown && shown < len && ((unsigned char)name[shown] & 0xC0) == 0x80)
		shown--;
	return tn__error_set(err, TN_E_LIMIT, "identifier '%.*s%s' is longer than %s%lld %s",
			     (int)shown, name, shown < len ? "..." : "", whose, (long long)max, unit);
}

int tn__sql_check_name(const struct tn_dialect *dialect, const char *name, size_t len, tn_error **err)
{
	if (!dialect->bmp_names || !tn__sql_name_too_wide(name, len))
		return TN_OK;
	return tn__error_set(err, TN_E_LIMIT,
		"identifier '%.*s' holds a character above U+FFFF, which the server's names cannot",
		len < 256 ? (int)len : 256, name);
}

int tn__sql_check_ident(const struct tn_profile *profile, const char *name, size_t len, tn_error **err)
{
	if (!name || len == 0)
		return tn__error_set(err, TN_E_PARAM, "identifier is empty");
	if (memchr(name, '\0', len))
		return tn__error_set(err, TN_E_PARAM, "identifier holds a NUL byte");
	if (tn_utf8_check(name, len) != len)
		return tn__error_set(err, TN_E_PARAM, "identifier is not valid UTF-8");
	if (profile->max_ident_bytes > 0 && len > (uint64_t)profile->max_ident_bytes)
		return too_long(err, name, len, "the server's ", profile->max_ident_bytes, "bytes");
	if (profile->max_ident_chars > 0 && tn_utf8_count(name, len) > (uint64_t)profile->max_ident_chars)
		return too_long(err, name, len, "the server's ", profile->max_ident_chars, "characters");
	return TN_OK;
}

/* A character of four bytes; some servers put a question mark in its place. */
int tn__sql_name_too_wide(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)name[i] >= 0xF0)
			return 1;
	return 0;
}

int tn__sql_check_new_ident(const struct tn_profile *profile, const char *name, size_t len, tn_error **err)
{
	int rc = tn__sql_check_ident(profile, name, len, err);

	if (rc < 0)
		return rc;
	if (len > TN_SQL_MAX_NAME)
		return too_long(err, name, len, "", TN_SQL_MAX_NAME, "bytes");
	if (tn__sql_name_too_wide(name, len))
		return tn__error_set(err, TN_E_UNSUPPORTED,
			"identifier '%s' has a character beyond U+FFFF, which not every server can store in a name",
			name);
	return TN_OK;
}

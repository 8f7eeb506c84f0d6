/* SPDX-License-Identifier: MIT */
/*
 * core/engine/variant.c - whose text is it: portable, the server's own, or one of
 * several for different servers?
 *
 * A text is marked at its start, by the macros of tenon/stmt.h, which take string
 * literals only.  Variants follow each other, each behind a mark with the name of
 * a dialect; they are native text.  What stands behind the mark "else" is taken as
 * if it stood alone.
 *
 * The names are those of dialects and of backends, as data: a variant for the
 * dialect comes before one for the backend, so that "mysql" serves where nothing
 * is said about its relatives.
 */
#include <string.h>
#include "core/base/log.h"
#include "core/engine/engine.h"

#define FOR_MARK "/*tn:for "
#define ELSE_MARK "/*tn:else*/"
#define LENGTH(mark) (sizeof(mark) - 1)

static int begins(const char *text, size_t len, const char *mark, size_t n)
{
	return len >= n && !memcmp(text, mark, n);
}

static const char *next_mark(const char *text, const char *end)
{
	for (; text < end; text++) {
		size_t left = (size_t)(end - text);
		if (*text == '/' && (begins(text, left, FOR_MARK, LENGTH(FOR_MARK)) ||
				     begins(text, left, ELSE_MARK, LENGTH(ELSE_MARK))))
			break;
	}
	return text;
}

static int is_name(const char *full, const char *name, size_t len)
{
	return strlen(full) == len && !memcmp(full, name, len);
}

struct search {
	const char *exact, *family, *rest; /* the texts found so far */
	size_t exact_len, family_len, rest_len;
};

/* Reads the mark at *at and the text behind it; moves on to the next. */
static void take_variant(const tn_conn *conn, const char **at, const char *end, struct search *s)
{
	const char *name = *at + LENGTH(FOR_MARK), *text, *name_end;
	if (begins(*at, (size_t)(end - *at), ELSE_MARK, LENGTH(ELSE_MARK))) {
		text = *at + LENGTH(ELSE_MARK);
		*at = next_mark(text, end);
		s->rest = text;
		s->rest_len = (size_t)(*at - text);
		return;
	}
	name_end = memchr(name, '*', (size_t)(end - name));
	text = name_end && name_end + 1 < end ? name_end + 2 : end;
	*at = next_mark(text, end);
	if (!name_end)
		return;
	if (is_name(conn->dialect->name, name, (size_t)(name_end - name))) {
		s->exact = text;
		s->exact_len = (size_t)(*at - text);
	} else if (is_name(conn->backend->name, name, (size_t)(name_end - name))) {
		s->family = text;
		s->family_len = (size_t)(*at - text);
	}
}

static int no_variant(const tn_conn *conn, tn_error **err)
{
	int rc = tn__error_set(err, TN_E_UNSUPPORTED, "the statement has no variant for '%s'", conn->dialect->name);
	if (err)
		tn__error_set_hint(*err, "add TN_VARIANT(\"%s\", ...) or TN_OTHERWISE(...)", conn->dialect->name);
	return rc;
}

static int plain(const char *text, size_t len, struct tn_picked *out)
{
	out->text = text;
	out->len = len;
	out->portable = !tn__sql_is_native(text, len);
	return TN_OK;
}

int tn__text_pick(const tn_conn *conn, const char *text, size_t len, struct tn_picked *out, tn_error **err)
{
	struct search s = {0};
	const char *at = text, *end = text + len;
	if (!begins(text, len, FOR_MARK, LENGTH(FOR_MARK)))
		return plain(text, len, out);
	while (at < end)
		take_variant(conn, &at, end, &s);
	if (!s.exact && !s.family)
		return s.rest ? plain(s.rest, s.rest_len, out) : no_variant(conn, err);
	out->text = s.exact ? s.exact : s.family;
	out->len = s.exact ? s.exact_len : s.family_len;
	out->portable = 0;
	return TN_OK;
}

/* Not the text itself: it may hold values. */
void tn__text_trace(const tn_conn *conn, const char *text, const struct tn_picked *picked, const char *verb)
{
	const char *what = picked->portable ? "portable SQL" : picked->text == text ? "native text" : "a variant";
	tn__log(TN_LOG_DEBUG, "compiled %s for '%s': %s", what, conn->dialect->name, verb ? verb : "?");
}

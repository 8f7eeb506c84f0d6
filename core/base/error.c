/* SPDX-License-Identifier: MIT */
/*
 * error.c - the error object: making, asking, freeing.
 *
 *  1. An error owns copies of all its text, so it outlives what it is about.
 *  2. Making an error never fails: without memory for it, *err becomes the one
 *     static object with TN_E_NOMEM, which is never changed and never freed.
 *  3. The message is one line, whatever a server put into it.
 *  4. A failing call replaces what *err held; nothing is leaked by passing the
 *     same variable to call after call.
 */
#include <string.h>
#include "core/base/error.h"
#include "core/base/error_object.h"
#include "core/base/mem.h"
#include "core/base/text.h"

static char nomem_message[] = "out of memory";
static struct tn_error nomem_error = {.code = TN_E_NOMEM, .text = {[TEXT_MESSAGE] = nomem_message}};

/* ---- making -------------------------------------------------------------- */

static void replace(tn_error **err, tn_error *e)
{
	if (*err != e)
		tn_error_free(*err);
	*err = e;
}

/* Control characters become spaces, and spaces at the end go. */
static void make_one_line(char *s)
{
	size_t n = 0;
	for (; *s; s++) {
		if ((unsigned char)*s < 0x20 || *s == 0x7F)
			*s = ' ';
		n = *s == ' ' ? n + 1 : 0;
	}
	s[-(ptrdiff_t)n] = '\0';
}

static int copy_texts(tn_error *e, const char *const texts[TEXT_COUNT], size_t sql_len)
{
	int i;
	for (i = 0; i < TEXT_COUNT; i++) {
		if (!texts[i])
			continue;
		e->text[i] = tn__strndup(texts[i], i == TEXT_SQL ? sql_len : strlen(texts[i]));
		if (!e->text[i])
			return 0;
	}
	if (e->text[TEXT_MESSAGE])
		make_one_line(e->text[TEXT_MESSAGE]);
	return 1;
}

int tn__error_build(tn_error **err, const struct tn_error_parts *p)
{
	const char *texts[TEXT_COUNT] = {
		[TEXT_MESSAGE] = p->message ? p->message : tn_error_summary(p->code),
		[TEXT_DETAIL] = p->detail,
		[TEXT_HINT] = p->hint,
		[TEXT_SQLSTATE] = p->sqlstate,
		[TEXT_CONSTRAINT] = p->constraint,
		[TEXT_TABLE] = p->table,
		[TEXT_COLUMN] = p->column,
		[TEXT_SQL] = p->sql,
	};
	tn_error *e;
	if (!err)
		return p->code;
	e = tn__alloc(sizeof(*e));
	if (!e || !copy_texts(e, texts, p->sql_len)) {
		tn_error_free(e);
		tn__error_nomem(err);
		return p->code;
	}
	e->code = p->code;
	e->flags = p->flags;
	e->native = p->native;
	e->position = !p->sql || p->position <= p->sql_len + 1 ? p->position : 0;
	replace(err, e);
	return p->code;
}

int tn__error_set(tn_error **err, int code, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	tn__error_vset(err, code, format, ap);
	va_end(ap);
	return code;
}

int tn__error_vset(tn_error **err, int code, const char *format, va_list ap)
{
	struct tn_error_parts parts = {.code = code};
	struct tn_text message;
	if (!err)
		return code;
	tn__text_init(&message);
	tn__text_vprintf(&message, format, ap);
	parts.message = message.s;
	if (message.failed)
		tn__error_nomem(err);
	else
		tn__error_build(err, &parts);
	tn__text_release(&message);
	return code;
}

int tn__error_nomem(tn_error **err)
{
	if (err)
		replace(err, &nomem_error);
	return TN_E_NOMEM;
}

/* ---- adding -------------------------------------------------------------- */

static int may_change(const tn_error *e)
{
	return e && e != &nomem_error;
}

/* Takes s, which may be NULL for want of memory: then the old text stays. */
static void put_text(tn_error *e, enum error_text which, char *s)
{
	if (!s)
		return;
	tn__free(e->text[which]);
	e->text[which] = s;
}

void tn__error_set_hint(tn_error *e, const char *format, ...)
{
	struct tn_text hint;
	va_list ap;
	if (!may_change(e))
		return;
	tn__text_init(&hint);
	va_start(ap, format);
	tn__text_vprintf(&hint, format, ap);
	va_end(ap);
	put_text(e, TEXT_HINT, tn__text_detach(&hint));
}

void tn__error_set_sql(tn_error *e, const char *sql, size_t len, size_t position)
{
	char *copy;
	if (!may_change(e))
		return;
	copy = tn__strndup(sql, len);
	if (!copy)
		return;
	put_text(e, TEXT_SQL, copy);
	e->position = position <= len + 1 ? position : 0;
}

void tn__error_set_column(tn_error *e, const char *column)
{
	if (may_change(e))
		put_text(e, TEXT_COLUMN, tn__strdup(column));
}

void tn__error_set_row(tn_error *e, uint64_t row)
{
	struct tn_text message;
	if (!may_change(e))
		return;
	e->row = row;
	tn__text_init(&message);
	tn__text_printf(&message, "row %llu: %s", (unsigned long long)row, e->text[TEXT_MESSAGE]);
	put_text(e, TEXT_MESSAGE, tn__text_detach(&message));
}

void tn__error_add_flags(tn_error *e, unsigned flags)
{
	if (may_change(e))
		e->flags |= flags;
}

void tn__error_drop_flags(tn_error *e, unsigned flags)
{
	if (may_change(e))
		e->flags &= ~flags;
}

void tn__error_recode(tn_error *e, int code)
{
	if (may_change(e))
		e->code = code;
}

tn_error *tn__error_copy(const tn_error *e)
{
	struct tn_error_parts parts = {0};
	tn_error *copy = NULL;
	if (!e)
		return NULL;
	if (!may_change(e))
		return &nomem_error;
	parts.code = e->code;
	parts.flags = e->flags;
	parts.native = e->native;
	parts.sqlstate = e->text[TEXT_SQLSTATE];
	parts.message = e->text[TEXT_MESSAGE];
	parts.detail = e->text[TEXT_DETAIL];
	parts.hint = e->text[TEXT_HINT];
	parts.constraint = e->text[TEXT_CONSTRAINT];
	parts.table = e->text[TEXT_TABLE];
	parts.column = e->text[TEXT_COLUMN];
	parts.sql = e->text[TEXT_SQL];
	parts.sql_len = parts.sql ? strlen(parts.sql) : 0;
	parts.position = e->position;
	tn__error_build(&copy, &parts);
	if (may_change(copy))
		copy->row = e->row;
	return copy;
}

int tn__error_move(tn_error **err, tn_error *e)
{
	int code = tn_error_code(e);
	if (err)
		replace(err, e);
	else
		tn_error_free(e);
	return code;
}

void tn_error_free(tn_error *e)
{
	int i;
	if (!may_change(e))
		return;
	for (i = 0; i < TEXT_COUNT; i++)
		tn__free(e->text[i]);
	tn__free(e);
}

/* ---- asking -------------------------------------------------------------- */

int tn_error_code(const tn_error *e)
{
	return e ? e->code : 0;
}

unsigned tn_error_flags(const tn_error *e)
{
	return e ? e->flags : 0;
}

int tn_error_native(const tn_error *e)
{
	return e ? e->native : 0;
}

size_t tn_error_position(const tn_error *e)
{
	return e ? e->position : 0;
}

uint64_t tn_error_row(const tn_error *e)
{
	return e ? e->row : 0;
}

#define TEXT_GETTER(name, which) \
	const char *tn_error_##name(const tn_error *e) \
	{ \
		return e ? e->text[which] : NULL; \
	}

TEXT_GETTER(message, TEXT_MESSAGE)
TEXT_GETTER(detail, TEXT_DETAIL)
TEXT_GETTER(hint, TEXT_HINT)
TEXT_GETTER(sqlstate, TEXT_SQLSTATE)
TEXT_GETTER(constraint, TEXT_CONSTRAINT)
TEXT_GETTER(table, TEXT_TABLE)
TEXT_GETTER(column, TEXT_COLUMN)
TEXT_GETTER(sql, TEXT_SQL)

/* Two rows of one number in errors.def do not compile here. */
const char *tn_error_name(int code)
{
	switch (code) {
#define TN_ERROR(name, number, text, meaning) \
	case number: \
		return #name;
#include <tenon/errors.def>
#undef TN_ERROR
	default:
		return code >= 0 ? "OK" : "?";
	}
}

const char *tn_error_summary(int code)
{
	switch (code) {
#define TN_ERROR(name, number, text, meaning) \
	case number: \
		return text;
#include <tenon/errors.def>
#undef TN_ERROR
	default:
		return code >= 0 ? "no error" : "unknown error";
	}
}

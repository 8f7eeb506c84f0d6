/* SPDX-License-Identifier: MIT */
/*
 * core/engine/trace_slow.c - a line for each statement that takes long.
 *
 * Invariants:
 *  1. A line holds no value that was bound, unless the hook asked for values.
 *  2. A line is one line: what a text has of control characters is a blank.
 *  3. Without memory for the line there is none, and nothing fails.
 */
#include "core/base/log.h"
#include "core/base/text.h"
#include "core/engine/trace.h"

/* Fields that say nothing when they are 0. */
static int is_empty(const tn_value *v)
{
	return v->kind == TN_KIND_NULL || (v->kind == TN_KIND_INT && !v->u.i) ||
	       (v->kind == TN_KIND_DOUBLE && v->u.d <= 0);
}

static void put_text(struct tn_text *line, const char *s, size_t n)
{
	size_t i;
	tn__text_putc(line, '"');
	for (i = 0; i < n; i++) {
		if (s[i] == '"' || s[i] == '\\')
			tn__text_putc(line, '\\');
		tn__text_putc(line, (unsigned char)s[i] < 0x20 || s[i] == 0x7F ? ' ' : s[i]);
	}
	tn__text_putc(line, '"');
}

static void put_field(struct tn_text *line, const char *name, const tn_value *v)
{
	char number[40];
	tn__text_printf(line, " %s=", name);
	if (v->kind == TN_KIND_TEXT) {
		put_text(line, v->u.s, v->len);
		return;
	}
	tn_value_format(v, number, sizeof number);
	tn__text_puts(line, number);
}

static void put_line(struct tn_text *line, const tn_trace *t)
{
	const char *name;
	tn_value value;
	unsigned i;
	tn__text_printf(line, "slow statement: %lld.%06d s", (long long)(t->duration_us / 1000000),
			(int)(t->duration_us % 1000000));
	for (i = 0; tn_trace_field(t, i, &name, &value) == TN_ROW; i++)
		if (!is_empty(&value) && strcmp(name, "tenon.duration") != 0)
			put_field(line, name, &value);
	if (t->values)
		tn__text_puts(line, " tenon.values="), put_text(line, t->values, strlen(t->values));
}

void tn_slow_log(void *ctx, const tn_trace *t)
{
	const tn_slow_options *o = ctx;
	struct tn_text line;
	if (!o || o->size != sizeof *o || !t || t->duration_us < (int64_t)o->min_ms * 1000)
		return;
	tn__text_init(&line);
	put_line(&line, t);
	if (line.failed)
		tn__log(TN_LOG_WARNING, "no memory for the line of a slow statement");
	else if (o->write)
		o->write(o->ctx, line.s);
	else
		tn__log(TN_LOG_WARNING, "%s", line.s);
	tn__text_release(&line);
}

/* SPDX-License-Identifier: MIT */
/*
 * core/engine/trace_fields.c - the fields of a record under names that others know.
 *
 * The names without "tenon." are those of OpenTelemetry's semantic conventions for database
 * clients, version 1.33 and later (the stable ones).  What they leave to the library:
 *
 *   error.type               tn_error_name(): few values, the same for every server
 *   db.response.status_code  the server's number; the SQLSTATE where it has none
 *   db.query.text            without literals
 *   db.namespace             the database of the URL, whatever was selected since
 *
 * Invariant: a field that does not apply is there, and NULL, so that the i-th is always the
 * same one.
 */
#include "core/base/text.h"
#include "core/engine/trace.h"

/* Hooks get a pointer to the beginning of a span; what is made here belongs to it. */
static struct tn_span *span_of(const tn_trace *t)
{
	return (struct tn_span *)(uintptr_t)t;
}

const char *tn_trace_text(const tn_trace *t)
{
	struct tn_span *s = span_of(t);
	if (!t || !t->text)
		return NULL;
	if (!s->redacted.s)
		tn__text_puts(&s->redacted, "");
	if (!s->redacted.len)
		tn__sql_redact(&s->redacted, t->text, t->text_len, s->native ? s->conn->dialect : NULL);
	return s->redacted.failed ? NULL : s->redacted.s;
}

/* "SELECT author": what a group of statements is called. */
static const char *summary(const tn_trace *t)
{
	struct tn_span *s = span_of(t);
	if (!t->operation || !t->collection)
		return t->operation;
	if (!s->summary.len)
		tn__text_printf(&s->summary, "%s %s", t->operation, t->collection);
	return s->summary.failed ? t->operation : s->summary.s;
}

static const char *origin(const tn_trace *t)
{
	static const char *const names[] = {"portable", "native", "variant", "control"};
	return names[t->origin];
}

static const char *redacted(const tn_trace *t)
{
	return tn_trace_text(t);
}

enum shape { TEXT, MADE, COUNT, NUMBER, FLAG, SECONDS, PORT, ID };

struct field {
	const char *name;
	enum shape shape;
	size_t at; /* in the record */
	const char *(*make)(const tn_trace *t);
};

#define AT(member) offsetof(tn_trace, member), NULL
static const struct field fields[] = {
	{"db.system.name", TEXT, AT(system)},
	{"db.namespace", TEXT, AT(database)},
	{"server.address", TEXT, AT(host)},
	{"server.port", PORT, AT(port)},
	{"db.operation.name", TEXT, AT(operation)},
	{"db.collection.name", TEXT, AT(collection)},
	{"db.query.summary", MADE, 0, summary},
	{"db.query.text", MADE, 0, redacted},
	{"db.response.returned_rows", NUMBER, AT(rows)},
	{"db.response.status_code", TEXT, AT(status_code)},
	{"error.type", TEXT, AT(error_type)},
	{"tenon.text.id", ID, AT(text_id)},
	{"tenon.text.origin", MADE, 0, origin},
	{"tenon.cached", FLAG, AT(cached)},
	{"tenon.attempt", COUNT, AT(attempt)},
	{"tenon.plan.steps", COUNT, AT(steps)},
	{"tenon.executions", COUNT, AT(executions)},
	{"tenon.round_trips", COUNT, AT(round_trips)},
	{"tenon.reprepares", COUNT, AT(reprepares)},
	{"tenon.rows.affected", NUMBER, AT(affected)},
	{"tenon.bytes.sent", NUMBER, AT(bytes_sent)},
	{"tenon.bytes.received", NUMBER, AT(bytes_received)},
	{"tenon.duration", SECONDS, AT(duration_us)},
	{"tenon.duration.compile", SECONDS, AT(compile_us)},
	{"tenon.duration.server", SECONDS, AT(server_us)},
};
#undef AT

static tn_value text_or_null(const char *s)
{
	return s ? tn_text(s) : tn_null();
}

static tn_value read_field(const tn_trace *t, const struct field *f)
{
	const char *at = (const char *)t + f->at;
	unsigned count;
	int64_t number;
	const char *text;
	switch (f->shape) {
	case TEXT:
		memcpy(&text, at, sizeof text);
		return text_or_null(text);
	case MADE:
		return text_or_null(f->make(t));
	case FLAG:
		return tn_bool(*at);
	case COUNT:
	case PORT:
		memcpy(&count, at, sizeof count);
		return f->shape == PORT && !count ? tn_null() : tn_int(count);
	default:
		memcpy(&number, at, sizeof number);
		return f->shape == SECONDS ? tn_double((double)number / 1e6) : tn_int(number);
	}
}

int tn_trace_field(const tn_trace *t, unsigned i, const char **name, tn_value *value)
{
	if (!t || !name || !value)
		return TN_E_MISUSE;
	if (i >= sizeof fields / sizeof fields[0])
		return TN_DONE;
	*name = fields[i].name;
	*value = read_field(t, &fields[i]);
	return TN_ROW;
}

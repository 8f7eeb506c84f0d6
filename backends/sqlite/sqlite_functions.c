/* SPDX-License-Identifier: MIT */
/*
 * sqlite_functions.c - registers the SQL functions; their arguments and results.
 */
#include "sqlite_functions.h"

#include <math.h>
#include <string.h>

#define FLAGS (SQLITE_UTF8 | SQLITE_DIRECTONLY)

static const struct tn_sqlite_scalar *const scalars[] = {
	tn__sqlite_int_functions, tn__sqlite_double_functions, tn__sqlite_dec_functions,
	tn__sqlite_text_functions, tn__sqlite_like_functions, tn__sqlite_date_functions,
	tn__sqlite_cast_functions, tn__sqlite_json_functions, tn__sqlite_build_functions,
	tn__sqlite_choice_functions,
};

static const struct tn_sqlite_aggregate *const aggregates[] = {
	tn__sqlite_sum_aggregates, tn__sqlite_dec_aggregates, tn__sqlite_join_aggregates,
	tn__sqlite_variance_aggregates,
};

int tn__sqlite_add_functions(struct tn_sqlite_conn *c)
{
	const struct tn_sqlite_scalar *f;
	const struct tn_sqlite_aggregate *a;
	int rc = SQLITE_OK;
	size_t i;
	for (i = 0; i < sizeof(scalars) / sizeof(scalars[0]); i++)
		for (f = scalars[i]; f->name && rc == SQLITE_OK; f++)
			rc = sqlite3_create_function_v2(c->db, f->name, f->args,
							FLAGS | (f->volatile_ ? 0 : SQLITE_DETERMINISTIC), c,
							f->call, NULL, NULL, NULL);
	for (i = 0; i < sizeof(aggregates) / sizeof(aggregates[0]); i++)
		for (a = aggregates[i]; a->name && rc == SQLITE_OK; a++)
			rc = sqlite3_create_window_function(c->db, a->name, a->args, FLAGS | SQLITE_DETERMINISTIC, c,
							    a->step, a->final, a->value, a->inverse, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_create_collation_v2(c->db, "tn_dec", SQLITE_UTF8, NULL, tn__sqlite_dec_collation, NULL);
	return rc;
}

/* ---- errors -------------------------------------------------------------------- */

void tn__sqlite_raise(sqlite3_context *ctx, int code, const char *message)
{
	/* In this order: the code alone would put SQLite's text for it in place of the message. */
	sqlite3_result_error(ctx, message, -1);
	sqlite3_result_error_code(ctx, code);
}

void tn__sqlite_raise_type(sqlite3_context *ctx, const char *expected)
{
	char *line = sqlite3_mprintf("a value is not %s, as its column's type says", expected);
	if (!line) {
		sqlite3_result_error_nomem(ctx);
		return;
	}
	tn__sqlite_raise(ctx, TN__SQLITE_RAISE_BAD_TEXT, line);
	sqlite3_free(line);
}

/* ---- arguments ------------------------------------------------------------------- */

static int payload(sqlite3_context *ctx, sqlite3_value *v, int storage, const char *expected,
		   struct tn_sqlite_text *out)
{
	int type = sqlite3_value_type(v);
	if (TN_UNLIKELY(type != storage)) {
		if (type != SQLITE_NULL)
			tn__sqlite_raise_type(ctx, expected);
		return 0;
	}
	out->s = storage == SQLITE_TEXT ? (const char *)sqlite3_value_text(v) : sqlite3_value_blob(v);
	out->n = (size_t)sqlite3_value_bytes(v);
	if (TN_UNLIKELY(!out->s)) {
		if (out->n || storage == SQLITE_TEXT) {
			sqlite3_result_error_nomem(ctx);
			return 0;
		}
		out->s = "";
	}
	return 1;
}

int tn__sqlite_text_arg(sqlite3_context *ctx, sqlite3_value *v, struct tn_sqlite_text *out)
{
	return payload(ctx, v, SQLITE_TEXT, "a text", out);
}

int tn__sqlite_bytes_arg(sqlite3_context *ctx, sqlite3_value *v, struct tn_sqlite_text *out)
{
	return payload(ctx, v, SQLITE_BLOB, "bytes", out);
}

int tn__sqlite_double_arg(sqlite3_context *ctx, sqlite3_value *v, double *out)
{
	int type = sqlite3_value_type(v);
	if (TN_LIKELY(type == SQLITE_FLOAT || type == SQLITE_INTEGER)) {
		*out = sqlite3_value_double(v);
		return 1;
	}
	if (type != SQLITE_NULL)
		tn__sqlite_raise_type(ctx, "a number");
	return 0;
}

int tn__sqlite_dec_arg(sqlite3_context *ctx, sqlite3_value *v, struct tn__dec *out)
{
	struct tn_sqlite_text text;
	double real;
	int rc;
	switch (sqlite3_value_type(v)) {
	case SQLITE_NULL:
		return 0;
	case SQLITE_INTEGER:
		tn__dec_from_int(out, sqlite3_value_int64(v));
		return 1;
	case SQLITE_FLOAT:
		real = sqlite3_value_double(v);
		rc = isfinite(real) ? tn__dec_from_double(out, real) : TN__DEC_RANGE;
		break;
	case SQLITE_TEXT:
		if (!payload(ctx, v, SQLITE_TEXT, "", &text))
			return 0;
		rc = tn__dec_parse(out, text.s, text.n);
		break;
	default:
		rc = TN__DEC_BAD;
	}
	if (rc == TN__DEC_OK)
		return 1;
	if (rc == TN__DEC_RANGE)
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_RANGE, "a number has too many digits");
	else
		tn__sqlite_raise_type(ctx, "a decimal number");
	return 0;
}

/* ---- results ----------------------------------------------------------------------- */

void tn__sqlite_result_dec(sqlite3_context *ctx, const struct tn__dec *x)
{
	char text[TN__DEC_TEXT];
	size_t n = tn__dec_format(x, text);
	tn__sqlite_result_copy(ctx, text, n);
}

void tn__sqlite_result_calc(sqlite3_context *ctx, int outcome, const struct tn__dec *x)
{
	if (outcome == TN__DEC_OK)
		tn__sqlite_result_dec(ctx, x);
	else if (outcome == TN__DEC_RANGE)
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_RANGE, "a number is out of the range of its type");
	else
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_ZERO_DIVIDE, "division by zero");
}

int tn__sqlite_fit(struct tn__dec *x, int64_t precision, int64_t scale)
{
	if (precision <= 0)
		return TN__DEC_OK;
	if (scale < 0)
		scale = 0;
	if (scale > TN__DEC_MAX_SCALE)
		return TN__DEC_RANGE;
	if (tn__dec_round(x, (int)scale, TN__DEC_HALF_AWAY) != TN__DEC_OK)
		return TN__DEC_RANGE;
	return tn__dec_whole_digits(x) > precision - scale ? TN__DEC_RANGE : TN__DEC_OK;
}

void tn__sqlite_result_double(sqlite3_context *ctx, double x)
{
	if (TN_LIKELY(isfinite(x)))
		sqlite3_result_double(ctx, x);
	else
		tn__sqlite_raise(ctx, TN__SQLITE_RAISE_RANGE, "a number is out of the range of DOUBLE PRECISION");
}

char *tn__sqlite_room(sqlite3_context *ctx, uint64_t n)
{
	sqlite3 *db = sqlite3_context_db_handle(ctx);
	char *room;
	if (n > (uint64_t)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, -1)) {
		sqlite3_result_error_toobig(ctx);
		return NULL;
	}
	room = sqlite3_malloc64(n + 1);
	if (!room)
		sqlite3_result_error_nomem(ctx);
	return room;
}

void tn__sqlite_result_room(sqlite3_context *ctx, char *room, uint64_t n)
{
	room[n] = '\0';
	sqlite3_result_text64(ctx, room, n, sqlite3_free, SQLITE_UTF8);
}

void tn__sqlite_result_str(sqlite3_context *ctx, sqlite3_str *out)
{
	int rc = sqlite3_str_errcode(out), n = sqlite3_str_length(out);
	char *s = sqlite3_str_finish(out);
	if (rc == SQLITE_TOOBIG)
		sqlite3_result_error_toobig(ctx);
	else if (rc != SQLITE_OK)
		sqlite3_result_error_nomem(ctx);
	else if (!s)
		sqlite3_result_text(ctx, "", 0, SQLITE_STATIC);
	else
		sqlite3_result_text(ctx, s, n, sqlite3_free);
	if (rc != SQLITE_OK)
		sqlite3_free(s);
}

/* SPDX-License-Identifier: MIT */
/*
 * tests/slt/slt_run.c - sends one record as portable SQL and compares.
 *
 * Values become text by the rules of sqllogictest: I an integer (a number loses
 * its fraction, a boolean is 0 or 1), R three digits behind the point, T as it
 * is; NULL, (empty), and @ for what cannot be printed.
 *
 * A record is refused when the library says so before the server has seen it
 * (unsupported, types that do not fit, syntax, a function that it does not know), or when
 * it is beyond a limit of the server; it fails when rows differ or the server has refused
 * it.  An expected error that comes, comes from either.
 */
#include <md5.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "tests/slt/slt.h"
#include "tests/support/reason.h"

static int out_of_memory(struct slt_result *out)
{
	snprintf(out->why, sizeof(out->why), "the runner is out of memory");
	return SLT_FAILED;
}

/* ---- values as text ------------------------------------------------------------ */

/* Texts move while they grow, so their offsets are kept until all are there. */
static int add_text(struct slt_result *out, const char *s, size_t n)
{
	if (out->text_len + n + 1 > out->text_cap) {
		size_t cap = (out->text_len + n + 1) * 2;
		char *more = realloc(out->text, cap);

		if (!more)
			return -1;
		out->text = more;
		out->text_cap = cap;
	}
	if (out->count == out->offset_cap) {
		size_t cap = out->offset_cap ? out->offset_cap * 2 : 256;
		size_t *more = realloc(out->offsets, cap * sizeof(*more));

		if (!more)
			return -1;
		out->offsets = more;
		out->offset_cap = cap;
	}
	out->offsets[out->count++] = out->text_len;
	memcpy(out->text + out->text_len, s, n);
	out->text_len += n;
	out->text[out->text_len++] = '\0';
	return 0;
}

static int finish_texts(struct slt_result *out)
{
	size_t i;

	if (out->count > out->cap) {
		char **more = realloc(out->values, out->count * sizeof(*more));

		if (!more)
			return -1;
		out->values = more;
		out->cap = out->count;
	}
	for (i = 0; i < out->count; i++)
		out->values[i] = out->text + out->offsets[i];
	return 0;
}

static double number_of(const tn_value *v)
{
	char digits[128];

	switch (v->kind) {
	case TN_KIND_DOUBLE:
		return v->u.d;
	case TN_KIND_INT:
	case TN_KIND_BOOL:
		return (double)v->u.i;
	case TN_KIND_NUMERIC:
	case TN_KIND_TEXT:
		snprintf(digits, sizeof(digits), "%.*s", (int)v->len, v->u.s);
		return strtod(digits, NULL);
	default:
		return 0;
	}
}

static int add_integer(struct slt_result *out, const tn_value *v)
{
	char buf[64];
	int64_t i = v->kind == TN_KIND_INT || v->kind == TN_KIND_BOOL ? v->u.i : (int64_t)number_of(v);
	int n = snprintf(buf, sizeof(buf), "%lld", (long long)i);

	return add_text(out, buf, (size_t)n);
}

static int add_printable(struct slt_result *out, const char *s, size_t n)
{
	size_t at = out->text_len, i;

	if (!n)
		return add_text(out, "(empty)", 7);
	if (add_text(out, s, n) < 0)
		return -1;
	for (i = at; i < at + n; i++)
		if (out->text[i] < ' ' || out->text[i] > '~')
			out->text[i] = '@';
	return 0;
}

static int add_value(struct slt_result *out, tn_rows *rows, unsigned column, char type)
{
	const tn_value *v = tn_get_value(rows, column);
	char buf[512];
	int n;

	if (!v || v->kind == TN_KIND_NULL)
		return add_text(out, "NULL", 4);
	if (type == 'I')
		return add_integer(out, v);
	if (type == 'R') {
		/* The sum gives a zero without a sign. */
		n = snprintf(buf, sizeof(buf), "%.3f", number_of(v) + 0.0);
		return add_text(out, buf, (size_t)n);
	}
	if (v->kind == TN_KIND_INT || v->kind == TN_KIND_BOOL)
		return add_integer(out, v);
	if (v->kind == TN_KIND_DOUBLE) {
		n = snprintf(buf, sizeof(buf), "%.15g", v->u.d);
		return add_text(out, buf, (size_t)n);
	}
	if (v->kind == TN_KIND_BYTES || v->kind == TN_KIND_TEXT || v->kind == TN_KIND_NUMERIC ||
		v->kind == TN_KIND_JSON)
		return add_printable(out, v->u.s, v->len);
	n = (int)tn_value_format(v, buf, sizeof(buf));
	return add_printable(out, buf, (size_t)n < sizeof(buf) ? (size_t)n : sizeof(buf) - 1);
}

/* ---- sorting and hashing ------------------------------------------------------------ */

static _Thread_local size_t row_width; /* of compare_rows(): qsort() hands no context on */

static int compare_rows(const void *a, const void *b)
{
	char *const *x = a, *const *y = b;
	size_t i;

	for (i = 0; i < row_width; i++) {
		int c = strcmp(x[i], y[i]);

		if (c)
			return c;
	}
	return 0;
}

static void sort_values(struct slt_result *out, int sort, size_t width)
{
	row_width = sort == SLT_ROWSORT ? width : 1;
	if (sort != SLT_NOSORT && out->count)
		qsort(out->values, out->count / row_width, row_width * sizeof(*out->values), compare_rows);
}

void slt_hash(const struct slt_result *r, char out[33])
{
	MD5_CTX md5;
	uint8_t digest[MD5_DIGEST_LENGTH];
	size_t i;

	MD5Init(&md5);
	for (i = 0; i < r->count; i++) {
		MD5Update(&md5, (const uint8_t *)r->values[i], strlen(r->values[i]));
		MD5Update(&md5, (const uint8_t *)"\n", 1);
	}
	MD5Final(digest, &md5);
	for (i = 0; i < MD5_DIGEST_LENGTH; i++)
		snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

/* ---- outcomes ------------------------------------------------------------------------- */

static int is_refusal(int code)
{
	return code == TN_E_UNSUPPORTED || code == TN_E_TYPE || code == TN_E_SYNTAX || code == TN_E_PARAM ||
	       code == TN_E_LIMIT || code == TN_E_MISUSE || code == TN_E_NO_OBJECT;
}

static int failed_call(struct slt_result *out, int code, tn_error *err)
{
	char message[200];
	const char *sqlstate = tn_error_sqlstate(err);
	int from_server = tn_error_native(err) != 0 || (sqlstate && *sqlstate);

	tn_error_format(err, out->why, sizeof(out->why));
	reason_of_message(tn_error_message(err), message, sizeof(message));
	snprintf(out->reason, sizeof(out->reason), "%s: %s", tn_error_name(code), message);
	tn_error_free(err);
	return is_refusal(code) && (!from_server || code == TN_E_LIMIT) ? SLT_REFUSED : SLT_FAILED;
}

static int run_statement(tn_conn *db, const struct slt_record *r, struct slt_result *out)
{
	tn_error *err = NULL;
	int code = tn_exec(db, r->sql, NULL, NULL, &err);

	if (r->expect_error) {
		tn_error_free(err);
		if (code < 0)
			return SLT_PASSED;
		snprintf(out->why, sizeof(out->why), "an error was expected");
		return SLT_FAILED;
	}
	return code < 0 ? failed_call(out, code, err) : SLT_PASSED;
}

static int compare(const struct slt_record *r, struct slt_result *out)
{
	char hash[33];
	size_t i;

	if (out->count != r->value_count) {
		snprintf(out->why, sizeof(out->why), "%zu values expected, %zu found", r->value_count, out->count);
		return SLT_FAILED;
	}
	if (r->hash[0]) {
		slt_hash(out, hash);
		if (!strcasecmp(hash, r->hash))
			return SLT_PASSED;
		snprintf(out->why, sizeof(out->why), "hash %s expected, %s found; the first value is \"%s\"",
			r->hash, hash,
			 out->count ? out->values[0] : "");
		return SLT_FAILED;
	}
	for (i = 0; i < out->count; i++)
		if (strcmp(out->values[i], r->values[i]) != 0) {
			snprintf(out->why, sizeof(out->why), "value %zu: \"%s\" expected, \"%s\" found", i + 1,
				r->values[i],
				 out->values[i]);
			return SLT_FAILED;
		}
	return SLT_PASSED;
}

/* Queries with one label must give the same values. */
static int compare_label(const struct slt_record *r, struct slt_result *out)
{
	struct slt_label *label;
	char hash[33];

	slt_hash(out, hash);
	for (label = out->labels; label; label = label->next)
		if (!strcmp(label->name, r->label)) {
			if (!strcmp(label->hash, hash))
				return SLT_PASSED;
			snprintf(out->why, sizeof(out->why), "other values than the earlier query labelled %s",
				r->label);
			return SLT_FAILED;
		}
	label = calloc(1, sizeof(*label));
	if (!label)
		return out_of_memory(out);
	snprintf(label->name, sizeof(label->name), "%s", r->label);
	memcpy(label->hash, hash, sizeof(hash));
	label->next = out->labels;
	out->labels = label;
	return SLT_PASSED;
}

/* All values of the rows; their number of columns must be that of the types. */
static int read_rows(tn_rows *rows, const struct slt_record *r, struct slt_result *out, tn_error **err)
{
	unsigned width = (unsigned)strlen(r->types), i;
	int rc;

	while ((rc = tn_next(rows, err)) == TN_ROW)
		for (i = 0; i < width && i < tn_column_count(rows); i++)
			if (add_value(out, rows, i, r->types[i]) < 0)
				return TN_E_NOMEM;
	return rc;
}

static int run_query(tn_conn *db, const struct slt_record *r, struct slt_result *out)
{
	tn_error *err = NULL;
	tn_rows *rows = NULL;
	unsigned columns;
	int rc = tn_query(db, r->sql, NULL, &rows, &err);

	if (rc < 0)
		return failed_call(out, rc, err);
	columns = tn_column_count(rows);
	rc = read_rows(rows, r, out, &err);
	if (rc == TN_E_NOMEM && !err) {
		tn_finish(rows, NULL);
		return out_of_memory(out);
	}
	if (rc < 0) {
		tn_finish(rows, NULL);
		return failed_call(out, rc, err);
	}
	rc = tn_finish(rows, &err);
	if (rc < 0)
		return failed_call(out, rc, err);
	if (columns != strlen(r->types)) {
		snprintf(out->why, sizeof(out->why), "%zu columns expected, %u found", strlen(r->types), columns);
		return SLT_FAILED;
	}
	if (finish_texts(out) < 0)
		return out_of_memory(out);
	sort_values(out, r->sort, columns);
	rc = compare(r, out);
	return rc == SLT_PASSED && r->label[0] ? compare_label(r, out) : rc;
}

int slt_run(tn_conn *db, const struct slt_record *r, struct slt_result *out)
{
	int outcome;

	out->count = out->text_len = 0;
	out->why[0] = out->reason[0] = '\0';
	if (r->skip)
		return SLT_SKIPPED;
	outcome = r->kind == SLT_STATEMENT ? run_statement(db, r, out) : run_query(db, r, out);
	if (outcome == SLT_FAILED && !out->reason[0])
		snprintf(out->reason, sizeof(out->reason), "%s", r->kind == SLT_STATEMENT ? "an error was expected"
			: "the result is not the one that the file has");
	return outcome;
}

void slt_result_release(struct slt_result *r)
{
	while (r->labels) {
		struct slt_label *next = r->labels->next;

		free(r->labels);
		r->labels = next;
	}
	free(r->values);
	free(r->text);
	free(r->offsets);
	memset(r, 0, sizeof(*r));
}

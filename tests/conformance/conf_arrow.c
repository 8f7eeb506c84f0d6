/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_arrow.c - results as an ArrowArrayStream, held to the rules of the
 * specification (tests/support/arrow_check.h) and to the values that rows give.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "tests/conformance/conf.h"
#include "tests/support/arrow_check.h"

#define KINDS 15
#define ROWS 200
#define BATCHES 16

static void open_stream(tn_conn *db, const char *sql, size_t batch_rows, struct ArrowArrayStream *stream)
{
	tn_arrow_options o = {.size = sizeof o, .batch_rows = batch_rows};
	ck_tn_ok(tn_arrow_stream(conf_query(db, sql, NULL), &o, stream, tn_test_err()));
	ck_assert(stream->release != NULL);
}

static void take_schema(struct ArrowArrayStream *stream, struct ArrowSchema *schema)
{
	const char *wrong;
	ck_assert_int_eq(stream->get_schema(stream, schema), 0);
	wrong = arrow_check_schema(schema);
	ck_assert_msg(!wrong, "%s", wrong);
}

/* 1, or 0 at the end; what comes is held to the rules. */
static int take_array(struct ArrowArrayStream *stream, const struct ArrowSchema *schema, struct ArrowArray *array)
{
	const char *wrong;
	int rc = stream->get_next(stream, array);
	ck_assert_msg(rc == 0, "%d %s", rc, stream->get_last_error(stream));
	if (!array->release)
		return 0;
	wrong = arrow_check_array(schema, array);
	ck_assert_msg(!wrong, "%s", wrong);
	return 1;
}

/* A column of Arrow's as one of ours, to read its values with. */
static tn_column_data view(const struct ArrowSchema *s, const struct ArrowArray *a)
{
	static const struct {
		const char *format;
		uint8_t kind;
	} kinds[] = {
		{"b", TN_KIND_BOOL}, {"l", TN_KIND_INT}, {"g", TN_KIND_DOUBLE}, {"u", TN_KIND_TEXT},
		{"z", TN_KIND_BYTES}, {"tdD", TN_KIND_DATE}, {"ttu", TN_KIND_TIME}, {"tsu:", TN_KIND_TIMESTAMP},
		{"tsu:UTC", TN_KIND_TIMESTAMPTZ}, {"w:16", TN_KIND_UUID},
	};
	tn_column_data c = {.name = s->name, .kind = TN_KIND_NUMERIC, .count = a->length, .valid = a->buffers[0]};
	unsigned i, precision, scale;
	size_t n;
	if (sscanf(s->format, "d:%u,%u", &precision, &scale) == 2) {
		c.precision = (uint8_t)precision;
		c.scale = (uint8_t)scale;
	}
	for (i = 0; i < CONF_COUNT(kinds); i++)
		if (!strcmp(s->format, kinds[i].format))
			c.kind = kinds[i].kind;
	if (arrow_metadata(s, "ARROW:extension:name", &n) && c.kind == TN_KIND_TEXT)
		c.kind = TN_KIND_JSON;
	c.offsets = a->n_buffers == 3 ? a->buffers[1] : NULL;
	c.values = a->buffers[a->n_buffers - 1];
	return c;
}

static void compare(const struct ArrowSchema *s, const struct ArrowArray *a, tn_rows *expected)
{
	int64_t i, k;
	for (i = 0; i < a->length; i++) {
		ck_tn_is(tn_next(expected, tn_test_err()), TN_ROW);
		for (k = 0; k < a->n_children; k++) {
			tn_column_data c = view(s->children[k], a->children[k]);
			char room[64];
			tn_value v = conf_column_value(&c, i, room);
			ck_assert_msg(conf_same(&v, tn_get_value(expected, (unsigned)k)), "column %s: %s, not %s",
				      c.name, conf_text(&v), conf_text(tn_get_value(expected, (unsigned)k)));
		}
	}
}

START_TEST(batches_outlive_everything)
{
	tn_conn *db = tn_test_open_shared(), *other = tn_test_open_shared();
	struct ArrowArrayStream stream;
	struct ArrowSchema schema;
	struct ArrowArray arrays[BATCHES], last;
	tn_rows *expected = NULL;
	size_t sizes[] = {ROWS, 37, 1000};
	int n = 0, i;
	conf_make_kinds(db, ROWS);
	open_stream(db, "SELECT * FROM kinds ORDER BY id", sizes[_i], &stream);
	take_schema(&stream, &schema);
	while (take_array(&stream, &schema, &arrays[n]))
		ck_assert_int_lt(++n, BATCHES);
	/* The end stays the end. */
	ck_assert_int_eq(take_array(&stream, &schema, &last), 0);
	stream.release(&stream);
	ck_assert(!stream.release);
	tn_close(db);
	ck_tn_ok(tn_query_mode(other, "SELECT * FROM kinds ORDER BY id", NULL, TN_FETCH_ALL, 0, &expected,
			       tn_test_err()));
	ck_assert_int_eq(n, (ROWS + (int)sizes[_i] - 1) / (int)sizes[_i]);
	for (i = 0; i < n; i++) {
		const char *wrong = arrow_check_array(&schema, &arrays[i]);
		ck_assert_msg(!wrong, "%s", wrong);
		compare(&schema, &arrays[i], expected);
		arrays[i].release(&arrays[i]);
		ck_assert(!arrays[i].release);
	}
	ck_tn_is(tn_next(expected, tn_test_err()), TN_DONE);
	schema.release(&schema);
	ck_assert(!schema.release);
	conf_end(expected);
	tn_close(other);
}
END_TEST

START_TEST(formats)
{
	static const struct {
		const char *name, *format, *extension;
	} expected[KINDS] = {
		{"id", "l", NULL}, {"flag", "b", NULL}, {"small", "l", NULL}, {"ratio", "g", NULL},
		{"price", "d:12,2", NULL}, {"wide", "d:38,9", NULL}, {"word", "u", NULL}, {"body", "u", NULL},
		{"raw", "z", NULL}, {"d", "tdD", NULL}, {"t", "ttu", NULL}, {"ts", "tsu:", NULL},
		{"tz", "tsu:UTC", NULL}, {"u", "w:16", "arrow.uuid"}, {"j", "u", "arrow.json"},
	};
	tn_conn *db = tn_test_open();
	struct ArrowArrayStream stream;
	struct ArrowSchema schema, again;
	int i;
	conf_make_kinds(db, 0);
	open_stream(db, "SELECT * FROM kinds", 10, &stream);
	take_schema(&stream, &schema);
	take_schema(&stream, &again);
	again.release(&again);
	ck_assert_str_eq(schema.format, "+s");
	ck_assert_int_eq(schema.n_children, KINDS);
	for (i = 0; i < KINDS; i++) {
		const struct ArrowSchema *s = schema.children[i];
		size_t n = 0;
		const char *extension = arrow_metadata(s, "ARROW:extension:name", &n);
		ck_assert_str_eq(s->name, expected[i].name);
		ck_assert_str_eq(s->format, expected[i].format);
		ck_assert_int_eq(s->flags, ARROW_FLAG_NULLABLE);
		ck_assert_int_eq(extension != NULL, expected[i].extension != NULL);
		if (extension) {
			ck_assert_int_eq(memcmp(extension, expected[i].extension, n), 0);
			ck_assert_ptr_nonnull(arrow_metadata(s, "ARROW:extension:metadata", &n));
		}
	}
	stream.release(&stream);
	conf_is_alive(db);
	tn_close(db);
	/* It is not the stream's memory. */
	ck_assert_str_eq(schema.children[0]->name, "id");
	schema.release(&schema);
}
END_TEST

/* A consumer may keep one child and release the rest. */
START_TEST(moved_children)
{
	tn_conn *db = tn_test_open();
	struct ArrowArrayStream stream;
	struct ArrowSchema schema, field;
	struct ArrowArray array, names;
	conf_fill_items(db, 20);
	open_stream(db, "SELECT id, name FROM item ORDER BY id", 100, &stream);
	take_schema(&stream, &schema);
	ck_assert_int_eq(take_array(&stream, &schema, &array), 1);
	names = *array.children[1];
	array.children[1]->release = NULL;
	field = *schema.children[1];
	schema.children[1]->release = NULL;
	array.release(&array);
	schema.release(&schema);
	stream.release(&stream);
	tn_close(db);
	ck_assert_ptr_null(arrow_check_schema(&field));
	ck_assert_ptr_null(arrow_check_array(&field, &names));
	ck_assert_int_eq(names.length, 20);
	ck_assert_int_eq(memcmp(names.buffers[2], "a namea name", 12), 0);
	names.release(&names);
	field.release(&field);
	ck_assert(!names.release && !field.release);
}
END_TEST

/* The connection goes first: the stream says so, and is released as ever. */
START_TEST(closed_under_a_stream)
{
	tn_conn *db = tn_test_open();
	struct ArrowArrayStream stream;
	struct ArrowSchema schema;
	struct ArrowArray array;
	conf_fill_items(db, 20);
	open_stream(db, "SELECT id, name FROM item ORDER BY id", 5, &stream);
	take_schema(&stream, &schema);
	ck_assert_int_eq(take_array(&stream, &schema, &array), 1);
	tn_close(db);
	array.release(&array);
	schema.release(&schema);
	ck_assert_int_eq(stream.get_next(&stream, &array), EINVAL);
	ck_assert(!array.release);
	ck_assert_ptr_nonnull(strstr(stream.get_last_error(&stream), "closed"));
	take_schema(&stream, &schema);
	schema.release(&schema);
	stream.release(&stream);
}
END_TEST

START_TEST(error_in_mid_stream)
{
	tn_column_data as[2] = {{0}, {.kind = TN_KIND_NUMERIC, .precision = 1}};
	tn_arrow_options o = {.size = sizeof o, .batch_rows = 4, .columns = as, .column_count = 2};
	tn_conn *db = tn_test_open();
	struct ArrowArrayStream stream;
	struct ArrowSchema schema;
	struct ArrowArray array;
	int i;
	conf_fill_items(db, 20);
	ck_tn_ok(tn_arrow_stream(conf_query(db, "SELECT id, amount FROM item ORDER BY id", NULL), &o, &stream,
				 tn_test_err()));
	take_schema(&stream, &schema);
	ck_assert_str_eq(schema.children[1]->format, "d:1,0");
	ck_assert_ptr_null(stream.get_last_error(&stream));
	/* 0 to 9 have one digit; the eleventh row has two. */
	for (i = 0; i < 2; i++) {
		ck_assert_int_eq(take_array(&stream, &schema, &array), 1);
		array.release(&array);
	}
	for (i = 0; i < 2; i++) {
		ck_assert_int_eq(stream.get_next(&stream, &array), EINVAL);
		ck_assert(!array.release);
		ck_assert_ptr_nonnull(strstr(stream.get_last_error(&stream), "column 1 'amount' of row 11"));
	}
	schema.release(&schema);
	stream.release(&stream);
	conf_is_alive(db);
	tn_close(db);
}
END_TEST

/* An early end: what is left of the rows goes with the stream. */
START_TEST(released_before_its_end)
{
	tn_conn *db = tn_test_open();
	struct ArrowArrayStream stream;
	struct ArrowSchema schema;
	struct ArrowArray array;
	conf_fill_items(db, 50);
	open_stream(db, "SELECT a.id FROM item a CROSS JOIN item b", 10, &stream);
	take_schema(&stream, &schema);
	ck_assert_int_eq(take_array(&stream, &schema, &array), 1);
	stream.release(&stream);
	conf_is_alive(db);
	ck_assert_ptr_null(arrow_check_array(&schema, &array));
	array.release(&array);
	schema.release(&schema);
	tn_close(db);
}
END_TEST

START_TEST(no_rows)
{
	tn_conn *db = tn_test_open();
	struct ArrowArrayStream stream;
	struct ArrowSchema schema;
	struct ArrowArray array;
	conf_make_items(db);
	open_stream(db, "SELECT id, name FROM item", 10, &stream);
	take_schema(&stream, &schema);
	ck_assert_int_eq(take_array(&stream, &schema, &array), 0);
	schema.release(&schema);
	stream.release(&stream);
	/* A statement that gives none has no columns. */
	open_stream(db, "DELETE FROM item", 10, &stream);
	take_schema(&stream, &schema);
	ck_assert_int_eq(schema.n_children, 0);
	ck_assert_int_eq(take_array(&stream, &schema, &array), 0);
	schema.release(&schema);
	stream.release(&stream);
	tn_close(db);
}
END_TEST

START_TEST(refused)
{
	tn_column_data as[2] = {{.kind = TN_KIND_INT}, {.kind = TN_KIND_LIST}};
	tn_arrow_options o = {.size = sizeof o, .columns = as, .column_count = 2};
	tn_conn *db = tn_test_open();
	struct ArrowArrayStream stream;
	tn_rows *rows;
	conf_fill_items(db, 3);
	ck_tn_err(tn_arrow_stream(NULL, NULL, &stream, tn_test_err()), TN_E_MISUSE);
	rows = conf_query(db, "SELECT id, name FROM item ORDER BY id", NULL);
	ck_tn_err(tn_arrow_stream(rows, NULL, NULL, tn_test_err()), TN_E_MISUSE);
	ck_tn_err(tn_arrow_stream(rows, &o, &stream, tn_test_err()), TN_E_MISUSE);
	o.column_count = 3;
	ck_tn_err(tn_arrow_stream(rows, &o, &stream, tn_test_err()), TN_E_MISUSE);
	/* The rows are as they were. */
	as[1].kind = TN_KIND_TEXT;
	o.column_count = 2;
	ck_tn_ok(tn_arrow_stream(rows, &o, &stream, tn_test_err()));
	ck_tn_err(tn_arrow_stream(rows, &o, &stream, tn_test_err()), TN_E_MISUSE);
	ck_tn_err((int)tn_fetch_columns(rows, as, 2, 10, tn_test_err()), TN_E_MISUSE);
	stream.release(&stream);
	rows = conf_row(db, "SELECT id FROM item", NULL);
	ck_tn_err(tn_arrow_stream(rows, NULL, &stream, tn_test_err()), TN_E_MISUSE);
	conf_end(rows);
	tn_close(db);
}
END_TEST

/* Servers that give each value a type of its own cannot say what a column will be. */
START_TEST(types_that_nobody_knows)
{
	tn_column_data as = {.kind = TN_KIND_TEXT};
	tn_arrow_options o = {.size = sizeof o, .columns = &as, .column_count = 1};
	tn_conn *db = tn_test_open();
	struct ArrowArrayStream stream;
	struct ArrowArray array;
	tn_rows *rows = conf_query(db, TN_NATIVE("SELECT NULL AS no_type"), NULL);
	if (tn_column_type(rows, 0) == TN_TYPE_UNKNOWN) {
		ck_tn_err(tn_arrow_stream(rows, NULL, &stream, tn_test_err()), TN_E_UNSUPPORTED);
		ck_assert_ptr_nonnull(strstr(tn_error_message(*tn_test_err()), "'no_type'"));
	}
	ck_tn_ok(tn_arrow_stream(rows, &o, &stream, tn_test_err()));
	ck_assert_int_eq(stream.get_next(&stream, &array), 0);
	ck_assert_int_eq(array.children[0]->null_count, 1);
	array.release(&array);
	stream.release(&stream);
	tn_close(db);
}
END_TEST

/* The end of the day is one of our times and none of Arrow's. */
START_TEST(end_of_the_day)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY}, {.name = "t", .type = TN_TYPE_TIME},
	};
	tn_conn *db = tn_test_open();
	struct ArrowArrayStream stream;
	struct ArrowArray array;
	conf_make(db, "day", columns, CONF_COUNT(columns));
	conf_exec(db, "INSERT INTO day VALUES (1, ?), (2, ?)", TN_ARGS(tn_time(5), tn_time(INT64_C(86400000000))));
	open_stream(db, "SELECT t FROM day ORDER BY id", 10, &stream);
	ck_assert_int_eq(stream.get_next(&stream, &array), EINVAL);
	ck_assert_ptr_nonnull(strstr(stream.get_last_error(&stream), "column 0 't' of row 2: 24:00:00"));
	stream.release(&stream);
	tn_close(db);
}
END_TEST

Suite *conf_arrow_suite(void)
{
	Suite *s = suite_create("arrow");
	TCase *tc = conf_case(s, "arrow");
	tcase_add_loop_test(tc, batches_outlive_everything, 0, 3);
	tcase_add_test(tc, formats);
	tcase_add_test(tc, moved_children);
	tcase_add_test(tc, closed_under_a_stream);
	tcase_add_test(tc, error_in_mid_stream);
	tcase_add_test(tc, released_before_its_end);
	tcase_add_test(tc, no_rows);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, types_that_nobody_knows);
	tcase_add_test(tc, end_of_the_day);
	return s;
}

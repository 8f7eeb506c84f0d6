/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_builder.c - statements that are composed at run time.
 *
 * The form is that of a search with ten fields, any of which may be left empty: every
 * one of the 1,024 ways to fill it in is compared with the answer that C gives.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/builder.h>
#include "tests/conformance/conf.h"

enum { BOOKS = 60, FIELDS = 10 };

/* What the i-th book has; every third one lacks a shelf, every fourth a price. */
static int64_t shelf_of(int i) { return i % 7; }
static int64_t price_of(int i) { return i * 5 % 23; }
static int has_shelf(int i) { return i % 3 != 0; }
static int has_price(int i) { return i % 4 != 0; }

static tn_conn *library(void)
{
	static const tn_column_def columns[] = {
		{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "title", .type = TN_TYPE_VARCHAR, .length = 40},
		{.name = "shelf", .type = TN_TYPE_BIGINT},
		{.name = "price", .type = TN_TYPE_BIGINT},
	};
	static const tn_column_def room[] = {
		{.name = "shelf", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
		{.name = "label", .type = TN_TYPE_VARCHAR, .length = 40},
	};
	tn_conn *db = tn_test_open();
	char name[16];
	int i;

	conf_make(db, "book", columns, CONF_COUNT(columns));
	conf_make(db, "room", room, CONF_COUNT(room));
	for (i = 1; i <= BOOKS; i++) {
		snprintf(name, sizeof name, "t%d", i);
		conf_exec(db, "INSERT INTO book (id, title, shelf, price) VALUES (?, ?, ?, ?)",
			  TN_VALUES(tn_int(i), tn_text(name), has_shelf(i) ? tn_int(shelf_of(i)) : tn_null(),
				    has_price(i) ? tn_int(price_of(i)) : tn_null()));
	}
	for (i = 0; i < 5; i++) {
		snprintf(name, sizeof name, "r%d", i);
		conf_exec(db, "INSERT INTO room (shelf, label) VALUES (?, ?)", TN_ARGS(i, name));
	}
	return db;
}

/* The ids that a builder finds, as bits; frees it. */
static uint64_t found(tn_conn *db, tn_builder *q)
{
	tn_rows *rows = NULL;
	uint64_t bits = 0;
	int rc = tn_build_query(q, db, &rows, tn_test_err());

	ck_assert_msg(rc >= 0, "%s: %s", tn_build_text(q, NULL), tn_test_failure(rc));
	while ((rc = tn_next(rows, tn_test_err())) == TN_ROW)
		bits |= UINT64_C(1) << tn_get_int64(rows, 0);
	ck_tn_is(rc, TN_DONE);
	conf_end(rows);
	tn_build_free(q);
	return bits;
}

/* ---- the search form --------------------------------------------------------------- */

/* The form: field f is filled in when bit f is set. */
static tn_builder *search(unsigned form)
{
	static const int64_t shelves[] = {1, 2, 4};
	static const tn_list list = {.kind = TN_KIND_INT, .count = 3, .items = shelves, .shape = 1};
	tn_builder *q = tn_build("SELECT id FROM book");
	int f;

	for (f = 0; f < FIELDS; f++) {
		tn_value given = form & 1u << f ? tn_int(0) : tn_null();
		int is_given = given.kind != TN_KIND_NULL;

		switch (f) {
		case 0: tn_filter(q, "id >= ?", is_given ? tn_int(4) : given); break;
		case 1: tn_filter(q, "id < ?", is_given ? tn_int(50) : given); break;
		case 2: tn_filter(q, "title LIKE ?", is_given ? tn_text("t1%") : given); break;
		case 3: tn_filter(q, "price > ? OR price IS NULL", is_given ? tn_int(6) : given); break;
		case 4: tn_filter(q, "id % 2 = ?", is_given ? tn_int(1) : given); break;
		case 5: tn_filter(q, "title <> ?", is_given ? tn_text("t13") : given); break;
		case 6:
			tn_filter(q, "coalesce(price, 0) + coalesce(shelf, 0) <= ?", is_given ? tn_int(20) : given);
			break;
		case 7: tn_filter(q, "shelf IS DISTINCT FROM ?", is_given ? tn_int(3) : given); break;
		case 8: tn_filter(q, "shelf IN (?)", is_given ? tn_list_of(&list) : given); break;
		default: tn_filter(q, "NOT (id = ?)", is_given ? tn_int(19) : given); break;
		}
	}
	return q;
}

static int is_found(int i, unsigned form)
{
	int64_t shelf = has_shelf(i) ? shelf_of(i) : 0, price = has_price(i) ? price_of(i) : 0;
	const int fits[FIELDS] = {
		i >= 4,
		i < 50,
		i == 1 || (i >= 10 && i < 20),
		price > 6 || !has_price(i),
		i % 2 == 1,
		i != 13,
		price + shelf <= 20,
		!has_shelf(i) || shelf != 3,
		has_shelf(i) && (shelf == 1 || shelf == 2 || shelf == 4),
		i != 19,
	};
	int f;

	for (f = 0; f < FIELDS; f++)
		if (form & 1u << f && !fits[f])
			return 0;
	return 1;
}

START_TEST(search_form)
{
	tn_conn *db = library();
	unsigned form;
	int i;

	for (form = 0; form < 1u << FIELDS; form++) {
		uint64_t wanted = 0, got = found(db, search(form));

		for (i = 1; i <= BOOKS; i++)
			wanted |= (uint64_t)is_found(i, form) << i;
		ck_assert_msg(got == wanted, "form %x: %llx, not %llx", form, (unsigned long long)got,
			      (unsigned long long)wanted);
	}
	tn_close(db);
}
END_TEST

static void hits_and_misses(tn_conn *db, uint64_t *hits, uint64_t *misses)
{
	tn_stats s = {0};

	s.size = sizeof s;
	ck_tn_ok(tn_get_stats(db, &s));
	*hits = s.cache_hits;
	*misses = s.cache_misses;
}

START_TEST(forms_filled_in_alike_share_a_statement)
{
	tn_conn *db = library();
	uint64_t hits, misses, more_hits, more_misses;
	tn_builder *paged;
	tn_rows *rows;
	int i;

	found(db, search(0x155));
	hits_and_misses(db, &hits, &misses);
	for (i = 0; i < 10; i++)
		found(db, search(0x155));
	hits_and_misses(db, &more_hits, &more_misses);
	ck_assert_uint_eq(more_hits - hits, 10);
	ck_assert_uint_eq(more_misses, misses);
	/* And one builder, page by page. */
	paged = tn_build("SELECT id FROM book ORDER BY id");
	tn_limit(paged, 7);
	for (i = 0; i < BOOKS; i += 7) {
		int n = 0, rc;

		tn_offset(paged, i);
		ck_tn_ok(tn_build_query(paged, db, &rows, tn_test_err()));
		while ((rc = tn_next(rows, tn_test_err())) == TN_ROW)
			ck_assert_int_eq(tn_get_int64(rows, 0), i + ++n);
		ck_tn_is(rc, TN_DONE);
		conf_end(rows);
		ck_assert_int_eq(n, i + 7 <= BOOKS ? 7 : BOOKS - i);
	}
	tn_build_free(paged);
	hits_and_misses(db, &hits, &misses);
	ck_assert_uint_eq(misses - more_misses, 1);
	tn_close(db);
}
END_TEST

/* ---- conditions -------------------------------------------------------------------- */

START_TEST(equal_to_null)
{
	tn_conn *db = library();
	tn_builder *q = tn_build("SELECT id FROM book");
	uint64_t wanted = 0;
	int i;

	for (i = 1; i <= BOOKS; i++)
		wanted |= (uint64_t)!has_shelf(i) << i;
	tn_where_eq(q, "shelf", tn_null());
	ck_assert_uint_eq(found(db, q), wanted);
	/* In SQL text it is unknown. */
	q = tn_build("SELECT id FROM book");
	tn_where(q, "shelf = ?", TN_VALUES(tn_null()));
	ck_assert_uint_eq(found(db, q), 0);
	q = tn_build("SELECT id FROM book b");
	tn_where_eq(q, "b.shelf", tn_int(4));
	tn_where_eq(q, "price", tn_null());
	ck_assert_uint_eq(found(db, q), UINT64_C(1) << 4 | UINT64_C(1) << 32);
	tn_close(db);
}
END_TEST

/* Every row is found by all of its values, NULLs among them, and it alone: in C and in text. */
START_TEST(null_safe_rows)
{
	static const char *const columns[] = {"title", "shelf", "price"};
	tn_conn *db = library();
	int i;

	for (i = 1; i <= BOOKS; i++) {
		char title[16];
		tn_value values[3];
		tn_builder *q = tn_build("SELECT id FROM book");

		snprintf(title, sizeof title, "t%d", i);
		values[0] = tn_text(title);
		values[1] = has_shelf(i) ? tn_int(shelf_of(i)) : tn_null();
		values[2] = has_price(i) ? tn_int(price_of(i)) : tn_null();
		tn_where_row(q, columns, values, 3);
		ck_assert_uint_eq(found(db, q), UINT64_C(1) << i);
		ck_assert_int_eq(conf_int(db,
					  "SELECT id FROM book WHERE (title, shelf, price) IS NOT DISTINCT FROM "
					  "(?, ?, ?)",
					  TN_VALUES(values[0], values[1], values[2])),
				 i);
		ck_assert_int_eq(conf_int(db,
					  "SELECT COUNT(*) FROM book WHERE (title, shelf, price) IS DISTINCT FROM "
					  "(?, ?, ?)",
					  TN_VALUES(values[0], values[1], values[2])),
				 BOOKS - 1);
	}
	ck_assert_int_eq(conf_int(db,
				  "SELECT COUNT(*) FROM book a JOIN book b ON (a.shelf, a.price) IS NOT DISTINCT FROM "
				  "(b.shelf, b.price) WHERE a.id = b.id",
				  NULL),
			 BOOKS);
	tn_close(db);
}
END_TEST

START_TEST(lists)
{
	static const uint32_t sizes[] = {0, 1, 2, 3, 5, 59, 1000};
	static int64_t ids[1000];
	tn_conn *db = library();
	size_t n;
	int i;

	for (i = 0; i < 1000; i++)
		ids[i] = 3 * i;
	for (n = 0; n < CONF_COUNT(sizes); n++) {
		const tn_list list = {.kind = TN_KIND_INT, .count = sizes[n], .items = ids, .shape = 1};
		tn_builder *q = tn_build("SELECT id FROM book");
		uint64_t wanted = 0;

		for (i = 1; i <= BOOKS; i++)
			wanted |= (uint64_t)(i % 3 == 0 && (uint32_t)i / 3 < sizes[n]) << i;
		tn_where_in(q, "id", &list);
		ck_assert_uint_eq(found(db, q), wanted);
	}
	tn_close(db);
}
END_TEST

/* ---- the other clauses -------------------------------------------------------------- */

START_TEST(orders_and_limits)
{
	static const tn_sort sorts[] = {{"newest", "id"}, {"price", "price"}};
	static const struct {
		const char *first, *second;
		int64_t id;
	} orders[] = {{"newest", NULL, 3}, {"-newest", NULL, 58}, {"price", "-newest", 37}};
	tn_conn *db = library();
	tn_builder *q;
	tn_rows *rows = NULL;
	size_t i;

	for (i = 0; i < CONF_COUNT(orders); i++) {
		q = tn_build("SELECT id FROM book");
		tn_order_by(q, orders[i].first, sorts, CONF_COUNT(sorts));
		tn_order_by(q, orders[i].second, sorts, CONF_COUNT(sorts));
		tn_limit(q, 1);
		tn_offset(q, 2);
		ck_tn_ok(tn_build_query(q, db, &rows, tn_test_err()));
		ck_tn_is(tn_next(rows, tn_test_err()), TN_ROW);
		ck_assert_int_eq(tn_get_int64(rows, 0), orders[i].id);
		ck_tn_is(tn_next(rows, tn_test_err()), TN_DONE);
		conf_end(rows);
		tn_build_free(q);
	}
	q = tn_build("SELECT id FROM book");
	tn_order_by(q, "id; DROP TABLE book", sorts, CONF_COUNT(sorts));
	ck_tn_err(tn_build_query(q, db, &rows, tn_test_err()), TN_E_PARAM);
	tn_build_free(q);
	tn_close(db);
}
END_TEST

START_TEST(join_is_added_once)
{
	tn_conn *db = library();
	tn_builder *q = tn_build("SELECT * FROM book b");
	tn_rows *rows = NULL;
	int n = 0, rc;

	tn_join(q, "JOIN room r ON r.shelf = b.shelf");
	tn_where(q, "r.label = ?", TN_ARGS("r2"));
	tn_join(q, "JOIN room r ON r.shelf = b.shelf");
	tn_filter(q, "r.label <> ?", tn_text("r3"));
	tn_column_add(q, "b.id");
	tn_column_add(q, "label");
	ck_tn_ok(tn_build_query(q, db, &rows, tn_test_err()));
	ck_assert_uint_eq(tn_column_count(rows), 2);
	for (; (rc = tn_next(rows, tn_test_err())) == TN_ROW; n++) {
		ck_assert_int_eq(shelf_of((int)tn_get_int64(rows, 0)), 2);
		ck_assert_str_eq(tn_get_text(rows, 1), "r2");
	}
	ck_tn_is(rc, TN_DONE);
	conf_end(rows);
	ck_assert_int_eq(n, 6);
	tn_build_free(q);
	tn_close(db);
}
END_TEST

START_TEST(assignments_chosen_at_run_time)
{
	tn_conn *db = library();
	unsigned chosen;

	for (chosen = 1; chosen < 8; chosen++) {
		tn_builder *q = tn_build_update("book");
		tn_result done = {0};
		tn_rows *rows;

		conf_exec(db, "UPDATE book SET title = 'old', shelf = 1, price = 1 WHERE id = 5", NULL);
		if (chosen & 1)
			tn_set_value(q, "title", tn_text("new"));
		if (chosen & 2)
			tn_set_value(q, "shelf", tn_null());
		if (chosen & 4)
			tn_set_value(q, "price", tn_int(-1));
		tn_where_eq(q, "id", tn_int(5));
		ck_tn_ok(tn_build_exec(q, db, &done, tn_test_err()));
		ck_assert_int_eq(done.affected, 1);
		tn_build_free(q);
		rows = conf_row(db, "SELECT title, shelf, price FROM book WHERE id = 5", NULL);
		ck_assert_str_eq(tn_get_text(rows, 0), chosen & 1 ? "new" : "old");
		ck_assert_int_eq(tn_is_null(rows, 1), (chosen & 2) != 0);
		ck_assert_int_eq(tn_get_int64(rows, 2), chosen & 4 ? -1 : 1);
		conf_end(rows);
	}
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM book WHERE title LIKE 't%'", NULL), BOOKS - 1);
	tn_close(db);
}
END_TEST

START_TEST(deletes)
{
	tn_conn *db = library();
	tn_builder *q = tn_build("DELETE FROM book");
	tn_result done = {0};

	tn_filter(q, "id > ?", tn_int(10));
	tn_filter(q, "id <= ?", tn_int(20));
	ck_tn_ok(tn_build_exec(q, db, &done, tn_test_err()));
	ck_assert_int_eq(done.affected, 10);
	/* Run again, it finds none. */
	ck_tn_ok(tn_build_exec(q, db, &done, tn_test_err()));
	ck_assert_int_eq(done.affected, 0);
	tn_build_free(q);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM book", NULL), BOOKS - 10);
	tn_close(db);
}
END_TEST

/* The error of the clause comes out of the call that runs it, and nothing has been run. */
START_TEST(errors_stay)
{
	tn_conn *db = library();
	tn_builder *q = tn_build("DELETE FROM book");

	tn_where(q, "id = ? AND title = ?", TN_ARGS(1));
	tn_where(q, "id = ?", TN_ARGS(1));
	ck_tn_err(tn_build_exec(q, db, NULL, tn_test_err()), TN_E_PARAM);
	ck_tn_err(tn_build_exec(q, db, NULL, tn_test_err()), TN_E_PARAM);
	tn_build_free(q);
	ck_tn_err(tn_build_exec(NULL, db, NULL, tn_test_err()), TN_E_NOMEM);
	ck_assert_int_eq(conf_int(db, "SELECT COUNT(*) FROM book", NULL), BOOKS);
	tn_close(db);
}
END_TEST

Suite *conf_builder_suite(void)
{
	Suite *s = suite_create("builder");
	TCase *tc = conf_case(s, "search form");

	tcase_add_test(tc, search_form);
	tcase_add_test(tc, forms_filled_in_alike_share_a_statement);
	tc = conf_case(s, "clauses");
	tcase_add_test(tc, equal_to_null);
	tcase_add_test(tc, null_safe_rows);
	tcase_add_test(tc, lists);
	tcase_add_test(tc, orders_and_limits);
	tcase_add_test(tc, join_is_added_once);
	tcase_add_test(tc, assignments_chosen_at_run_time);
	tcase_add_test(tc, deletes);
	tcase_add_test(tc, errors_stay);
	return s;
}

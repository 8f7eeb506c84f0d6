/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf.h - what the files of the conformance suite share.
 *
 * The suite holds every server to the public headers.  It uses the public
 * interface only, knows no database by name and makes its tables with
 * tn_table_create().  Where servers are allowed to differ a case asks for the
 * capability that it needs and is skipped, with a reason, without it.
 */
#ifndef TN_CONF_H
#define TN_CONF_H

#include <tenon/testing.h>

Suite *conf_arrow_suite(void);
Suite *conf_batch_suite(void);
Suite *conf_builder_suite(void);
Suite *conf_bulk_suite(void);
Suite *conf_cancel_suite(void);
Suite *conf_catalog_suite(void);
Suite *conf_change_suite(void);
Suite *conf_columns_suite(void);
Suite *conf_connect_suite(void);
Suite *conf_ddl_suite(void);
Suite *conf_deadline_suite(void);
Suite *conf_errors_suite(void);
Suite *conf_expect_suite(void);
Suite *conf_fk_suite(void);
Suite *conf_foreign_suite(void);
Suite *conf_getters_suite(void);
Suite *conf_hostile_suite(void);
Suite *conf_length_suite(void);
Suite *conf_lists_suite(void);
Suite *conf_long_lists_suite(void);
Suite *conf_long_texts_suite(void);
Suite *conf_opening_suite(void);
Suite *conf_portable_suite(void);
Suite *conf_portable_schema_suite(void);
Suite *conf_rows_suite(void);
Suite *conf_stmt_suite(void);
Suite *conf_text_keys_suite(void);
Suite *conf_trace_suite(void);
Suite *conf_transact_suite(void);
Suite *conf_tx_suite(void);
Suite *conf_upsert_suite(void);
Suite *conf_values_suite(void);
Suite *conf_view_suite(void);

#define CONF_COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A case with the harness' fixture, added to the suite. */
TCase *conf_case(Suite *s, const char *name);

/* Statements that must work; a failure fails the test. */
int64_t conf_exec(tn_conn *conn, const char *sql, const tn_args *args);
int64_t conf_int(tn_conn *conn, const char *sql, const tn_args *args);
tn_rows *conf_query(tn_conn *conn, const char *sql, const tn_args *args);
/* The first row of a query; conf_end() ends it. */
tn_rows *conf_row(tn_conn *conn, const char *sql, const tn_args *args);
void conf_end(tn_rows *rows);

/* Tables that many cases use. */
void conf_make(tn_conn *conn, const char *name, const tn_column_def *columns, unsigned count);
/* item (id BIGINT PRIMARY KEY, name VARCHAR(40), amount BIGINT) */
void conf_make_items(tn_conn *conn);
/* The same with n rows, their amounts 0, 1, ... */
void conf_fill_items(tn_conn *conn, int n);
/* kinds: id from 1 and a column of every type, each with a NULL in every seventh row. */
void conf_make_kinds(tn_conn *conn, int64_t n);
/* A value out of a column; room for the text of one that is kept as a number. */
tn_value conf_column_value(const tn_column_data *c, int64_t i, char room[64]);
/* parent (id) and child (id, parent_id -> parent) */
void conf_make_family(tn_conn *conn, int on_delete);

/* The connection is fit for use. */
void conf_is_alive(tn_conn *conn);
/* Microseconds of the monotonic clock. */
int64_t conf_now_us(void);

/* 1 if a and b are the same value: kind and content. */
int conf_same(const tn_value *a, const tn_value *b);
/* Text of a value for a message; two static buffers, used in turn. */
const char *conf_text(const tn_value *v);

#endif

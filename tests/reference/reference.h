/* SPDX-License-Identifier: MIT */
/*
 * tests/reference/reference.h - what an analysed query means, computed naively.
 *
 * An oracle beside the servers, for tests only: it walks the tree that core/sql makes
 * and computes rows by the rules of docs/portable-sql.md, with nested loops and lists.
 * It knows no server, no capability and no pass, so that it is wrong in other ways than
 * they are.
 *
 * ref_value.c has values, ref_decimal.c exact decimals, ref_number.c, ref_text.c,
 * ref_time.c and ref_cast.c the operations, ref_expr.c expressions, ref_from.c joins,
 * ref_group.c aggregates, ref_window.c windows, ref_query.c queries, ref_change.c
 * statements that change rows.
 *
 * 1. It never guesses: what it does not know ends in TN_E_UNSUPPORTED and a reason.
 * 2. Everything lies in the run's arena; nothing is freed one by one.
 * 3. The tree is only read.
 * 4. Work is bounded: a query that takes too many steps or too much memory is one of
 *    those that are not evaluated.
 */
#ifndef TN_REFERENCE_H
#define TN_REFERENCE_H

#include <stdint.h>
#include <tenon/error.h>
#include "core/base/arena.h"
#include "core/ir/ir.h"

/* ---- values ------------------------------------------------------------------------ */

__extension__ typedef __int128 ref_wide;

/* kind is that of a tn_value and says which of the others counts. */
struct ref_value {
	uint8_t kind;
	int16_t scale; /* NUMERIC: digits of u.n behind the point */
	uint32_t len;  /* TEXT, BYTES, UUID, JSON */
	union {
		int64_t i; /* BOOL, INT, DATE, TIME, TIMESTAMP, TIMESTAMPTZ */
		double d;
		const char *s;
		ref_wide n;
	} u;
};

struct ref_rows {
	struct ref_value *cells; /* row after row */
	uint32_t width;
	size_t count, cap;
};

/* A table and what it holds. */
struct ref_table {
	const struct tn_ir_table *table;
	struct ref_rows rows;
};

struct ref_cte_rows {
	const struct tn_ir_cte *cte;
	const struct ref_rows *rows;
	struct ref_cte_rows *next;
};

struct ref_run {
	struct tn_arena *arena;
	struct ref_table *tables;
	size_t table_count;
	struct ref_cte_rows *working; /* of recursive CTEs that are being computed */
	unsigned long steps;
	char why[128]; /* not evaluated */
};

/* ---- the whole: ref_query.c, ref_change.c ---------------------------------------------- */

/*
 * The rows of a SELECT or VALUES that has been analysed.  TN_OK; TN_E_DATA or
 * TN_E_RANGE, as the server would say; TN_E_UNSUPPORTED with run->why.
 */
int ref_select(struct ref_run *run, const struct tn_ir_query *query, struct ref_rows *out);
/* A change of rows: of run->tables, which then hold other ones. */
struct ref_change_result {
	int64_t affected;
	struct ref_rows rows; /* of RETURNING */
};
int ref_change(struct ref_run *run, const struct tn_ir_stmt *stmt, struct ref_change_result *out);
/* A cell as others know it; its memory is the arena's. */
int ref_to_value(struct ref_run *run, const struct ref_value *v, tn_value *out);
int ref_from_value(struct ref_run *run, const tn_value *v, struct ref_value *out);

/* ---- helpers: ref_value.c ----------------------------------------------------------------- */

void *ref_alloc(struct ref_run *run, size_t size);
/* TN_E_UNSUPPORTED with the reason; detail may be NULL. */
int ref_unknown(struct ref_run *run, const char *what, const char *detail);
/* Counts n steps: TN_OK, or not evaluated. */
int ref_step(struct ref_run *run, unsigned long n);
struct ref_value ref_null(void);
struct ref_value ref_int(unsigned kind, int64_t i);
struct ref_value ref_double(double d);
struct ref_value ref_string(unsigned kind, const char *s, size_t n);
/* Of one kind and not NULL: negative, 0, positive. */
int ref_compare(const struct ref_value *a, const struct ref_value *b);
/* Equal, or both NULL. */
int ref_same(const struct ref_value *a, const struct ref_value *b);
int ref_same_row(const struct ref_value *a, const struct ref_value *b, uint32_t width);
int ref_add_row(struct ref_run *run, struct ref_rows *rows, const struct ref_value *row);

/* ---- exact decimals: ref_decimal.c ----------------------------------------------------------- */

#define REF_MAX_SCALE 38
/* -?digits[.digits]: TN_OK, TN_E_DATA, or not evaluated for more digits than fit. */
int ref_decimal_read(struct ref_run *run, const char *s, size_t n, struct ref_value *out);
/* At least 48 bytes. */
size_t ref_decimal_write(const struct ref_value *v, char *out);
int ref_decimal_make(struct ref_run *run, ref_wide n, int scale, struct ref_value *out);
/* To so many digits behind the point, half away from zero, or cut. */
int ref_decimal_rescale(struct ref_run *run, const struct ref_value *v, int scale, int cut, struct ref_value *out);
int ref_decimal_compare(const struct ref_value *a, const struct ref_value *b);
/* A sum, difference, product, remainder. */
int ref_decimal_math(struct ref_run *run, char op, const struct ref_value *a, const struct ref_value *b,
		     struct ref_value *out);
/* a / b to a scale, half away from zero. */
int ref_decimal_divide(struct ref_run *run, const struct ref_value *a, const struct ref_value *b, int scale,
		       struct ref_value *out);
/* RANGE if it has more digits than the type. */
int ref_decimal_fits(const struct ref_value *v, const struct tn_sql_type *type);

/* ---- operations -------------------------------------------------------------------------------- */

struct ref_call {
	struct ref_run *run;
	const struct tn_ir_expr *expr;
	const struct ref_value *args; /* none is NULL, but for rows flagged ANY_NULL */
	uint32_t count;
	struct ref_value *out;
};

struct ref_op {
	uint16_t op; /* 0: the end */
	int (*run)(const struct ref_call *c);
};
extern const struct ref_op ref_number_ops[], ref_text_ops[], ref_time_ops[], ref_cast_ops[], ref_like_ops[],
	ref_json_ops[];

/* The day of a date that exists, or TN_E_DATA. */
int ref_day(int64_t year, int64_t month, int64_t day, int64_t *out);
/* Texts that the casts read. */
int ref_read_time(unsigned kind, const char *s, size_t n, struct ref_value *out);
/* A day or an instant of the years 1 to 9999, or TN_E_RANGE. */
int ref_put_time(const struct ref_call *c, unsigned kind, ref_wide t);
/* Bytes of the character that a text begins with. */
size_t ref_char_bytes(const char *s, size_t left);
/* Bytes of the first n characters of a text. */
size_t ref_chars_to_bytes(const struct ref_value *v, int64_t n);

/* ---- expressions and queries ------------------------------------------------------------------------- */

/* A row of the tables of a FROM clause, or a group of them. */
struct ref_unit {
	const struct ref_value **rows; /* of each source; NULL: all NULL */
	struct ref_units *members;     /* of a group; NULL: not one */
};

struct ref_units {
	struct ref_unit **items;
	size_t count, cap;
};

struct ref_windowed {
	const struct tn_ir_expr *call;
	struct ref_value *values; /* for each unit */
	struct ref_windowed *next;
};

/* Where columns are looked up: that of a subquery has that of the query around it outside. */
struct ref_frame {
	struct ref_frame *outer;
	const struct tn_ir_query *query;
	const struct tn_ir_source **sources;
	uint32_t source_count;
	struct ref_unit *unit;
	struct ref_units *all; /* what windows look at */
	size_t index;          /* of unit */
	struct ref_windowed *windows;
};

int ref_add_unit(struct ref_run *run, struct ref_units *units, struct ref_unit *unit);
int ref_eval(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *expr, struct ref_value *out);
/* 1 if a condition is true, 0 if it is false or unknown. */
int ref_holds(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *condition);
int ref_query(struct ref_run *run, struct ref_frame *outer, const struct tn_ir_query *query, struct ref_rows *out);
int ref_scan(struct ref_run *run, struct ref_frame *outer, const struct tn_ir_source *source, struct ref_rows *out);
/* FROM: fills the frame's sources and the rows. */
int ref_from(struct ref_run *run, struct ref_frame *frame, struct tn_ir_from *const *from, uint32_t count,
	     struct ref_units *out);
/* An aggregate call over units. */
int ref_aggregate(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *call,
		  struct ref_unit *const *units, size_t count, struct ref_value *out);
int ref_window(struct ref_run *run, struct ref_frame *frame, const struct tn_ir_expr *call, struct ref_value *out);
/* By keys: negative, 0, positive. */
int ref_compare_keys(const struct tn_ir_order *order, uint32_t count, const struct ref_value *a,
		     const struct ref_value *b);
/* Sorts numbers 0..count-1 by keys, count * width of them; alike ones keep their sequence. */
void ref_sort(const struct tn_ir_order *order, uint32_t width, const struct ref_value *keys, size_t *numbers,
	      size_t count);

#endif

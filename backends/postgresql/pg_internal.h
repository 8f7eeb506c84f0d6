/* SPDX-License-Identifier: MIT */
/*
 * pg_internal.h - what the files of the PostgreSQL backend share.
 *
 *   pg_backend.c  the table, the URL keys, start      pg_open.c    URL -> libpq keywords
 *   pg_conn.c     connect, probe, ping, cancel        pg_dialect.c the server as data
 *   pg_stmt.c     prepare, execute, next, finish      pg_cursor.c  rows in chunks
 *   pg_value.c    parameters out, binary cells in     pg_text.c    text cells in
 *   pg_numeric.c  binary NUMERIC <-> exact text       pg_error.c   faults
 *   pg_copy.c     many rows by COPY                    pg_link.c    links that are cut
 *
 * Invariants:
 *  1. One request at a time is on the wire; between slots the link is idle unless
 *     a statement streams (conn->active).
 *  2. A result of libpq is owned by the statement that reads it and cleared there.
 *  3. Nothing is allocated by this backend per row or per cell: buffers belong to
 *     the statement and only grow.
 */
#ifndef TN_PG_INTERNAL_H
#define TN_PG_INTERNAL_H

#include <libpq-fe.h>
#include <stdatomic.h>
#include <tenon/conn.h>
#include <tenon/sys/backend.h>

/* 2000-01-01, where the server's dates and timestamps count from. */
#define PG_EPOCH_DAYS INT64_C(10957)

/* The longest message is 1 GB, and so is the longest value. */
#define PG_VALUE_MAX UINT32_C(0x3fffffff)
#define PG_PARAM_MAX 65535u

/* The oldest server: the catalogues, settings and SQL used here are those of 12. */
#define PG_MIN_VERSION 120000

struct pg_stmt;

struct pg_conn {
	struct tn_be_conn base; /* first */
	PGconn *pg;
	PGcancel *cancel;    /* made at connect: usable from any thread */
	struct pg_stmt *active; /* streams: the link is not free */
	uint64_t last_id;    /* names of prepared statements and cursors */
	uint64_t *retired;   /* statements to deallocate with the next prepare */
	size_t retired_count, retired_cap;
	atomic_int cancel_sent; /* tells a cancel of ours from the server's timeout */
	uint8_t tx_before;   /* enum tn_be_tx when the running statement was sent */
	uint8_t asked;       /* settings of the URL that were sent with the connect */
	uint8_t asks_role;   /* the URL wants a host of a certain role */
	uint8_t pooled;      /* nothing is prepared, nothing set for the session */
	uint8_t alone;       /* what was committed here was not waited for until a standby had it */
	uint8_t check_utf8;  /* the database has no encoding, so text is checked here */
};

struct pg_type;
typedef int (*pg_decode_fn)(struct pg_stmt *s, const char *p, size_t n, tn_value *out);

/* A type that the server sends; the list is in pg_value.c, ordered by oid. */
struct pg_type {
	Oid oid;
	uint8_t type;        /* enum tn_type */
	const char *name;    /* as the manual calls it */
	pg_decode_fn binary; /* NULL: asked for as text and marked */
	pg_decode_fn text;
};

struct pg_column {
	const struct pg_type *type; /* NULL: not built in */
	pg_decode_fn decode;
	pg_decode_fn base; /* of the server's type, where decode goes on from it */
	int16_t scale;     /* NUMERIC: digits behind the point that are wanted */
	uint8_t wanted;    /* enum tn_type; 0: that of the server's type */
};

/* Parameters as libpq wants them; one block, made by prepare(). */
struct pg_params {
	Oid *types;
	const char **values;
	int *lengths;
	int *formats;
	unsigned char (*fixed)[8]; /* values of a fixed size in network order */
	uint8_t *raw;              /* text goes as it is: the server's type is a text type */
	char *text;                /* NUL-terminated copies of the others */
	size_t text_cap;
	char *lists;               /* arrays of this execution, one after the other */
	size_t lists_len, lists_cap;
};

enum pg_state { PG_IDLE = 0, PG_STREAM, PG_CURSOR, PG_DONE, PG_COPY };

struct pg_stmt {
	struct tn_be_stmt base; /* first */
	uint64_t id;            /* name of the prepared statement; 0: none */
	uint64_t cursor;        /* name of the open cursor; 0: none */
	uint8_t state;          /* enum pg_state */
	uint8_t binary;         /* results come in binary format */
	uint8_t reads_only;     /* begins as a query does: may be cancelled half way */
	uint8_t wide;           /* its rows were long: one at a time */
	size_t prefix;          /* bytes sent before the statement's own text */
	unsigned chunk;
	PGresult *attrs;        /* names and types of the columns */
	PGresult *row;          /* the rows at hand ... */
	int row_at, row_count;  /* ... and the next of them */
	struct pg_params params;
	struct pg_column *columns;
	tn_value *cells;
	uint32_t column_cap;
	struct {
		char *s;        /* text of NUMERIC cells and the like of the current row */
		size_t len, cap;
	} scratch;
	struct {
		Oid *types; /* of the columns that rows go into; NULL: not asked for */
		char *buf;
		size_t cap;
	} copy;
};

static inline struct pg_conn *pg_conn_of(const struct pg_stmt *s)
{
	return (struct pg_conn *)s->base.conn;
}

static inline const struct tn_host *pg_host_of(const struct pg_stmt *s)
{
	return s->base.conn->host;
}

/* pg_backend.c */
extern const struct tn_backend tn__backend_postgresql;
extern const struct tn_dialect tn__pg_dialect; /* pg_dialect.c */

/* Operations of portable SQL (pg_ops.c). */
extern const char *const tn__pg_ops[TN_OPS];
const char *tn__pg_choose(const struct tn_op_use *use);
/* Numbers are read with a point whatever the program's locale. */
double tn__pg_strtod(const char *s, char **end, int single);

/* pg_open.c */
struct pg_keywords {
	const char *key[48], *value[48];
	unsigned count;
	char port[12], timeout[12], user[256];
	struct tn_text options;
};
/* Fills the keywords of one attempt; tn__pg_keywords_release() in any case. */
int tn__pg_keywords_init(struct pg_conn *c, const struct tn_be_target *target, struct pg_keywords *k);
void tn__pg_keywords_release(struct pg_conn *c, struct pg_keywords *k);

/* pg_conn.c */
int tn__pg_open(struct tn_be_conn *conn, const struct tn_be_target *target);
int tn__pg_probe(struct tn_be_conn *conn);
int tn__pg_ping(struct tn_be_conn *conn);
int tn__pg_tx_status(struct tn_be_conn *conn);
int tn__pg_cancel(struct tn_be_conn *conn);
void tn__pg_resume(struct tn_be_conn *conn);
int tn__pg_socket(struct tn_be_conn *conn);
int tn__pg_set_lock_timeout(struct tn_be_conn *conn, unsigned ms);
void *tn__pg_native(struct tn_be_conn *conn);
void tn__pg_close(struct tn_be_conn *conn);
/* 0, or TN_E_MISUSE while a statement streams: libpq would drop its rows in silence. */
int tn__pg_link_is_free(struct pg_conn *c);
/* Reads and drops what is left of a request, so that the link is idle. */
void tn__pg_drain(struct pg_conn *c);
/* Reads the results of a pipeline up to its sync; result i of the first n goes to out[i]. */
void tn__pg_pipeline_read(struct pg_conn *c, PGresult **out, int n);
/* 1 for a result that asks for data, or announces it; libpq gives it again and again. */
int tn__pg_is_copy(const PGresult *res);
/* 0, or why a result is not a success; takes the result and drains the link on failure. */
int tn__pg_check(struct pg_conn *c, PGresult *res);

/* pg_link.c: one step of a connect by TLS, from hold to let_go. */
struct pg_link {
	int fd;        /* a duplicate, or -1 */
	int gone;      /* it was at its end before */
	int alert;     /* what was to be read began with one */
	unsigned sent; /* segments */
};
void tn__pg_link_hold(struct pg_link *l, int fd);
/* After a step that failed: 1 if the peer has hung up. */
int tn__pg_link_was_cut(const struct pg_link *l);
void tn__pg_link_let_go(struct pg_link *l);

/* pg_stmt.c */
int tn__pg_prepare(struct tn_be_stmt *stmt);
int tn__pg_execute(struct tn_be_stmt *stmt, const tn_value *params, int mode, unsigned chunk);
int tn__pg_next(struct tn_be_stmt *stmt);
int tn__pg_column(struct tn_be_stmt *stmt, uint32_t i, struct tn_be_column *out);
int tn__pg_finish(struct tn_be_stmt *stmt);
void tn__pg_close_stmt(struct tn_be_stmt *stmt);
/* Takes the columns of a result over: at prepare, and at an execution that had no description. */
int tn__pg_take_columns(struct pg_stmt *s, const PGresult *res);

/* pg_cursor.c */
int tn__pg_cursor_open(struct pg_stmt *s, unsigned chunk);
int tn__pg_cursor_fetch(struct pg_stmt *s); /* 1: rows are at hand, 0: no more */
int tn__pg_cursor_close(struct pg_stmt *s);

/* pg_copy.c */
int tn__pg_put_rows(struct tn_be_stmt *stmt, const struct tn_be_into *into, const tn_value *rows, uint32_t count);
int tn__pg_end_rows(struct tn_be_stmt *stmt);
/* Ends a COPY that is not to have any effect; does nothing without one. */
void tn__pg_copy_give_up(struct pg_stmt *s);
void tn__pg_copy_release(struct pg_stmt *s);

/* pg_value.c */
int tn__pg_params_init(struct pg_stmt *s);
void tn__pg_params_release(struct pg_stmt *s);
int tn__pg_params_bind(struct pg_stmt *s, const tn_value *values);
/* Puts a value of a fixed size in network order, at most 8 bytes; 0 when it is out of range. */
int tn__pg_put_fixed(const tn_value *v, unsigned char *out, int *length);
int tn__pg_out_of_range(struct pg_stmt *s, uint32_t i);

/* pg_list.c: lists that are one parameter. */
Oid tn__pg_list_type(unsigned kind);
/* Appends the array of parameter i to params.lists and describes it there. */
int tn__pg_list_put(struct pg_stmt *s, uint32_t i, const tn_value *v);
/* Once all are there and stay where they are. */
void tn__pg_lists_place(struct pg_stmt *s);
/* After they were sent: gives large ones back. */
void tn__pg_lists_trim(struct pg_stmt *s);
const struct pg_type *tn__pg_type(Oid oid);
int tn__pg_is_plain_text(Oid oid);
pg_decode_fn tn__pg_decoder(const struct pg_type *type, int binary);
/* Decodes row i of s->row into s->cells. */
int tn__pg_decode_row(struct pg_stmt *s, int i);
/* Room for n bytes of the current row; the cell gets its place and keeps kind and flags. */
char *tn__pg_scratch(struct pg_stmt *s, size_t n, tn_value *cell);
/* A cell of infinite or out-of-range date, marked, as the server writes it.  us: since midnight. */
int tn__pg_far_date(struct pg_stmt *s, int64_t days, tn_value *out);
int tn__pg_far_timestamp(struct pg_stmt *s, int64_t days, int64_t us, int zone, tn_value *out);
int tn__pg_foreign(struct pg_stmt *s, const char *p, size_t n, tn_value *out);
int tn__pg_plain(struct pg_stmt *s, const char *p, size_t n, tn_value *out, int kind);

/* pg_want.c */
/* Decodes columns as the types that are wanted; follows the choice of the decoders. */
int tn__pg_want(struct pg_stmt *s);

/* pg_text.c */
int tn__pg_text_bool(struct pg_stmt *s, const char *p, size_t n, tn_value *out);
int tn__pg_text_int(struct pg_stmt *s, const char *p, size_t n, tn_value *out);
int tn__pg_text_float4(struct pg_stmt *s, const char *p, size_t n, tn_value *out);
int tn__pg_text_float8(struct pg_stmt *s, const char *p, size_t n, tn_value *out);
int tn__pg_text_numeric(struct pg_stmt *s, const char *p, size_t n, tn_value *out);
int tn__pg_text_bytea(struct pg_stmt *s, const char *p, size_t n, tn_value *out);
int tn__pg_text_date(struct pg_stmt *s, const char *p, size_t n, tn_value *out);
int tn__pg_text_time(struct pg_stmt *s, const char *p, size_t n, tn_value *out);
int tn__pg_text_timestamp(struct pg_stmt *s, const char *p, size_t n, tn_value *out);
int tn__pg_text_timestamptz(struct pg_stmt *s, const char *p, size_t n, tn_value *out);
int tn__pg_text_uuid(struct pg_stmt *s, const char *p, size_t n, tn_value *out);
/* The server's own text of dates outside years 1 to 9999; out has 64 bytes. */
size_t tn__pg_write_date(int64_t days, char *out);
size_t tn__pg_write_timestamp(int64_t days, int64_t us, int zone, char *out);

/* pg_numeric.c */
/* Bytes that the text needs at most, with its NUL; 0: the value is malformed. */
size_t tn__pg_numeric_bound(const unsigned char *p, size_t n);
/* Writes the text of a value that has a bound; *special: NaN or an infinity.  Returns the length. */
size_t tn__pg_numeric_write(const unsigned char *p, char *out, int *special);
/* The other way: at most n + 16 bytes; returns their number, or -1 for what is no number or has too many digits. */
int tn__pg_numeric_put(const char *s, size_t n, unsigned char *out);

/* pg_syntax.c */
extern const char *const tn__pg_literals[TN_KIND_COUNT];
extern const char *const tn__pg_nulls[TN_KIND_COUNT];
extern const char *const tn__pg_placeholders[TN_KIND_COUNT];
extern const struct tn_list_form tn__pg_lists[TN_KIND_COUNT];
extern const char *const tn__pg_cast_types[TN_TYPE_COUNT];
/* pg_foreign.c */
extern const char tn__pg_foreign_keys[];
extern const char tn__pg_not_deferrable[];
extern const char tn__pg_foreign_keys_away[];

extern const char *const tn__pg_first_term[TN_KIND_COUNT];

/* pg_error.c */
/* Records an error result; s, if given, is the statement it is about. */
int tn__pg_fault_result(struct pg_conn *c, const struct pg_stmt *s, const PGresult *res);
/* Records that libpq itself failed: a request could not be sent or answered. */
int tn__pg_fault_link(struct pg_conn *c);
/* Records a connect that failed while libpq was at stage. */
int tn__pg_fault_connect(struct pg_conn *c, ConnStatusType stage);
/* Records that what was committed may be on this server alone; 0 if it was not so. */
int tn__pg_fault_alone(struct pg_conn *c);
int tn__pg_fault_text(struct pg_conn *c, int code, const char *format, ...) TN_PRINTF(3, 4);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/ops/ops.h - the cases of op_cases.def, and one of them as native text.
 */
#ifndef TN_TESTS_OPS_H
#define TN_TESTS_OPS_H

#include <stddef.h>
#include <tenon/sys/dialect.h>

#define OP_ARGS_MAX 16
#define OP_TEXT_MAX 32768

struct op_case {
	uint16_t op;
	const char *name;
	const char *how;  /* NULL: not OP_ROWS */
	const char *want;
	const char *tail; /* of OP_ROWS */
	const char *const *args;
	uint32_t arg_count;
	int line;
};

/* A value of the table: "n(5,2):1.50", "i", "d!RANGE". */
struct op_value {
	struct tn_sql_type type;
	char letter;
	const char *text;  /* NULL: NULL, or an error */
	const char *error; /* name of a code, or NULL */
	int any;           /* any value but NULL */
	int scaled;        /* n(p,s) */
	tn_value value;
};

/* OP_PORTABLE is the library's own language. */
enum op_server { OP_POSTGRESQL = 1, OP_MYSQL, OP_MARIADB, OP_PORTABLE };

/* TN_OPF_* of each operation. */
extern const uint32_t op_flags[TN_OPS];

int op_parse(const char *text, struct op_value *out);
/* The value as the server's literal, told its type where it would guess another. */
void op_literal(enum op_server server, const struct op_value *v, char *out, size_t size);
/* The name of a type for a CAST or a column; gives buffer. */
const char *op_type_name(enum op_server server, const struct tn_sql_type *t, char *buffer, size_t size);
/* 1, or 0 if the template needs more room or holds a letter that is not known. */
int op_expand(const char *tmpl, const struct tn_sql_type *type, enum op_server server, const char *const *args,
	      uint32_t count, const struct op_case *c, char *out, size_t size);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ir.h - what a statement means, before any server is considered.
 *
 * The intermediate representation is data without behaviour: text is parsed
 * into it, compat/ lowers it, core/sql renders it.  A native statement is opaque
 * but for its parameter markers: pieces of text between which parameters stand.
 * All nodes live in one arena and are never changed after the parser made them.
 */
#ifndef TN_IR_H
#define TN_IR_H

#include <stddef.h>
#include <stdint.h>

enum tn_ir_kind {
	TN_IR_NATIVE = 1 /* text for the server as it stands */
};

/* What the leading words of a statement say that it does. */
enum tn_ir_effect {
	TN_IR_OTHER = 0,   /* rows, changes, anything without further meaning here */
	TN_IR_TX_CONTROL = 1, /* BEGIN, COMMIT, ROLLBACK, SAVEPOINT, ...: the library's own business */
	TN_IR_SCHEMA = 2   /* commits the open transaction where schema changes are not part of one */
};

/* Text, then a parameter; the last piece of a statement has none (arg < 0). */
struct tn_ir_piece {
	const char *text;
	uint32_t len;
	int32_t arg; /* index of the argument that follows the text, or -1 */
};

struct tn_ir_stmt {
	uint8_t kind;   /* enum tn_ir_kind */
	uint8_t effect; /* enum tn_ir_effect */
	const char *source; /* the application's text, NUL-terminated */
	size_t source_len;
	const char *verb;   /* the leading word, upper case, for messages: "INSERT" */

	const struct tn_ir_piece *pieces;
	uint32_t piece_count;
	uint32_t arg_count;          /* distinct arguments */
	const char *const *arg_names; /* of each, without the colon; NULL when positional */
};

#endif

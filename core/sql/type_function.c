/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_function.c - functions by their names.
 *
 * functions.def has the rows, function_names.def other names of the same and what to
 * write instead of the functions that one server has.  Neither is indexed: a name is
 * compared with some two hundred, most of which differ in the first letter.
 */
#include <string.h>
#include "core/base/text.h"
#include "core/sql/type_parts.h"

enum { FIRST_FUNCTION = TN_OP_LENGTH_T }; /* rows of functions.def follow those of operators.def */

static const char *const other_names[][2] = {
#define TN_FUNCTION_NAME(other, name) {other, name},
#define TN_FUNCTION_HINT(foreign, text)
#include <tenon/sys/function_names.def>
#undef TN_FUNCTION_NAME
#undef TN_FUNCTION_HINT
};

static const char *const foreign_names[][2] = {
#define TN_FUNCTION_NAME(other, name)
#define TN_FUNCTION_HINT(foreign, text) {foreign, text},
#include <tenon/sys/function_names.def>
#undef TN_FUNCTION_NAME
#undef TN_FUNCTION_HINT
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static struct tn_rows rows_named(const char *name)
{
	struct tn_rows rows = {1, 0, TN_SYM_NONE};
	unsigned op;

	for (op = FIRST_FUNCTION; op < TN_OPS; op++)
		if (tn__op_info[op].spelled[0] == name[0] && strcmp(tn__op_info[op].spelled, name) == 0) {
			if (rows.last < rows.first)
				rows.first = (uint16_t)op;
			rows.last = (uint16_t)op;
		} else if (rows.last >= rows.first) {
			break;
		}
	return rows;
}

struct tn_rows tn__function_rows(const char *name)
{
	struct tn_rows rows = rows_named(name);
	size_t i;

	if (rows.last >= rows.first)
		return rows;
	for (i = 0; i < COUNT_OF(other_names); i++)
		if (strcmp(other_names[i][0], name) == 0)
			return rows_named(other_names[i][1]);
	return rows;
}

static const char *joined(struct tn_analysis *an, const char *before, const char *text, const char *behind)
{
	size_t a = strlen(before), b = strlen(text), c = strlen(behind);
	char *out = tn__arena_alloc(an->arena, a + b + c + 1);

	if (!out)
		return text;
	memcpy(out, before, a);
	memcpy(out + a, text, b);
	memcpy(out + a + b, behind, c);
	return out;
}

int tn__function_missing(struct tn_analysis *an, const struct tn_ir_expr *call)
{
	const char *name = call->u.call->name;
	struct tn_nearest nearest;
	size_t i;
	unsigned op;

	for (i = 0; i < COUNT_OF(foreign_names); i++)
		if (strcmp(foreign_names[i][0], name) == 0)
			return tn__analysis_fail(an, call->at, TN_E_NO_OBJECT,
				joined(an, "write ", foreign_names[i][1], ""),
				"function %s is not part of portable SQL", name);
	tn__nearest_begin(&nearest, name);
	for (op = FIRST_FUNCTION; op < TN_OPS; op++)
		tn__nearest_try(&nearest, tn__op_info[op].spelled);
	for (i = 0; i < COUNT_OF(other_names); i++)
		tn__nearest_try(&nearest, other_names[i][0]);
	return tn__analysis_fail(an, call->at, TN_E_NO_OBJECT,
		nearest.best ? joined(an, "did you mean ", nearest.best, "?") : NULL,
		"no function is named %s", name);
}

static void put_signature(struct tn_text *out, enum tn_op op)
{
	const char *args = tn__op_info[op].args;
	int first = 1;

	tn__text_puts(out, tn__op_info[op].spelled);
	tn__text_putc(out, '(');
	for (; *args; args++) {
		if (*args == '*' || *args == '+') {
			tn__text_puts(out, ", ...");
			continue;
		}
		if (*args == '?')
			continue;
		tn__text_puts(out, first ? "" : ", ");
		tn__text_puts(
			out, tn__overload_kind(*args) ? tn__type_kind_word(tn__overload_kind(*args)) : "any");
		first = 0;
	}
	tn__text_putc(out, ')');
}

const char *tn__function_signatures(struct tn_analysis *an, struct tn_rows rows)
{
	struct tn_text text;
	const char *copy;
	unsigned op;

	tn__text_init(&text);
	for (op = rows.first; op <= rows.last; op++) {
		tn__text_puts(&text, op == rows.first ? "there is " : ", ");
		put_signature(&text, (enum tn_op)op);
	}
	copy = text.failed ? NULL : tn__arena_strndup(an->arena, text.s, text.len);
	tn__text_release(&text);
	return copy;
}

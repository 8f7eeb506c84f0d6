/* SPDX-License-Identifier: MIT */
/* tests/sql/type_text.c - the tables, the binding letters and the printer of the tests of types. */
#include <stdlib.h>
#include <string.h>
#include "type_text.h"

#define PLAIN(kind, storage) \
	{ \
		kind, storage, 0, 0, 0, 0, 0 \
	}

/* t: a column of each type, named by its letter; f is text of another collation; k is a key. */
static const struct tn_ir_column columns[] = {
	{"k", PLAIN(TN_KIND_INT, TN_TYPE_BIGINT), TN_COLF_NOT_NULL, NULL, NULL, NULL},
	{"i", PLAIN(TN_KIND_INT, TN_TYPE_INTEGER), 0, NULL, NULL, NULL},
	{"n", {TN_KIND_NUMERIC, TN_TYPE_NUMERIC, 0, 0, 10, 2, 0}, 0, NULL, NULL, NULL},
	{"d", PLAIN(TN_KIND_DOUBLE, TN_TYPE_DOUBLE), 0, NULL, NULL, NULL},
	{"r", PLAIN(TN_KIND_DOUBLE, TN_TYPE_REAL), 0, NULL, NULL, NULL},
	{"t", PLAIN(TN_KIND_TEXT, TN_TYPE_TEXT), 0, NULL, NULL, NULL},
	{"v", {TN_KIND_TEXT, TN_TYPE_VARCHAR, 0, 0, 0, 0, 20}, 0, NULL, NULL, NULL},
	{"f", {TN_KIND_TEXT, TN_TYPE_TEXT, TN_TYPEF_FOREIGN_COLLATION, 0, 0, 0, 0}, 0, NULL, NULL, NULL},
	{"b", PLAIN(TN_KIND_BOOL, TN_TYPE_BOOLEAN), 0, NULL, NULL, NULL},
	{"y", PLAIN(TN_KIND_BYTES, TN_TYPE_BYTEA), 0, NULL, NULL, NULL},
	{"day", PLAIN(TN_KIND_DATE, TN_TYPE_DATE), 0, NULL, NULL, NULL},
	{"tim", PLAIN(TN_KIND_TIME, TN_TYPE_TIME), 0, NULL, NULL, NULL},
	{"ts", PLAIN(TN_KIND_TIMESTAMP, TN_TYPE_TIMESTAMP), 0, NULL, NULL, NULL},
	{"tz", PLAIN(TN_KIND_TIMESTAMPTZ, TN_TYPE_TIMESTAMPTZ), 0, NULL, NULL, NULL},
	{"u", PLAIN(TN_KIND_UUID, TN_TYPE_UUID), 0, NULL, NULL, NULL},
	{"j", PLAIN(TN_KIND_JSON, TN_TYPE_JSON), 0, NULL, NULL, NULL},
	{"x", PLAIN(TN_T_UNKNOWN, TN_TYPE_UNKNOWN), 0, NULL, NULL, NULL},
};

static const struct tn_ir_table table_t = {
	.name = "t", .columns = columns, .column_count = sizeof(columns) / sizeof(columns[0])};
static const struct tn_ir_table table_s = {
	.name = "s", .columns = columns, .column_count = sizeof(columns) / sizeof(columns[0])};
static const struct tn_ir_table *const tables[] = {&table_t, &table_s};

/* ---- what is bound ---------------------------------------------------------------- */

static unsigned kind_of(char letter)
{
	static const char letters[] = "-bidntyDTszuj";
	static const uint8_t kinds[] = {TN_KIND_NULL, TN_KIND_BOOL, TN_KIND_INT, TN_KIND_DOUBLE,
		TN_KIND_NUMERIC, TN_KIND_TEXT, TN_KIND_BYTES, TN_KIND_DATE, TN_KIND_TIME, TN_KIND_TIMESTAMP,
		TN_KIND_TIMESTAMPTZ, TN_KIND_UUID, TN_KIND_JSON};
	const char *at = strchr(letters, letter);

	ck_assert_ptr_nonnull(at);
	return kinds[at - letters];
}

static void read_bound(const char *bound, uint8_t *kinds, uint32_t *lists, uint32_t room)
{
	uint32_t n = 0;

	for (; *bound; bound++, n++) {
		ck_assert_uint_lt(n, room);
		lists[n] = TN_SQL_NO_LIST;
		if (*bound >= '0' && *bound <= '9')
			lists[n] = (uint32_t)(*bound++ - '0');
		kinds[n] = (uint8_t)kind_of(*bound);
	}
}

void type_text(struct typed *a, const char *text, const char *bound, int open)
{
	struct tn_sql_env env = {tables, sizeof(tables) / sizeof(tables[0]), (uint8_t)open};
	uint8_t kinds[16] = {0};
	uint32_t lists[16];
	struct tn_sql_bound values = {kinds, lists};

	memset(a, 0, sizeof(*a));
	tn__arena_init(&a->arena);
	memset(lists, 0xFF, sizeof(lists));
	if (bound)
		read_bound(bound, kinds, lists, 16);
	a->rc = tn__sql_parse(&a->arena, text, strlen(text), &a->stmt, &a->err);
	if (a->rc)
		return;
	ck_assert(a->stmt->arg_count <= 16 || !bound);
	a->rc = tn__sql_analyse(&a->arena, a->stmt, &env, bound ? &values : NULL, &a->err);
}

void typed_release(struct typed *a)
{
	tn_error_free(a->err);
	tn__arena_release(&a->arena);
}

/* ---- the printer -------------------------------------------------------------------- */

void put_type(struct tn_text *out, const struct tn_sql_type *type)
{
	tn__text_printf(out, ":%s",
		type->kind == TN_KIND_NULL           ? "none"
			: type->kind == TN_T_UNKNOWN ? "unknown"
			: type->kind == TN_T_ROW     ? "row"
						     : tn_type_name(type->storage));
	if (type->kind == TN_KIND_NUMERIC && type->precision)
		tn__text_printf(out, "(%u,%d)", (unsigned)type->precision, (int)type->scale);
	else if (type->kind == TN_KIND_NUMERIC && type->scale >= 0)
		tn__text_printf(out, "(,%d)", (int)type->scale);
	else if (type->length)
		tn__text_printf(out, "(%u)", (unsigned)type->length);
	if (type->flags & TN_TYPEF_NOT_NULL)
		tn__text_putc(out, '!');
	if (type->flags & TN_TYPEF_FOREIGN_COLLATION)
		tn__text_putc(out, '~');
	if (type->flags & TN_TYPEF_GUESSED)
		tn__text_putc(out, '?');
}

static void put_literal(struct tn_text *out, const struct tn_ir_expr *expr)
{
	const tn_value *v = &expr->u.literal;
	char text[128];

	if (expr->type.kind == TN_T_INTERVAL) {
		tn__text_puts(out, "interval");
		return;
	}
	tn_value_format(v, text, sizeof(text));
	if (v->kind == TN_KIND_NULL)
		tn__text_printf(out, "NULL:%s", tn_kind_name(expr->type.kind));
	else if (v->kind == TN_KIND_INT || v->kind == TN_KIND_BOOL)
		tn__text_puts(out, text);
	else if (v->kind == TN_KIND_TEXT)
		tn__text_printf(out, "'%s'", text);
	else
		tn__text_printf(out, "%s'%s'", tn_kind_name(v->kind), text);
}

static void put_args(struct tn_text *out, const struct tn_ir_expr *expr)
{
	uint32_t i;

	tn__text_putc(out, '(');
	for (i = 0; i < expr->arg_count; i++) {
		tn__text_puts(out, i ? ", " : "");
		put_expr(out, expr->args[i]);
	}
	if (expr->kind == TN_X_CALL && expr->u.call->filter) {
		tn__text_puts(out, " FILTER ");
		put_expr(out, expr->u.call->filter);
	}
	tn__text_putc(out, ')');
}

static void put_cast(struct tn_text *out, const struct tn_ir_expr *expr)
{
	if (expr->flags & TN_XF_IMPLICIT)
		tn__text_putc(out, '~');
	tn__text_puts(out, tn__op_info[expr->op].name);
	put_args(out, expr);
	if (!(expr->flags & TN_XF_IMPLICIT) || expr->op == TN_OP_CAST_I_I || expr->op == TN_OP_CAST_N_N)
		put_type(out, &expr->u.cast);
}

void put_expr(struct tn_text *out, const struct tn_ir_expr *expr)
{
	static const char *const words[] = {[TN_X_IN] = "IN ",
		[TN_X_QUANT] = "ANY ",
		[TN_X_IN_QUERY] = "INQ ",
		[TN_X_QUANT_QUERY] = "ANYQ ",
		[TN_X_SCALAR] = "SCALAR",
		[TN_X_EXISTS] = "EXISTS",
		[TN_X_ROWVALUE] = "ROW",
		[TN_X_STAR] = "*",
		[TN_X_DEFAULT] = "DEFAULT"};

	switch (expr->kind) {
	case TN_X_LITERAL: put_literal(out, expr); return;
	case TN_X_PARAM:
		tn__text_printf(out, "?%u", (unsigned)expr->u.param);
		put_type(out, &expr->type);
		return;
	case TN_X_COLUMN:
		tn__text_puts(out, expr->u.column.name);
		if (expr->type.flags & TN_TYPEF_GUESSED)
			put_type(out, &expr->type);
		return;
	case TN_X_CAST: put_cast(out, expr); return;
	case TN_X_OP:
	case TN_X_CALL:
	case TN_X_CASE:
		tn__text_puts(out, expr->flags & TN_XF_OPERAND ? "CASE OF" : tn__op_info[expr->op].name);
		put_args(out, expr);
		return;
	default:
		tn__text_printf(out, "%s%s", words[expr->kind], expr->op ? tn__op_info[expr->op].name : "");
		put_args(out, expr);
	}
}

static void put_list(struct tn_text *out, struct tn_ir_expr *const *list, uint32_t count)
{
	uint32_t i;

	for (i = 0; i < count; i++) {
		tn__text_puts(out, i ? ", " : "");
		put_expr(out, list[i]);
	}
}

void put_statement(struct tn_text *out, const struct tn_ir_stmt *stmt)
{
	const struct tn_ir_query *query = stmt->u.query;
	uint32_t i;

	if (stmt->kind != TN_IR_QUERY) {
		query = stmt->u.change->query;
		for (i = 0; i < stmt->u.change->set_count; i++)
			put_list(out, &stmt->u.change->sets[i].value, 1);
		if (query && query->kind == TN_QUERY_VALUES)
			put_list(out, query->values, query->row_count * query->width);
		else if (query)
			put_list(out, &query->items[0].expr, 1);
		return;
	}
	put_expr(out, query->items[0].expr);
	tn__text_putc(out, ' ');
	put_type(out, &query->items[0].expr->type);
	if (query->where) {
		tn__text_puts(out, " WHERE ");
		put_expr(out, query->where);
	}
}

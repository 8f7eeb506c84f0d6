/* SPDX-License-Identifier: MIT */
/* tests/sql/render_tree.c - makes the trees of the rendering's tests, and two dialects. */
#include <stdarg.h>
#include <string.h>
#include "core/base/text.h"
#include "render_test.h"

/* ---- dialects -------------------------------------------------------------------- */

static const char *const delta_ops[TN_OPS] = {
	[TN_OP_AND] = "($*{ AND })",
	[TN_OP_OR] = "($*{ OR })",
	[TN_OP_NOT] = "(NOT $1)",
	[TN_OP_EQ_I] = "($1 = $2)",
	[TN_OP_EQ_T] = "($1 = $2)",
	[TN_OP_LT_I] = "($1 < $2)",
	[TN_OP_GT_I] = "($1 > $2)",
	[TN_OP_GE_I] = "($1 >= $2)",
	[TN_OP_EQ_N] = "(cmp($1, $2) = 0)",
	[TN_OP_IS_NULL] = "($1 IS NULL)",
	[TN_OP_ADD_I] = "($1 + $2)",
	[TN_OP_NEG_I] = "(- $1)",
	[TN_OP_CONCAT_T] = "($*{ || })",
	[TN_OP_CAST_I_T] = "CAST($1 AS $y)",
	[TN_OP_CAST_I_N] = "CAST($1 AS $y)",
	[TN_OP_ROUND_N2] = "rnd($1, $2)",
	[TN_OP_COALESCE] = "COALESCE($*)",
	[TN_OP_CONCAT_WS] = "join($1, list($2*))",
	[TN_OP_PI] = "$$pi",
	[TN_OP_COUNT_STAR] = "COUNT(*)",
	[TN_OP_COUNT] = "COUNT($d$1)",
	[TN_OP_STRING_AGG] = "agg($d$1, $2$o)",
	[TN_OP_SUM_I] = "CAST(SUM($1)$w AS bigint)",
	[TN_OP_ROW_NUMBER] = "ROW_NUMBER()",
	[TN_OP_LENGTH_T] = "len($1)",
	[TN_OP_LOWER] = "twice($1, $1)",
};

static const char *choose(const struct tn_op_use *use)
{
	if (use->op == TN_OP_LENGTH_T && use->arg_count == 1 && use->args[0].literal && !use->args[0].nulled)
		return "literal_length($1)";
	return NULL;
}

static const char *const forms[TN_KIND_COUNT] = {
	[TN_KIND_BOOL] = "$bTRUE|FALSE",
	[TN_KIND_INT] = "$n",
	[TN_KIND_DOUBLE] = "$n",
	[TN_KIND_NUMERIC] = "$p",
	[TN_KIND_TEXT] = "'$q'",
	[TN_KIND_BYTES] = "x'$h'",
	[TN_KIND_DATE] = "DATE '$t'",
	[TN_KIND_TIME] = "TIME '$t'",
	[TN_KIND_TIMESTAMP] = "TS '$t'",
	[TN_KIND_TIMESTAMPTZ] = "TSTZ '$t+00'",
	[TN_KIND_UUID] = "uuid '$u'",
};

static const char *const typed[TN_KIND_COUNT] = {[TN_KIND_TEXT] = "CAST($1 AS text)"};
static const char *const typed_nulls[TN_KIND_COUNT] = {[TN_KIND_INT] = "CAST(NULL AS bigint)"};
static const char *const first_term[TN_KIND_COUNT] = {[TN_KIND_INT] = "wide($1)"};
static const char *const cast_types[TN_TYPE_COUNT] = {
	[TN_TYPE_BIGINT] = "bigint",
	[TN_TYPE_TEXT] = "text",
	[TN_TYPE_NUMERIC] = "numeric($p,$s)|numeric",
};

static const struct tn_type_row types[] = {
	{.type = TN_TYPE_INTEGER, .ddl = "INT", .checks = {{"range", "$c < 100", -7}}},
	{.type = TN_TYPE_VARCHAR, .max_length = 50, .ddl = "SHORT($l)"},
	{.type = TN_TYPE_VARCHAR, .ddl = "LONG($l)"},
	{.type = TN_TYPE_TEXT, .ddl = "TEXT"},
	{.type = TN_TYPE_NUMERIC, .ddl = "DEC($l,$s)"},
};

const struct tn_dialect delta = {
	.name = "delta",
	.quote = '"',
	.placeholder = TN_PLACEHOLDER_DOLLAR,
	.types = types,
	.type_count = sizeof(types) / sizeof(types[0]),
	.identity = "$t IDENTITY",
	.table_suffix = "",
	.syntax = {.flags = TN_SYNTAX_MATERIALIZED,
		.default_values = "DEFAULT VALUES",
		.for_update = " FOR UPDATE",
		.nowait = " NOWAIT",
		.truncate = "TRUNCATE $n",
		.first_term = first_term},
	.ops = delta_ops,
	.choose = choose,
	.literals = forms,
	.nulls = typed_nulls,
	.placeholders = typed,
	.cast_types = cast_types,
};

static const char *const epsilon_ops[TN_OPS] = {
	[TN_OP_EQ_I] = "($1 = $2)",
	[TN_OP_GT_I] = "($1 > $2)",
	[TN_OP_IS_NULL] = "($1 IS NULL)",
	[TN_OP_EQ_N] = "(cmp($1, $2) = 0)",
	[TN_OP_CANON_N] = "canon($1)",
	[TN_OP_ORDER_KEY_N] = "key($1)",
	[TN_OP_POINT_N] = "point($1)",
	[TN_OP_SUM_N] = "sum($1)",
	[TN_OP_STRING_AGG] = "agg($1, $2$k)",
	[TN_OP_ABS_N] = "abs($1, $S)",
	[TN_OP_ADD_I] = "add($1, $2)",
};

/* Numbers without a fraction are kept so that they sort by themselves. */
static const char *epsilon_choose(const struct tn_op_use *use)
{
	return use->op == TN_OP_ORDER_KEY_N && use->arg_count && use->args[0].type.scale == 0 ? "$1" : NULL;
}

static const char *const epsilon_stored[TN_OPS] = {[TN_OP_GT_I] = "($1 GT $2)"};

const struct tn_dialect epsilon = {
	.name = "epsilon",
	.quote = '`',
	.placeholder = TN_PLACEHOLDER_QUESTION,
	.types = types,
	.type_count = sizeof(types) / sizeof(types[0]),
	.identity = "$t",
	.identity_with_pk = "INT PRIMARY KEY AUTO",
	.table_suffix = " ENGINE=e",
	.numeric_order = " COLLATE num",
	.syntax = {.flags = TN_SYNTAX_BARE_OPERANDS | TN_SYNTAX_UPDATE_JOIN | TN_SYNTAX_DELETE_JOIN |
			TN_SYNTAX_DELETE_NO_ALIAS | TN_SYNTAX_INSERT_WITH | TN_SYNTAX_ROWS_IN_VALUES |
			TN_SYNTAX_NO_DEFAULT | TN_SYNTAX_LIMIT_LITERAL | TN_SYNTAX_DROP_INDEX_ON |
			TN_SYNTAX_ADD_INLINE | TN_SYNTAX_NO_ALTER_IF | TN_SYNTAX_NO_INDEX_IF |
			TN_SYNTAX_NO_CASCADE | TN_SYNTAX_NO_INDEX_WHERE | TN_SYNTAX_NO_INDEX_EXPR,
		.no_limit = "LIMIT -1",
		.values_row = "ROW",
		.default_values = "() VALUES ()",
		.nothing = "DO NOTHING",
		.no_from = " FROM DUAL"},
	.ops = epsilon_ops,
	.stored_ops = epsilon_stored,
	.choose = epsilon_choose,
	.literals = forms,
};

/* ---- trees -------------------------------------------------------------------------- */

static const struct tn_ir_column columns[] = {
	{"id", {.kind = TN_KIND_INT, .storage = TN_TYPE_INTEGER, .flags = TN_TYPEF_COLUMN}, 0, NULL, NULL, NULL},
	{"name", {.kind = TN_KIND_TEXT, .storage = TN_TYPE_TEXT, .flags = TN_TYPEF_COLUMN}, 0, NULL, NULL, NULL},
	{"price",
		{.kind = TN_KIND_NUMERIC,
			.storage = TN_TYPE_NUMERIC,
			.flags = TN_TYPEF_COLUMN,
			.precision = 10,
			.scale = 2},
		0, NULL, NULL, NULL},
	{"ok", {.kind = TN_KIND_BOOL, .storage = TN_TYPE_BOOLEAN, .flags = TN_TYPEF_COLUMN}, 0, NULL, NULL, NULL},
};
static const struct tn_ir_table table = {.name = "t", .columns = columns, .column_count = 4};

static struct tn_ir_source *source(struct tree *t, const char *alias, uint8_t kind)
{
	struct tn_ir_source *s = tn__arena_alloc(&t->arena, sizeof(*s));

	s->kind = kind;
	s->alias = alias;
	s->table = &table;
	s->columns = columns;
	s->column_count = 4;
	return s;
}

void tree_init(struct tree *t)
{
	memset(t, 0, sizeof(*t));
	tn__arena_init(&t->arena);
	t->stmt.kind = TN_IR_QUERY;
	t->stmt.source = "0123456789";
	t->stmt.source_len = 10;
	t->stmt.params = t->params;
	t->t = source(t, "t", TN_SOURCE_TABLE);
	t->u = source(t, "u", TN_SOURCE_TABLE);
	t->target = source(t, "t", TN_SOURCE_TARGET);
}

void tree_release(struct tree *t)
{
	tn_error_free(t->err);
	tn__arena_release(&t->arena);
}

struct tn_ir_expr *x_col(struct tree *t, struct tn_ir_source *s, uint32_t column)
{
	return tn__ir_column_ref(&t->arena, s, column);
}

struct tn_ir_expr *x_int(struct tree *t, int64_t value)
{
	return tn__ir_int(&t->arena, value);
}

struct tn_ir_expr *x_value(struct tree *t, tn_value value)
{
	struct tn_sql_type type = tn__ir_type(value.kind, 0);

	return tn__ir_literal(&t->arena, value, &type);
}

struct tn_ir_expr *x_text(struct tree *t, const char *value)
{
	return x_value(t, tn_text(value));
}

struct tn_ir_expr *x_param(struct tree *t, uint32_t i, uint8_t kind)
{
	struct tn_ir_expr *e = x_node(t, TN_X_PARAM, 0);

	e->u.param = i;
	e->type = tn__ir_type(kind, TN_TYPEF_CONSTANT);
	t->params[i].type = e->type;
	if (t->stmt.arg_count <= i)
		t->stmt.arg_count = i + 1;
	return e;
}

struct tn_ir_expr *x_list(struct tree *t, uint32_t i, uint8_t kind, uint32_t size)
{
	struct tn_ir_expr *e = x_param(t, i, kind);

	t->params[i].list = 1;
	t->params[i].list_size = size;
	return e;
}

static struct tn_ir_expr *fill(struct tree *t, struct tn_ir_expr *e, uint32_t count, va_list ap)
{
	uint32_t i;

	e->arg_count = count;
	e->args = tn__arena_calloc(&t->arena, count + 1, sizeof(*e->args));
	for (i = 0; i < count; i++)
		e->args[i] = va_arg(ap, struct tn_ir_expr *);
	return e;
}

struct tn_ir_expr *x_node(struct tree *t, enum tn_ir_expr_kind kind, uint32_t count, ...)
{
	struct tn_ir_expr *e = tn__arena_alloc(&t->arena, sizeof(*e));
	va_list ap;

	e->kind = (uint8_t)kind;
	va_start(ap, count);
	fill(t, e, count, ap);
	va_end(ap);
	return e;
}

struct tn_ir_expr *x_op(struct tree *t, enum tn_op op, uint32_t count, ...)
{
	const struct tn_op_info *info = &tn__op_info[op];
	struct tn_ir_expr *e = tn__arena_alloc(&t->arena, sizeof(*e));
	va_list ap;

	e->kind = info->spelled ? TN_X_CALL : info->sym == TN_SYM_CAST ? TN_X_CAST : TN_X_OP;
	e->sym = info->sym;
	e->op = (uint16_t)op;
	if (info->spelled) {
		e->u.call = tn__arena_alloc(&t->arena, sizeof(*e->u.call));
		e->u.call->name = info->spelled;
	}
	va_start(ap, count);
	fill(t, e, count, ap);
	va_end(ap);
	e->type = tn__ir_type(strchr("bt", *info->result) ? *info->result == 'b' ? TN_KIND_BOOL : TN_KIND_TEXT
			: *info->result == 'n'            ? TN_KIND_NUMERIC
							  : TN_KIND_INT,
		0);
	return e;
}

struct tn_ir_expr *x_sub(
	struct tree *t, enum tn_ir_expr_kind kind, struct tn_ir_query *query, struct tn_ir_expr *operand)
{
	struct tn_ir_expr *e = operand ? x_node(t, kind, 1, operand) : x_node(t, kind, 0);

	e->u.sub.query = query;
	return e;
}

struct tn_ir_expr *x_output(struct tree *t, uint32_t i)
{
	struct tn_ir_expr *e = x_node(t, TN_X_OUTPUT, 0);

	e->u.output = i;
	return e;
}

struct tn_ir_from *f_table(struct tree *t, struct tn_ir_source *s)
{
	struct tn_ir_from *f = tn__arena_alloc(&t->arena, sizeof(*f));

	f->kind = TN_FROM_TABLE;
	f->name = "t";
	f->alias = strcmp(s->alias, "t") ? s->alias : NULL;
	f->source = s;
	return f;
}

struct tn_ir_from *f_join(struct tree *t, enum tn_ir_join join, struct tn_ir_from *left,
	struct tn_ir_from *right, struct tn_ir_expr *on)
{
	struct tn_ir_from *f = tn__arena_alloc(&t->arena, sizeof(*f));

	f->kind = TN_FROM_JOIN;
	f->join = (uint8_t)join;
	f->left = left;
	f->right = right;
	f->on = on;
	return f;
}

struct tn_ir_from *f_query(struct tree *t, const char *alias, struct tn_ir_query *query)
{
	struct tn_ir_from *f = tn__arena_alloc(&t->arena, sizeof(*f));

	f->kind = TN_FROM_QUERY;
	f->alias = alias;
	f->query = query;
	return f;
}

static struct tn_ir_query *query_of(struct tree *t, enum tn_ir_query_kind kind, uint32_t outputs)
{
	struct tn_ir_query *q = tn__arena_alloc(&t->arena, sizeof(*q));

	q->kind = (uint8_t)kind;
	q->outputs = tn__arena_calloc(&t->arena, outputs, sizeof(*q->outputs));
	q->output_count = outputs;
	return q;
}

struct tn_ir_query *q_select(
	struct tree *t, struct tn_ir_from *from, const char *name, struct tn_ir_expr *expr)
{
	struct tn_ir_query *q = query_of(t, TN_QUERY_SELECT, 1);

	q->items = tn__arena_alloc(&t->arena, sizeof(*q->items));
	q->items->expr = expr;
	q->item_count = 1;
	q->outputs->name = name;
	q->outputs->type = expr->type;
	if (from) {
		q->from = tn__arena_alloc(&t->arena, sizeof(*q->from));
		q->from[0] = from;
		q->from_count = 1;
	}
	return q;
}

/* One row. */
struct tn_ir_query *q_values(struct tree *t, uint32_t count, ...)
{
	struct tn_ir_query *q = query_of(t, TN_QUERY_VALUES, count);
	static const char *const names[] = {"column1", "column2", "column3"};
	va_list ap;
	uint32_t i;

	q->values = tn__arena_calloc(&t->arena, count, sizeof(*q->values));
	q->row_count = 1;
	q->width = count;
	va_start(ap, count);
	for (i = 0; i < count; i++) {
		q->values[i] = va_arg(ap, struct tn_ir_expr *);
		q->outputs[i].name = names[i];
	}
	va_end(ap);
	return q;
}

struct tn_ir_query *q_set(struct tree *t, enum tn_ir_query_kind kind, int all, struct tn_ir_query *left,
	struct tn_ir_query *right)
{
	struct tn_ir_query *q = query_of(t, kind, left->output_count);

	memcpy(q->outputs, left->outputs, left->output_count * sizeof(*q->outputs));
	q->all = (uint8_t)all;
	q->left = left;
	q->right = right;
	return q;
}

void q_order(struct tree *t, struct tn_ir_query *query, struct tn_ir_expr *expr, int desc, int nulls)
{
	query->order = tn__arena_alloc(&t->arena, sizeof(*query->order));
	query->order->expr = expr;
	query->order->desc = (uint8_t)desc;
	query->order->nulls = (uint8_t)nulls;
	query->order_count = 1;
}

/* ---- checks -------------------------------------------------------------------------------- */

static int render(struct tree *t, const struct tn_dialect *dialect, struct tn_ir_query *query)
{
	if (query)
		t->stmt.u.query = query;
	return tn__sql_render(&t->arena, &t->stmt, dialect, &t->out, &t->err);
}

void becomes(struct tree *t, const struct tn_dialect *dialect, struct tn_ir_query *query, const char *text)
{
	int rc = render(t, dialect, query);

	ck_assert_msg(rc == TN_OK, "%s: %s", text, t->err ? tn_error_message(t->err) : "");
	ck_assert_str_eq(t->out.sql, text);
	ck_assert_uint_eq(t->out.sql_len, strlen(text));
}

void is_portable(struct tree *t, struct tn_ir_query *query, const char *text)
{
	struct tn_text out;

	tn__text_init(&out);
	if (query)
		t->stmt.u.query = query;
	ck_assert_int_eq(tn__sql_render_portable(&t->stmt, &out, &t->err), TN_OK);
	ck_assert_str_eq(out.s, text);
	tn__text_release(&out);
}

void refused(struct tree *t, const struct tn_dialect *dialect, struct tn_ir_query *query, int code,
	const char *words)
{
	ck_assert_int_eq(render(t, dialect, query), code);
	ck_assert_msg(strstr(tn_error_message(t->err), words) != NULL, "%s", tn_error_message(t->err));
}

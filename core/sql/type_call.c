/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_call.c - calls: functions, aggregates, window functions.
 *
 * Where a call may stand is the scope's business (TN_IN_*), which the clause has set;
 * here it is looked at and, inside an aggregate, narrowed.
 *
 * Invariants:
 *  1. An aggregate's arguments hold no aggregate and no window function, a window
 *     function's no window function.
 *  2. An aggregate belongs to the query that it stands in: one over columns of an outer
 *     query alone is refused.
 *  3. AVG of NUMERIC stands directly under a CAST that says its digits.
 *  4. Functions that compare text see it by code point: BINARY_TEXT is put over text of
 *     another collation.
 */
#include <string.h>
#include "core/base/text.h"
#include "core/sql/type_parts.h"

/* ---- where a call may stand ------------------------------------------------------------ */

static const char *clause_of(const struct tn_analysis *an)
{
	return an->clause ? an->clause : "this place";
}

static int is_over(const struct tn_ir_call *call)
{
	return call->over || call->over_name;
}

static int aggregate_place(
	struct tn_analysis *an, const struct tn_scope *scope, const struct tn_ir_expr *expr)
{
	const char *name = expr->u.call->name;

	if (an->in_aggregate)
		return tn__analysis_fail(an, expr->at, TN_E_SYNTAX,
			"compute the inner one in a subquery in FROM",
			"%s stands inside the arguments of an aggregate", name);
	if (!scope || !(scope->allow & TN_IN_AGGREGATE))
		return tn__analysis_fail(an, expr->at, TN_E_SYNTAX,
			an->clause && strcmp(an->clause, "WHERE") == 0
				? "conditions on groups stand in HAVING"
				: "compute it in a subquery",
			"the aggregate %s cannot stand in %s", name, clause_of(an));
	return TN_OK;
}

static int window_place(struct tn_analysis *an, const struct tn_scope *scope, const struct tn_ir_expr *expr)
{
	const char *name = expr->u.call->name;

	if (an->in_aggregate)
		return tn__analysis_fail(an, expr->at, TN_E_SYNTAX, "compute it in a subquery in FROM",
			"the window function %s stands inside the arguments of an aggregate", name);
	if (!scope || !(scope->allow & TN_IN_WINDOW))
		return tn__analysis_fail(an, expr->at, TN_E_SYNTAX,
			"compute it in a subquery in FROM, and use its column outside",
			"the window function %s cannot stand in %s", name, clause_of(an));
	return TN_OK;
}

/* What is written beside the arguments fits the kind of function. */
static int clauses_fit(struct tn_analysis *an, const struct tn_ir_expr *expr, unsigned flags)
{
	const struct tn_ir_call *call = expr->u.call;
	const char *what = NULL, *hint = NULL;

	if (flags & TN_OPF_WINDOW && !is_over(call)) {
		return tn__analysis_fail(an, expr->at, TN_E_SYNTAX, "write OVER (ORDER BY ...) behind it",
			"%s is a window function", call->name);
	} else if (is_over(call) && !(flags & (TN_OPF_WINDOW | TN_OPF_AGGREGATE))) {
		what = "OVER";
	} else if (expr->flags & TN_XF_STAR && strcmp(call->name, "count") != 0) {
		what = "*";
	} else if (expr->flags & TN_XF_DISTINCT && !(flags & TN_OPF_AGGREGATE)) {
		what = "DISTINCT";
	} else if (expr->flags & TN_XF_DISTINCT && flags & TN_OPF_NO_DISTINCT) {
		what = "DISTINCT";
		hint = "use a subquery with SELECT DISTINCT";
	} else if (expr->flags & TN_XF_DISTINCT && is_over(call)) {
		what = "DISTINCT with OVER";
		hint = "use a subquery with SELECT DISTINCT";
	} else if (call->filter && !(flags & TN_OPF_AGGREGATE)) {
		what = "FILTER";
	} else if (call->order_count && !(flags & TN_OPF_ORDERED)) {
		what = "ORDER BY inside the parentheses";
	} else if (call->order_count && is_over(call)) {
		what = "ORDER BY inside the parentheses with OVER";
	}
	return what ? tn__analysis_fail(an, expr->at, TN_E_SYNTAX, hint, "%s takes no %s", call->name, what)
		    : TN_OK;
}

/* ---- which query an aggregate belongs to ------------------------------------------------- */

enum { USES_OUTER = 1, USES_LOCAL = 2 };

static int is_local(const struct tn_scope *scope, const struct tn_ir_source *source)
{
	uint32_t i;

	for (i = 0; i < scope->source_count; i++)
		if (scope->sources[i] == source)
			return 1;
	return 0;
}

struct uses {
	const struct tn_scope *scope;
	unsigned found;
};

/* Columns of subqueries' own tables are of no scope that is open, and do not count. */
static int use(struct tn_ir_visitor *v, struct tn_ir_expr **place)
{
	struct uses *u = v->ctx;
	const struct tn_scope *outer;

	if ((*place)->kind != TN_X_COLUMN)
		return TN_OK;
	if (is_local(u->scope, (*place)->u.column.source)) {
		u->found |= USES_LOCAL;
		return TN_OK;
	}
	for (outer = u->scope->outer; outer; outer = outer->outer)
		if (is_local(outer, (*place)->u.column.source))
			u->found |= USES_OUTER;
	return TN_OK;
}

static int owner(struct tn_analysis *an, const struct tn_scope *scope, struct tn_ir_expr *expr)
{
	struct uses u = {scope, 0};
	struct tn_ir_visitor v = {.expr = use, .ctx = &u};
	uint32_t i;
	int rc = TN_OK;

	if (!scope->outer)
		return TN_OK;
	for (i = 0; i < expr->arg_count && rc >= 0 && !(u.found & USES_LOCAL); i++)
		rc = tn__ir_visit_expr(&expr->args[i], &v);
	if (rc >= 0 && expr->u.call->filter)
		rc = tn__ir_visit_expr(&expr->u.call->filter, &v);
	if (rc < 0)
		return tn__analysis_fail(an, expr->at, rc, NULL, "%s is nested too deeply", expr->u.call->name);
	if (u.found != USES_OUTER)
		return TN_OK;
	return tn__analysis_fail(an, expr->at, TN_E_UNSUPPORTED,
		"compute it in a subquery in FROM of the outer query, and use its column here",
		"%s is over columns of an outer query only", expr->u.call->name);
}

/* ---- arguments -------------------------------------------------------------------------------- */

static int single_values(struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	uint32_t i;

	for (i = 0; i < expr->arg_count; i++)
		if (expr->args[i]->type.kind == TN_T_ROW || expr->args[i]->type.kind == TN_T_INTERVAL)
			return tn__analysis_fail(an, expr->args[i]->at, TN_E_TYPE, NULL, "%s cannot take %s",
				expr->u.call->name, tn__type_kind_word(expr->args[i]->type.kind));
	return TN_OK;
}

/* Arguments, FILTER and ORDER BY, with what the call forbids in them. */
static int type_arguments(
	struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr *expr, unsigned flags)
{
	struct tn_ir_call *call = expr->u.call;
	unsigned allow = scope ? scope->allow : 0, aggregate = flags & TN_OPF_AGGREGATE && !is_over(call);
	unsigned unsure = (flags & TN_OPF_ANY_NULL) != 0;
	const char *clause = an->clause;
	uint32_t i;
	int rc = TN_OK;

	if (scope)
		scope->allow &= aggregate ? ~(TN_IN_AGGREGATE | TN_IN_WINDOW)
			: is_over(call)   ? ~TN_IN_WINDOW
					  : ~0u;
	if (is_over(call))
		an->clause = "the arguments of a window function";
	an->in_aggregate += aggregate != 0;
	an->unsure += unsure;
	for (i = 0; i < expr->arg_count && !rc; i++)
		rc = tn__type_expr(an, scope, &expr->args[i]);
	an->unsure -= unsure;
	if (!rc && call->filter)
		rc = tn__type_condition(an, scope, &call->filter, "FILTER");
	if (!rc && call->order_count)
		rc = tn__scope_order(an, scope, call->order, call->order_count);
	an->in_aggregate -= aggregate != 0;
	an->clause = clause;
	if (scope)
		scope->allow = allow;
	return rc ? rc : single_values(an, expr);
}

/* The operands of one type: x in the row. */
static int unify_x(struct tn_analysis *an, struct tn_ir_expr *expr, enum tn_op op)
{
	struct tn_ir_expr ***places;
	struct tn_sql_type type;
	uint32_t i, n = 0;

	if (!strchr(tn__op_info[op].args, 'x'))
		return TN_OK;
	places = tn__arena_calloc(an->arena, expr->arg_count, sizeof(*places));
	if (!places)
		return tn__type_nomem(an);
	for (i = 0; i < expr->arg_count; i++)
		if (tn__overload_letter(op, i) == 'x')
			places[n++] = &expr->args[i];
	return tn__type_unify(an, places, n, &type, expr->u.call->name);
}

/* Texts and integers, as || takes them. */
static int join_arguments(struct tn_analysis *an, struct tn_ir_expr *expr, uint32_t from)
{
	struct tn_sql_type text = tn__type_of(TN_KIND_TEXT);
	uint32_t i;
	int rc;

	for (i = from; i < expr->arg_count; i++) {
		unsigned kind = expr->args[i]->type.kind;

		if (kind == TN_KIND_INT)
			rc = tn__type_cast_to(an, &expr->args[i], &text, TN_XF_IMPLICIT);
		else if (kind == TN_KIND_TEXT || kind == TN_KIND_NULL || kind == TN_T_UNKNOWN)
			rc = tn__type_coerce(an, &expr->args[i], TN_KIND_TEXT, expr->u.call->name);
		else
			rc = tn__analysis_fail(an, expr->args[i]->at, TN_E_TYPE,
				"convert it: CAST(x AS TEXT)", "%s takes text and integers, but this is %s",
				expr->u.call->name, tn__type_words(an->arena, &expr->args[i]->type));
		if (rc < 0)
			return rc;
	}
	return TN_OK;
}

/* Values of kinds that JSON does not have are the text that a CAST gives; booleans are marked as such. */
static int json_value(struct tn_analysis *an, struct tn_ir_expr *expr, struct tn_ir_expr **arg)
{
	const struct tn_sql_type text = tn__type_of(TN_KIND_TEXT), json = tn__type_of(TN_KIND_JSON),
		stamp = tn__type_of(TN_KIND_TIMESTAMP);
	int rc;

	if ((*arg)->type.kind == TN_KIND_TIMESTAMPTZ) {
		rc = tn__type_wrap(an, arg, TN_OP_CAST_TSTZ_TS, &stamp, TN_XF_IMPLICIT);
		if (rc < 0)
			return rc;
	}
	switch ((*arg)->type.kind) {
	case TN_KIND_BYTES:
		return tn__analysis_fail(an, (*arg)->at, TN_E_TYPE, "write HEX(bytes)", "JSON has no bytes");
	case TN_KIND_DATE:
	case TN_KIND_TIME:
	case TN_KIND_TIMESTAMP:
	case TN_KIND_UUID:
		rc = tn__type_cast_to(an, arg, &text, TN_XF_IMPLICIT);
		return rc > 0 ? TN_OK : rc;
	case TN_KIND_BOOL:
		return tn__type_wrap(an, arg, TN_OP_JSON_BOOLEAN, &json, TN_XF_IMPLICIT);
	default:
		return tn__type_settle(an, arg, expr->u.call->name);
	}
}

/* Beside JSON a text is a JSON string: texts of a column and JSON may have collations that do not mix. */
static int texts_beside_json(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	const struct tn_sql_type json = tn__type_of(TN_KIND_JSON);
	uint32_t i, step = expr->op == TN_OP_JSON_OBJECT ? 2 : 1, found = 0;
	int rc = TN_OK;

	for (i = step - 1; i < expr->arg_count; i += step)
		found |= expr->args[i]->type.kind == TN_KIND_JSON;
	for (i = step - 1; found && i < expr->arg_count && !rc; i += step)
		if (expr->args[i]->type.kind == TN_KIND_TEXT && expr->args[i]->kind != TN_X_LITERAL)
			rc = tn__type_wrap(an, &expr->args[i], TN_OP_JSON_QUOTE, &json, TN_XF_IMPLICIT);
	return rc;
}

static int json_arguments(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	uint32_t i;
	int rc = TN_OK;

	if (expr->op == TN_OP_JSON_OBJECT && expr->arg_count % 2)
		return tn__analysis_fail(
			an, expr->at, TN_E_TYPE, NULL, "%s takes pairs of key and value", expr->u.call->name);
	for (i = 0; i < expr->arg_count && !rc; i++) {
		if (expr->op == TN_OP_JSON_OBJECT && i % 2 == 0)
			rc = tn__type_coerce(an, &expr->args[i], TN_KIND_TEXT, "a key");
		else
			rc = json_value(an, expr, &expr->args[i]);
	}
	return rc ? rc : texts_beside_json(an, expr);
}

/* EXTRACT and date_trunc of an instant are those of its time in UTC; 1: date_trunc must give one back. */
static int instant_to_utc(struct tn_analysis *an, struct tn_ir_expr *expr, int *back)
{
	const char *name = expr->u.call->name;
	int trunc = strncmp(name, "date_trunc_", 11) == 0;
	struct tn_sql_type stamp = tn__type_of(TN_KIND_TIMESTAMP);
	int rc;

	*back = 0;
	if (expr->arg_count != 1 || expr->args[0]->type.kind != TN_KIND_TIMESTAMPTZ ||
		(!trunc && (strncmp(name, "extract_", 8) != 0 || strcmp(name, "extract_epoch") == 0)))
		return TN_OK;
	*back = trunc;
	if (tn__type_is_now(expr->args[0])) {
		tn__type_now_local(expr->args[0]);
		return TN_OK;
	}
	rc = tn__type_cast_to(an, &expr->args[0], &stamp, TN_XF_IMPLICIT);
	return rc < 0 ? rc : TN_OK;
}

/* ---- after the operation is known ------------------------------------------------------------------ */

static uint32_t characters(const tn_value *v)
{
	uint32_t i, n = 0;

	for (i = 0; i < v->len; i++)
		n += ((unsigned char)v->u.s[i] & 0xC0) != 0x80;
	return n;
}

/* The number of a row or of buckets counts from 1; servers answer anything else in their own ways. */
static int counts_from_one(struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	const struct tn_ir_expr *n = expr->op == TN_OP_NTH_VALUE ? expr->args[1] :
		expr->op == TN_OP_NTILE ? expr->args[0] : NULL;

	if (!n || n->kind != TN_X_LITERAL || n->u.literal.kind != TN_KIND_INT || n->u.literal.u.i > 0)
		return TN_OK;
	return tn__analysis_fail(an, n->at, TN_E_DATA, NULL, "%s counts from 1", expr->u.call->name);
}

static int literal_second(struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	const struct tn_ir_expr *arg = expr->arg_count > 1 ? expr->args[1] : NULL;

	if (!arg || !(tn__op_info[expr->op].flags & TN_OPF_LITERAL_2))
		return counts_from_one(an, expr);
	if (arg->kind != TN_X_LITERAL || arg->u.literal.kind == TN_KIND_NULL)
		return tn__analysis_fail(an, arg->at, TN_E_TYPE, "write the value itself",
			"the second argument of %s must be a literal", expr->u.call->name);
	if ((expr->op == TN_OP_TRIM_2 || expr->op == TN_OP_LTRIM_2 || expr->op == TN_OP_RTRIM_2) &&
		characters(&arg->u.literal) != 1)
		return tn__analysis_fail(an, arg->at, TN_E_UNSUPPORTED, "trim one character after the other",
			"%s takes one character to trim: servers differ about more", expr->u.call->name);
	return counts_from_one(an, expr);
}

/* Functions whose answer depends on what equals what. */
static int compares_text(unsigned op)
{
	switch (op) {
	case TN_OP_POSITION:
	case TN_OP_STRPOS:
	case TN_OP_STARTS_WITH:
	case TN_OP_SPLIT_PART:
	case TN_OP_REPLACE:
	case TN_OP_TRANSLATE:
	case TN_OP_TRIM_2:
	case TN_OP_LTRIM_2:
	case TN_OP_RTRIM_2:
	case TN_OP_NULLIF:
	case TN_OP_GREATEST:
	case TN_OP_LEAST:
	case TN_OP_MIN:
	case TN_OP_MAX: return 1;
	default: return 0;
	}
}

static int binary_arguments(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	uint32_t i;
	int rc = TN_OK;

	if (!compares_text(expr->op) && !(expr->op == TN_OP_COUNT && expr->flags & TN_XF_DISTINCT))
		return TN_OK;
	for (i = 0; i < expr->arg_count && !rc; i++)
		rc = tn__type_binary(an, &expr->args[i]);
	if (!rc)
		expr->type = tn__type_result(expr);
	return rc;
}

/* What NULLIF, GREATEST, MIN and DISTINCT compare can be compared. */
static int comparable(struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	unsigned op = expr->op, kind = expr->arg_count ? expr->args[0]->type.kind : TN_KIND_NULL;

	if (expr->flags & TN_XF_DISTINCT && kind != TN_KIND_TEXT)
		return tn__type_orderable(an, &expr->args[0]->type, expr->args[0]->at, "DISTINCT");
	if (op != TN_OP_NULLIF && op != TN_OP_GREATEST && op != TN_OP_LEAST && op != TN_OP_MIN &&
		op != TN_OP_MAX)
		return TN_OK;
	if (kind == TN_KIND_NULL || kind == TN_T_UNKNOWN || tn__compare_op(TN_SYM_LT, kind))
		return TN_OK;
	return tn__analysis_fail(an, expr->at, TN_E_TYPE, "use a member of it: doc ->> 'key'",
		"%s cannot compare values of %s", expr->u.call->name, tn__type_kind_word(kind));
}

/* string_agg(DISTINCT x ORDER BY y): only the values themselves can order what is left. */
static int distinct_order(struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	const struct tn_ir_call *call = expr->u.call;

	if (!(expr->flags & TN_XF_DISTINCT) || !call->order_count ||
		(call->order_count == 1 && tn__ir_same(call->order[0].expr, expr->args[0])))
		return TN_OK;
	return tn__analysis_fail(an, call->order[0].expr->at, TN_E_SYNTAX, "order by the first argument",
		"with DISTINCT, %s can be ordered by its first argument only", call->name);
}

static int mean_digits(struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	if (expr->op != TN_OP_AVG_N || expr == an->under_cast)
		return TN_OK;
	return tn__analysis_fail(an, expr->at, TN_E_TYPE,
		"CAST(AVG(a) AS NUMERIC(p, s)), or AVG(CAST(a AS DOUBLE PRECISION))",
		"AVG of NUMERIC values needs a CAST directly over it that says its digits");
}

static int check(struct tn_analysis *an, struct tn_ir_expr *expr)
{
	int rc = literal_second(an, expr);

	if (!rc)
		rc = comparable(an, expr);
	if (!rc)
		rc = binary_arguments(an, expr);
	if (!rc)
		rc = distinct_order(an, expr);
	return rc ? rc : mean_digits(an, expr);
}

/* ---- which row ------------------------------------------------------------------------------------------ */

static const char *argument_words(struct tn_analysis *an, const struct tn_ir_expr *expr)
{
	struct tn_text text;
	const char *copy;
	uint32_t i;

	tn__text_init(&text);
	for (i = 0; i < expr->arg_count && i < 8; i++) {
		tn__text_puts(&text, i ? ", " : "");
		tn__text_puts(&text, tn__type_words(an->arena, &expr->args[i]->type));
	}
	if (i < expr->arg_count)
		tn__text_puts(&text, ", ...");
	copy = text.failed ? NULL : tn__arena_strndup(an->arena, text.s, text.len);
	tn__text_release(&text);
	return copy ? copy : "...";
}

static int no_row(struct tn_analysis *an, const struct tn_ir_expr *expr, struct tn_rows rows, int pick)
{
	const struct tn_ir_expr *unknown = tn__type_find_unknown(expr->args, expr->arg_count);

	if (rows.first == TN_OP_COUNT_STAR && expr->arg_count > 1)
		return tn__analysis_fail(an, expr->at, TN_E_UNSUPPORTED,
			"SELECT COUNT(*) FROM (SELECT DISTINCT a, b FROM ... "
			"WHERE a IS NOT NULL AND b IS NOT NULL) AS x",
			"COUNT over several values: servers differ about NULL among them");
	if (unknown)
		return tn__type_unknown(an, unknown);
	if (pick == TN_PICK_AMBIGUOUS)
		return tn__analysis_fail(an, expr->at, TN_E_TYPE,
			"say the type of the argument: CAST(? AS INTEGER), DATE '2024-02-29'",
			"the arguments of %s could be of several types", expr->u.call->name);
	return tn__analysis_fail(an, expr->at, TN_E_TYPE, tn__function_signatures(an, rows),
		"there is no %s(%s)", expr->u.call->name, argument_words(an, expr));
}

static int resolve(struct tn_analysis *an, struct tn_ir_expr *expr, struct tn_rows rows)
{
	int pick = expr->flags & TN_XF_STAR ? TN_OP_COUNT_STAR
					    : tn__overload_pick(an, rows, expr->args, expr->arg_count);
	int rc;

	if (pick < 0 || (pick == TN_OP_COUNT_STAR && !(expr->flags & TN_XF_STAR)))
		return no_row(an, expr, rows, pick);
	rc = unify_x(an, expr, (enum tn_op)pick);
	if (rc)
		return rc;
	expr->op = (uint16_t)pick;
	if (pick == TN_OP_CONCAT || pick == TN_OP_CONCAT_WS)
		rc = join_arguments(an, expr, pick == TN_OP_CONCAT_WS);
	else if (pick == TN_OP_JSON_OBJECT || pick == TN_OP_JSON_ARRAY)
		rc = json_arguments(an, expr);
	if (!rc)
		rc = tn__overload_apply(an, expr, (enum tn_op)pick, expr->u.call->name);
	if (!rc)
		expr->u.call->name = tn__op_info[pick].spelled;
	return rc;
}

static int place_fits(
	struct tn_analysis *an, struct tn_scope *scope, const struct tn_ir_expr *expr, unsigned flags)
{
	int rc = clauses_fit(an, expr, flags);

	if (rc)
		return rc;
	if (flags & TN_OPF_VOLATILE && scope && scope->allow & TN_IN_STORED)
		return tn__analysis_fail(an, expr->at, TN_E_UNSUPPORTED, NULL,
			"%s cannot be part of a stored definition: it gives another value each time",
			expr->u.call->name);
	if (is_over(expr->u.call))
		return window_place(an, scope, expr);
	return flags & TN_OPF_AGGREGATE ? aggregate_place(an, scope, expr) : TN_OK;
}

int tn__type_call(struct tn_analysis *an, struct tn_scope *scope, struct tn_ir_expr **place)
{
	struct tn_ir_expr *expr = *place;
	struct tn_rows rows = tn__function_rows(expr->u.call->name);
	struct tn_sql_type instant = tn__type_of(TN_KIND_TIMESTAMPTZ);
	unsigned flags;
	int back = 0, rc;

	if (rows.last < rows.first)
		return tn__function_missing(an, expr);
	flags = tn__op_info[rows.last].flags;
	rc = place_fits(an, scope, expr, flags);
	if (!rc)
		rc = type_arguments(an, scope, expr, flags);
	if (!rc)
		rc = instant_to_utc(an, expr, &back);
	if (!rc)
		rc = resolve(an, expr, rows);
	if (!rc)
		rc = check(an, expr);
	if (!rc && is_over(expr->u.call))
		rc = tn__scope_window(an, scope, expr);
	else if (!rc && flags & TN_OPF_AGGREGATE)
		rc = owner(an, scope, expr);
	if (rc)
		return rc;
	if (scope && is_over(expr->u.call))
		scope->windows = 1;
	else if (scope && flags & TN_OPF_AGGREGATE)
		scope->aggregates = 1;
	return back ? tn__type_wrap(an, place, TN_OP_CAST_TS_TSTZ, &instant, TN_XF_IMPLICIT) : TN_OK;
}

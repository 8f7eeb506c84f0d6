/* SPDX-License-Identifier: MIT */
/*
 * core/sql/grammar.y - the grammar of portable SQL; bison makes grammar.c and grammar.h of it.
 *
 * Standard SQL as PostgreSQL spells it where the standard leaves a choice, and
 * with its precedences.  What is read only to be refused, with a reason that the
 * user can act on, is marked "refused".
 *
 * Invariants:
 *  1. Actions make nodes through parser.h and do nothing else; a NULL from there
 *     ends the parse.
 *  2. The parser's stack is bounded (YYMAXDEPTH) and grows in the arena.
 *  3. @n is the offset of the first byte of the n-th symbol.
 *  4. No conflict is left to chance: %expect is 0, and each %prec says what it is for.
 *  5. The lists of words at the end are those of keywords.def.
 *
 * It must not know tables, types of columns, or a server.
 */
%require "3.8"
%language "c"
%define api.pure full
%define api.prefix {tn__yy}
%define api.token.prefix {TOK_}
%define api.value.type union
%define api.location.type {uint32_t}
%define parse.error custom
%param {struct tn_sql_parser *p}
%locations
%expect 0

%code requires {
#include "core/sql/parser.h"
}

%code {
/* The generated automaton is not written in this library's style. */
#ifdef __GNUC__
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wundef"
#pragma GCC diagnostic ignored "-Wcast-qual"
#pragma GCC diagnostic ignored "-Wnull-dereference"
#pragma GCC diagnostic ignored "-Wunused-function"
#endif
#ifdef __clang__
#pragma clang diagnostic ignored "-Wunused-but-set-variable"
#endif

/* 500 levels of parentheses, each with some words around it, fit; a chain of NOT that is longer does not. */
#define YYMAXDEPTH 10000
#define YYSTACK_ALLOC(n) tn__px_alloc(p, n)
/* What is empty is where the next token is, if that was read already. */
#define YYLLOC_DEFAULT(Current, Rhs, N) \
	((Current) = (N) ? YYRHSLOC(Rhs, 1) : yychar < 0 ? YYRHSLOC(Rhs, 0) : yylloc)

#define TRY(value) do { if (!(value)) YYABORT; } while (0)
#define ADD(list, member) tn__px_add(p, list, (void *)(uintptr_t)(member))
#define REFUSE(at, message, hint) \
	do { tn__px_fail(p, TN_E_UNSUPPORTED, at, message, hint); YYABORT; } while (0)
#define WRONG(at, message, hint) \
	do { tn__px_fail(p, TN_E_SYNTAX, at, message, hint); YYABORT; } while (0)

static int tn__yylex(TN__YYSTYPE *value, uint32_t *at, struct tn_sql_parser *p);
static void tn__yyerror(const uint32_t *at, struct tn_sql_parser *p, const char *message);
}

%token FINISH 0
%token BAD
%token <struct tn_sql_slice>
	IDENT STRING BYTES INTEGER DECIMAL FLOAT MARK NAMED
	'(' ')' ',' '.' '+' '-' '*' '/' '%' '<' '>' '=' '~' '&' '|' '#' ';'
	NE LE GE SHL SHR CONCAT TYPECAST ARROW LONG_ARROW
	NOT_LA NULLS_LA WITH_LA WITHOUT_LA IF_LA
%token <struct tn_sql_slice>
	ACTION ADD ALL ALTER ALWAYS AND ANY AS ASC ASYMMETRIC AT AUTO_INCREMENT AUTOINCREMENT
	BETWEEN BOTH BY CASCADE CASE CAST CHECK COLLATE COLUMN CONFLICT CONSTRAINT CREATE CROSS
	CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DATE DAY DEFAULT DELETE DESC DISTINCT DIV
	DO DOUBLE DROP ELSE END ESCAPE EXCEPT EXCLUDE EXISTS EXTRACT FALSE FETCH FILTER FIRST
	FOLLOWING FOR FOREIGN FROM FULL GENERATED GROUP GROUPS HAVING HOUR IDENTITY IF ILIKE IN
	INDEX INNER INSERT INTERSECT INTERVAL INTO IS ISNULL JOIN JSON KEY LAST LATERAL LEADING
	LEFT LIKE LIMIT LOCALTIME LOCALTIMESTAMP LOCKED MATERIALIZED MINUTE MONTH NATURAL NEXT NO
	NOT NOTHING NOTNULL NOWAIT NULL NULLS OF OFFSET ON ONLY OR ORDER OTHERS OUTER OVER OVERLAY
	PARTITION POSITION PRECEDING PRECISION PRIMARY RANGE RECURSIVE REFERENCES RENAME REPLACE
	RESTRICT RETURNING RIGHT ROW ROWS SECOND SELECT SET SHARE SIGNED SKIP SOME SUBSTRING
	SYMMETRIC TABLE TEMP TEMPORARY THEN TIES TIME TIMESTAMP TIMESTAMPTZ TO TRAILING TRIM TRUE
	TRUNCATE UNBOUNDED UNION UNIQUE UNKNOWN UNSIGNED UPDATE USING UUID VALUES VARYING VIEW WHEN
	WHERE WINDOW WITH WITHIN WITHOUT YEAR ZONE

/* Lowest first. */
%precedence SET
%left UNION EXCEPT
%left INTERSECT
%left OR
%left AND
%precedence NOT
%nonassoc IS ISNULL NOTNULL
%nonassoc '<' '>' '=' LE GE NE
%nonassoc BETWEEN IN LIKE ILIKE NOT_LA
%precedence ESCAPE
/* A word that may be a name loses to its meaning in a frame or a window. */
%precedence UNBOUNDED
%precedence PARTITION RANGE ROWS GROUPS PRECEDING FOLLOWING
%left OPERATOR CONCAT '&' '|' '#' '~' SHL SHR ARROW LONG_ARROW
%left '+' '-'
%left '*' '/' '%' DIV
%left AT
%precedence COLLATE
%precedence UMINUS
%precedence ')'
%precedence TYPECAST
/* A chain of joins is read from the left. */
%left JOIN CROSS LEFT FULL RIGHT INNER NATURAL

%type <const char *> name label alias_name opt_index_name opt_window_base opt_on
%type <struct tn_sql_slice> free_word label_word column_word function_word reserved_word function_name any_word
%type <struct tn_sql_slice> unit opt_unit extract_field
%type <struct tn_sql_slice> type type_word short_type type_args opt_type_args free_words zone
%type <struct px_name2 *> name2 relation target_name
%type <px_expr *> expr plain primary opt_where opt_having value opt_filter call plain_call
%type <px_expr *> opt_else opt_operand limit_value fetch_count
%type <px_list *> exprs names opt_names opt_group items returning values rows row row_members
%type <px_list *> from_list opt_from orders opt_order opt_partition windows opt_windows sets set arms
%type <px_list *> ctes opt_lock_of trim_args opt_using name2s index_keys column_options
%type <int> distinct all_or_distinct opt_direction opt_nulls join_kind frame_mode opt_exclude opt_materialized
%type <int> any_all compare not_like opt_symmetric wait lock_kind if_exists if_not_exists
%type <int> cascade action actions opt_action temporary or_replace unique object arrow
%type <struct tn_ir_query *> query query_parens query_plain query_simple query_operand clauses
%type <struct tn_ir_item *> item
%type <struct tn_ir_order *> order index_key
%type <struct tn_ir_window *> window_spec opt_over_spec opt_frame frame_bounds frame_bound window_definition
%type <struct tn_ir_with *> with opt_with
%type <struct tn_ir_cte *> cte
%type <struct tn_ir_from *> from from_plain joined
%type <struct px_limit *> limit limits
%type <struct px_lock *> lock
%type <struct tn_ir_change *> insert update delete insert_target change_target
%type <struct px_conflict *> opt_conflict
%type <struct tn_ir_assign *> assign
%type <struct px_column *> column_def
%type <struct px_option *> column_option
%type <struct tn_ir_constraint *> table_constraint table_constraint_body references column_constraint
%type <struct px_table *> table_members
%type <const struct tn_type_spec *> cast_type operator_type

%start statement

%%

statement:
	query			{ tn__px_done(p, TN_IR_QUERY, NULL, $1); }
	| query_parens		{ tn__px_done(p, TN_IR_QUERY, NULL, $1); }
	| insert		{ tn__px_done(p, TN_IR_INSERT, "INSERT", $1); }
	| update		{ tn__px_done(p, TN_IR_UPDATE, "UPDATE", $1); }
	| delete		{ tn__px_done(p, TN_IR_DELETE, "DELETE", $1); }
	| create_table
	| create_index
	| create_view
	| alter
	| drop
	;

/* ---- queries ------------------------------------------------------------------------- */

query_parens:
	'(' query ')'		{ $$ = $2; }
	| '(' query_parens ')'	{ $$ = $2; }
	;

query:
	query_plain
	| with query_operand		{ TRY($$ = tn__px_options(p, $2, $1, @1, NULL, NULL, NULL)); }
	| with query_operand ORDER BY orders
		{ TRY($$ = tn__px_options(p, $2, $1, @3, $5, NULL, NULL)); }
	| with query_operand opt_order limits
		{ TRY($$ = tn__px_options(p, $2, $1, @3, $3, $4, NULL)); }
	| with query_operand opt_order lock
		{ TRY($$ = tn__px_options(p, $2, $1, @3, $3, NULL, $4)); }
	| with query_operand opt_order limits lock
		{ TRY($$ = tn__px_options(p, $2, $1, @3, $3, $4, $5)); }
	| with query_operand opt_order lock limits
		{ TRY($$ = tn__px_options(p, $2, $1, @3, $3, $5, $4)); }
	;

query_plain:
	query_simple
	| query_operand ORDER BY orders
		{ TRY($$ = tn__px_options(p, $1, NULL, @2, $4, NULL, NULL)); }
	| query_operand opt_order limits
		{ TRY($$ = tn__px_options(p, $1, NULL, @2, $2, $3, NULL)); }
	| query_operand opt_order lock
		{ TRY($$ = tn__px_options(p, $1, NULL, @2, $2, NULL, $3)); }
	| query_operand opt_order limits lock
		{ TRY($$ = tn__px_options(p, $1, NULL, @2, $2, $3, $4)); }
	| query_operand opt_order lock limits
		{ TRY($$ = tn__px_options(p, $1, NULL, @2, $2, $4, $3)); }
	;

query_operand:
	query_simple
	| query_parens
	;

query_simple:
	SELECT distinct items opt_from clauses
		{ $5->at = @1; TRY($$ = tn__px_select(p, $5, $2, $3, $4)); }
	| VALUES rows			{ TRY($$ = tn__px_values(p, @1, $2)); }
	| TABLE relation		{ TRY($$ = tn__px_table_query(p, @1, $2)); }
	| query_operand UNION all_or_distinct query_operand
		{ TRY($$ = tn__px_set(p, @2, TN_QUERY_UNION, $3, $1, $4)); }
	| query_operand INTERSECT all_or_distinct query_operand
		{ TRY($$ = tn__px_set(p, @2, TN_QUERY_INTERSECT, $3, $1, $4)); }
	| query_operand EXCEPT all_or_distinct query_operand
		{ TRY($$ = tn__px_set(p, @2, TN_QUERY_EXCEPT, $3, $1, $4)); }
	;

distinct:
	%empty			{ $$ = 0; }
	| ALL			{ $$ = 0; }
	| DISTINCT		{ $$ = 1; }
	| DISTINCT ON /* refused */
		{ REFUSE(@1, "DISTINCT ON is no part of portable SQL",
			 "number the rows: ROW_NUMBER() OVER (PARTITION BY ... ORDER BY ...), and take number 1"); }
	;

all_or_distinct:
	%empty			{ $$ = 0; }
	| ALL			{ $$ = 1; }
	| DISTINCT		{ $$ = 0; }
	;

clauses:
	opt_where opt_group opt_having opt_windows
		{
			TRY($$ = tn__px_query(p, @1, TN_QUERY_SELECT));
			TRY(tn__px_clauses(p, $$, $1, $2, $3, $4));
		}
	;

items:
	item			{ TRY($$ = ADD(NULL, $1)); }
	| items ',' item	{ TRY($$ = ADD($1, $3)); }
	;

item:
	expr			{ TRY($$ = tn__px_item(p, $1, NULL)); }
	| expr AS label		{ TRY($$ = tn__px_item(p, $1, $3)); }
	| expr alias_name	{ TRY($$ = tn__px_item(p, $1, $2)); }
	| '*'			{ px_expr *e; TRY(e = tn__px_star(p, @1, NULL)); TRY($$ = tn__px_item(p, e, NULL)); }
	| name '.' '*'		{ px_expr *e; TRY(e = tn__px_star(p, @1, $1)); TRY($$ = tn__px_item(p, e, NULL)); }
	;

/* An alias without AS. */
alias_name:
	IDENT			{ TRY($$ = tn__px_name(p, $1)); }
	| free_word		{ TRY($$ = tn__px_name(p, $1)); }
	;

opt_where:
	%empty			{ $$ = NULL; }
	| WHERE expr		{ $$ = $2; }
	;

opt_group:
	%empty			{ $$ = NULL; }
	| GROUP BY exprs	{ $$ = $3; }
	;

opt_having:
	%empty			{ $$ = NULL; }
	| HAVING expr		{ $$ = $2; }
	;

opt_windows:
	%empty			{ $$ = NULL; }
	| WINDOW windows	{ $$ = $2; }
	;

windows:
	window_definition		{ TRY($$ = ADD(NULL, $1)); }
	| windows ',' window_definition	{ TRY($$ = ADD($1, $3)); }
	;

window_definition:
	name AS window_spec	{ $$ = $3; $$->name = $1; $$->at = @1; }
	;

rows:
	row			{ TRY($$ = ADD(NULL, $1)); }
	| rows ',' row		{ TRY($$ = ADD($1, $3)); }
	;

row:
	'(' values ')'		{ $$ = $2; }
	;

values:
	value			{ TRY($$ = ADD(NULL, $1)); }
	| values ',' value	{ TRY($$ = ADD($1, $3)); }
	;

value:
	expr
	| DEFAULT		{ TRY($$ = tn__px_expr(p, @1, TN_X_DEFAULT)); }
	;

orders:
	order			{ TRY($$ = ADD(NULL, $1)); }
	| orders ',' order	{ TRY($$ = ADD($1, $3)); }
	;

order:
	expr opt_direction opt_nulls	{ TRY($$ = tn__px_order(p, $1, $2, $3)); }
	;

opt_direction:
	%empty			{ $$ = 0; }
	| ASC			{ $$ = 0; }
	| DESC			{ $$ = 1; }
	;

opt_nulls:
	%empty			{ $$ = TN_NULLS_DEFAULT; }
	| NULLS_LA FIRST	{ $$ = TN_NULLS_FIRST; }
	| NULLS_LA LAST		{ $$ = TN_NULLS_LAST; }
	;

opt_order:
	%empty			{ $$ = NULL; }
	| ORDER BY orders	{ $$ = $3; }
	;

limits:
	limit
	| limit limit
		{
			if (($1->limit && $2->limit) || ($1->offset && $2->offset) || $1->at == $2->at)
				WRONG($2->at, "LIMIT or OFFSET stands twice", NULL);
			$$ = $1;
			$$->limit = $1->limit ? $1->limit : $2->limit;
			$$->offset = $1->offset ? $1->offset : $2->offset;
		}
	;

limit:
	LIMIT limit_value
		{ TRY($$ = tn__px_alloc(p, sizeof(*$$))); $$->limit = $2; $$->at = @1; }
	| LIMIT limit_value ',' expr /* refused */
		{ WRONG(@3, "LIMIT takes one number",
			 "write LIMIT count OFFSET start: of LIMIT 5, 10 that is LIMIT 10 OFFSET 5"); }
	| OFFSET expr
		{ TRY($$ = tn__px_alloc(p, sizeof(*$$))); $$->offset = $2; $$->at = @1; }
	| OFFSET expr row_or_rows
		{ TRY($$ = tn__px_alloc(p, sizeof(*$$))); $$->offset = $2; $$->at = @1; }
	| FETCH first_or_next fetch_count row_or_rows ONLY
		{ TRY($$ = tn__px_alloc(p, sizeof(*$$))); $$->limit = $3; $$->at = @1; }
	| FETCH first_or_next fetch_count row_or_rows WITH TIES /* refused */
		{ REFUSE(@5, "WITH TIES is no part of portable SQL", "filter by RANK() OVER (ORDER BY ...)"); }
	;

limit_value:
	expr
	| ALL			{ $$ = NULL; }
	;

fetch_count:
	%empty			{ TRY($$ = tn__px_int(p, @$, 1)); }
	| INTEGER		{ TRY($$ = tn__px_integer(p, @1, $1)); }
	| MARK			{ TRY($$ = tn__px_param(p, @1, $1)); }
	| NAMED			{ TRY($$ = tn__px_param(p, @1, $1)); }
	| '(' expr ')'		{ $$ = $2; }
	;

first_or_next: FIRST | NEXT ;
row_or_rows: ROW | ROWS ;

lock:
	lock_kind opt_lock_of wait
		{
			TRY($$ = tn__px_alloc(p, sizeof(*$$)));
			$$->lock = (uint8_t)$1;
			$$->of = $2;
			$$->wait = (uint8_t)$3;
			$$->at = @1;
		}
	;

lock_kind:
	FOR UPDATE		{ $$ = TN_LOCK_UPDATE; }
	| FOR SHARE		{ $$ = TN_LOCK_SHARE; }
	;

opt_lock_of:
	%empty			{ $$ = NULL; }
	| OF names		{ $$ = $2; }
	;

wait:
	%empty			{ $$ = TN_WAIT_BLOCK; }
	| NOWAIT		{ $$ = TN_WAIT_NOWAIT; }
	| SKIP LOCKED		{ $$ = TN_WAIT_SKIP; }
	;

with:
	WITH ctes		{ TRY($$ = tn__px_with(p, 0, $2)); }
	| WITH RECURSIVE ctes	{ TRY($$ = tn__px_with(p, 1, $3)); }
	;

opt_with:
	%empty			{ $$ = NULL; }
	| with
	;

ctes:
	cte			{ TRY($$ = ADD(NULL, $1)); }
	| ctes ',' cte		{ TRY($$ = ADD($1, $3)); }
	;

cte:
	name opt_names AS opt_materialized '(' query ')'
		{ TRY($$ = tn__px_cte(p, @1, $1, $2, $4, $6)); }
	| name opt_names AS opt_materialized '(' query_parens ')'
		{ TRY($$ = tn__px_cte(p, @1, $1, $2, $4, $6)); }
	| name opt_names AS opt_materialized '(' change ')' /* refused */
		{ REFUSE(@6, "WITH takes a query, not a statement that changes rows",
			 "send the two statements in one transaction"); }
	;

change: insert | update | delete ;

opt_materialized:
	%empty			{ $$ = 0; }
	| MATERIALIZED		{ $$ = 1; }
	| NOT MATERIALIZED	{ $$ = 2; }
	;

/* ---- FROM ------------------------------------------------------------------------------- */

opt_from:
	%empty			{ $$ = NULL; }
	| FROM from_list	{ $$ = $2; }
	;

from_list:
	from			{ TRY($$ = ADD(NULL, $1)); }
	| from_list ',' from	{ TRY($$ = ADD($1, $3)); }
	;

from:
	from_plain
	| joined
	| '(' joined ')'	{ $$ = $2; }
	| '(' joined ')' AS name /* refused */
		{ REFUSE(@4, "an alias for a join is no part of portable SQL",
			 "name the tables in it, or write (SELECT ... FROM ... JOIN ...) AS name"); }
	;

from_plain:
	relation		{ TRY($$ = tn__px_from_table(p, $1)); }
	| relation name		{ TRY($$ = tn__px_from_table(p, $1)); TRY(tn__px_alias(p, $$, $2, NULL)); }
	| relation AS name	{ TRY($$ = tn__px_from_table(p, $1)); TRY(tn__px_alias(p, $$, $3, NULL)); }
	| relation name '(' names ')'
		{ TRY($$ = tn__px_from_table(p, $1)); TRY(tn__px_alias(p, $$, $2, $4)); }
	| relation AS name '(' names ')'
		{ TRY($$ = tn__px_from_table(p, $1)); TRY(tn__px_alias(p, $$, $3, $5)); }
	| query_parens		{ TRY($$ = tn__px_from_query(p, @1, 0, $1)); }
	| query_parens opt_as name opt_names
		{ TRY($$ = tn__px_from_query(p, @1, 0, $1)); TRY(tn__px_alias(p, $$, $3, $4)); }
	| LATERAL query_parens opt_as name opt_names
		{ TRY($$ = tn__px_from_query(p, @1, 1, $2)); TRY(tn__px_alias(p, $$, $4, $5)); }
	;

opt_as: %empty | AS ;

joined:
	from CROSS JOIN from
		{ TRY($$ = tn__px_join_of(p, @2, TN_JOIN_CROSS, $1, $4, NULL, NULL)); }
	| from join_kind JOIN from ON expr %prec JOIN
		{ TRY($$ = tn__px_join_of(p, @2, $2, $1, $4, $6, NULL)); }
	| from join_kind JOIN from USING '(' names ')'
		{ TRY($$ = tn__px_join_of(p, @2, $2, $1, $4, NULL, $7)); }
	| from JOIN from ON expr %prec JOIN
		{ TRY($$ = tn__px_join_of(p, @2, TN_JOIN_INNER, $1, $3, $5, NULL)); }
	| from JOIN from USING '(' names ')'
		{ TRY($$ = tn__px_join_of(p, @2, TN_JOIN_INNER, $1, $3, NULL, $6)); }
	| from NATURAL /* refused */
		{ REFUSE(@2, "NATURAL JOIN changes its meaning when a table gets another column",
			 "name the columns: JOIN ... USING (a, b)"); }
	;

join_kind:
	INNER			{ $$ = TN_JOIN_INNER; }
	| LEFT opt_outer	{ $$ = TN_JOIN_LEFT; }
	| RIGHT opt_outer	{ $$ = TN_JOIN_RIGHT; }
	| FULL opt_outer	{ $$ = TN_JOIN_FULL; }
	;

opt_outer: %empty | OUTER ;

/* A table that is read. */
relation:
	name2			{ $$ = $1; TRY(tn__px_add_table(p, $1->at, $1->schema, $1->name)); }
	;

name2:
	name			{ TRY($$ = tn__px_name2(p, @1, NULL, $1)); }
	| name '.' label	{ TRY($$ = tn__px_name2(p, @1, $1, $3)); }
	;

name2s:
	name2			{ TRY($$ = ADD(NULL, $1)); }
	| name2s ',' name2	{ TRY($$ = ADD($1, $3)); }
	;

/* ---- statements that change rows ------------------------------------------------------------- */

/* A table that is changed. */
target_name:
	name2			{ $$ = $1; TRY(tn__px_add_table(p, $1->at, $1->schema, $1->name)); }
	;

insert:
	insert_target query opt_conflict returning
		{ TRY($$ = tn__px_insert(p, $1, NULL, $2, $3, $4)); }
	| insert_target query_parens opt_conflict returning
		{ TRY($$ = tn__px_insert(p, $1, NULL, $2, $3, $4)); }
	| insert_target '(' names ')' query opt_conflict returning
		{ TRY($$ = tn__px_insert(p, $1, $3, $5, $6, $7)); }
	| insert_target '(' names ')' query_parens opt_conflict returning
		{ TRY($$ = tn__px_insert(p, $1, $3, $5, $6, $7)); }
	| insert_target DEFAULT VALUES opt_conflict returning
		{ TRY($$ = tn__px_insert(p, $1, NULL, NULL, $4, $5)); }
	;

insert_target:
	opt_with INSERT INTO target_name
		{ TRY($$ = tn__px_change(p, $1, $4, NULL)); }
	| opt_with INSERT INTO target_name AS name
		{ TRY($$ = tn__px_change(p, $1, $4, $6)); }
	;

opt_conflict:
	%empty			{ $$ = NULL; }
	| ON CONFLICT DO NOTHING
		{ TRY($$ = tn__px_conflict(p, @1, TN_CONFLICT_NOTHING, NULL, NULL, NULL)); }
	| ON CONFLICT '(' names ')' DO NOTHING
		{ TRY($$ = tn__px_conflict(p, @1, TN_CONFLICT_NOTHING, $4, NULL, NULL)); }
	| ON CONFLICT '(' names ')' DO UPDATE SET sets opt_where
		{ TRY($$ = tn__px_conflict(p, @1, TN_CONFLICT_UPDATE, $4, $9, $10)); }
	| ON CONFLICT DO UPDATE /* refused */
		{ WRONG(@3, "DO UPDATE needs the columns of the unique key",
			 "write ON CONFLICT (columns) DO UPDATE SET ..."); }
	| ON CONFLICT ON CONSTRAINT /* refused */
		{ REFUSE(@3, "ON CONFLICT ON CONSTRAINT is no part of portable SQL",
			 "name the columns of the constraint: ON CONFLICT (columns)"); }
	| ON CONFLICT '(' names ')' WHERE /* refused */
		{ REFUSE(@6, "a condition on the conflicting key is no part of portable SQL",
			 "use a unique key over all rows"); }
	;

change_target:
	target_name %prec UMINUS
		{ TRY($$ = tn__px_change(p, NULL, $1, NULL)); }
	| target_name name
		{ TRY($$ = tn__px_change(p, NULL, $1, $2)); }
	| target_name AS name
		{ TRY($$ = tn__px_change(p, NULL, $1, $3)); }
	;

update:
	opt_with UPDATE change_target SET sets opt_from opt_where returning
		{ $3->with = $1; TRY($$ = tn__px_update(p, $3, $5, $6, $7, $8)); }
	;

delete:
	opt_with DELETE FROM change_target opt_using opt_where returning
		{ $4->with = $1; TRY($$ = tn__px_update(p, $4, NULL, $5, $6, $7)); }
	;

opt_using:
	%empty			{ $$ = NULL; }
	| USING from_list	{ $$ = $2; }
	;

returning:
	%empty			{ $$ = NULL; }
	| RETURNING items	{ $$ = $2; }
	;

sets:
	set
	| sets ',' assign	{ TRY($$ = ADD($1, $3)); }
	| sets ',' '(' names ')' '=' row_value_open values ')'
		{ TRY($$ = tn__px_assign_row(p, @3, $1, $4, $8)); }
	| sets ',' '(' names ')' '=' '(' SELECT /* refused */
		{ REFUSE(@7, "a row of a subquery cannot be assigned",
			 "write one subquery for each column: a = (SELECT ...), b = (SELECT ...)"); }
	;

set:
	assign			{ TRY($$ = ADD(NULL, $1)); }
	| '(' names ')' '=' row_value_open values ')'
		{ TRY($$ = tn__px_assign_row(p, @1, NULL, $2, $6)); }
	| '(' names ')' '=' '(' SELECT /* refused */
		{ REFUSE(@5, "a row of a subquery cannot be assigned",
			 "write one subquery for each column: a = (SELECT ...), b = (SELECT ...)"); }
	;

row_value_open: '(' | ROW '(' ;

assign:
	name '=' value		{ TRY($$ = tn__px_assign(p, @1, $1, $3)); }
	| name '.' label '=' /* refused */
		{ WRONG(@1, "SET takes the name of a column without its table",
			 "leave out what stands before the point"); }
	;

/* ---- expressions -------------------------------------------------------------------------- */

exprs:
	expr			{ TRY($$ = ADD(NULL, $1)); }
	| exprs ',' expr	{ TRY($$ = ADD($1, $3)); }
	;

expr:
	primary
	| expr TYPECAST operator_type	{ TRY($$ = tn__px_cast(p, @2, $1, &$3->type)); }
	| expr COLLATE any_word /* refused */
		{ REFUSE(@2, "COLLATE is no part of portable SQL: text compares by code point",
			 "ILIKE and LOWER() compare without case"); }
	| expr AT TIME ZONE expr %prec AT /* refused */
		{ REFUSE(@2, "AT TIME ZONE is no part of portable SQL: time zones are not the same on all servers",
			 "CAST(x AS TIMESTAMP) and CAST(x AS TIMESTAMPTZ) convert by UTC"); }
	| '+' expr %prec UMINUS		{ TRY($$ = tn__px_unary(p, @1, TN_SYM_POS, $2)); }
	| '-' expr %prec UMINUS		{ TRY($$ = tn__px_negate(p, @1, $2)); }
	| '~' expr %prec OPERATOR	{ TRY($$ = tn__px_unary(p, @1, TN_SYM_BIT_NOT, $2)); }
	| expr '+' expr			{ TRY($$ = tn__px_binary(p, @2, TN_SYM_ADD, $1, $3)); }
	| expr '-' expr			{ TRY($$ = tn__px_binary(p, @2, TN_SYM_SUB, $1, $3)); }
	| expr '*' expr			{ TRY($$ = tn__px_binary(p, @2, TN_SYM_MUL, $1, $3)); }
	| expr '/' expr			{ TRY($$ = tn__px_binary(p, @2, TN_SYM_DIV, $1, $3)); }
	| expr DIV expr			{ TRY($$ = tn__px_whole(p, @2, $1, $3)); }
	| expr '%' expr			{ TRY($$ = tn__px_binary(p, @2, TN_SYM_MOD, $1, $3)); }
	| expr CONCAT expr		{ TRY($$ = tn__px_chain(p, @2, TN_SYM_CONCAT, $1, $3)); }
	| expr '&' expr			{ TRY($$ = tn__px_binary(p, @2, TN_SYM_BIT_AND, $1, $3)); }
	| expr '|' expr			{ TRY($$ = tn__px_binary(p, @2, TN_SYM_BIT_OR, $1, $3)); }
	| expr '#' expr			{ TRY($$ = tn__px_binary(p, @2, TN_SYM_BIT_XOR, $1, $3)); }
	| expr SHL expr			{ TRY($$ = tn__px_binary(p, @2, TN_SYM_SHL, $1, $3)); }
	| expr SHR expr			{ TRY($$ = tn__px_binary(p, @2, TN_SYM_SHR, $1, $3)); }
	| expr arrow expr %prec ARROW	{ TRY($$ = tn__px_binary(p, @2, (enum tn_sym)$2, $1, $3)); }
	| expr '~' expr /* refused */
		{ REFUSE(@2, "regular expressions differ between servers",
			 "use LIKE or ILIKE, or send the statement as TN_NATIVE"); }
	| expr compare expr %prec '='	{ TRY($$ = tn__px_compare(p, @2, (enum tn_sym)$2, $1, $3)); }
	| expr compare any_all query_parens %prec OPERATOR
		{ TRY($$ = tn__px_quant(p, @2, (enum tn_sym)$2, $3, $1, NULL, $4)); }
	| expr compare any_all '(' expr ')' %prec OPERATOR
		{ TRY($$ = tn__px_quant(p, @2, (enum tn_sym)$2, $3, $1, $5, NULL)); }
	| expr AND expr			{ TRY($$ = tn__px_chain(p, @2, TN_SYM_AND, $1, $3)); }
	| expr OR expr			{ TRY($$ = tn__px_chain(p, @2, TN_SYM_OR, $1, $3)); }
	| NOT expr			{ TRY($$ = tn__px_unary(p, @1, TN_SYM_NOT, $2)); }
	| NOT_LA expr %prec NOT		{ TRY($$ = tn__px_unary(p, @1, TN_SYM_NOT, $2)); }
	| expr not_like expr %prec LIKE
		{
			TRY($$ = tn__px_binary(p, @2, (enum tn_sym)($2 >> 1), $1, $3));
			TRY($$ = tn__px_not_if(p, @2, $2 & 1, $$));
		}
	| expr not_like expr ESCAPE expr %prec LIKE
		{
			TRY($$ = tn__px_ternary(p, @2, (enum tn_sym)($2 >> 1), $1, $3, $5));
			TRY($$ = tn__px_not_if(p, @2, $2 & 1, $$));
		}
	| expr BETWEEN opt_symmetric plain AND expr %prec BETWEEN
		{ TRY($$ = tn__px_between(p, @2, $3, $1, $4, $6)); }
	| expr NOT_LA BETWEEN opt_symmetric plain AND expr %prec NOT_LA
		{
			TRY($$ = tn__px_between(p, @2, $4, $1, $5, $7));
			TRY($$ = tn__px_not_if(p, @2, 1, $$));
		}
	| expr IN query_parens
		{ TRY($$ = tn__px_sub(p, @2, TN_X_IN_QUERY, $1, $3)); }
	| expr IN '(' exprs ')'
		{ TRY($$ = tn__px_in(p, @2, $1, $4)); }
	| expr NOT_LA IN query_parens %prec NOT_LA
		{
			TRY($$ = tn__px_sub(p, @2, TN_X_IN_QUERY, $1, $4));
			TRY($$ = tn__px_not_if(p, @2, 1, $$));
		}
	| expr NOT_LA IN '(' exprs ')' %prec NOT_LA
		{
			TRY($$ = tn__px_in(p, @2, $1, $5));
			TRY($$ = tn__px_not_if(p, @2, 1, $$));
		}
	| expr IS NULL %prec IS		{ TRY($$ = tn__px_unary(p, @2, TN_SYM_IS_NULL, $1)); }
	| expr IS NOT NULL %prec IS	{ TRY($$ = tn__px_unary(p, @2, TN_SYM_IS_NOT_NULL, $1)); }
	| expr IS TRUE %prec IS		{ TRY($$ = tn__px_unary(p, @2, TN_SYM_IS_TRUE, $1)); }
	| expr IS NOT TRUE %prec IS	{ TRY($$ = tn__px_unary(p, @2, TN_SYM_IS_NOT_TRUE, $1)); }
	| expr IS FALSE %prec IS	{ TRY($$ = tn__px_unary(p, @2, TN_SYM_IS_FALSE, $1)); }
	| expr IS NOT FALSE %prec IS	{ TRY($$ = tn__px_unary(p, @2, TN_SYM_IS_NOT_FALSE, $1)); }
	| expr IS UNKNOWN %prec IS	{ TRY($$ = tn__px_unary(p, @2, TN_SYM_IS_UNKNOWN, $1)); }
	| expr IS NOT UNKNOWN %prec IS	{ TRY($$ = tn__px_unary(p, @2, TN_SYM_IS_NOT_UNKNOWN, $1)); }
	| expr IS DISTINCT FROM expr %prec IS
		{ TRY($$ = tn__px_compare(p, @2, TN_SYM_IS_DISTINCT, $1, $5)); }
	| expr IS NOT DISTINCT FROM expr %prec IS
		{ TRY($$ = tn__px_compare(p, @2, TN_SYM_IS_NOT_DISTINCT, $1, $6)); }
	| expr ISNULL /* refused */	{ WRONG(@2, "ISNULL is no operator", "write IS NULL"); }
	| expr NOTNULL /* refused */	{ WRONG(@2, "NOTNULL is no operator", "write IS NOT NULL"); }
	;

/* Without AND, NOT, IN, LIKE and IS NULL: where those words go on with something else. */
plain:
	primary
	| plain TYPECAST operator_type	{ TRY($$ = tn__px_cast(p, @2, $1, &$3->type)); }
	| '+' plain %prec UMINUS	{ TRY($$ = tn__px_unary(p, @1, TN_SYM_POS, $2)); }
	| '-' plain %prec UMINUS	{ TRY($$ = tn__px_negate(p, @1, $2)); }
	| '~' plain %prec OPERATOR	{ TRY($$ = tn__px_unary(p, @1, TN_SYM_BIT_NOT, $2)); }
	| plain '+' plain		{ TRY($$ = tn__px_binary(p, @2, TN_SYM_ADD, $1, $3)); }
	| plain '-' plain		{ TRY($$ = tn__px_binary(p, @2, TN_SYM_SUB, $1, $3)); }
	| plain '*' plain		{ TRY($$ = tn__px_binary(p, @2, TN_SYM_MUL, $1, $3)); }
	| plain '/' plain		{ TRY($$ = tn__px_binary(p, @2, TN_SYM_DIV, $1, $3)); }
	| plain DIV plain		{ TRY($$ = tn__px_whole(p, @2, $1, $3)); }
	| plain '%' plain		{ TRY($$ = tn__px_binary(p, @2, TN_SYM_MOD, $1, $3)); }
	| plain CONCAT plain		{ TRY($$ = tn__px_chain(p, @2, TN_SYM_CONCAT, $1, $3)); }
	| plain '&' plain		{ TRY($$ = tn__px_binary(p, @2, TN_SYM_BIT_AND, $1, $3)); }
	| plain '|' plain		{ TRY($$ = tn__px_binary(p, @2, TN_SYM_BIT_OR, $1, $3)); }
	| plain '#' plain		{ TRY($$ = tn__px_binary(p, @2, TN_SYM_BIT_XOR, $1, $3)); }
	| plain SHL plain		{ TRY($$ = tn__px_binary(p, @2, TN_SYM_SHL, $1, $3)); }
	| plain SHR plain		{ TRY($$ = tn__px_binary(p, @2, TN_SYM_SHR, $1, $3)); }
	| plain arrow plain %prec ARROW	{ TRY($$ = tn__px_binary(p, @2, (enum tn_sym)$2, $1, $3)); }
	| plain compare plain %prec '='	{ TRY($$ = tn__px_compare(p, @2, (enum tn_sym)$2, $1, $3)); }
	;

arrow:
	ARROW			{ $$ = TN_SYM_ARROW; }
	| LONG_ARROW		{ $$ = TN_SYM_LONG_ARROW; }
	;

compare:
	'='			{ $$ = TN_SYM_EQ; }
	| NE			{ $$ = TN_SYM_NE; }
	| '<'			{ $$ = TN_SYM_LT; }
	| LE			{ $$ = TN_SYM_LE; }
	| '>'			{ $$ = TN_SYM_GT; }
	| GE			{ $$ = TN_SYM_GE; }
	;

any_all:
	ANY			{ $$ = 0; }
	| SOME			{ $$ = 0; }
	| ALL			{ $$ = 1; }
	;

/* The symbol times two, plus one where NOT stands before it. */
not_like:
	LIKE			{ $$ = TN_SYM_LIKE * 2; }
	| ILIKE			{ $$ = TN_SYM_ILIKE * 2; }
	| NOT_LA LIKE		{ $$ = TN_SYM_LIKE * 2 + 1; }
	| NOT_LA ILIKE		{ $$ = TN_SYM_ILIKE * 2 + 1; }
	;

opt_symmetric:
	%empty			{ $$ = 0; }
	| ASYMMETRIC		{ $$ = 0; }
	| SYMMETRIC		{ $$ = 1; }
	;

primary:
	name			{ TRY($$ = tn__px_column(p, @1, NULL, $1)); }
	| name '.' label	{ TRY($$ = tn__px_column(p, @1, $1, $3)); }
	| name '.' label '.' /* refused */
		{ REFUSE(@1, "a column cannot be named with its schema",
			 "give the table an alias, and write alias.column"); }
	| INTEGER		{ TRY($$ = tn__px_integer(p, @1, $1)); }
	| DECIMAL		{ TRY($$ = tn__px_decimal(p, @1, $1)); }
	| FLOAT			{ TRY($$ = tn__px_float(p, @1, $1)); }
	| STRING		{ TRY($$ = tn__px_string(p, @1, $1)); }
	| BYTES			{ TRY($$ = tn__px_bytes(p, @1, $1)); }
	| NULL			{ TRY($$ = tn__px_null(p, @1)); }
	| TRUE			{ TRY($$ = tn__px_bool(p, @1, 1)); }
	| FALSE			{ TRY($$ = tn__px_bool(p, @1, 0)); }
	| MARK			{ TRY($$ = tn__px_param(p, @1, $1)); }
	| NAMED			{ TRY($$ = tn__px_param(p, @1, $1)); }
	| DATE STRING		{ TRY($$ = tn__px_typed(p, @2, TN_KIND_DATE, $2)); $$->at = @1; }
	| TIME STRING		{ TRY($$ = tn__px_typed(p, @2, TN_KIND_TIME, $2)); $$->at = @1; }
	| TIMESTAMP STRING	{ TRY($$ = tn__px_typed(p, @2, TN_KIND_TIMESTAMP, $2)); $$->at = @1; }
	| TIMESTAMPTZ STRING	{ TRY($$ = tn__px_typed(p, @2, TN_KIND_TIMESTAMPTZ, $2)); $$->at = @1; }
	| TIMESTAMP WITH_LA TIME ZONE STRING
		{ TRY($$ = tn__px_typed(p, @5, TN_KIND_TIMESTAMPTZ, $5)); $$->at = @1; }
	| TIMESTAMP WITHOUT_LA TIME ZONE STRING
		{ TRY($$ = tn__px_typed(p, @5, TN_KIND_TIMESTAMP, $5)); $$->at = @1; }
	| UUID STRING		{ TRY($$ = tn__px_typed(p, @2, TN_KIND_UUID, $2)); $$->at = @1; }
	| JSON STRING		{ TRY($$ = tn__px_typed(p, @2, TN_KIND_JSON, $2)); $$->at = @1; }
	| INTERVAL STRING opt_unit	{ TRY($$ = tn__px_interval(p, @2, $2, $3)); $$->at = @1; }
	| INTERVAL INTEGER any_word /* refused */
		{ WRONG(@1, "INTERVAL takes its number in quotes",
			 "write date + INTERVAL '1 day', also instead of DATE_ADD(date, INTERVAL 1 DAY)"); }
	| '(' expr ')'		{ TRY($$ = tn__px_paren(p, $2)); }
	| '(' row_members ')'	{ TRY($$ = tn__px_row(p, @1, $2)); }
	| ROW '(' exprs ')'	{ TRY($$ = tn__px_row(p, @1, $3)); }
	| CASE opt_operand arms opt_else END
		{ TRY($$ = tn__px_case(p, @1, $2, $3, $4)); }
	| CAST '(' expr AS cast_type ')'
		{ TRY($$ = tn__px_cast(p, @1, $3, &$5->type)); }
	/* A query between parentheses is one before it is an expression between them. */
	| query_parens %prec UMINUS	{ TRY($$ = tn__px_sub(p, @1, TN_X_SCALAR, NULL, $1)); }
	| EXISTS query_parens	{ TRY($$ = tn__px_sub(p, @1, TN_X_EXISTS, NULL, $2)); }
	| call
	;

row_members:
	expr ',' expr		{ TRY($$ = ADD(NULL, $1)); TRY($$ = ADD($$, $3)); }
	| row_members ',' expr	{ TRY($$ = ADD($1, $3)); }
	;

opt_operand:
	%empty			{ $$ = NULL; }
	| expr
	;

arms:
	WHEN expr THEN expr		{ TRY($$ = ADD(NULL, $2)); TRY($$ = ADD($$, $4)); }
	| arms WHEN expr THEN expr	{ TRY($$ = ADD($1, $3)); TRY($$ = ADD($$, $5)); }
	;

opt_else:
	%empty			{ $$ = NULL; }
	| ELSE expr		{ $$ = $2; }
	;

opt_unit:
	%empty			{ $$.s = NULL; $$.n = 0; }
	| unit
	| unit TO /* refused */
		{ REFUSE(@2, "an interval of two units is no part of portable SQL",
			 "write the units into the string: INTERVAL '1 day 2 hours'"); }
	;

unit: YEAR | MONTH | DAY | HOUR | MINUTE | SECOND ;

/* ---- calls ----------------------------------------------------------------------------------- */

call:
	plain_call opt_filter	{ TRY($$ = tn__px_call_over(p, $1, $2, NULL, NULL)); }
	| plain_call opt_filter OVER opt_over_spec
		{ TRY($$ = tn__px_call_over(p, $1, $2, $4, NULL)); }
	| plain_call opt_filter OVER name
		{ TRY($$ = tn__px_call_over(p, $1, $2, NULL, $4)); }
	| plain_call WITHIN /* refused */
		{ REFUSE(@2, "WITHIN GROUP is no part of portable SQL",
			 "number the rows: ROW_NUMBER() OVER (ORDER BY ...), and pick those in the middle"); }
	| EXTRACT '(' extract_field FROM expr ')'
		{ TRY($$ = tn__px_extract(p, @1, @3, $3, $5)); }
	| POSITION '(' plain IN plain ')'
		{
			px_list *args;

			TRY(args = ADD(NULL, $3));
			TRY(args = ADD(args, $5));
			TRY($$ = tn__px_call(p, @1, "position", args));
		}
	| POSITION '(' plain ',' expr ')'
		{
			px_list *args;

			TRY(args = ADD(NULL, $3));
			TRY(args = ADD(args, $5));
			TRY($$ = tn__px_call(p, @1, "position", args));
		}
	| SUBSTRING '(' exprs ')'
		{ TRY($$ = tn__px_call(p, @1, "substring", $3)); }
	| SUBSTRING '(' expr FROM expr ')'
		{ TRY($$ = tn__px_substring(p, @1, $3, $5, NULL)); }
	| SUBSTRING '(' expr FROM expr FOR expr ')'
		{ TRY($$ = tn__px_substring(p, @1, $3, $5, $7)); }
	| SUBSTRING '(' expr FOR expr ')'
		{ TRY($$ = tn__px_substring(p, @1, $3, NULL, $5)); }
	| TRIM '(' trim_args ')'
		{ TRY($$ = tn__px_trim(p, @1, "trim", NULL, $3)); }
	| TRIM '(' expr FROM exprs ')'
		{ TRY($$ = tn__px_trim(p, @1, "trim", $3, $5)); }
	| TRIM '(' BOTH trim_args ')'
		{ TRY($$ = tn__px_trim(p, @1, "trim", NULL, $4)); }
	| TRIM '(' BOTH expr FROM exprs ')'
		{ TRY($$ = tn__px_trim(p, @1, "trim", $4, $6)); }
	| TRIM '(' LEADING trim_args ')'
		{ TRY($$ = tn__px_trim(p, @1, "ltrim", NULL, $4)); }
	| TRIM '(' LEADING expr FROM exprs ')'
		{ TRY($$ = tn__px_trim(p, @1, "ltrim", $4, $6)); }
	| TRIM '(' TRAILING trim_args ')'
		{ TRY($$ = tn__px_trim(p, @1, "rtrim", NULL, $4)); }
	| TRIM '(' TRAILING expr FROM exprs ')'
		{ TRY($$ = tn__px_trim(p, @1, "rtrim", $4, $6)); }
	| OVERLAY '(' /* refused */
		{ REFUSE(@1, "OVERLAY is no part of portable SQL",
			 "join the parts: LEFT(a, n) || b || SUBSTRING(a FROM m)"); }
	| CURRENT_TIMESTAMP opt_fraction
		{ TRY($$ = tn__px_call(p, @1, "current_timestamp", NULL)); }
	| LOCALTIMESTAMP opt_fraction
		{ TRY($$ = tn__px_call(p, @1, "localtimestamp", NULL)); }
	| CURRENT_DATE		{ TRY($$ = tn__px_call(p, @1, "current_date", NULL)); }
	| CURRENT_DATE '(' ')'	{ TRY($$ = tn__px_call(p, @1, "current_date", NULL)); }
	| CURRENT_TIME /* refused */
		{ REFUSE(@1, "CURRENT_TIME has another zone on each server",
			 "write CAST(LOCALTIMESTAMP AS TIME): the time in UTC"); }
	| LOCALTIME /* refused */
		{ REFUSE(@1, "LOCALTIME has another zone on each server",
			 "write CAST(LOCALTIMESTAMP AS TIME): the time in UTC"); }
	;

/* Microseconds is what there is. */
opt_fraction:
	%empty
	| '(' ')'
	| '(' INTEGER ')'
		{
			if ($2.n != 1 || *$2.s != '6')
				REFUSE(@2, "the precision is always 6, microseconds",
				       "leave it out, or use DATE_TRUNC('second', ...)");
		}
	;

plain_call:
	function_name '(' ')'
		{ const char *n; TRY(n = tn__px_name(p, $1)); TRY($$ = tn__px_call(p, @1, n, NULL)); }
	| function_name '(' '*' ')'
		{
			const char *n;

			TRY(n = tn__px_name(p, $1));
			TRY($$ = tn__px_call_star(p, @1, n));
		}
	| function_name '(' exprs opt_order ')'
		{
			const char *n;

			TRY(n = tn__px_name(p, $1));
			TRY($$ = tn__px_call(p, @1, n, $3));
			TRY(tn__px_call_order(p, $$, 0, $4));
		}
	| function_name '(' ALL exprs opt_order ')'
		{
			const char *n;

			TRY(n = tn__px_name(p, $1));
			TRY($$ = tn__px_call(p, @1, n, $4));
			TRY(tn__px_call_order(p, $$, 0, $5));
		}
	| function_name '(' DISTINCT exprs opt_order ')'
		{
			const char *n;

			TRY(n = tn__px_name(p, $1));
			TRY($$ = tn__px_call(p, @1, n, $4));
			TRY(tn__px_call_order(p, $$, TN_XF_DISTINCT, $5));
		}
	;

extract_field:
	IDENT
	| STRING
	| unit
	;

trim_args:
	exprs
	| FROM exprs		{ $$ = $2; }
	;

opt_filter:
	%empty			{ $$ = NULL; }
	| FILTER '(' WHERE expr ')'	{ $$ = $4; }
	;

opt_over_spec: window_spec ;

window_spec:
	'(' opt_window_base opt_partition opt_order opt_frame ')'
		{ TRY($$ = tn__px_window(p, @1, $2, $3, $4, $5)); }
	;

/* PARTITION, RANGE, ROWS and GROUPS are no names here. */
opt_window_base:
	%empty %prec OPERATOR	{ $$ = NULL; }
	| name
	;

opt_partition:
	%empty			{ $$ = NULL; }
	| PARTITION BY exprs	{ $$ = $3; }
	;

opt_frame:
	%empty			{ $$ = NULL; }
	| frame_mode frame_bounds opt_exclude
		{ TRY($$ = tn__px_frame(p, @1, $1, $2, $3)); }
	;

frame_mode:
	ROWS			{ $$ = TN_FRAME_ROWS; }
	| RANGE			{ $$ = TN_FRAME_RANGE; }
	| GROUPS		{ $$ = TN_FRAME_GROUPS; }
	;

frame_bounds:
	frame_bound		{ TRY($$ = tn__px_bounds(p, @1, $1, NULL)); }
	| BETWEEN frame_bound AND frame_bound
		{ TRY($$ = tn__px_bounds(p, @1, $2, $4)); }
	;

frame_bound:
	UNBOUNDED PRECEDING	{ TRY($$ = tn__px_bound(p, @1, TN_BOUND_UNBOUNDED_PRECEDING, NULL)); }
	| UNBOUNDED FOLLOWING	{ TRY($$ = tn__px_bound(p, @1, TN_BOUND_UNBOUNDED_FOLLOWING, NULL)); }
	| CURRENT ROW		{ TRY($$ = tn__px_bound(p, @1, TN_BOUND_CURRENT, NULL)); }
	| expr PRECEDING	{ TRY($$ = tn__px_bound(p, @1, TN_BOUND_PRECEDING, $1)); }
	| expr FOLLOWING	{ TRY($$ = tn__px_bound(p, @1, TN_BOUND_FOLLOWING, $1)); }
	;

opt_exclude:
	%empty			{ $$ = TN_EXCLUDE_NONE; }
	| EXCLUDE CURRENT ROW	{ $$ = TN_EXCLUDE_CURRENT_ROW; }
	| EXCLUDE GROUP		{ $$ = TN_EXCLUDE_GROUP; }
	| EXCLUDE TIES		{ $$ = TN_EXCLUDE_TIES; }
	| EXCLUDE NO OTHERS	{ $$ = TN_EXCLUDE_NONE; }
	;

/* ---- types ------------------------------------------------------------------------------------- */

cast_type:
	type			{ TRY($$ = tn__px_type(p, @1, $1, 0)); }
	;

operator_type:
	short_type		{ TRY($$ = tn__px_type(p, @1, $1, 0)); }
	;

/* Behind :: a word more could be an alias, so only known words go on with the type. */
short_type:
	type_word opt_type_args		{ $$ = tn__px_join($1, $2); }
	| type_word opt_type_args zone	{ $$ = tn__px_join($1, $3); }
	| type_word VARYING opt_type_args	{ $$ = tn__px_join($1, tn__px_join($2, $3)); }
	| type_word PRECISION		{ $$ = tn__px_join($1, $2); }
	;

/* Any words, as the servers have them: BIGINT(20) UNSIGNED, DOUBLE PRECISION. */
type:
	free_words
	| free_words type_args		{ $$ = tn__px_join($1, $2); }
	| free_words type_args free_words	{ $$ = tn__px_join($1, $3); }
	| free_words zone		{ $$ = tn__px_join($1, $2); }
	| free_words type_args zone	{ $$ = tn__px_join($1, $3); }
	;

free_words:
	type_word
	| free_words type_word		{ $$ = tn__px_join($1, $2); }
	| free_words PRECISION		{ $$ = tn__px_join($1, $2); }
	| free_words VARYING		{ $$ = tn__px_join($1, $2); }
	;

type_word:
	IDENT | DATE | TIME | TIMESTAMP | TIMESTAMPTZ | JSON | UUID | DOUBLE | SIGNED | UNSIGNED | INTERVAL | YEAR
	;

opt_type_args:
	%empty				{ $$.s = NULL; $$.n = 0; }
	| type_args
	;

type_args:
	'(' type_arg_list ')'		{ $$ = tn__px_join($1, $3); }
	;

type_arg_list:
	type_arg
	| type_arg_list ',' type_arg
	;

type_arg: INTEGER | STRING | IDENT ;

zone:
	WITH_LA TIME ZONE		{ $$ = tn__px_join($1, $3); }
	| WITHOUT_LA TIME ZONE		{ $$ = tn__px_join($1, $3); }
	;

/* ---- definitions --------------------------------------------------------------------------------- */

create_table:
	CREATE temporary TABLE if_not_exists name2 '(' table_members ')'
		{
			struct tn_ir_create_table *t;

			TRY(t = tn__px_create_table(p, $2, $4, $5, $7));
			tn__px_done(p, TN_IR_CREATE_TABLE, "CREATE TABLE", t);
		}
	| CREATE temporary TABLE if_not_exists name2 AS /* refused */
		{ REFUSE(@6, "CREATE TABLE AS is no part of portable SQL",
			 "write CREATE TABLE with the columns, then INSERT INTO ... SELECT"); }
	;

temporary:
	%empty			{ $$ = 0; }
	| TEMP			{ $$ = 1; }
	| TEMPORARY		{ $$ = 1; }
	;

if_not_exists:
	%empty			{ $$ = 0; }
	| IF_LA NOT EXISTS		{ $$ = 1; }
	;

if_exists:
	%empty			{ $$ = 0; }
	| IF_LA EXISTS		{ $$ = 1; }
	;

table_members:
	column_def		{ TRY($$ = tn__px_member(p, NULL, $1, NULL)); }
	| table_constraint	{ TRY($$ = tn__px_member(p, NULL, NULL, $1)); }
	| table_members ',' column_def
		{ TRY($$ = tn__px_member(p, $1, $3, NULL)); }
	| table_members ',' table_constraint
		{ TRY($$ = tn__px_member(p, $1, NULL, $3)); }
	;

column_def:
	name type column_options
		{ TRY($$ = tn__px_column_def(p, @1, $1, @2, $2, $3)); }
	;

column_options:
	%empty			{ $$ = NULL; }
	| column_options column_option
		{ TRY($$ = ADD($1, $2)); }
	;

column_option:
	NOT NULL		{ TRY($$ = tn__px_option(p, @1)); $$->not_null = 1; }
	| NULL			{ TRY($$ = tn__px_option(p, @1)); $$->not_null = 2; }
	| DEFAULT plain		{ TRY($$ = tn__px_option(p, @1)); $$->default_value = $2; }
	| GENERATED ALWAYS AS IDENTITY
		{ TRY($$ = tn__px_option(p, @1)); $$->identity = TN_IDENTITY_ALWAYS; }
	| GENERATED BY DEFAULT AS IDENTITY
		{ TRY($$ = tn__px_option(p, @1)); $$->identity = TN_IDENTITY_BY_DEFAULT; }
	| GENERATED ALWAYS AS '(' /* refused */
		{ REFUSE(@1, "generated columns are no part of portable SQL", "compute the value in a view"); }
	| AUTO_INCREMENT	{ TRY($$ = tn__px_option(p, @1)); $$->identity = TN_IDENTITY_BY_DEFAULT; }
	| AUTOINCREMENT		{ TRY($$ = tn__px_option(p, @1)); $$->identity = TN_IDENTITY_BY_DEFAULT; }
	| column_constraint	{ TRY($$ = tn__px_option(p, @1)); $$->constraint = $1; }
	| CONSTRAINT name column_constraint
		{ TRY($$ = tn__px_option(p, @1)); $$->constraint = $3; $3->name = $2; }
	| CONSTRAINT name NOT NULL
		{ TRY($$ = tn__px_option(p, @1)); $$->not_null = 1; }
	| COLLATE any_word /* refused */
		{ REFUSE(@1, "COLLATE is no part of portable SQL: text compares by code point",
			 "leave it out; ILIKE and LOWER() compare without case"); }
	;

column_constraint:
	PRIMARY KEY		{ TRY($$ = tn__px_constraint(p, @1, TN_CONSTRAINT_PRIMARY, NULL)); }
	| UNIQUE		{ TRY($$ = tn__px_constraint(p, @1, TN_CONSTRAINT_UNIQUE, NULL)); }
	| CHECK '(' expr ')'
		{ TRY($$ = tn__px_constraint(p, @1, TN_CONSTRAINT_CHECK, NULL)); $$->check = $3; }
	| references
	;

references:
	REFERENCES name2 opt_names actions
		{
			TRY($$ = tn__px_constraint(p, @1, TN_CONSTRAINT_FOREIGN, NULL));
			TRY(tn__px_references(p, $$, $2, $3, $4));
		}
	;

table_constraint:
	table_constraint_body
	| CONSTRAINT name table_constraint_body	{ $$ = $3; $$->name = $2; }
	;

table_constraint_body:
	PRIMARY KEY '(' names ')'
		{ TRY($$ = tn__px_constraint(p, @1, TN_CONSTRAINT_PRIMARY, $4)); }
	| UNIQUE '(' names ')'
		{ TRY($$ = tn__px_constraint(p, @1, TN_CONSTRAINT_UNIQUE, $3)); }
	| CHECK '(' expr ')'
		{ TRY($$ = tn__px_constraint(p, @1, TN_CONSTRAINT_CHECK, NULL)); $$->check = $3; }
	| FOREIGN KEY '(' names ')' REFERENCES name2 opt_names actions
		{
			TRY($$ = tn__px_constraint(p, @1, TN_CONSTRAINT_FOREIGN, $4));
			TRY(tn__px_references(p, $$, $7, $8, $9));
		}
	;

/* ON DELETE in the low four bits, ON UPDATE above; 15: not said. */
actions:
	%empty			{ $$ = 0xFF; }
	| opt_action		{ $$ = $1; }
	| opt_action opt_action
		{
			if (($1 & 15) != 15 ? ($2 & 15) != 15 : ($2 >> 4) != 15)
				WRONG(@2, "the action stands twice", NULL);
			$$ = $1 & $2;
		}
	;

opt_action:
	ON DELETE action	{ $$ = $3 | 0xF0; }
	| ON UPDATE action	{ $$ = $3 << 4 | 0x0F; }
	;

action:
	NO ACTION		{ $$ = TN_ACTION_NO_ACTION; }
	| RESTRICT		{ $$ = TN_ACTION_RESTRICT; }
	| CASCADE		{ $$ = TN_ACTION_CASCADE; }
	| SET NULL		{ $$ = TN_ACTION_SET_NULL; }
	| SET DEFAULT		{ $$ = TN_ACTION_SET_DEFAULT; }
	;

create_index:
	CREATE unique INDEX if_not_exists opt_index_name ON target_name '(' index_keys ')' opt_where
		{
			struct tn_ir_create_index *x;

			TRY(x = tn__px_create_index(p, $7, $9, $11));
			x->unique = (uint8_t)$2;
			x->if_not_exists = (uint8_t)$4;
			x->name = $5;
			x->name_at = @5;
			tn__px_done(p, TN_IR_CREATE_INDEX, "CREATE INDEX", x);
		}
	;

unique:
	%empty			{ $$ = 0; }
	| UNIQUE		{ $$ = 1; }
	;

opt_index_name:
	%empty			{ $$ = NULL; }
	| name
	;

index_keys:
	index_key		{ TRY($$ = ADD(NULL, $1)); }
	| index_keys ',' index_key	{ TRY($$ = ADD($1, $3)); }
	;

index_key: order ;

create_view:
	CREATE or_replace VIEW if_not_exists name2 opt_names AS query
		{
			struct tn_ir_create_view *v;

			TRY(v = tn__px_create_view(p, $5, $6, $8));
			v->or_replace = (uint8_t)$2;
			v->if_not_exists = (uint8_t)$4;
			tn__px_done(p, TN_IR_CREATE_VIEW, "CREATE VIEW", v);
		}
	;

or_replace:
	%empty			{ $$ = 0; }
	| OR REPLACE		{ $$ = 1; }
	;

alter:
	alter_table ADD opt_column if_not_exists column_def
		{
			TRY(tn__px_alter_add(p, $4, $5));
		}
	| alter_table ADD table_constraint /* refused */
		{ REFUSE(@3, "adding a constraint to a table is no part of portable SQL",
			 "send the statement as TN_NATIVE, or make the table again"); }
	| alter_table RENAME TO name
		{ tn__px_alter(p, TN_ALTER_RENAME_TABLE)->new_name = $4; }
	| alter_table RENAME name TO name
		{ struct tn_ir_alter *a = tn__px_alter(p, TN_ALTER_RENAME_COLUMN); a->column = $3; a->new_name = $5; }
	| alter_table RENAME COLUMN name TO name
		{ struct tn_ir_alter *a = tn__px_alter(p, TN_ALTER_RENAME_COLUMN); a->column = $4; a->new_name = $6; }
	| alter_table DROP name
		{ tn__px_alter(p, TN_ALTER_DROP_COLUMN)->column = $3; }
	| alter_table DROP COLUMN name
		{ tn__px_alter(p, TN_ALTER_DROP_COLUMN)->column = $4; }
	;

alter_table:
	ALTER TABLE if_exists target_name
		{
			struct tn_ir_alter *a;

			TRY(a = tn__px_alloc(p, sizeof(*a)));
			a->if_exists = (uint8_t)$3;
			a->schema = $4->schema;
			a->table = $4->name;
			a->name_at = $4->at;
			tn__px_done(p, TN_IR_ALTER, "ALTER TABLE", a);
		}
	;

opt_column: %empty | COLUMN ;

drop:
	DROP object if_exists name2s cascade
		{
			struct tn_ir_drop *d;

			TRY(d = tn__px_drop(p, $2, $3, $4, $5));
			tn__px_done(p, TN_IR_DROP, "DROP", d);
		}
	| DROP INDEX if_exists name2s opt_on cascade
		{
			struct tn_ir_drop *d;

			TRY(d = tn__px_drop(p, TN_OBJECT_INDEX, $3, $4, $6));
			d->table = $5;
			tn__px_done(p, TN_IR_DROP, "DROP", d);
		}
	| TRUNCATE opt_table name2s cascade
		{
			struct tn_ir_drop *d;

			if ($4)
				REFUSE(@4, "TRUNCATE ... CASCADE is no part of portable SQL",
				       "empty the tables one by one, those that refer to others first");
			TRY(d = tn__px_drop(p, TN_OBJECT_TABLE, 0, $3, 0));
			TRY(tn__px_add_table(p, d->name_at, d->schema, d->name));
			tn__px_done(p, TN_IR_TRUNCATE, "TRUNCATE", d);
		}
	;

object:
	TABLE			{ $$ = TN_OBJECT_TABLE; }
	| VIEW			{ $$ = TN_OBJECT_VIEW; }
	;

opt_on:
	%empty			{ $$ = NULL; }
	| ON name2		{ $$ = $2->name; }
	;

opt_table: %empty | TABLE ;

cascade:
	%empty			{ $$ = 0; }
	| CASCADE		{ $$ = 1; }
	| RESTRICT		{ $$ = 0; }
	;

/* ---- names ------------------------------------------------------------------------------------- */

names:
	name			{ TRY($$ = ADD(NULL, $1)); }
	| names ',' name	{ TRY($$ = ADD($1, $3)); }
	;

opt_names:
	%empty			{ $$ = NULL; }
	| '(' names ')'		{ $$ = $2; }
	;

/* Of a column, a table, an alias. */
name:
	IDENT			{ TRY($$ = tn__px_name(p, $1)); }
	| free_word		{ TRY($$ = tn__px_name(p, $1)); }
	| label_word		{ TRY($$ = tn__px_name(p, $1)); }
	| column_word		{ TRY($$ = tn__px_name(p, $1)); }
	;

function_name:
	IDENT
	| free_word
	| label_word
	| function_word
	;

/* Behind a point or AS every word is a name. */
label:
	any_word		{ TRY($$ = tn__px_name(p, $1)); }
	;

any_word:
	IDENT
	| free_word
	| label_word
	| column_word
	| function_word
	| reserved_word
	;

free_word:
	ACTION | ADD | ALTER | ALWAYS | AUTO_INCREMENT | AUTOINCREMENT | BY | CASCADE | CONFLICT
	| CURRENT | DATE | DELETE | DOUBLE | DROP | ESCAPE | EXCLUDE | FIRST | FOLLOWING
	| GENERATED | GROUPS | IDENTITY | IF | INDEX | INSERT | JSON | KEY | LAST | LOCKED
	| MATERIALIZED | NEXT | NO | NOTHING | NOWAIT | NULLS | OF | ONLY | OTHERS | PARTITION
	| PRECEDING | RANGE | RECURSIVE | RENAME | REPLACE | RESTRICT | ROWS | SET | SHARE | SIGNED
	| SKIP | TEMP | TEMPORARY | TIES | TIMESTAMPTZ | TRUNCATE | UNBOUNDED | UNKNOWN | UNSIGNED
	| UPDATE | UUID | VIEW | ZONE
	;

label_word:
	AT | DAY | DIV | FILTER | HOUR | MINUTE | MONTH | OVER | PRECISION | SECOND | VARYING | WITHIN
	| WITHOUT | YEAR
	;

column_word:
	BETWEEN | EXISTS | EXTRACT | INTERVAL | OVERLAY | POSITION | ROW | SUBSTRING | TIME
	| TIMESTAMP | TRIM | VALUES
	;

function_word:
	ISNULL | LEFT | RIGHT
	;

reserved_word:
	ALL | AND | ANY | AS | ASC | ASYMMETRIC | BOTH | CASE | CAST | CHECK | COLLATE | COLUMN
	| CONSTRAINT | CREATE | CROSS | CURRENT_DATE | CURRENT_TIME | CURRENT_TIMESTAMP | DEFAULT
	| DESC | DISTINCT | DO | ELSE | END | EXCEPT | FALSE | FETCH | FOR | FOREIGN | FROM | FULL
	| GROUP | HAVING | ILIKE | IN | INNER | INTERSECT | INTO | IS | JOIN | LATERAL | LEADING
	| LIKE | LIMIT | LOCALTIME | LOCALTIMESTAMP | NATURAL | NOT | NOTNULL | NULL | OFFSET | ON
	| OR | ORDER | OUTER | PRIMARY | REFERENCES | RETURNING | SELECT | SOME | SYMMETRIC | TABLE
	| THEN | TO | TRAILING | TRUE | UNION | UNIQUE | USING | WHEN | WHERE | WINDOW | WITH
	;

%%

static int tn__yylex(TN__YYSTYPE *value, uint32_t *at, struct tn_sql_parser *p)
{
	struct tn_sql_slice slice;

	tn__sql_next(&p->tokens, &p->token);
	slice.s = p->tokens.lx.text + p->token.at;
	slice.n = p->token.len;
	value->TOK_IDENT = slice;
	*at = p->token.at;
	return p->token.kind;
}

static int yyreport_syntax_error(const yypcontext_t *context, struct tn_sql_parser *p)
{
	(void)context;
	tn__px_unexpected(p);
	return 0;
}

/* Called for one thing only: the stack is full. */
static void tn__yyerror(const uint32_t *at, struct tn_sql_parser *p, const char *message)
{
	(void)message;
	tn__px_fail(p, TN_E_LIMIT, *at, "the statement is nested too deep", "bind a list, or use several statements");
}

/* ---- the automaton without its actions ----------------------------------------------------- */

/*
 * For messages: which tokens would fit at a place?  The parser itself has acted
 * on its lookahead before it sees that it does not fit, so its stack tells too
 * little; here the text is stepped through again, on the same tables.
 */
static int push(struct tn_sql_walk *w, int state)
{
	if (w->depth == w->cap) {
		uint32_t cap = w->cap ? w->cap * 2 : 256;
		int16_t *more = tn__arena_calloc(w->arena, cap, sizeof(*more));

		if (!more)
			return TN_E_NOMEM;
		if (w->depth)
			memcpy(more, w->states, w->depth * sizeof(*more));
		w->states = more;
		w->cap = cap;
	}
	w->states[w->depth++] = (int16_t)state;
	return 1;
}

int tn__grammar_begin(struct tn_sql_walk *w)
{
	w->depth = 0;
	return push(w, 0);
}

int tn__grammar_take(struct tn_sql_walk *w, int token)
{
	int symbol = YYTRANSLATE(token);

	for (;;) {
		int state = w->states[w->depth - 1], n = yypact[state], rule, left;

		if (yypact_value_is_default(n) || n + symbol < 0 || n + symbol > YYLAST ||
		    yycheck[n + symbol] != symbol) {
			rule = yydefact[state];
		} else {
			int action = yytable[n + symbol];

			if (action > 0)
				return push(w, action);
			rule = yytable_value_is_error(action) ? 0 : -action;
		}
		if (rule == 0)
			return 0;
		w->depth -= (uint32_t)yyr2[rule];
		left = yyr1[rule] - YYNTOKENS;
		state = w->states[w->depth - 1];
		n = yypgoto[left] + state;
		n = 0 <= n && n <= YYLAST && yycheck[n] == state ? yytable[n] : yydefgoto[left];
		if ((n = push(w, n)) < 0)
			return n;
	}
}

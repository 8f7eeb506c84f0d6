/* SPDX-License-Identifier: MIT */
/*
 * compat/cap_names.c - names of capabilities and limits.
 *
 * caps.def and limits.def spell their names in upper case, as the enum has them;
 * users read and write lower case.  The preprocessor cannot fold case, so names
 * are compared and the lower-case ones kept here.
 *
 * Invariant: a row of the .def files without its lower-case name here fails to
 * compile (count) or fails tests/compat (spelling).
 */
#include <string.h>
#include "compat/compat.h"

static const char *const cap_names[] = {
	[TN_CAP_TX_DDL] = "tx_ddl",
	[TN_CAP_TX_KEEPS_GOING] = "tx_keeps_going",
	[TN_CAP_ISO_READ_COMMITTED] = "iso_read_committed",
	[TN_CAP_ISO_REPEATABLE_READ] = "iso_repeatable_read",
	[TN_CAP_CURSORS] = "cursors",
	[TN_CAP_LAST_INSERT_ID] = "last_insert_id",
	[TN_CAP_RETURNING_INSERT] = "returning_insert",
	[TN_CAP_NUMERIC_NATIVE] = "numeric_native",
	[TN_CAP_DOUBLE_SPECIALS] = "double_specials",
	[TN_CAP_NULLS_ORDER] = "nulls_order",
	[TN_CAP_NULLS_SORT_LOW] = "nulls_sort_low",
	[TN_CAP_NULLS_SORT_HIGH] = "nulls_sort_high",
	[TN_CAP_INDEX_NULLS_ORDER] = "index_nulls_order",
	[TN_CAP_FULL_JOIN] = "full_join",
	[TN_CAP_RIGHT_JOIN] = "right_join",
	[TN_CAP_INTERSECT_EXCEPT] = "intersect_except",
	[TN_CAP_INTERSECT_EXCEPT_ALL] = "intersect_except_all",
	[TN_CAP_AGGREGATE_FILTER] = "aggregate_filter",
	[TN_CAP_ROW_VALUES] = "row_values",
	[TN_CAP_ROW_LOCKS] = "row_locks",
	[TN_CAP_SHARED_ROW_LOCKS] = "shared_row_locks",
	[TN_CAP_SKIP_LOCKED] = "skip_locked",
	[TN_CAP_NOWAIT] = "nowait",
	[TN_CAP_LOCK_OF] = "lock_of",
	[TN_CAP_TRUNCATE] = "truncate",
	[TN_CAP_DML_WITH] = "dml_with",
	[TN_CAP_UPDATE_FROM] = "update_from",
	[TN_CAP_DELETE_USING] = "delete_using",
	[TN_CAP_DELETE_USING_READS_TARGET] = "delete_using_reads_target",
	[TN_CAP_RETURNING_UPDATE] = "returning_update",
	[TN_CAP_RETURNING_DELETE] = "returning_delete",
	[TN_CAP_RETURNING_JOINED] = "returning_joined",
	[TN_CAP_ON_CONFLICT] = "on_conflict",
	[TN_CAP_WINDOW_GROUPS] = "window_groups",
	[TN_CAP_WINDOW_EXCLUDE] = "window_exclude",
	[TN_CAP_WINDOW_RANGE] = "window_range",
	[TN_CAP_WINDOW_NAMES] = "window_names",
	[TN_CAP_SINGLE_ROW_GUARD] = "single_row_guard",
	[TN_CAP_OLD_VALUES_IN_UPDATE] = "old_values_in_update",
	[TN_CAP_OPERAND_ORDER] = "operand_order",
	[TN_CAP_DERIVED_OUTER] = "derived_outer",
	[TN_CAP_QUANTIFIED_SUBQUERY] = "quantified_subquery",
	[TN_CAP_QUANTIFIED_OUTER] = "quantified_outer",
	[TN_CAP_LIMIT_IN_SUBQUERY] = "limit_in_subquery",
	[TN_CAP_WINDOW_IN_SUBQUERY] = "window_in_subquery",
	[TN_CAP_MOMENT_IN_SUBQUERY] = "moment_in_subquery",
	[TN_CAP_SETS_IN_SUBQUERY] = "sets_in_subquery",
	[TN_CAP_VALUE_IN_GROUPS] = "value_in_groups",
	[TN_CAP_GROUPS_IN_CHANGE] = "groups_in_change",
	[TN_CAP_FULL_JOIN_ANY] = "full_join_any",
	[TN_CAP_QUANTIFIED_IS_NULL] = "quantified_is_null",
	[TN_CAP_ON_DUPLICATE_KEY] = "on_duplicate_key",
	[TN_CAP_PROPOSED_ROW_NAME] = "proposed_row_name",
	[TN_CAP_DELETE_READS_TARGET] = "delete_reads_target",
	[TN_CAP_UPDATE_READS_TARGET] = "update_reads_target",
	[TN_CAP_DELETE_ALIAS_READS_TARGET] = "delete_alias_reads_target",
	[TN_CAP_OLD_ROWS_IN_SET] = "old_rows_in_set",
	[TN_CAP_LOCKING_SUBQUERY] = "locking_subquery",
	[TN_CAP_HAVING_IN_SUBQUERY] = "having_in_subquery",
	[TN_CAP_JOIN_IN_UNION] = "join_in_union",
	[TN_CAP_CONSTANT_JOIN] = "constant_join",
	[TN_CAP_OUTER_IN_JOIN] = "outer_in_join",
	[TN_CAP_OUTER_IN_WINDOW] = "outer_in_window",
	[TN_CAP_OUTER_CONSTANT] = "outer_constant",
	[TN_CAP_OUTER_COMPUTED] = "outer_computed",
	[TN_CAP_DISTINCT_OFFSET] = "distinct_offset",
	[TN_CAP_TRANSLATE] = "translate",
	[TN_CAP_INSERT_READS_TARGET] = "insert_reads_target",
	[TN_CAP_OLD_ROWS_IN_CONFLICT] = "old_rows_in_conflict",
	[TN_CAP_GROUPS_COMPLETE] = "groups_complete",
	[TN_CAP_HAVING_FIRST] = "having_first",
	[TN_CAP_RETURNED_NULLS] = "returned_nulls",
	[TN_CAP_GROUPED_EXPRESSION] = "grouped_expression",
	[TN_CAP_SAME_NAMES] = "same_names",
	[TN_CAP_LIST_ARRAY] = "list_array",
	[TN_CAP_LIST_TABLE] = "list_table",
	[TN_CAP_LIST_TABLE_DML] = "list_table_dml",
	[TN_CAP_LIST_TABLE_TEXT] = "list_table_text",
	[TN_CAP_LIST_LITERALS] = "list_literals",
	[TN_CAP_LIST_FILLED] = "list_filled",
	[TN_CAP_TEMPORARY_AGAIN] = "temporary_again",
	[TN_CAP_DELETE_ROW_BY_ROW] = "delete_row_by_row",
	[TN_CAP_OWN_REFERENCES] = "own_references",
	[TN_CAP_VIEW_TYPES] = "view_types",
	[TN_CAP_DEFERRED_FOREIGN_KEYS] = "deferred_foreign_keys",
};

static const char *const limit_names[] = {
	[TN_LIMIT_BIND_PARAMS] = "bind_params",
	[TN_LIMIT_SQL_BYTES] = "sql_bytes",
	[TN_LIMIT_VALUE_BYTES] = "value_bytes",
	[TN_LIMIT_IDENT_BYTES] = "ident_bytes",
	[TN_LIMIT_IDENT_CHARS] = "ident_chars",
	[TN_LIMIT_RESULT_COLUMNS] = "result_columns",
};

#define CAP_NAMES (sizeof(cap_names) / sizeof(cap_names[0]))
#define LIMIT_NAMES (sizeof(limit_names) / sizeof(limit_names[0]))

#define TN_CAP_ROW(name, number, sentence, without) \
	_Static_assert((number) < CAP_NAMES, "capability " #name " needs its name in cap_names.c");
#include <tenon/sys/caps.def>
#undef TN_CAP_ROW
#define TN_LIMIT_ROW(name, number, sentence) \
	_Static_assert((number) < LIMIT_NAMES, "limit " #name " needs its name in cap_names.c");
#include <tenon/sys/limits.def>
#undef TN_LIMIT_ROW

static int find(const char *const *names, size_t count, const char *name)
{
	size_t i;

	for (i = 0; name && i < count; i++)
		if (names[i] && !strcmp(names[i], name))
			return (int)i;
	return -1;
}

int tn__cap_find(const char *name)
{
	return find(cap_names, CAP_NAMES, name);
}

int tn__limit_find(const char *name)
{
	return find(limit_names, LIMIT_NAMES, name);
}

const char *tn__cap_name(int cap)
{
	return cap >= 0 && (size_t)cap < CAP_NAMES && cap_names[cap] ? cap_names[cap] : "?";
}

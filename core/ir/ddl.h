/* SPDX-License-Identifier: MIT */
/*
 * core/ir/ddl.h - statements that change the schema.
 *
 * Types are portable types; the dialect's type rows say how a column is stored.
 */
#ifndef TN_IR_DDL_H
#define TN_IR_DDL_H

#include "core/ir/query.h"

enum tn_ir_action { TN_ACTION_NO_ACTION = 0, TN_ACTION_RESTRICT, TN_ACTION_CASCADE, TN_ACTION_SET_NULL,
	TN_ACTION_SET_DEFAULT };
enum tn_ir_constraint_kind { TN_CONSTRAINT_PRIMARY = 1, TN_CONSTRAINT_UNIQUE, TN_CONSTRAINT_CHECK,
			     TN_CONSTRAINT_FOREIGN };

struct tn_ir_constraint {
	uint8_t kind;
	uint8_t on_delete, on_update; /* enum tn_ir_action */
	const char *name;             /* or NULL */
	const char *const *columns;
	uint32_t column_count;
	struct tn_ir_expr *check;
	const char *ref_schema, *ref_table;
	const char *const *ref_columns; /* or NULL: the primary key */
	uint32_t ref_count;
	uint32_t at;
};

enum tn_ir_identity { TN_IDENTITY_NONE = 0, TN_IDENTITY_BY_DEFAULT, TN_IDENTITY_ALWAYS };

struct tn_ir_column_def {
	const char *name;
	struct tn_sql_type type;
	uint8_t not_null;
	uint8_t identity; /* enum tn_ir_identity; BIGSERIAL too */
	struct tn_ir_expr *default_value;
	uint32_t at;
};

/* CREATE TABLE.  Column constraints stand among the table's. */
struct tn_ir_create_table {
	const char *schema, *name;
	uint8_t if_not_exists, temporary;
	uint8_t of_list; /* compat: takes the elements of a list, in its one column, as the dialect has it */
	struct tn_ir_column_def *columns;
	uint32_t column_count;
	struct tn_ir_constraint *constraints;
	uint32_t constraint_count;
	uint32_t name_at;
};

/* CREATE INDEX. */
struct tn_ir_create_index {
	const char *name;  /* NULL: made of the table and the columns */
	const char *schema, *table;
	uint8_t unique, if_not_exists;
	struct tn_ir_order *keys;
	uint32_t key_count;
	struct tn_ir_expr *where;
	struct tn_ir_source *target; /* analysis */
	uint32_t name_at;
};

struct tn_ir_create_view {
	const char *schema, *name;
	uint8_t if_not_exists, or_replace;
	const char *const *names; /* of the columns, or NULL */
	uint32_t name_count;
	struct tn_ir_query *query;
	uint32_t name_at;
};

enum tn_ir_alter_kind { TN_ALTER_ADD_COLUMN = 1, TN_ALTER_RENAME_TABLE, TN_ALTER_RENAME_COLUMN, TN_ALTER_DROP_COLUMN };

struct tn_ir_alter {
	uint8_t kind;
	uint8_t if_exists;     /* of the table */
	uint8_t if_not_exists; /* ADD COLUMN IF NOT EXISTS */
	const char *schema, *table;
	const char *column;    /* RENAME COLUMN, DROP COLUMN: the old name */
	const char *new_name;  /* RENAME */
	struct tn_ir_column_def *def; /* ADD COLUMN */
	struct tn_ir_constraint *constraints; /* of the new column */
	uint32_t constraint_count;
	uint32_t name_at;
};

enum tn_ir_object { TN_OBJECT_TABLE = 1, TN_OBJECT_INDEX, TN_OBJECT_VIEW };

/* DROP and TRUNCATE. */
struct tn_ir_drop {
	uint8_t object;   /* enum tn_ir_object */
	uint8_t if_exists, cascade;
	uint8_t of_list;  /* compat: the table of a list */
	uint8_t absent;   /* engine: IF EXISTS was written, and the index does not: nothing is done */
	const char *schema, *name;
	const char *table; /* DROP INDEX name ON table: for servers whose index names are per table; or NULL */
	const struct tn_ir_table *target; /* analysis: of TRUNCATE */
	uint32_t name_at;
};

#endif

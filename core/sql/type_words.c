/* SPDX-License-Identifier: MIT */
/*
 * core/sql/type_words.c - types in words, and the type that a kind has.
 *
 * Messages speak of types as SQL writes them.
 */
#include <stdio.h>
#include <string.h>
#include "core/sql/type_parts.h"

int tn__type_nomem(struct tn_analysis *an)
{
	return tn__error_nomem(an->err);
}

/* What a column of each kind is stored as when nothing narrower is known. */
static const uint8_t widest[TN_KIND_COUNT] = {
	[TN_KIND_BOOL] = TN_TYPE_BOOLEAN,
	[TN_KIND_INT] = TN_TYPE_BIGINT,
	[TN_KIND_DOUBLE] = TN_TYPE_DOUBLE,
	[TN_KIND_NUMERIC] = TN_TYPE_NUMERIC,
	[TN_KIND_TEXT] = TN_TYPE_TEXT,
	[TN_KIND_BYTES] = TN_TYPE_BYTEA,
	[TN_KIND_DATE] = TN_TYPE_DATE,
	[TN_KIND_TIME] = TN_TYPE_TIME,
	[TN_KIND_TIMESTAMP] = TN_TYPE_TIMESTAMP,
	[TN_KIND_TIMESTAMPTZ] = TN_TYPE_TIMESTAMPTZ,
	[TN_KIND_UUID] = TN_TYPE_UUID,
	[TN_KIND_JSON] = TN_TYPE_JSON,
};

struct tn_sql_type tn__type_of(unsigned kind)
{
	struct tn_sql_type type = {0};

	type.kind = (uint8_t)kind;
	type.storage = kind < TN_KIND_COUNT ? widest[kind] : TN_TYPE_UNKNOWN;
	type.scale = kind == TN_KIND_NUMERIC ? -1 : 0;
	return type;
}

const char *tn__type_kind_word(unsigned kind)
{
	switch (kind) {
	case TN_KIND_NULL: return "NULL";
	case TN_T_UNKNOWN: return "an unknown type";
	case TN_T_INTERVAL: return "an interval";
	case TN_T_ROW: return "a row";
	default: return tn_type_name(kind < TN_KIND_COUNT ? widest[kind] : TN_TYPE_UNKNOWN);
	}
}

const char *tn__type_words(struct tn_arena *a, const struct tn_sql_type *type)
{
	char text[64];
	const char *word = tn__type_kind_word(type->kind), *copy;

	if (type->kind >= TN_KIND_COUNT || !type->storage)
		return word;
	if (type->storage == TN_TYPE_NUMERIC && type->precision)
		snprintf(text, sizeof(text), "NUMERIC(%u,%d)", (unsigned)type->precision, (int)type->scale);
	else if (type->storage == TN_TYPE_VARCHAR && type->length)
		snprintf(text, sizeof(text), "VARCHAR(%lu)", (unsigned long)type->length);
	else
		return tn_type_name(type->storage);
	copy = tn__arena_strndup(a, text, strlen(text));
	return copy ? copy : word;
}

const char *tn__type_param_words(struct tn_analysis *an, uint32_t param)
{
	char text[160];
	const char *copy;

	if (an->stmt->arg_names && an->stmt->arg_names[param])
		snprintf(text, sizeof(text), ":%.*s", 128, an->stmt->arg_names[param]);
	else
		snprintf(text, sizeof(text), "parameter %lu", (unsigned long)param + 1);
	copy = tn__arena_strndup(an->arena, text, strlen(text));
	return copy ? copy : "a parameter";
}

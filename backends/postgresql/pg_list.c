/* SPDX-License-Identifier: MIT */
/*
 * pg_list.c - a list as one parameter: an array in the server's binary form, of
 * NUMERIC in its text form.
 *
 *   dimensions, has NULLs, element type, length, lower bound; then for each element
 *   its length and bytes, all in network order
 *
 * Invariants:
 *  1. All arrays of an execution are in one block, which is kept for the next one up
 *     to KEPT bytes; until it is complete a parameter has the offset of its array.
 *  2. An array is at most as long as a value of the server may be.
 */
#include <string.h>
#include <tenon/sys/list.h>
#include "pg_internal.h"

#define HEAD 20u /* of an array with one dimension */
#define KEPT 65536u

static const struct {
	Oid array, element;
} list_types[TN_KIND_COUNT] = {
	[TN_KIND_BOOL] = {1000, 16}, [TN_KIND_INT] = {1016, 20}, [TN_KIND_DOUBLE] = {1022, 701},
	[TN_KIND_NUMERIC] = {1231, 1700}, [TN_KIND_TEXT] = {1009, 25}, [TN_KIND_BYTES] = {1001, 17},
	[TN_KIND_DATE] = {1182, 1082}, [TN_KIND_TIME] = {1183, 1083}, [TN_KIND_TIMESTAMP] = {1115, 1114},
	[TN_KIND_TIMESTAMPTZ] = {1185, 1184}, [TN_KIND_UUID] = {2951, 2950},
};

static void put32(unsigned char *out, uint32_t v)
{
	out[0] = (unsigned char)(v >> 24);
	out[1] = (unsigned char)(v >> 16);
	out[2] = (unsigned char)(v >> 8);
	out[3] = (unsigned char)v;
}

Oid tn__pg_list_type(unsigned kind)
{
	kind &= ~TN_BE_LIST;
	return kind < TN_KIND_COUNT ? list_types[kind].array : 0;
}

/* Bytes that an element needs besides those that it points to. */
static size_t element_room(unsigned kind)
{
	return kind == TN_KIND_NUMERIC ? 5 : 12; /* "NULL,"; a length and eight bytes */
}

static int has_bytes(unsigned kind)
{
	return kind == TN_KIND_TEXT || kind == TN_KIND_BYTES || kind == TN_KIND_NUMERIC || kind == TN_KIND_UUID;
}

static size_t list_room(const tn_list *list)
{
	size_t need = HEAD + 3 + list->count * element_room(list->kind);
	uint32_t i;

	if (!has_bytes(list->kind))
		return need;
	for (i = 0; i < list->count; i++)
		need += tn_list_item(list, i).len;
	return need;
}

/* Room for another array behind those that are there; 0 or the fault. */
static int reserve(struct pg_stmt *s, uint32_t i, size_t need)
{
	struct pg_params *p = &s->params;
	size_t cap = p->lists_len + need;
	char *grown;

	if (need > PG_VALUE_MAX)
		return tn__pg_fault_text(pg_conn_of(s), TN_E_LIMIT,
					 "the list of parameter %u needs more than 1 GB (limit value_bytes)", i + 1);
	if (cap <= p->lists_cap)
		return 0;
	grown = pg_host_of(s)->realloc(p->lists, cap);
	if (!grown)
		return pg_host_of(s)->nomem(s->base.conn);
	p->lists = grown;
	p->lists_cap = cap;
	return 0;
}

/* One element of a binary array; its end, or NULL when it is out of range. */
static unsigned char *put_element(unsigned char *at, const tn_value *v)
{
	int length;

	if (v->kind == TN_KIND_NULL) {
		put32(at, UINT32_MAX);
		return at + 4;
	}
	if (has_bytes(v->kind)) {
		put32(at, v->len);
		if (v->len)
			memcpy(at + 4, v->u.s, v->len);
		return at + 4 + v->len;
	}
	if (!tn__pg_put_fixed(v, at + 4, &length))
		return NULL;
	put32(at, (uint32_t)length);
	return at + 4 + length;
}

static unsigned char *put_binary(unsigned char *at, const tn_list *list)
{
	unsigned char *head = at;
	uint32_t i, nulls = 0;

	at += HEAD;
	for (i = 0; i < list->count && at; i++) {
		tn_value v = tn_list_item(list, i);

		nulls |= v.kind == TN_KIND_NULL;
		at = put_element(at, &v);
	}
	put32(head, 1);
	put32(head + 4, nulls);
	put32(head + 8, list_types[list->kind].element);
	put32(head + 12, list->count);
	put32(head + 16, 1);
	return at;
}

/* {1.5,NULL,-2}: digits, signs and points need no quotes. */
static unsigned char *put_text(unsigned char *at, const tn_list *list)
{
	uint32_t i;

	*at++ = '{';
	for (i = 0; i < list->count; i++) {
		tn_value v = tn_list_item(list, i);

		if (i)
			*at++ = ',';
		if (v.kind == TN_KIND_NULL) {
			memcpy(at, "NULL", 4);
			at += 4;
		} else {
			memcpy(at, v.u.s, v.len);
			at += v.len;
		}
	}
	*at++ = '}';
	*at++ = '\0';
	return at;
}

int tn__pg_list_put(struct pg_stmt *s, uint32_t i, const tn_value *v)
{
	struct pg_params *p = &s->params;
	const tn_list *list = v->u.list;
	unsigned char *at, *end;
	int rc = reserve(s, i, list_room(list));

	if (rc < 0)
		return rc;
	at = (unsigned char *)p->lists + p->lists_len;
	p->formats[i] = list->kind != TN_KIND_NUMERIC;
	end = p->formats[i] ? put_binary(at, list) : put_text(at, list);
	if (!end)
		return tn__pg_out_of_range(s, i);
	p->lengths[i] = (int)(end - at);
	p->values[i] = NULL;
	memcpy(p->fixed[i], &p->lists_len, sizeof(p->lists_len));
	p->lists_len += (size_t)(end - at);
	return 0;
}

void tn__pg_lists_place(struct pg_stmt *s)
{
	struct pg_params *p = &s->params;
	uint32_t i;
	size_t offset;

	for (i = 0; i < s->base.param_count; i++) {
		if (!(s->base.kinds[i] & TN_BE_LIST))
			continue;
		memcpy(&offset, p->fixed[i], sizeof(offset));
		p->values[i] = p->lists + offset;
	}
}

void tn__pg_lists_trim(struct pg_stmt *s)
{
	struct pg_params *p = &s->params;

	if (p->lists_cap <= KEPT)
		return;
	pg_host_of(s)->free(p->lists);
	p->lists = NULL;
	p->lists_cap = 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * tenon/struct.h - rows into structs and structs into parameters, by descriptor.
 *
 *   struct author { int64_t id; const char *name; bool active; };
 *   static const tn_field author_fields[] = {
 *       TN_FIELD(struct author, id), TN_FIELD(struct author, name), TN_FIELD(struct author, active),
 *   };
 *
 * The member's C type is taken from the struct at compile time, so a descriptor
 * cannot disagree with it; a member whose type no column can fill does not
 * compile.  Bytes go into a tn_blob.  Dates and times are int64_t as the getters give
 * them, so their field says which of them it is: TN_FIELD_TIMESTAMP(struct author, born);
 * a UUID goes into 16 bytes by TN_FIELD_UUID.  Needs C11.
 */
#ifndef TENON_STRUCT_H
#define TENON_STRUCT_H

#include <stddef.h>
#include <tenon/rows.h>

TN_BEGIN_DECLS

typedef struct tn_field {
	const char *name; /* the column */
	size_t offset;
	int into; /* enum tn_into */
} tn_field;

#if !defined(__cplusplus) && defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
/* A member filled from the column of the same name. */
#define TN_FIELD(type, member) TN_FIELD_AS(type, member, #member)
/* A member filled from a column of another name. */
#define TN_FIELD_AS(type, member, column) \
	{(column), offsetof(type, member), _Generic(&((type *)0)->member, _Bool *: TN_INTO_BOOL, \
		short *: TN_INTO_I16, int *: TN_INTO_I32, \
		long *: sizeof(long) == 8 ? TN_INTO_I64 : TN_INTO_I32, long long *: TN_INTO_I64, \
		unsigned short *: TN_INTO_U16, unsigned *: TN_INTO_U32, \
		unsigned long *: sizeof(long) == 8 ? TN_INTO_U64 : TN_INTO_U32, \
		unsigned long long *: TN_INTO_U64, float *: TN_INTO_FLOAT, double *: TN_INTO_DOUBLE, \
		const char **: TN_INTO_TEXT, tn_blob *: TN_INTO_BYTES, tn_value *: TN_INTO_VALUE)}
/* Members that are int64_t, from columns of the same name. */
#define TN_FIELD_DATE(type, member) TN__FIELD_I64(type, member, TN_INTO_DATE)
#define TN_FIELD_TIME(type, member) TN__FIELD_I64(type, member, TN_INTO_TIME)
#define TN_FIELD_TIMESTAMP(type, member) TN__FIELD_I64(type, member, TN_INTO_TIMESTAMP)
#define TN_FIELD_TIMESTAMPTZ(type, member) TN__FIELD_I64(type, member, TN_INTO_TIMESTAMPTZ)
#define TN__FIELD_I64(type, member, into) \
	{#member, offsetof(type, member), _Generic(&((type *)0)->member, int64_t *: (into))}
/* A member that is unsigned char[16]. */
#define TN_FIELD_UUID(type, member) \
	{#member, offsetof(type, member), _Generic(&((type *)0)->member, unsigned char (*)[16]: TN_INTO_UUID)}
#define TN_FIELD_COUNT(fields) (sizeof(fields) / sizeof((fields)[0]))
#endif

/*
 * Reads up to max rows into an array of structs of struct_size bytes.  Returns
 * the number read, less than max at the end of the rows, or an error that names
 * row and column.  Columns are matched by name; a field without a column is
 * TN_E_NO_OBJECT, a column without a field is ignored.  Text and bytes point into
 * memory of the rows and are valid until the next tn_fetch_structs() or
 * tn_finish() on them.
 */
TN_API int64_t tn_fetch_structs(tn_rows *rows, const tn_field *fields, size_t field_count, void *structs,
				size_t struct_size, size_t max, tn_error **err);

TN_END_DECLS

#endif

/* SPDX-License-Identifier: MIT */
/*
 * tests/abi/refused.c - programs whose mistake the compiler has to see.  check-refused
 * compiles it once for each CASE; CASE 0 is the same without a mistake.
 */
#include <stdbool.h>
#include <tenon/tenon.h>

struct row {
	int64_t id;
	char *text; /* not const: nobody may write to a row */
	const char *name;
	char fixed[16];
	unsigned char uuid[16], short_uuid[8];
	int32_t day;
	double moment;
	long double wide;
	void *any;
	bool flag;
	tn_blob raw;
	struct { int x; } inner;
};

static const tn_field fields[] = {
	TN_FIELD(struct row, id), TN_FIELD(struct row, name), TN_FIELD(struct row, flag), TN_FIELD(struct row, raw),
	TN_FIELD_AS(struct row, name, "other"), TN_FIELD_TIMESTAMP(struct row, id), TN_FIELD_UUID(struct row, uuid),
#if CASE == 1
	TN_FIELD(struct row, text),
#elif CASE == 2
	TN_FIELD(struct row, fixed),
#elif CASE == 3
	TN_FIELD(struct row, wide),
#elif CASE == 4
	TN_FIELD(struct row, any),
#elif CASE == 5
	TN_FIELD(struct row, inner),
#elif CASE == 6
	TN_FIELD(struct row, missing),
#elif CASE == 7
	TN_FIELD_DATE(struct row, day),
#elif CASE == 8
	TN_FIELD_TIMESTAMPTZ(struct row, moment),
#elif CASE == 9
	TN_FIELD_UUID(struct row, short_uuid),
#elif CASE == 10
	TN_FIELD_UUID(struct row, name),
#endif
};

int64_t read_rows(tn_rows *rows, struct row *to, tn_error **err);
int64_t read_rows(tn_rows *rows, struct row *to, tn_error **err)
{
#if CASE == 11
	char *s;
	if (tn_scan(rows, err, &s) < 0)
		return -1;
#elif CASE == 12
	static const char *sql = "SELECT 1";
	const char *text = TN_NATIVE(sql);
	return (int64_t)(text != NULL);
#endif
	return tn_fetch_structs(rows, fields, TN_FIELD_COUNT(fields), to, sizeof *to, 1, err);
}

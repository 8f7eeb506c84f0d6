/* SPDX-License-Identifier: MIT */
/*
 * tests/conformance/conf_kinds.c - a table with a column of every type, and its values
 * read back out of columns, for the tests of arrays and of Arrow.
 */
#include <stdio.h>
#include <string.h>
#include "tests/conformance/conf.h"

static const tn_column_def kinds[] = {
	{.name = "id", .type = TN_TYPE_BIGINT, .flags = TN_COL_PRIMARY},
	{.name = "flag", .type = TN_TYPE_BOOLEAN},
	{.name = "small", .type = TN_TYPE_SMALLINT},
	{.name = "ratio", .type = TN_TYPE_DOUBLE},
	{.name = "price", .type = TN_TYPE_NUMERIC, .length = 12, .scale = 2},
	{.name = "wide", .type = TN_TYPE_NUMERIC, .length = 38, .scale = 9},
	{.name = "word", .type = TN_TYPE_VARCHAR, .length = 40},
	{.name = "body", .type = TN_TYPE_TEXT},
	{.name = "raw", .type = TN_TYPE_BYTEA},
	{.name = "d", .type = TN_TYPE_DATE},
	{.name = "t", .type = TN_TYPE_TIME},
	{.name = "ts", .type = TN_TYPE_TIMESTAMP},
	{.name = "tz", .type = TN_TYPE_TIMESTAMPTZ},
	{.name = "u", .type = TN_TYPE_UUID},
	{.name = "j", .type = TN_TYPE_JSON},
};

static void insert_kinds(tn_conn *db, int64_t i)
{
	static const char *const words[] = {"", "a", "\xc3\xa9t\xc3\xa9", "\xf0\x9f\x98\x80 four bytes"};
	char price[32], wide[64], body[300], json[64], id[16];
	tn_value v[CONF_COUNT(kinds)];
	tn_args args = {.values = v, .count = CONF_COUNT(kinds)};
	unsigned c;
	snprintf(price, sizeof price, "%lld.%02d", (long long)(i * 37 - 500), (int)(i % 100));
	snprintf(wide, sizeof wide, "%s%lld9876543210987654321.123456789", i % 2 ? "-" : "", (long long)(i % 900 + 1));
	memset(body, 'a' + (int)(i % 26), sizeof body);
	snprintf(json, sizeof json, "{\"i\": %lld}", (long long)i);
	memset(id, (int)(i & 0xff), sizeof id);
	v[0] = tn_int(i);
	v[1] = tn_bool(i % 3 == 0);
	v[2] = tn_int(i % 30000 - 15000);
	v[3] = tn_double((double)i * 0.37 - 1.0);
	v[4] = tn_numeric(price);
	v[5] = tn_numeric(wide);
	v[6] = tn_text(words[i % 4]);
	v[7] = tn_text_n(body, (size_t)(i * 7 % 300));
	v[8] = tn_bytes(body, (size_t)(i % 40));
	v[9] = tn_date(i * 11 - 3000);
	v[10] = tn_time(i * 61234567 % 86400000000);
	v[11] = tn_timestamp((i - 5) * INT64_C(98765432123));
	v[12] = tn_timestamptz((5 - i) * INT64_C(98765432123));
	v[13] = tn_uuid(id);
	v[14] = tn_json(json);
	for (c = 1; c < CONF_COUNT(kinds); c++)
		if ((i + c) % 7 == 0)
			v[c] = TN_NULL;
	conf_exec(db, "INSERT INTO kinds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &args);
}

void conf_make_kinds(tn_conn *db, int64_t n)
{
	int64_t i;
	conf_make(db, "kinds", kinds, CONF_COUNT(kinds));
	ck_tn_ok(tn_begin(db, NULL, tn_test_err()));
	for (i = 1; i <= n; i++)
		insert_kinds(db, i);
	ck_tn_ok(tn_commit(db, tn_test_err()));
}

/* The number of 16 bytes as text with its point. */
static size_t write_decimal(const tn_column_data *c, const unsigned char *p, char *out)
{
	unsigned char x[16];
	char digits[48];
	int n = 0, i, negative = p[15] >= 0x80, carry = 1;
	for (i = 0; i < 16; i++) {
		int byte = negative ? (p[i] ^ 0xff) + carry : p[i];
		x[i] = (unsigned char)byte;
		carry = negative && byte > 0xff;
	}
	while (n <= c->scale || n < 40) {
		unsigned rest = 0;
		for (i = 15; i >= 0; i--) {
			rest = rest << 8 | x[i];
			x[i] = (unsigned char)(rest / 10);
			rest %= 10;
		}
		digits[n++] = (char)('0' + rest);
	}
	while (n > c->scale + 1 && digits[n - 1] == '0')
		n--;
	i = 0;
	if (negative)
		out[i++] = '-';
	while (n--) {
		out[i++] = digits[n];
		if (n && n == c->scale)
			out[i++] = '.';
	}
	out[i] = '\0';
	return (size_t)i;
}

tn_value conf_column_value(const tn_column_data *c, int64_t i, char room[64])
{
	const char *s;
	size_t n;
	if (tn_column_is_null(c, i))
		return TN_NULL;
	if (c->offsets) {
		s = tn_column_text(c, i, &n);
		return tn__value_s((enum tn_kind)c->kind, s, n);
	}
	switch (c->kind) {
	case TN_KIND_BOOL: return tn_bool(tn_column_bool(c, i));
	case TN_KIND_DOUBLE: return tn_double(((const double *)c->values)[i]);
	case TN_KIND_DATE: return tn_date(((const int32_t *)c->values)[i]);
	case TN_KIND_UUID: return tn_uuid((const char *)c->values + i * 16);
	case TN_KIND_NUMERIC:
		n = write_decimal(c, (const unsigned char *)c->values + i * 16, room);
		return tn__value_s(TN_KIND_NUMERIC, room, n);
	default: return tn__value_i((enum tn_kind)c->kind, ((const int64_t *)c->values)[i]);
	}
}

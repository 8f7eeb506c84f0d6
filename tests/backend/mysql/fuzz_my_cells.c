/* SPDX-License-Identifier: MIT */
/*
 * fuzz_my_cells.c - any bytes as a value from MySQL, in both protocols, and any message
 * as an error.
 *
 * The first byte picks the field's type, then come flags, character set, digits and
 * length, then what is wanted; the rest is the value, or the message.
 *
 *  1. A value is decoded or marked; what is not marked passes the check that parameters
 *     have to pass.
 *  2. The names that a message gives and the place in the statement are bounded.
 */
#include "backends/mysql/my_internal.h"
#include "core/base/value.h"
#include "tests/fuzz/fuzz_input.h"

static const char sql[] = "SELECT a, b FROM t WHERE c = 'x' near here";

static int fault(struct tn_be_conn *conn, const struct tn_fault *f)
{
	(void)conn;
	REQUIRE(f->message && *f->message && f->position <= sizeof(sql));
	REQUIRE(!f->constraint || strlen(f->constraint) < 1000);
	REQUIRE(!f->table || strlen(f->table) < 1000);
	REQUIRE(!f->column || strlen(f->column) < 1000);
	return f->code ? f->code : TN_E_DATA;
}

static const struct tn_host host = {.abi = TN_BACKEND_ABI, .size = sizeof(struct tn_host), .fault = fault};

static void check(const tn_value *v)
{
	REQUIRE(v->kind < TN_KIND_COUNT);
	if (v->kind != TN_KIND_NULL && !(v->flags & TN_VALUE_FOREIGN) && v->kind != TN_KIND_TEXT &&
	    v->kind != TN_KIND_JSON)
		REQUIRE(tn__value_check(v, "cell", 1, NULL) == TN_OK);
}

/* As the client library reads them: each part has the width that the protocol gives it. */
static void read_fixed(struct my_column *c, struct fuzz_input in)
{
	MYSQL_TIME *t = &c->fix.t;
	if (c->cls->bind != MYSQL_TYPE_DATE && c->cls->bind != MYSQL_TYPE_TIME && c->cls->bind != MYSQL_TYPE_DATETIME &&
	    c->cls->bind != MYSQL_TYPE_TIMESTAMP) {
		c->fix.i = (long long)((uint64_t)fuzz_u32(&in) << 32 | fuzz_u32(&in));
		return;
	}
	memset(t, 0, sizeof(*t));
	t->neg = fuzz_byte(&in) & 1;
	t->year = fuzz_u32(&in) & 0xffff;
	t->month = fuzz_byte(&in);
	t->day = c->cls->bind == MYSQL_TYPE_TIME ? fuzz_u32(&in) : fuzz_byte(&in);
	t->hour = fuzz_byte(&in);
	t->minute = fuzz_byte(&in);
	t->second = fuzz_byte(&in);
	t->second_part = fuzz_u32(&in);
}

static void decode(struct my_conn *conn, const MYSQL_FIELD *f, const struct tn_sql_type *want, struct fuzz_input in)
{
	struct my_column c = {.scale = -1};
	char *text;
	tn_value v;
	if (!my__classify(conn, &c, f, want) && !c.cls)
		return;
	c.decimals = (uint8_t)f->decimals;
	if (c.cls->decode) {
		read_fixed(&c, in);
		c.cls->decode(&c, &v);
		check(&v);
	}
	text = fuzz_text(&in);
	c.cls->parse(&c, &v, text, in.left);
	check(&v);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	struct my_conn conn = {.head = {.host = &host, .dialect = &my__dialect_mariadb}};
	struct tn_sql_type want = {.scale = -1};
	MYSQL_FIELD f = {0};
	int native, position;
	char *message;
	f.type = (enum enum_field_types)fuzz_byte(&in);
	f.flags = fuzz_u32(&in) & 0xffffff;
	f.charsetnr = fuzz_byte(&in);
	f.decimals = fuzz_byte(&in);
	f.length = fuzz_byte(&in);
	want.kind = (uint8_t)(fuzz_byte(&in) % TN_KIND_COUNT);
	want.storage = (uint8_t)(fuzz_byte(&in) % TN_TYPE_COUNT);
	want.scale = (int16_t)(fuzz_byte(&in) % 40) - 1;
	decode(&conn, &f, want.storage ? &want : NULL, in);
	native = (int)(fuzz_u32(&in) & 0x1fff);
	position = (int)(fuzz_byte(&in) & 1);
	message = fuzz_text(&in);
	REQUIRE(my__fault(&conn, position ? 1064 : native, "23000", message, sql, sizeof(sql) - 1) < 0);
	free(message);
	return 0;
}

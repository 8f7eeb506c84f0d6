/* SPDX-License-Identifier: MIT */
/*
 * tests/fuzzsql/fuzz_leaf.c - columns, literals, and operands of special shape.
 *
 * Literals are few and near the edges of what the data hold, so that comparisons are
 * true now and then.
 */
#include <stdlib.h>
#include <string.h>
#include "tests/fuzzsql/fuzz.h"

#define LITERALS 12
static const struct {
	char letter;
	uint8_t kind;
	const char *type[3]; /* of casts */
	const char *literals[LITERALS];
} letters[] = {
	{'b', TN_KIND_BOOL, {"BOOLEAN"}, {"TRUE", "FALSE"}},
	{'i', TN_KIND_INT, {"BIGINT", "INTEGER", "SMALLINT"},
	 {"0", "1", "2", "-1", "7", "10", "-3", "100", "32767", "2147483647", "5", "3"}},
	{'n', TN_KIND_NUMERIC, {"NUMERIC(12,3)", "NUMERIC(8,0)", "NUMERIC(20,6)"},
	 {"0.5", "1.50", "-0.25", "100.00", "0.0", "2.5", "-1.005", "12345678.90", "0.001", "7.0", "-2.5", "8500.50"}},
	{'d', TN_KIND_DOUBLE, {"DOUBLE PRECISION"}, {"0.5e0", "1e0", "-1.5e0", "2.5e0", "0e0", "1e3", "-2e0", "3.5e0"}},
	{'t', TN_KIND_TEXT, {"TEXT", "VARCHAR(3)", "VARCHAR(20)"},
	 {"'apple'", "'Apple'", "''", "' '", "'one'", "'a%b_c'", "'London'", "'10'", "'äpple'", "'a'",
	 "'back\\slash'", "'o''ne'"}},
	{'y', TN_KIND_BYTES, {"BYTEA"}, {"x''", "x'00'", "x'ff00'", "x'6f6e65'", "x'01'"}},
	{'D', TN_KIND_DATE, {"DATE"},
	 {"DATE '2024-02-29'", "DATE '1999-12-31'", "DATE '1970-01-01'", "DATE '2024-03-01'", "DATE '1906-12-09'"}},
	{'T', TN_KIND_TIME, {"TIME"}, {"TIME '12:30:45'", "TIME '00:00:00'", "TIME '23:59:59.999999'"}},
	{'s', TN_KIND_TIMESTAMP, {"TIMESTAMP"},
	 {"TIMESTAMP '2024-01-01 00:00:00'", "TIMESTAMP '2024-02-29 12:30:45.123456'",
	 "TIMESTAMP '1970-01-01 00:00:00.5'"}},
	{'z', TN_KIND_TIMESTAMPTZ, {"TIMESTAMPTZ"},
	 {"TIMESTAMPTZ '2024-02-29 12:30:45.123456+00'", "TIMESTAMPTZ '2024-03-01 10:30:45-02'",
	 "TIMESTAMPTZ '1970-01-01 00:00:00+00'"}},
	{'u', TN_KIND_UUID, {"UUID"},
	 {"CAST('00000000-0000-0000-0000-000000000001' AS UUID)",
	 "CAST('6ba7b810-9dad-11d1-80b4-00c04fd430c8' AS UUID)"}},
	{'j', TN_KIND_JSON, {"JSON"}, {NULL}}, /* fuzz_json.c */
};
#define LETTERS (sizeof(letters) / sizeof(letters[0]))

static size_t row_of(char letter)
{
	size_t i;

	for (i = 0; i < LETTERS; i++)
		if (letters[i].letter == letter)
			return i;
	abort();
}

static const char *one_of(struct fuzz *f, const char *const *list, unsigned max)
{
	unsigned n = 0;

	while (n < max && list[n])
		n++;
	return list[fuzz_below(f, n)];
}

char fuzz_letter_of(unsigned kind)
{
	size_t i;

	for (i = 0; i < LETTERS; i++)
		if (letters[i].kind == kind)
			return letters[i].letter;
	return 0;
}

char fuzz_any_letter(struct fuzz *f)
{
	static const char often[] = "iiiiinnnttttbbDDsszdTyu";

	return often[fuzz_below(f, sizeof(often) - 1)];
}

const char *fuzz_type_name(struct fuzz *f, char letter)
{
	return one_of(f, letters[row_of(letter)].type, 3);
}

struct fuzz_node *fuzz_literal(struct fuzz *f, char letter)
{
	size_t row = row_of(letter);

	if (letter == 'j')
		return fuzz_json_literal(f);
	if (fuzz_chance(f, 8))
		return fuzz_node(f, letter, fuzz_printf(f, "CAST(NULL AS %s)", letters[row].type[0]), 0);
	return fuzz_node(f, letter, one_of(f, letters[row].literals, LITERALS), 0);
}

struct fuzz_node *fuzz_column(struct fuzz *f, const struct fuzz_scope *scope, char letter)
{
	const struct fuzz_scope *s = scope;
	unsigned i, n = 0;

	while (s && s->outer && fuzz_chance(f, 25))
		s = s->outer;
	for (i = 0; s && i < s->count; i++)
		n += s->columns[i].letter == letter;
	if (!n)
		return NULL;
	n = fuzz_below(f, n);
	for (i = 0; s->columns[i].letter != letter || n--; i++)
		;
	return fuzz_node(f, letter, s->columns[i].text, 0);
}

struct fuzz_node *fuzz_leaf(struct fuzz *f, const struct fuzz_scope *scope, char letter)
{
	struct fuzz_node *column = fuzz_chance(f, 80) ? fuzz_column(f, scope, letter) : NULL;

	return column ? column : fuzz_literal(f, letter);
}

/*
 * Operands that would be an error nearly always if they were any value, and those that
 * must be literals.
 */
#define SPECIALS 8
static const struct {
	uint16_t op;
	uint8_t arg;
	const char *literals[SPECIALS];
} specials[] = {
	{TN_OP_SHL, 1, {"0", "1", "3", "8"}},
	{TN_OP_SHR, 1, {"0", "1", "3", "63"}},
	{TN_OP_LIKE, 1, {"'a%'", "'%e'", "'_pple'", "'%\\%%'", "''", "'%'", "'A%'", "'one_'"}},
	{TN_OP_ILIKE, 1, {"'a%'", "'%E'", "'_PPLE'", "'%\\_%'", "''", "'L%'"}},
	{TN_OP_DIV_I, 1, {"1", "2", "-3", "7", "10"}},
	{TN_OP_MOD_I, 1, {"1", "2", "-3", "7", "10"}},
	{TN_OP_MOD_FN_I, 1, {"1", "2", "-3", "7", "10"}},
	{TN_OP_DIV_N, 1, {"1.5", "3.0", "-0.7", "8.0"}},
	{TN_OP_MOD_N, 1, {"1.5", "3.0", "-0.7", "8.0"}},
	{TN_OP_MOD_FN_N, 1, {"1.5", "3.0", "-0.7", "8.0"}},
	{TN_OP_DIV_D, 1, {"2e0", "-4e0", "0.5e0"}},
	{TN_OP_ADD_DATE_I, 1, {"1", "-1", "30", "366"}},
	{TN_OP_SUB_DATE_I, 1, {"1", "-1", "30", "366"}},
	{TN_OP_SUBSTR_3, 2, {"0", "1", "3", "100"}},
	{TN_OP_SUBSTR_Y3, 2, {"0", "1", "3", "100"}},
	{TN_OP_TRIM_2, 1, {"'a'", "' '", "'e'"}},
	{TN_OP_LTRIM_2, 1, {"'a'", "' '", "'e'"}},
	{TN_OP_RTRIM_2, 1, {"'a'", "' '", "'e'"}},
	{TN_OP_LPAD_2, 1, {"0", "3", "8", "-1"}},
	{TN_OP_RPAD_2, 1, {"0", "3", "8", "-1"}},
	{TN_OP_LPAD_3, 1, {"0", "3", "8", "-1"}},
	{TN_OP_RPAD_3, 1, {"0", "3", "8", "-1"}},
	{TN_OP_REPEAT, 1, {"0", "1", "3", "-1"}},
	{TN_OP_CHR, 0, {"65", "97", "228", "128512", "32"}},
	{TN_OP_UNHEX, 0, {"'6f6e65'", "'FF'", "''"}},
	{TN_OP_SPLIT_PART, 1, {"'a'", "' '", "'pp'"}},
	{TN_OP_SPLIT_PART, 2, {"1", "2", "3"}},
	{TN_OP_TRANSLATE, 1, {"'ae'", "'p'", "'one'"}},
	{TN_OP_ROUND_N2, 1, {"0", "1", "2", "-1"}},
	{TN_OP_TRUNC_N2, 1, {"0", "1", "2", "-1"}},
	{TN_OP_POWER, 0, {"2e0", "3e0", "0.5e0"}},
	{TN_OP_POWER, 1, {"2e0", "0e0", "-1e0"}},
	{TN_OP_SQRT, 0, {"2e0", "16e0", "0e0"}},
	{TN_OP_EXP, 0, {"1e0", "0e0", "-2e0"}},
	{TN_OP_LN, 0, {"1e0", "2e0", "10e0"}},
	{TN_OP_LOG10, 0, {"1e0", "1000e0", "2e0"}},
	{TN_OP_ASIN, 0, {"0.5e0", "-1e0", "0e0"}},
	{TN_OP_ACOS, 0, {"0.5e0", "-1e0", "0e0"}},
	{TN_OP_MAKE_DATE, 0, {"2024", "1999", "1"}},
	{TN_OP_MAKE_DATE, 1, {"1", "12", "2"}},
	{TN_OP_MAKE_DATE, 2, {"1", "28", "15"}},
	{TN_OP_MAKE_TIMESTAMP, 0, {"2024", "1999", "1"}},
	{TN_OP_MAKE_TIMESTAMP, 1, {"1", "12", "2"}},
	{TN_OP_MAKE_TIMESTAMP, 2, {"1", "28", "15"}},
	{TN_OP_MAKE_TIMESTAMP, 3, {"0", "23", "12"}},
	{TN_OP_MAKE_TIMESTAMP, 4, {"0", "59", "30"}},
	{TN_OP_MAKE_TIMESTAMP, 5, {"0e0", "59.5e0", "30.25e0"}},
	{TN_OP_TO_TIMESTAMP, 0, {"0.0", "1709210000.5", "-1.25"}},
	{TN_OP_STRING_AGG, 1, {"','", "''", "' / '"}},
	{TN_OP_CAST_T_B, 0, {"'true'", "'f'", "'1'"}},
	{TN_OP_CAST_T_I, 0, {"'12'", "' -7 '", "'0'"}},
	{TN_OP_CAST_T_N, 0, {"'1.25'", "'-7'", "'0.005'"}},
	{TN_OP_CAST_T_D, 0, {"'1.25'", "'-7e2'", "'0.5'"}},
	{TN_OP_CAST_T_DATE, 0, {"'2024-02-29'", "'0001-01-01'"}},
	{TN_OP_CAST_T_TIME, 0, {"'12:30'", "'23:59:59.5'"}},
	{TN_OP_CAST_T_TS, 0, {"'2024-02-29'", "'1999-12-31 23:59:59.25'"}},
	{TN_OP_CAST_T_TSTZ, 0, {"'2024-02-29 10:00'", "'1999-12-31 23:59:59.25+02'"}},
	{TN_OP_CAST_T_U, 0, {"'00000000-0000-0000-0000-000000000001'"}},
	{TN_OP_CAST_T_J, 0, {"'[1, 2]'", "'{\"a\": \"b\"}'"}},
	{TN_OP_CAST_Y_T, 0, {"x'6f6e65'", "x''"}},
	{TN_OP_NTILE, 0, {"1", "2", "3"}},
	{TN_OP_LAG_2, 1, {"0", "1", "2"}},
	{TN_OP_LAG_3, 1, {"0", "1", "2"}},
	{TN_OP_LEAD_2, 1, {"0", "1", "2"}},
	{TN_OP_LEAD_3, 1, {"0", "1", "2"}},
	{TN_OP_NTH_VALUE, 1, {"1", "2", "3"}},
};

/* A fixed node: a finding is not made smaller by another operand here. */
struct fuzz_node *fuzz_special(struct fuzz *f, unsigned op, unsigned arg)
{
	size_t i;

	if (op == TN_OP_JSON_VALID)
		return fuzz_json_text(f);
	for (i = 0; i < sizeof(specials) / sizeof(specials[0]); i++)
		if (specials[i].op == op && specials[i].arg == arg)
			return fuzz_node(f, FUZZ_FIXED, one_of(f, specials[i].literals, SPECIALS), 0);
	return NULL;
}

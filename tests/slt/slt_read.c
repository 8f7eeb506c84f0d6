/* SPDX-License-Identifier: MIT */
/*
 * tests/slt/slt_read.c - cuts a sqllogictest file into records.
 *
 * The format is the one of SQLite's sqllogictest: records between empty lines,
 * "statement ok", "query III rowsort label", the SQL, "----", the values, one on
 * a line, or "N values hashing to MD5".  skipif and onlyif stand before a record.
 *
 * Invariants:
 *  1. Every line of the file belongs to a record, is a comment or is empty.  A comment
 *     in the middle of a record's SQL is left out.
 *  2. What cannot be read is SLT_BAD with the line, never left out silently.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "tests/slt/slt.h"

static char *read_all(const char *path)
{
	FILE *in = fopen(path, "rb");
	size_t len = 0, cap = 1 << 16;
	char *text = in ? malloc(cap) : NULL;

	while (text) {
		size_t n = fread(text + len, 1, cap - len - 1, in);
		char *more;

		if (!n)
			break;
		len += n;
		if (cap - len > 1)
			continue;
		cap *= 2;
		more = realloc(text, cap);
		if (!more)
			free(text);
		text = more;
	}
	if (in)
		fclose(in);
	if (text)
		text[len] = '\0';
	return text;
}

int slt_open(struct slt_file *f, const char *path, const char *const *names)
{
	memset(f, 0, sizeof(*f));
	f->names = names;
	f->text = f->next = read_all(path);
	return f->text ? 0 : -1;
}

void slt_close(struct slt_file *f)
{
	free(f->text);
	free(f->values);
	free(f->sql);
	memset(f, 0, sizeof(*f));
}

/* The next line without its end, or NULL. */
static char *take_line(struct slt_file *f)
{
	char *line = f->next, *end;
	size_t n;

	if (!*line)
		return NULL;
	end = strchr(line, '\n');
	n = end ? (size_t)(end - line) : strlen(line);
	f->next = line + n + (end != NULL);
	if (n && line[n - 1] == '\r')
		n--;
	line[n] = '\0';
	f->line++;
	return line;
}

static int is_me(const struct slt_file *f, const char *name)
{
	size_t i;

	for (i = 0; f->names[i]; i++)
		if (!strcasecmp(f->names[i], name))
			return 1;
	return 0;
}

/* Joins the lines up to an empty one or "----"; 1 if it was "----". */
static int read_sql(struct slt_file *f, struct slt_record *r)
{
	size_t len = 0;
	char *line = NULL;

	f->sql = f->sql ? f->sql : calloc(1, f->sql_cap = 256);
	while (f->sql && (line = take_line(f)) && *line) {
		size_t n = strlen(line);

		if (!strcmp(line, "----"))
			break;
		if (*line == '#')
			continue;
		if (len + n + 2 > f->sql_cap)
			f->sql = realloc(f->sql, f->sql_cap = (len + n + 2) * 2);
		if (!f->sql)
			break;
		if (len)
			f->sql[len++] = '\n';
		memcpy(f->sql + len, line, n);
		len += n;
		f->sql[len] = '\0';
	}
	if (f->sql && !len)
		f->sql[0] = '\0';
	r->sql = f->sql;
	return f->sql && line && *line;
}

static int keep_value(struct slt_file *f, struct slt_record *r, char *value)
{
	if (r->value_count == f->value_cap) {
		size_t cap = f->value_cap ? f->value_cap * 2 : 256;
		char **more = realloc(f->values, cap * sizeof(*more));

		if (!more)
			return -1;
		f->values = more;
		f->value_cap = cap;
	}
	f->values[r->value_count++] = value;
	return 0;
}

static void read_values(struct slt_file *f, struct slt_record *r)
{
	char *line;
	int hashed = 0;

	while ((line = take_line(f)) && *line) {
		unsigned long count;

		if (sscanf(line, "%lu values hashing to %32[0-9a-fA-F]", &count, r->hash) == 2) {
			r->value_count = count;
			hashed = 1;
			continue;
		}
		if (hashed || keep_value(f, r, line) < 0) {
			r->kind = SLT_BAD;
			r->problem = hashed ? "a value behind a hash" : "out of memory";
			return;
		}
	}
	r->values = r->hash[0] ? NULL : f->values;
}

static void read_query(struct slt_file *f, struct slt_record *r, char *line)
{
	char sort[64] = "", *end;
	size_t n;

	r->kind = SLT_QUERY;
	line += strcspn(line, " \t");
	line += strspn(line, " \t");
	n = strcspn(line, " \t");
	snprintf(r->types, sizeof(r->types), "%.*s", (int)n, line);
	end = strpbrk(line, " \t");
	if (end)
		sscanf(end, "%63s %63s", sort, r->label);
	if (!strcmp(sort, "rowsort"))
		r->sort = SLT_ROWSORT;
	else if (!strcmp(sort, "valuesort"))
		r->sort = SLT_VALUESORT;
	else if (*sort && strcmp(sort, "nosort") != 0)
		snprintf(r->label, sizeof(r->label), "%s", sort);
	if (n > SLT_COLUMNS_MAX || strspn(r->types, "IRT") != strlen(r->types) || !*r->types) {
		r->kind = SLT_BAD;
		r->problem = "the types of a query are letters I, R and T, 255 at most";
	}
	if (read_sql(f, r))
		read_values(f, r);
}

static void read_record(struct slt_file *f, struct slt_record *r, char *line)
{
	char word[32] = "", what[32] = "";

	sscanf(line, "%31s %31s", word, what);
	r->line = f->line;
	if (!strcmp(word, "statement")) {
		r->kind = SLT_STATEMENT;
		r->expect_error = !strcmp(what, "error");
		if (read_sql(f, r))
			read_values(f, r); /* some writers give the error's text */
	} else if (!strcmp(word, "query")) {
		read_query(f, r, line);
	} else if (!strcmp(word, "halt")) {
		r->kind = SLT_HALT;
	} else {
		r->kind = SLT_BAD;
		r->problem = "neither statement, query, halt, hash-threshold, skipif nor onlyif";
		while ((line = take_line(f)) && *line)
			;
	}
}

void slt_next(struct slt_file *f, struct slt_record *r)
{
	char *line;
	int skip = 0;

	memset(r, 0, sizeof(*r));
	while ((line = take_line(f))) {
		char word[16] = "", name[64] = "";

		/* hash-threshold speaks to writers of files: a reader sees what is hashed. */
		if (!*line || *line == '#' || !strncmp(line, "hash-threshold", 14))
			continue;
		sscanf(line, "%15s %63s", word, name);
		if (!strcmp(word, "skipif")) {
			skip |= is_me(f, name);
		} else if (!strcmp(word, "onlyif")) {
			skip |= !is_me(f, name);
		} else {
			read_record(f, r, line);
			r->skip = skip;
			return;
		}
	}
	r->kind = SLT_END;
}

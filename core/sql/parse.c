/* SPDX-License-Identifier: MIT */
/*
 * core/sql/parse.c - portable SQL to IR: the entry, and what all parts of the parser share.
 *
 * Invariants:
 *  1. All memory is the arena's; a text that is refused leaves unused arena
 *     memory behind and nothing else.
 *  2. The depth of a node (its longest way down) stands in
 *     front of it (struct px_head).  That makes the check for too deep a tree one comparison per
 *     child, and no field of the IR is needed for it.
 *  3. Parameters are numbered in the order in which they first occur.
 *
 * It must not know tables, types of columns, or a server.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/sys/utf8.h>
#include "core/sql/parser.h"
#include "core/sql/grammar.h"

#define MAX_MARKS 65536u

/* ---- errors ---------------------------------------------------------------------- */

void *tn__px_fail(struct tn_sql_parser *p, int code, uint32_t at, const char *message, const char *hint)
{
	struct tn_error_parts parts = {0};

	if (p->rc)
		return NULL;
	parts.code = code;
	parts.message = message;
	parts.hint = hint && *hint ? hint : NULL;
	parts.sql = p->tokens.lx.text;
	parts.sql_len = (size_t)(p->tokens.lx.end - p->tokens.lx.text);
	parts.position = (size_t)at + 1;
	p->rc = tn__error_build(p->err, &parts);
	return NULL;
}

void *tn__px_failf(struct tn_sql_parser *p, int code, uint32_t at, const char *hint, const char *format, ...)
{
	char message[256];
	va_list ap;

	va_start(ap, format);
	vsnprintf(message, sizeof(message), format, ap);
	va_end(ap);
	return tn__px_fail(p, code, at, message, hint);
}

void *tn__px_nomem(struct tn_sql_parser *p)
{
	if (!p->rc)
		p->rc = tn__error_nomem(p->err);
	return NULL;
}

/* ---- memory ---------------------------------------------------------------------- */

void *tn__px_alloc(struct tn_sql_parser *p, size_t size)
{
	void *memory = tn__arena_alloc(p->arena, size);

	return memory ? memory : tn__px_nomem(p);
}

void *tn__px_node(struct tn_sql_parser *p, size_t size)
{
	struct px_head *head = tn__px_alloc(p, sizeof(*head) + size);

	return head ? head + 1 : NULL;
}

int tn__px_over(struct tn_sql_parser *p, uint32_t at, void *node, const void *child)
{
	struct px_head *head = tn__px_head(node);
	uint32_t depth;

	if (!child)
		return 1;
	depth = ((const struct px_head *)child)[-1].depth + 1;
	if (depth <= head->depth)
		return 1;
	head->depth = depth;
	if (depth <= TN_SQL_MAX_DEPTH)
		return 1;
	tn__px_fail(p, TN_E_LIMIT, at, "the statement is nested more than 500 levels deep",
		    "bind a list, join parts with AND or OR alone, or use several statements");
	return 0;
}

int tn__px_over_list(struct tn_sql_parser *p, uint32_t at, void *node, const struct tn_sql_list *children)
{
	uint32_t i;

	for (i = 0; children && i < children->n; i++)
		if (!tn__px_over(p, at, node, children->v[i]))
			return 0;
	return 1;
}

struct tn_sql_list *tn__px_add(struct tn_sql_parser *p, struct tn_sql_list *list, void *member)
{
	if (!list) {
		list = tn__px_alloc(p, sizeof(*list));
		if (!list)
			return NULL;
		list->v = list->first;
		list->cap = sizeof(list->first) / sizeof(list->first[0]);
	} else if (list->n == list->cap) {
		void **more = tn__arena_calloc(p->arena, (size_t)list->cap * 2, sizeof(*more));

		if (!more)
			return tn__px_nomem(p);
		memcpy(more, list->v, list->n * sizeof(*more));
		list->v = more;
		list->cap *= 2;
	}
	list->v[list->n++] = member;
	return list;
}

void *tn__px_flat(struct tn_sql_parser *p, const struct tn_sql_list *list, size_t size)
{
	char *flat = tn__arena_calloc(p->arena, list->n, size);
	uint32_t i;

	if (!flat)
		return tn__px_nomem(p);
	for (i = 0; i < list->n; i++)
		memcpy(flat + i * size, list->v[i], size);
	return flat;
}

/* ---- words ------------------------------------------------------------------------ */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Without the quotes around it and with doubled ones once. */
static char *without_quotes(struct tn_sql_parser *p, struct tn_sql_slice word)
{
	char *name = tn__px_alloc(p, word.n), *out = name;
	uint32_t i;

	if (!name)
		return NULL;
	for (i = 1; i + 1 < word.n; i++) {
		*out++ = word.s[i];
		if (word.s[i] == '"')
			i++;
	}
	return name;
}

const char *tn__px_name(struct tn_sql_parser *p, struct tn_sql_slice word)
{
	char *name;
	uint32_t i;

	if (*word.s == '"')
		return without_quotes(p, word);
	name = tn__px_alloc(p, (size_t)word.n + 1);
	if (!name)
		return NULL;
	for (i = 0; i < word.n; i++)
		name[i] = lower(word.s[i]);
	return name;
}

int tn__px_is(struct tn_sql_slice word, const char *want)
{
	uint32_t i;

	for (i = 0; i < word.n; i++)
		if (!want[i] || lower(word.s[i]) != want[i])
			return 0;
	return !want[i];
}

struct tn_sql_slice tn__px_join(struct tn_sql_slice first, struct tn_sql_slice last)
{
	if (last.s)
		first.n = (uint32_t)(last.s + last.n - first.s);
	return first;
}

/* ---- parameters --------------------------------------------------------------------- */

static int room(struct tn_sql_parser *p, void **array, uint32_t count, uint32_t *cap, size_t size)
{
	uint32_t more = *cap ? *cap * 2 : 8;
	void *fresh;

	if (count < *cap)
		return 1;
	fresh = tn__arena_calloc(p->arena, more, size);
	if (!fresh)
		return tn__px_nomem(p) != NULL;
	if (count)
		memcpy(fresh, *array, count * size);
	*array = fresh;
	*cap = more;
	return 1;
}

/* The slot of a name, or the free one where it belongs. */
static uint32_t *find_slot(const struct tn_sql_names *names, const char *name, size_t len)
{
	uint32_t h = 2166136261u;
	size_t i;

	for (i = 0; i < len; i++)
		h = (h ^ (unsigned char)name[i]) * 16777619u;
	for (;; h++) {
		uint32_t *slot = &names->slots[h & (names->slot_count - 1)];
		const char *known = *slot ? names->name[*slot - 1] : NULL;

		if (!known || (!strncmp(known, name, len) && !known[len]))
			return slot;
	}
}

static int make_slots(struct tn_sql_parser *p, uint32_t count)
{
	struct tn_sql_names *names = &p->names;
	uint32_t i;

	if (names->slot_count > 2 * count)
		return 1;
	names->slot_count = names->slot_count ? names->slot_count * 4 : 32;
	names->slots = tn__arena_calloc(p->arena, names->slot_count, sizeof(*names->slots));
	if (!names->slots)
		return tn__px_nomem(p) != NULL;
	for (i = 0; i < count; i++)
		*find_slot(names, names->name[i], strlen(names->name[i])) = i + 1;
	return 1;
}

/* The number of the argument that :name stands for, known or new; -1 without memory. */
static int64_t named(struct tn_sql_parser *p, struct tn_sql_slice marker)
{
	struct tn_sql_names *names = &p->names;
	uint32_t count = p->stmt->arg_count, *slot;
	void *array = names->name;

	if (!room(p, &array, count, &names->name_cap, sizeof(*names->name)))
		return -1;
	names->name = array;
	if (!make_slots(p, count))
		return -1;
	slot = find_slot(names, marker.s + 1, marker.n - 1);
	if (*slot)
		return *slot - 1;
	names->name[count] = tn__arena_strndup(p->arena, marker.s + 1, marker.n - 1);
	if (!names->name[count])
		return tn__px_nomem(p) != NULL ? 0 : -1;
	*slot = count + 1;
	return count;
}

static int add_param(struct tn_sql_parser *p, uint32_t at)
{
	void *array = p->params;

	if (!room(p, &array, p->stmt->arg_count, &p->param_cap, sizeof(*p->params)))
		return 0;
	p->params = array;
	p->params[p->stmt->arg_count++].at = at;
	return 1;
}

px_expr *tn__px_param(struct tn_sql_parser *p, uint32_t at, struct tn_sql_slice marker)
{
	int is_named = *marker.s == ':';
	int64_t number = p->stmt->arg_count;
	px_expr *e;

	if (p->marks && is_named != (p->names.name != NULL))
		return tn__px_fail(p, TN_E_PARAM, at, "'?' and ':name' in one statement; use one of them", NULL);
	if (p->marks++ == MAX_MARKS)
		return tn__px_fail(p, TN_E_LIMIT, at, "more than 65536 parameters in one statement", NULL);
	if (is_named)
		number = named(p, marker);
	if (number < 0 || (number == p->stmt->arg_count && !add_param(p, at)))
		return NULL;
	e = tn__px_expr(p, at, TN_X_PARAM);
	if (e)
		e->u.param = (uint32_t)number;
	return e;
}

/* ---- the statement ---------------------------------------------------------------------- */

int tn__px_add_table(struct tn_sql_parser *p, uint32_t at, const char *schema, const char *name)
{
	struct tn_ir_table_name *t;
	void *array = p->tables;

	if (!room(p, &array, p->stmt->table_count, &p->table_cap, sizeof(*p->tables)))
		return 0;
	p->tables = array;
	t = &p->tables[p->stmt->table_count++];
	t->schema = schema;
	t->name = name;
	t->at = at;
	return 1;
}

void tn__px_done(struct tn_sql_parser *p, int kind, const char *verb, void *body)
{
	struct tn_ir_stmt *s = p->stmt;
	struct tn_ir_query *q;

	s->kind = (uint8_t)kind;
	s->u.query = body;
	for (q = kind == TN_IR_QUERY ? body : NULL; q && q->left; q = q->left)
		;
	s->verb = verb ? verb : q && q->kind == TN_QUERY_VALUES ? "VALUES" : "SELECT";
	if (kind >= TN_IR_TRUNCATE && !(kind == TN_IR_CREATE_TABLE && s->u.create_table->temporary))
		s->effect = TN_IR_SCHEMA;
}

static int check_text(struct tn_sql_parser *p, const char *text, size_t len)
{
	const char *nul = memchr(text, '\0', len);
	size_t good = tn_utf8_check(text, len);

	if (nul && (size_t)(nul - text) < good)
		tn__px_fail(p, TN_E_DATA, (uint32_t)(nul - text), "a NUL byte in the text of the statement", NULL);
	else if (good < len)
		tn__px_fail(p, TN_E_DATA, (uint32_t)good, "the text of the statement is not valid UTF-8", NULL);
	return p->rc;
}

int tn__sql_parse(struct tn_arena *a, const char *text, size_t len, struct tn_ir_stmt **out, tn_error **err)
{
	struct tn_sql_parser p;
	char *copy;

	if (len > TN_SQL_MAX_TEXT)
		return tn__error_set(err, TN_E_LIMIT, "the text of the statement is longer than 16 MiB");
	memset(&p, 0, sizeof(p));
	p.arena = a;
	p.err = err;
	p.stmt = tn__px_alloc(&p, sizeof(*p.stmt));
	copy = tn__arena_strndup(a, text, len);
	if (!p.stmt || !copy)
		return tn__error_nomem(err);
	tn__sql_tokens_init(&p.tokens, copy, len);
	if (check_text(&p, copy, len))
		return p.rc;
	p.stmt->source = copy;
	p.stmt->source_len = len;
	p.stmt->allows = tn__sql_allows(copy, len);
	if (tn__yyparse(&p) && !p.rc)
		return tn__error_set(err, TN_E_INTERNAL, "the parser gave up without a reason");
	if (p.rc)
		return p.rc;
	p.stmt->params = p.params;
	p.stmt->arg_names = p.names.name;
	p.stmt->tables = p.tables;
	*out = p.stmt;
	return TN_OK;
}

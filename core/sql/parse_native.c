/* SPDX-License-Identifier: MIT */
/*
 * core/sql/parse_native.c - native text to IR.
 *
 * The text goes to the server as it stands, but for its parameter markers.  So
 * the IR of a native statement is the text cut at the markers, with the number
 * of the argument that each stands for, and what the leading words say.
 *
 * Invariants:
 *  1. Pieces are slices of the source: with the markers between them they are
 *     the source, and a piece's address tells its position.
 *  2. Of a literal question mark (??) the first byte belongs to the piece before
 *     and the second to none.
 *  3. Arguments are numbered in the order in which they first occur.
 *  4. A text that is refused leaves nothing but unused arena memory behind.
 *
 * It must not change the text, nor refuse what only the server can judge.
 */
#include <stdio.h>
#include <string.h>
#include <tenon/stmt.h>
#include <tenon/sys/utf8.h>
#include "core/base/error.h"
#include "core/sql/lex_native.h"
#include "core/sql/sql.h"
#include "core/sql/words_native.h"

#define MAX_TEXT (1u << 30)
#define MAX_MARKS 65536u

struct parser {
	struct tn_arena *arena;
	const struct tn_dialect *dialect;
	const struct tn_profile *profile;
	tn_error **err;
	struct tn_native_lexer lx;
	struct tn_native_words words;
	int verb_done;        /* the statement has begun */
	int ended;            /* a semicolon was seen */

	struct tn_ir_piece *pieces;
	uint32_t piece_count, piece_cap;
	size_t piece_start;
	uint32_t marks;       /* occurrences of markers */
	size_t dollar_at;     /* offset + 1 of the first $n */

	uint32_t arg_count;
	const char **names;   /* of the arguments, when named */
	uint32_t name_cap;
	uint32_t *slots;      /* hash table over names: index + 1, 0: free */
	uint32_t slot_count;  /* a power of two, above twice arg_count */
};

static int fail_at(struct parser *p, size_t at, int code, const char *message)
{
	struct tn_error_parts parts = {0};

	parts.code = code;
	parts.message = message;
	parts.sql = p->lx.text;
	parts.sql_len = p->lx.len;
	parts.position = at + 1;
	return tn__error_build(p->err, &parts);
}

/* Arena arrays grow by copying; what they leave behind is at most as much again. */
static void *grow(struct parser *p, const void *old, uint32_t count, uint32_t *cap, size_t size)
{
	uint32_t more = *cap ? *cap * 2 : 8;
	void *fresh = tn__arena_calloc(p->arena, more, size);

	if (fresh && count)
		memcpy(fresh, old, count * size);
	if (fresh)
		*cap = more;
	return fresh;
}

static int add_piece(struct parser *p, size_t end, size_t next, int32_t arg)
{
	struct tn_ir_piece *piece;

	if (p->piece_count == p->piece_cap) {
		void *fresh = grow(p, p->pieces, p->piece_count, &p->piece_cap, sizeof(*p->pieces));

		if (!fresh)
			return tn__error_nomem(p->err);
		p->pieces = fresh;
	}
	piece = &p->pieces[p->piece_count++];
	piece->text = p->lx.text + p->piece_start;
	piece->len = (uint32_t)(end - p->piece_start);
	piece->arg = arg;
	p->piece_start = next;
	return TN_OK;
}

/* ---- names of parameters -------------------------------------------------- */

/* The slot of a name, or the free one where it belongs. */
static uint32_t *find_slot(const struct parser *p, const char *name, size_t len)
{
	uint32_t h = 2166136261u;
	size_t i;

	for (i = 0; i < len; i++)
		h = (h ^ (unsigned char)name[i]) * 16777619u;
	for (;; h++) {
		uint32_t *slot = &p->slots[h & (p->slot_count - 1)];
		const char *known = *slot ? p->names[*slot - 1] : NULL;

		if (!known || (!strncmp(known, name, len) && !known[len]))
			return slot;
	}
}

static int make_room(struct parser *p)
{
	uint32_t i;

	if (p->arg_count == p->name_cap) {
		void *fresh = grow(p, p->names, p->arg_count, &p->name_cap, sizeof(*p->names));

		if (!fresh)
			return tn__error_nomem(p->err);
		p->names = fresh;
	}
	if (p->slot_count > 2 * p->arg_count)
		return TN_OK;
	p->slot_count = p->slot_count ? p->slot_count * 4 : 32;
	p->slots = tn__arena_calloc(p->arena, p->slot_count, sizeof(*p->slots));
	if (!p->slots)
		return tn__error_nomem(p->err);
	for (i = 0; i < p->arg_count; i++)
		*find_slot(p, p->names[i], strlen(p->names[i])) = i + 1;
	return TN_OK;
}

static int named_arg(struct parser *p, int32_t *arg)
{
	const char *name = p->lx.text + p->lx.start + 1;
	size_t len = p->lx.pos - p->lx.start - 1;
	uint32_t *slot;
	int rc = make_room(p);

	if (rc)
		return rc;
	slot = find_slot(p, name, len);
	if (!*slot) {
		p->names[p->arg_count] = tn__arena_strndup(p->arena, name, len);
		if (!p->names[p->arg_count])
			return tn__error_nomem(p->err);
		*slot = ++p->arg_count;
	}
	*arg = (int32_t)*slot - 1;
	return TN_OK;
}

/* ---- tokens ----------------------------------------------------------------- */

static int take_marker(struct parser *p)
{
	int named = p->lx.token == TN_NT_NAMED;
	int32_t arg = 0;
	int rc = TN_OK;

	if (p->marks && named != (p->names != NULL))
		return fail_at(p, p->lx.start, TN_E_PARAM, "'?' and ':name' in one statement; use one of them");
	if (p->dollar_at)
		return fail_at(p, p->dollar_at - 1, TN_E_PARAM,
			       "a '$' parameter beside '?' or ':name'; use one of those for all");
	if (p->marks++ == MAX_MARKS)
		return fail_at(p, p->lx.start, TN_E_LIMIT, "more than 65536 parameters in one statement");
	if (!named)
		arg = (int32_t)p->arg_count++;
	else
		rc = named_arg(p, &arg);
	return rc ? rc : add_piece(p, p->lx.start, p->lx.pos, arg);
}

/* Where ? is the server's own marker too, no spelling of a literal one is left. */
static int take_question(struct parser *p)
{
	if (p->dialect->placeholder == TN_PLACEHOLDER_QUESTION)
		return fail_at(p, p->lx.start, TN_E_SYNTAX,
			       "a doubled '?' is a literal one, which no operator of this server has");
	return add_piece(p, p->lx.start + 1, p->lx.pos, -1);
}

static int take_dollar(struct parser *p)
{
	if (p->dialect->placeholder != TN_PLACEHOLDER_DOLLAR || p->dollar_at)
		return TN_OK;
	if (p->marks)
		return fail_at(p, p->lx.start, TN_E_PARAM,
			       "a '$' parameter beside '?' or ':name'; use one of those for all");
	p->dollar_at = p->lx.start + 1;
	return TN_OK;
}

static int take_word(struct parser *p)
{
	struct tn_native_words *w = &p->words;

	if (w->count < TN_NATIVE_WORDS) {
		w->word[w->count] = p->lx.text + p->lx.start;
		w->len[w->count++] = p->lx.pos - p->lx.start;
	}
	return TN_OK;
}

/* The same limits as tn__sql_check_ident(), with a position. */
static int check_len(struct parser *p)
{
	const struct tn_profile *limits = p->profile;
	int bytes = limits->max_ident_bytes > 0 && p->lx.name_bytes > (uint64_t)limits->max_ident_bytes;
	int chars = limits->max_ident_chars > 0 && p->lx.name_chars > (uint64_t)limits->max_ident_chars;
	char message[96];

	if (!bytes && !chars)
		return TN_OK;
	snprintf(message, sizeof(message), "identifier is longer than the server's %lld %s",
		 (long long)(bytes ? limits->max_ident_bytes : limits->max_ident_chars),
		 bytes ? "bytes" : "characters");
	return fail_at(p, p->lx.start, TN_E_LIMIT, message);
}

static int take_token(struct parser *p)
{
	int token = p->lx.token;
	int rc = TN_OK;

	if (token == TN_NT_SEMICOLON) {
		p->ended = 1;
		return TN_OK;
	}
	if (p->ended && !tn__native_has_body(&p->words))
		return fail_at(p, p->lx.start, TN_E_SYNTAX,
			       "more than one statement; send each by a call of its own");
	p->verb_done = 1;
	if (token == TN_NT_WORD || token == TN_NT_NAME)
		rc = check_len(p);
	if (rc)
		return rc;
	if (token == TN_NT_WORD)
		return take_word(p);
	if (token == TN_NT_MARK || token == TN_NT_NAMED)
		return take_marker(p);
	if (token == TN_NT_QUESTION)
		return take_question(p);
	return token == TN_NT_DOLLAR ? take_dollar(p) : TN_OK;
}

static int scan(struct parser *p)
{
	int rc;

	while (tn__native_next(&p->lx) != TN_NT_END) {
		if (p->lx.token == TN_NT_ERROR)
			return fail_at(p, p->lx.problem_at, p->lx.code, p->lx.problem);
		rc = take_token(p);
		if (rc)
			return rc;
	}
	if (!p->verb_done)
		return fail_at(p, 0, TN_E_SYNTAX, "no statement, nothing but blanks and comments");
	return add_piece(p, p->lx.len, p->lx.len, -1);
}

/* ---- the whole --------------------------------------------------------------- */

static int check_text(struct parser *p)
{
	const char *nul = memchr(p->lx.text, '\0', p->lx.len);
	size_t good = tn_utf8_check(p->lx.text, p->lx.len);

	if (nul && (size_t)(nul - p->lx.text) < good)
		return fail_at(p, (size_t)(nul - p->lx.text), TN_E_DATA,
			       "a NUL byte in the text of the statement");
	if (good < p->lx.len)
		return fail_at(p, good, TN_E_DATA, "the text of the statement is not valid UTF-8");
	return TN_OK;
}

static const char *make_verb(struct parser *p)
{
	const struct tn_native_words *w = &p->words;
	char *verb = tn__arena_strndup(p->arena, w->count ? w->word[0] : "", w->count ? w->len[0] : 0);
	char *c;

	for (c = verb; c && *c; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	return verb;
}

static int make_stmt(struct parser *p, const struct tn_ir_stmt **out)
{
	struct tn_ir_stmt *stmt = tn__arena_alloc(p->arena, sizeof(*stmt));
	const char *verb = make_verb(p);

	if (!stmt || !verb)
		return tn__error_nomem(p->err);
	stmt->kind = TN_IR_NATIVE;
	stmt->effect = (uint8_t)tn__native_effect(&p->words, p->dialect);
	stmt->source = p->lx.text;
	stmt->source_len = p->lx.len;
	stmt->verb = verb;
	stmt->pieces = p->pieces;
	stmt->piece_count = p->piece_count;
	stmt->arg_count = p->arg_count;
	stmt->arg_names = p->names;
	*out = stmt;
	return TN_OK;
}

int tn__sql_parse_native(struct tn_arena *a, const char *text, size_t len, const struct tn_dialect *dialect,
			 const struct tn_profile *profile, const struct tn_ir_stmt **out, tn_error **err)
{
	static const size_t mark_len = sizeof(TN_NATIVE_MARK) - 1;
	struct parser p;
	const char *copy;
	int rc;

	if (len > MAX_TEXT)
		return tn__error_set(err, TN_E_LIMIT, "the text of the statement is longer than 1 GiB");
	if (len >= mark_len && !memcmp(text, TN_NATIVE_MARK, mark_len)) {
		text += mark_len;
		len -= mark_len;
	}
	copy = tn__arena_strndup(a, text, len);
	if (!copy)
		return tn__error_nomem(err);
	memset(&p, 0, sizeof(p));
	p.arena = a;
	p.dialect = dialect;
	p.profile = profile;
	p.err = err;
	tn__native_lexer_init(&p.lx, dialect, copy, len);
	rc = check_text(&p);
	if (!rc)
		rc = scan(&p);
	return rc ? rc : make_stmt(&p, out);
}

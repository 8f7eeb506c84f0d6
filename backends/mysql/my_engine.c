/* SPDX-License-Identifier: MIT */
/*
 * my_engine.c - no transaction touches a table whose engine has none.
 *
 * A MyISAM or Aria table takes part in a transaction without a word: the server
 * tells at the rollback, by a warning, when the row is there for good.  So the
 * names of such tables in the current database are read once per connection,
 * when a transaction first needs them, and a statement that names one inside a
 * transaction is refused; so is a foreign key on such a table or on such an
 * engine, which the server would parse and drop.  With TN_FACT_WEAK_ENGINE_OK it
 * is a warning.
 *
 * Which engines have transactions is asked of the server, not known here.
 *
 * Limits: the list follows the schema changes of this connection, not those of
 * others; tables of other databases, temporary tables and tables behind views
 * and triggers are not seen; a column or an alias with the name of such a table
 * counts as naming it.  New tables are safe by the session row
 * default_storage_engine.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "my_internal.h"

static const char list_query[] =
	"SELECT 'E', ENGINE, '' FROM information_schema.ENGINES"
	" WHERE COALESCE(TRANSACTIONS, 'NO') <> 'YES' AND SUPPORT IN ('YES', 'DEFAULT')"
	" UNION ALL SELECT 'T', t.TABLE_NAME, t.ENGINE FROM information_schema.TABLES t"
	" JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE"
	" WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE' AND COALESCE(e.TRANSACTIONS,"
	" 'NO') <> 'YES'";

/* Statements after which the list is read again. */
static const char *const schema_words[] = {"CREATE", "ALTER", "DROP", "RENAME", "USE"};

static int read_list(struct my_conn *c)
{
	const struct tn_host *host = c->head.host;
	struct my_engines *e = &c->engines;
	MYSQL_RES *res = NULL;
	MYSQL_ROW row;
	int rc;
	host->text_clear(&e->tables);
	host->text_clear(&e->engines);
	rc = my__run(c, list_query, &res);
	if (rc < 0)
		return rc;
	while ((row = mysql_fetch_row(res)) != NULL) {
		if (!row[0] || !row[1] || !row[2])
			continue;
		host->text_append(row[0][0] == 'E' ? &e->engines : &e->tables, row[1], strlen(row[1]) + 1);
		if (row[0][0] == 'T')
			host->text_append(&e->tables, row[2], strlen(row[2]) + 1);
	}
	mysql_free_result(res);
	if (e->tables.failed || e->engines.failed)
		return host->nomem(&c->head);
	e->known = 1;
	e->generation++;
	return 0;
}

/* The entry of a list of NUL-ended texts (step of them a row) that equals the word, or NULL. */
static const char *find(const struct tn_text *list, int step, const struct my_words *w, int fold)
{
	const char *p = list->s, *end = list->s + list->len;
	while (p < end) {
		size_t n = strlen(p);
		int i;
		if (n == w->len && (fold ? strncasecmp(p, w->word, n) : memcmp(p, w->word, n)) == 0)
			return p;
		for (i = 0; i < step; i++)
			p += strlen(p) + 1;
	}
	return NULL;
}

/* table may be NULL: one that is about to be made. */
static int refuse(struct my_stmt *s, const char *table, const char *engine, const char *what)
{
	struct my_conn *c = (struct my_conn *)s->head.conn;
	char text[256];
	if (table)
		snprintf(text, sizeof(text), "table '%.64s' has engine %.64s, which has no %s", table, engine,
			what);
	else
		snprintf(text, sizeof(text), "engine %.64s has no %s", engine, what);
	if (c->head.server.facts & TN_FACT_WEAK_ENGINE_OK) {
		c->head.host->notice(&c->head, 1, 0, NULL, text);
		return 0;
	}
	return my__fault_own(
		c, TN_E_UNSUPPORTED, "use ENGINE=InnoDB, or open with TN_OPEN_ALLOW_WEAK_ENGINE", "%s", text);
}

/* A statement with REFERENCES: refused when it names such a table or ENGINE = such an engine. */
static int check_references(struct my_stmt *s)
{
	struct my_conn *c = (struct my_conn *)s->head.conn;
	struct my_words w;
	int after_engine = 0;
	my__words_init(&w, s->head.sql, s->head.sql_len);
	while (my__words_next(&w)) {
		const char *hit = find(&c->engines.tables, 2, &w, c->engines.fold);
		if (hit)
			return refuse(s, hit, hit + strlen(hit) + 1, "foreign keys");
		hit = after_engine ? find(&c->engines.engines, 1, &w, 1) : NULL;
		if (hit)
			return refuse(s, NULL, hit, "foreign keys");
		after_engine = my__word_is(&w, "ENGINE");
	}
	return 0;
}

static int check_tables(struct my_stmt *s)
{
	struct my_conn *c = (struct my_conn *)s->head.conn;
	struct my_words w;
	if (!c->engines.tables.len)
		return 0;
	my__words_init(&w, s->head.sql, s->head.sql_len);
	while (my__words_next(&w)) {
		const char *hit = find(&c->engines.tables, 2, &w, c->engines.fold);
		if (hit)
			return refuse(s, hit, hit + strlen(hit) + 1, "transactions");
	}
	return 0;
}

static int first_word_in(const struct my_stmt *s, const char *const *list, size_t n)
{
	struct my_words w;
	size_t i;
	my__words_init(&w, s->head.sql, s->head.sql_len);
	if (!my__words_next(&w))
		return 0;
	for (i = 0; i < n; i++)
		if (my__word_is(&w, list[i]))
			return 1;
	return 0;
}

static int has_references(const struct my_stmt *s)
{
	struct my_words w;
	my__words_init(&w, s->head.sql, s->head.sql_len);
	while (my__words_next(&w))
		if (my__word_is(&w, "REFERENCES"))
			return 1;
	return 0;
}

int my__engine_check(struct my_stmt *s)
{
	/* What ends a transaction must always get through. */
	static const char *const always[] = {
		"COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET", "START", "BEGIN", "SHOW"};
	static const char *const ddl[] = {"CREATE", "ALTER"};
	struct my_conn *c = (struct my_conn *)s->head.conn;
	int references = 0, rc;
	if (c->engines.known && s->engine_checked == c->engines.generation)
		return 0;
	if (c->tx == TN_BE_TX_IDLE) {
		references = first_word_in(s, ddl, 2) && has_references(s);
		if (!references)
			return 0;
	} else if (first_word_in(s, always, sizeof(always) / sizeof(always[0]))) {
		return 0;
	}
	if (!c->engines.known) {
		rc = read_list(c);
		if (rc < 0)
			return rc;
	}
	rc = references ? check_references(s) : check_tables(s);
	if (rc == 0 && !references && !(c->head.server.facts & TN_FACT_WEAK_ENGINE_OK))
		s->engine_checked = c->engines.generation;
	return rc;
}

void my__engine_after(struct my_stmt *s)
{
	struct my_conn *c = (struct my_conn *)s->head.conn;
	if (!c->engines.known && !c->marks.len)
		return;
	if (first_word_in(s, schema_words, sizeof(schema_words) / sizeof(schema_words[0]))) {
		c->engines.known = 0;
		my__marks_forget(c);
	}
}

void my__engines_release(struct my_conn *c)
{
	c->head.host->text_release(&c->engines.tables);
	c->head.host->text_release(&c->engines.engines);
}

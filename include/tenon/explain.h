/* SPDX-License-Identifier: MIT */
/*
 * tenon/explain.h - what becomes of a text of portable SQL, without a server.
 *
 *   tn_explain_options o = {sizeof o, "mariadb@10.11", "CREATE TABLE t (id BIGINT)"};
 *   tn_explanation *x = NULL;
 *   if (tn_explain("SELECT id FROM t FOR UPDATE", &o, &x, &err) >= 0)
 *       puts(x->sql);
 *   tn_explanation_free(x);
 *
 * Needs no connection; any number of threads may call it at once.
 */
#ifndef TENON_EXPLAIN_H
#define TENON_EXPLAIN_H

#include <stddef.h>
#include <tenon/defs.h>
#include <tenon/error.h>

TN_BEGIN_DECLS

typedef struct tn_explain_options {
	size_t size; /* sizeof(tn_explain_options) */
	/*
	 * The dialect of a backend in this build, and the server's version if it matters:
	 * "postgresql", "sqlite@3.40", "mysql@8.0.35", "mariadb@10.11".  Without one the
	 * server is taken for a new one.
	 */
	const char *target;
	/*
	 * CREATE TABLE statements, as tn_catalog_attach() takes them.  NULL: every table
	 * exists and has every column, of a type that is guessed where that makes no
	 * difference; the warnings say where.
	 */
	const char *schema;
} tn_explain_options;

/* Texts, each NUL-terminated and never NULL; those of several lines end with a newline. */
typedef struct tn_explanation {
	const char *target;       /* "mariadb 10.11.0" */
	const char *tree;         /* the statement after the analysis */
	const char *plan;         /* the steps and what they need */
	const char *sql;          /* what is sent to the server; of several steps each behind a line about it */
	const char *capabilities; /* those that decided: a name and yes or no in each line */
	const char *warnings;     /* one in each line */
	const char *lists;        /* in which form each list would go, from which length on; empty: there is none */
} tn_explanation;

/*
 * Compiles a text for a target.  *out is yours: tn_explanation_free().
 * Errors: those of the text, with their position; TN_E_UNSUPPORTED also for what
 * the target cannot do and for a target that is not in this build; TN_E_PARAM for
 * a version that cannot be read.
 */
TN_API int tn_explain(const char *sql, const tn_explain_options *options, tn_explanation **out, tn_error **err);
/* Frees it with all its texts.  NULL is fine. */
TN_API void tn_explanation_free(tn_explanation *x);

/* The i-th target of this build, without a version ("sqlite"); NULL past the last.  Static text. */
TN_API const char *tn_explain_target(size_t i);

TN_END_DECLS

#endif

/* SPDX-License-Identifier: MIT */
/*
 * core/engine/bind.c - arguments into the order of the server's placeholders.
 *
 * Everything is checked before a backend sees it, so a wrong argument leaves the
 * transaction alone and gives the same error on every server.
 */
#include <stdio.h>
#include "core/base/value.h"
#include "core/engine/engine.h"

static int no_value(const char *name, tn_error **err)
{
	return tn__error_set(err, TN_E_PARAM, "no value is given for parameter ':%s'", name);
}

static int wrong_count(const struct tn_entry *e, uint32_t given, tn_error **err)
{
	if (!given && e->ir->arg_names)
		return no_value(e->ir->arg_names[0], err);
	return tn__error_set(err, TN_E_PARAM, "the statement has %u parameter%s, %u %s given", e->ir->arg_count,
			     e->ir->arg_count == 1 ? "" : "s", given, given == 1 ? "was" : "were");
}

static int unknown_name(const struct tn_entry *e, const tn_args *args, tn_error **err)
{
	uint32_t i, k;
	for (i = 0; i < args->count; i++) {
		const char *name = args->named[i].name;
		for (k = 0; name && k < e->ir->arg_count; k++)
			if (!strcmp(e->ir->arg_names[k], name))
				break;
		if (!name || k == e->ir->arg_count)
			return tn__error_set(err, TN_E_PARAM, "the statement has no parameter ':%s'", name ? name : "");
	}
	return wrong_count(e, args->count, err);
}

/* Named arguments in the statement's order. */
static int arrange(struct tn_entry *e, const tn_args *args, tn_error **err)
{
	uint32_t i, k;
	if (!e->ir->arg_names && e->ir->arg_count)
		return tn__error_set(err, TN_E_PARAM, "the statement's parameters have no names, but the arguments do");
	for (i = 0; i < e->ir->arg_count; i++) {
		for (k = 0; k < args->count; k++)
			if (args->named[k].name && !strcmp(args->named[k].name, e->ir->arg_names[i]))
				break;
		if (k == args->count)
			return no_value(e->ir->arg_names[i], err);
		e->args[i] = args->named[k].value;
	}
	return args->count == e->ir->arg_count ? TN_OK : unknown_name(e, args, err);
}

const char *tn__bind_name(const struct tn_entry *e, uint32_t i, char *out, size_t size)
{
	if (e->ir->arg_names)
		snprintf(out, size, "parameter ':%.60s'", e->ir->arg_names[i]);
	else
		snprintf(out, size, "parameter %u", i + 1);
	return out;
}

/* The error of a bad argument, by its name or number. */
static int refuse(const struct tn_entry *e, const tn_value *v, uint32_t i, tn_error **err)
{
	const struct tn_profile *p = &e->conn->profile;
	char what[80];
	tn__bind_name(e, i, what, sizeof what);
	if (v->kind == TN_KIND_LIST)
		return tn__error_set(err, TN_E_UNSUPPORTED,
			"%s is a list: list parameters are not supported in native text", what);
	if (p->max_value && v->kind != TN_KIND_DOUBLE && (int64_t)v->len > p->max_value)
		return tn__error_set(err, TN_E_TOO_LONG, "%s has %u bytes, this server takes %lld", what, v->len,
				     (long long)p->max_value);
	return tn__value_check(v, what, p->double_specials, err);
}

/* Looks first without a name for the argument: making one costs ten times the look. */
int tn__bind_check(const struct tn_entry *e, const tn_value *v, uint32_t i, tn_error **err)
{
	const struct tn_profile *p = &e->conn->profile;
	if (TN_LIKELY(v->kind != TN_KIND_LIST &&
		      (!p->max_value || v->kind == TN_KIND_DOUBLE || (int64_t)v->len <= p->max_value) &&
		      tn__value_check(v, "", p->double_specials, NULL) >= 0))
		return TN_OK;
	return refuse(e, v, i, err);
}

/* The arguments with copies of the text and bytes that are not promised to stay. */
static int keep_values(struct tn_entry *e, const tn_value **values, tn_error **err)
{
	uint32_t i;
	tn__arena_clear(&e->bound);
	for (i = 0; i < e->ir->arg_count; i++) {
		tn_value v = (*values)[i];
		if (tn__bind_is_kept(&v) && tn__value_copy(&e->bound, &(*values)[i], &v) < 0)
			return tn__error_nomem(err);
		e->args[i] = v;
	}
	*values = e->args;
	return TN_OK;
}

/* Checks every argument; 1 if one of them would have to be kept. */
static int check_all(const struct tn_entry *e, const tn_value *values, tn_error **err)
{
	uint32_t i;
	int kept = 0;
	for (i = 0; i < e->ir->arg_count; i++) {
		int rc;
		if (TN_LIKELY(tn__value_is_plain(&values[i])))
			continue;
		rc = tn__bind_check(e, &values[i], i, err);
		if (rc < 0)
			return rc;
		kept |= tn__bind_is_kept(&values[i]);
	}
	return kept;
}

int tn__bind_count(struct tn_entry *e, const tn_args *args, tn_error **err)
{
	if (args && args->named)
		return arrange(e, args, err);
	return (args ? args->count : 0) == e->ir->arg_count ? TN_OK : wrong_count(e, args ? args->count : 0, err);
}

/*
 * LIMIT and OFFSET that are negative or NULL: some servers take that for everything.  A NULL for
 * an identity column: some make a number of it.
 */
static int check_roles(const struct tn_entry *e, const tn_value *values, tn_error **err)
{
	uint32_t i;
	for (i = 0; i < e->ir->arg_count; i++) {
		int null = values[i].kind == TN_KIND_NULL;
		char what[80];
		if (null && e->ir->params[i].identity)
			return tn__error_set(err, TN_E_NOT_NULL,
					     "%s is NULL, which the identity column \"%s\" cannot be",
					     tn__bind_name(e, i, what, sizeof what), e->ir->params[i].identity);
		if (!e->ir->params[i].rows || (!null && (values[i].kind != TN_KIND_INT || values[i].u.i >= 0)))
			continue;
		return tn__error_set(err, TN_E_DATA, "%s is a number of rows, which must not be %s",
				     tn__bind_name(e, i, what, sizeof what), null ? "NULL" : "negative");
	}
	return TN_OK;
}

int tn__bind_any(struct tn_entry *e, const tn_args *args, int keep, const tn_value **out, tn_error **err)
{
	uint32_t i;
	const tn_value *values = !args ? NULL : args->named ? e->args : args->values;
	int rc = tn__bind_count(e, args, err);
	if (TN_UNLIKELY(rc >= 0 && e->ir->checks_args))
		rc = check_roles(e, values, err);
	if (TN_UNLIKELY(rc >= 0 && e->portable && e->params))
		return tn__portable_bind(e, values, keep, out, err);
	if (TN_LIKELY(rc >= 0 && !e->trusted))
		rc = check_all(e, values, err);
	if (TN_UNLIKELY(rc > 0 && keep && e->conn->backend->keeps_params))
		rc = keep_values(e, &values, err);
	if (TN_UNLIKELY(rc < 0))
		return rc;
	*out = values;
	if (TN_LIKELY(e->rendered.identity))
		return TN_OK;
	for (i = 0; i < e->rendered.arg_count; i++)
		e->params[i] = values[e->rendered.args[i]];
	*out = e->params;
	return TN_OK;
}

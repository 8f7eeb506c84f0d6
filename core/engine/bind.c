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

static int wrong_count(const struct tn_entry *e, uint32_t given, tn_error **err)
{
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
			return tn__error_set(err, TN_E_PARAM, "no value is given for parameter ':%s'", e->ir->arg_names[i]);
		e->args[i] = args->named[k].value;
	}
	return args->count == e->ir->arg_count ? TN_OK : unknown_name(e, args, err);
}

/* The error of a bad argument, by its name or number. */
static int refuse(const struct tn_entry *e, const tn_value *v, uint32_t i, tn_error **err)
{
	const struct tn_profile *p = &e->conn->profile;
	char what[80];
	if (e->ir->arg_names)
		snprintf(what, sizeof what, "parameter ':%.60s'", e->ir->arg_names[i]);
	else
		snprintf(what, sizeof what, "parameter %u", i + 1);
	if (v->kind == TN_KIND_LIST)
		return tn__error_set(err, TN_E_UNSUPPORTED, "%s is a list: list parameters are not supported in native text",
				     what);
	if (p->max_value && v->kind != TN_KIND_DOUBLE && (int64_t)v->len > p->max_value)
		return tn__error_set(err, TN_E_TOO_LONG, "%s has %u bytes, this server takes %lld", what, v->len,
				     (long long)p->max_value);
	return tn__value_check(v, what, p->double_specials, err);
}

/* Looks first without a name for the argument: making one costs ten times the look. */
static int check(const struct tn_entry *e, const tn_value *v, uint32_t i, tn_error **err)
{
	const struct tn_profile *p = &e->conn->profile;
	if (TN_LIKELY(v->kind != TN_KIND_LIST &&
		      (!p->max_value || v->kind == TN_KIND_DOUBLE || (int64_t)v->len <= p->max_value) &&
		      tn__value_check(v, "", p->double_specials, NULL) >= 0))
		return TN_OK;
	return refuse(e, v, i, err);
}

int tn__bind_any(struct tn_entry *e, const tn_args *args, const tn_value **out, tn_error **err)
{
	uint32_t i, n = e->ir->arg_count;
	const tn_value *values;
	int rc;
	if (TN_UNLIKELY(args && args->named)) {
		rc = arrange(e, args, err);
		if (rc < 0)
			return rc;
		values = e->args;
	} else {
		if (TN_UNLIKELY((args ? args->count : 0) != n))
			return wrong_count(e, args ? args->count : 0, err);
		values = args ? args->values : NULL;
	}
	for (i = 0; i < n; i++) {
		if (TN_LIKELY(tn__value_is_plain(&values[i])))
			continue;
		rc = check(e, &values[i], i, err);
		if (rc < 0)
			return rc;
	}
	*out = values;
	if (TN_LIKELY(e->rendered.identity))
		return TN_OK;
	for (i = 0; i < e->rendered.arg_count; i++)
		e->params[i] = values[e->rendered.args[i]];
	*out = e->params;
	return TN_OK;
}

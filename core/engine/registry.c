/* SPDX-License-Identifier: MIT */
/*
 * core/engine/registry.c - which backends there are.
 *
 * Built-in backends stand in a table; those of modules are loaded when a URL asks
 * for one; tn_backend_register() adds others.  Every backend is checked once, so
 * that no caller of a slot has to ask again whether it is there.  The list only
 * grows and its nodes never change, so readers that hold the lock for the look-up
 * may keep the pointer for ever.
 */
#include <pthread.h>
#include <string.h>
#include <tenon/version.h>
#include "core/base/log.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/engine/builtin.h"
#include "core/engine/engine.h"

/* A bit each in tn__thread_entered, and TN_WANTS_LOOK. */
#define MAX_BACKENDS 31

struct node {
	const struct tn_backend *backend;
	int started;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct node nodes[MAX_BACKENDS];
static size_t node_count;
static int builtins_done;

/* Each thread leaves the backends that it entered when it ends. */
static pthread_key_t thread_key;
static int thread_key_made;
_Thread_local uint32_t tn__thread_entered;

void tn__backend_leave_thread(void)
{
	size_t i;
	for (i = 0; i < node_count; i++)
		if (tn__thread_entered & (1u << i))
			nodes[i].backend->thread_leave();
	tn__thread_entered = 0;
}

static void leave_thread(void *unused)
{
	(void)unused;
	tn__backend_leave_thread();
}

struct slot_check {
	const char *name;
	size_t offset;
};

static const struct slot_check required[] = {
	{"client_version", offsetof(struct tn_backend, client_version)},
	{"open", offsetof(struct tn_backend, open)},
	{"probe", offsetof(struct tn_backend, probe)},
	{"ping", offsetof(struct tn_backend, ping)},
	{"native", offsetof(struct tn_backend, native)},
	{"close", offsetof(struct tn_backend, close)},
	{"prepare", offsetof(struct tn_backend, prepare)},
	{"execute", offsetof(struct tn_backend, execute)},
	{"next", offsetof(struct tn_backend, next)},
	{"column", offsetof(struct tn_backend, column)},
	{"finish", offsetof(struct tn_backend, finish)},
	{"close_stmt", offsetof(struct tn_backend, close_stmt)},
};

static int slot_is_null(const struct tn_backend *b, size_t offset)
{
	static const char zero[sizeof(void (*)(void))];
	return memcmp((const char *)b + offset, zero, sizeof zero) == 0;
}

static int check_slots(const struct tn_backend *b, tn_error **err)
{
	size_t i;
	for (i = 0; i < sizeof required / sizeof required[0]; i++)
		if (slot_is_null(b, required[i].offset))
			return tn__error_set(err, TN_E_PARAM, "backend '%s' lacks the required slot '%s'", b->name,
					     required[i].name);
	if (!b->session_get != !b->session_set)
		return tn__error_set(
			err, TN_E_PARAM, "backend '%s' has only one of session_get and session_set", b->name);
	if (!b->put_rows != !b->end_rows)
		return tn__error_set(err, TN_E_PARAM, "backend '%s' has only one of put_rows and end_rows", b->name);
	if (!b->thread_enter != !b->thread_leave)
		return tn__error_set(err, TN_E_PARAM,
			"backend '%s' has only one of thread_enter and thread_leave", b->name);
	if (b->conn_size < sizeof(struct tn_be_conn) || b->stmt_size < sizeof(struct tn_be_stmt))
		return tn__error_set(
			err, TN_E_PARAM, "backend '%s' declares instances smaller than their heads", b->name);
	return TN_OK;
}

static int check_dialect(const struct tn_backend *b, const struct tn_dialect *d, tn_error **err)
{
	size_t i;
	if (d->abi != TN_BACKEND_ABI || d->size != sizeof(struct tn_dialect))
		return tn__error_set(err, TN_E_PARAM, "dialect '%s' of backend '%s' was built for another version",
				     d->name ? d->name : "?", b->name);
	if (!d->name || !d->commit || !d->rollback || !d->savepoint || !d->release || !d->rollback_to ||
		!d->effective || !d->table_exists || !d->table_suffix || !d->identity || !d->quote ||
		!d->default_isolation)
		return tn__error_set(err, TN_E_PARAM, "a dialect of backend '%s' is incomplete", b->name);
	for (i = 0; i < d->session_count; i++)
		if (!d->session[i].name || !d->session[i].why || !d->session[i].level ||
		    (!d->session[i].get && !b->session_get) ||
		    (!d->session[i].expected && d->session[i].match != TN_MATCH_READ))
			return tn__error_set(err, TN_E_PARAM, "session row %zu of dialect '%s' is incomplete",
				i + 1, d->name);
	for (i = 1; i <= 3; i++)
		if (!tn__begin_row(d, (int)i, 0) && d->default_isolation == i)
			return tn__error_set(
				err, TN_E_PARAM, "dialect '%s' cannot begin a default transaction", d->name);
	return TN_OK;
}

static const struct tn_backend *find_locked(const char *scheme)
{
	size_t i, k;
	for (i = 0; i < node_count; i++)
		for (k = 0; nodes[i].backend->schemes[k]; k++)
			if (!strcmp(nodes[i].backend->schemes[k], scheme))
				return nodes[i].backend;
	return NULL;
}

static int check_names(const struct tn_backend *b, tn_error **err)
{
	size_t i;
	for (i = 0; b->schemes[i]; i++)
		if (find_locked(b->schemes[i]))
			return tn__error_set(err, TN_E_EXISTS, "URL scheme '%s' belongs to another backend",
				b->schemes[i]);
	for (i = 0; i < node_count; i++)
		if (!strcmp(nodes[i].backend->name, b->name))
			return tn__error_set(err, TN_E_EXISTS, "a backend '%s' is registered already", b->name);
	if (node_count == MAX_BACKENDS)
		return tn__error_set(err, TN_E_LIMIT, "no more than %d backends can be registered", MAX_BACKENDS);
	return TN_OK;
}

static int add_locked(const struct tn_backend *b, tn_error **err)
{
	size_t i;
	int rc;
	if (!b || b->abi != TN_BACKEND_ABI || b->size != sizeof(struct tn_backend))
		return tn__error_set(err, TN_E_PARAM, "the backend was built for another version of the interface");
	if (!b->name || !b->schemes || !b->schemes[0] || !b->dialects || !b->dialects[0])
		return tn__error_set(err, TN_E_PARAM, "a backend needs a name, a URL scheme and a dialect");
	rc = check_slots(b, err);
	for (i = 0; rc == TN_OK && b->dialects[i]; i++)
		rc = check_dialect(b, b->dialects[i], err);
	if (rc == TN_OK)
		rc = check_names(b, err);
	if (rc == TN_OK)
		nodes[node_count++].backend = b;
	return rc;
}

/* Called with the lock held, by every entry of this file. */
static void add_builtins(void)
{
	size_t i;
	tn_error *err = NULL;
	if (builtins_done)
		return;
	builtins_done = 1;
	for (i = 0; tn__builtin_backends[i]; i++)
		if (add_locked(tn__builtin_backends[i], &err) < 0)
			tn__log(TN_LOG_WARNING, "built-in backend left out: %s", tn_error_message(err));
	tn_error_free(err);
}

int tn_backend_register(const struct tn_backend *backend, tn_error **err)
{
	int rc;
	pthread_mutex_lock(&lock);
	add_builtins();
	rc = add_locked(backend, err);
	pthread_mutex_unlock(&lock);
	return rc;
}

/* ---- modules ----------------------------------------------------------------- */

static int is_loaded(const struct tn_module *module)
{
	size_t i;
	for (i = 0; i < node_count; i++)
		if (!strcmp(nodes[i].backend->name, module->name))
			return 1;
	return 0;
}

static int load_locked(const struct tn_module *module, tn_error **err)
{
	const struct tn_backend *b = NULL;
	int rc;
	if (!tn__modules.load || !module->path) {
		rc = tn__error_set(err, TN_E_UNSUPPORTED, "this build has no backend '%s'", module->name);
		if (err && *err)
			tn__error_set_hint(*err, "%s", module->hint);
		return rc;
	}
	rc = tn__modules.load(module, &b, err);
	return rc < 0 ? rc : add_locked(b, err);
}

static const struct tn_module *find_module(const char *scheme)
{
	const struct tn_module *module;
	size_t k;
	for (module = tn__modules.rows; module->name; module++)
		for (k = 0; module->schemes[k] && !is_loaded(module); k++)
			if (!strcmp(module->schemes[k], scheme))
				return module;
	return NULL;
}

const struct tn_backend *tn__backend_find(const char *scheme, tn_error **err)
{
	const struct tn_module *module;
	const struct tn_backend *b;
	pthread_mutex_lock(&lock);
	add_builtins();
	b = find_locked(scheme);
	if (!b && (module = find_module(scheme)) && load_locked(module, err) == TN_OK)
		b = find_locked(scheme);
	pthread_mutex_unlock(&lock);
	return b;
}

/* One that is not installed is no error here: what can be had is counted. */
static void load_all(void)
{
	const struct tn_module *module;
	for (module = tn__modules.rows; module->name; module++)
		if (module->path && !is_loaded(module))
			load_locked(module, NULL);
}

const struct tn_backend *tn__backend_at(size_t i)
{
	static int all_loaded;
	const struct tn_backend *b;
	pthread_mutex_lock(&lock);
	add_builtins();
	if (!all_loaded)
		load_all();
	all_loaded = 1;
	b = i < node_count ? nodes[i].backend : NULL;
	pthread_mutex_unlock(&lock);
	return b;
}

static void list(const char *const *schemes, struct tn_text *out)
{
	for (; *schemes; schemes++)
		tn__text_printf(out, "%s%s", out->len ? ", " : "", *schemes);
}

void tn__backend_schemes(struct tn_text *out)
{
	const struct tn_module *module;
	size_t i;
	pthread_mutex_lock(&lock);
	add_builtins();
	for (i = 0; i < node_count; i++)
		list(nodes[i].backend->schemes, out);
	for (module = tn__modules.rows; module->name; module++)
		if (module->path && !is_loaded(module))
			list(module->schemes, out);
	pthread_mutex_unlock(&lock);
}

/* ---- starting ---------------------------------------------------------------- */

static int start_locked(struct node *n, size_t index)
{
	int rc = TN_OK;
	if (!n->started && n->backend->start)
		rc = n->backend->start(&tn__host);
	if (rc < 0)
		return rc;
	n->started = 1;
	if (!n->backend->thread_enter || (tn__thread_entered & (1u << index)))
		return TN_OK;
	if (!thread_key_made && pthread_key_create(&thread_key, leave_thread) != 0)
		return TN_E_NOMEM;
	thread_key_made = 1;
	rc = n->backend->thread_enter();
	if (rc < 0)
		return rc;
	tn__thread_entered |= 1u << index;
	pthread_setspecific(thread_key, &tn__thread_entered);
	return TN_OK;
}

int tn__backend_start(const struct tn_backend *b, tn_error **err)
{
	size_t i;
	int rc = TN_E_INTERNAL;
	tn__hooks_freeze();
	pthread_mutex_lock(&lock);
	for (i = 0; i < node_count; i++)
		if (nodes[i].backend == b)
			rc = start_locked(&nodes[i], i);
	pthread_mutex_unlock(&lock);
	if (rc < 0)
		return tn__error_set(err, rc, "the client library of backend '%s' cannot be started", b->name);
	return TN_OK;
}

int tn__backend_enter(const tn_conn *conn, tn_error **err)
{
	uint32_t wants = atomic_load_explicit(&conn->wants, memory_order_relaxed) & ~TN_WANTS_OTHERS;
	return wants & ~tn__thread_entered ? tn__backend_start(conn->backend, err) : TN_OK;
}

uint32_t tn__backend_thread_bit(const struct tn_backend *b)
{
	uint32_t bit = 0;
	size_t i;
	pthread_mutex_lock(&lock);
	for (i = 0; b->thread_enter && i < node_count; i++)
		if (nodes[i].backend == b)
			bit = UINT32_C(1) << i;
	pthread_mutex_unlock(&lock);
	return bit;
}

const char *tn_backend_name(size_t i)
{
	const struct tn_backend *b = tn__backend_at(i);
	return b ? b->name : NULL;
}

const char *tn_backend_client(size_t i)
{
	const struct tn_backend *b = tn__backend_at(i);
	return b ? b->client_version() : NULL;
}

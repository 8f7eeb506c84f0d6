/* SPDX-License-Identifier: MIT */
/*
 * core/engine/module.c - loads a backend from a file.
 *
 * A distribution ships the library without backends and each backend in a package of
 * its own, so that nobody installs a client library that is not used.
 *
 *  1. A file is loaded by the absolute path of the build: no search path, variable of
 *     the environment or working folder has a say in what code runs.
 *  2. What is loaded is asked for its ABI before anything else of it is looked at.
 *  3. Nothing is ever unloaded: connections keep pointers into the module, and so do
 *     the client libraries, in their per-thread data.
 *
 * It must not register: registry.c does, under its lock, with the checks that every
 * backend has to pass.
 */
#include <dlfcn.h>
#include <string.h>
#include <unistd.h>
#include "core/engine/builtin.h"
#include "core/engine/engine.h"

static int refuse(const struct tn_module *module, tn_error **err, const char *why, const char *detail)
{
	int rc = tn__error_set(err, TN_E_UNSUPPORTED, "the module of backend '%s' %s", module->name, why);
	if (err && *err)
		tn__error_set_hint(*err, "%s (%s)", module->hint, detail);
	return rc;
}

static int check(const struct tn_module *module, const struct tn_backend *b, tn_error **err)
{
	if (!b)
		return refuse(module, err, "has no backend", module->path);
	if (b->abi != TN_BACKEND_ABI || b->size != sizeof(struct tn_backend))
		return refuse(module, err, "was built for another version of the library", module->path);
	if (!b->name || strcmp(b->name, module->name) != 0)
		return refuse(module, err, "holds another backend", module->path);
	return TN_OK;
}

int tn__module_load(const struct tn_module *module, const struct tn_backend **out, tn_error **err)
{
	/* C has no conversion of a pointer to data into one to a function; POSIX has. */
	union {
		void *data;
		tn_backend_entry_fn function;
	} entry;
	const char *why;
	void *handle;
	int rc;

	if (module->path[0] != '/')
		return refuse(module, err, "has no absolute path", module->path);
	if (access(module->path, F_OK) != 0)
		return refuse(module, err, "is not installed", module->path);
	handle = dlopen(module->path, RTLD_NOW | RTLD_LOCAL);
	if (!handle) {
		why = dlerror();
		return refuse(module, err, "cannot be loaded", why ? why : module->path);
	}
	entry.data = dlsym(handle, TN_BACKEND_ENTRY);
	if (!entry.data) {
		rc = refuse(module, err, "has no entry '" TN_BACKEND_ENTRY "'", module->path);
	} else {
		*out = entry.function();
		rc = check(module, *out, err);
	}
	/* Nothing of it has been used yet. */
	if (rc < 0)
		dlclose(handle);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/*
 * core/engine/builtin.h - the backends that the build knows: those that are
 * linked in, and those that are loaded when a URL asks for one.
 *
 * Both tables are data of backends/builtin.c, the one place that names backends.
 */
#ifndef TN_BUILTIN_H
#define TN_BUILTIN_H

#include <tenon/sys/backend.h>

/* Ends with NULL. */
extern const struct tn_backend *const tn__builtin_backends[];

/* A backend that is not linked in. */
struct tn_module {
	const char *name;
	const char *const *schemes; /* as the backend's own, NULL-terminated */
	const char *path;           /* absolute, of the file to load; NULL: the build has none */
	const char *hint;           /* what makes it there: the package to install */
};

struct tn_modules {
	/* tn__module_load(), or NULL where nothing is ever loaded: a static link then needs no loader. */
	int (*load)(const struct tn_module *module, const struct tn_backend **out, tn_error **err);
	const struct tn_module *rows; /* ends with a NULL name */
};

extern const struct tn_modules tn__modules;

/*
 * Loads the module's file for the life of the process.  TN_E_UNSUPPORTED and a message
 * that says why: it is not installed, cannot be loaded, or was built for another ABI.
 */
int tn__module_load(const struct tn_module *module, const struct tn_backend **out, tn_error **err);

#endif

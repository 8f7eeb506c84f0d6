/* SPDX-License-Identifier: MIT */
/*
 * backends/builtin.c - which backends this build links in, and which it loads.
 *
 * The one list of backends, made by configure; it lives here so that core/ names
 * no database.  A backend that is not linked in stands among the modules, so that a
 * URL that asks for it is told what to install or how to build.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "core/engine/builtin.h"

extern const struct tn_backend tn__backend_sqlite;
extern const struct tn_backend tn__backend_postgresql;
extern const struct tn_backend tn__backend_mysql;

#ifdef TN_MODULES
#define LOAD tn__module_load
#define MODULE(name) TN_MODULE_FOLDER "/" name ".so", "install the package tenon-" name
#else
#define LOAD NULL
#define MODULE(name) NULL, "build the library with --with-" name
#endif

const struct tn_backend *const tn__builtin_backends[] = {
#if defined TN_WITH_SQLITE && !defined TN_MODULES
	&tn__backend_sqlite,
#endif
#if defined TN_WITH_POSTGRESQL && !defined TN_MODULES
	&tn__backend_postgresql,
#endif
#if defined TN_WITH_MYSQL && !defined TN_MODULES
	&tn__backend_mysql,
#endif
	NULL,
};

/* Those that are linked in are in both tables: the first one counts. */
static const char *const sqlite[] = {"sqlite", "sqlite3", NULL};
static const char *const postgresql[] = {"postgresql", "postgres", NULL};
static const char *const mysql[] = {"mysql", "mariadb", NULL};

static const struct tn_module modules[] = {
	{"sqlite", sqlite, MODULE("sqlite")},
	{"postgresql", postgresql, MODULE("postgresql")},
	{"mysql", mysql, MODULE("mysql")},
	{NULL, NULL, NULL, NULL},
};

const struct tn_modules tn__modules = {LOAD, modules};

/* SPDX-License-Identifier: MIT */
/*
 * backends/builtin.c - which backends this build links in.
 *
 * The one list of backends, made by configure; it lives here so that core/ names
 * no database.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "core/engine/builtin.h"

extern const struct tn_backend tn__backend_sqlite;
extern const struct tn_backend tn__backend_postgresql;
extern const struct tn_backend tn__backend_mysql;

const struct tn_backend *const tn__builtin_backends[] = {
#ifdef TN_WITH_SQLITE
	&tn__backend_sqlite,
#endif
#ifdef TN_WITH_POSTGRESQL
	&tn__backend_postgresql,
#endif
#ifdef TN_WITH_MYSQL
	&tn__backend_mysql,
#endif
	NULL,
};

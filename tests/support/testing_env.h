/* SPDX-License-Identifier: MIT */
/*
 * tests/support/testing_env.h - what the harness learned from its environment.
 *
 * Filled once in the parent process; children inherit it.
 */
#ifndef TN_TESTING_ENV_H
#define TN_TESTING_ENV_H

#include <stddef.h>

#define TN_TEST_PATH_MAX 512

struct tn_test_env {
	char *url;      /* {TEST_ID} replaced; may hold a password */
	char *url_text; /* printable */
	char *scheme;
	char folder[TN_TEST_PATH_MAX / 2];
	int memory; /* the URL names no database: each connection has one of its own */
	int keep;
};

/* Reads the environment.  0, or -1 with a sentence in why. */
int tn__test_env_init(char *why, size_t size);
const struct tn_test_env *tn__test_env(void);

/* Removes a folder of files and folders of files; a missing one is fine. */
void tn__test_remove_folder(const char *path);

/* 1 if flags, as make exports them in MAKEFLAGS, allow more than one job. */
int tn__test_make_is_parallel(const char *flags);

#endif

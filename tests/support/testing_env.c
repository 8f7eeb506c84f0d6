/* SPDX-License-Identifier: MIT */
/*
 * tests/support/testing_env.c - which database, which worker, which folder.
 *
 * Programs of one "make -j check" must not share a database, so each takes a
 * number: the one it was given, or the first slot whose lock file is free.  The
 * lock is held by the open file for the life of the process and its children
 * and vanishes with them, however they end.
 *
 * Invariants:
 *  1. A URL that names a database and lacks {TEST_ID} is never used by programs
 *     that run in parallel.
 *  2. An unknown worker number is an error, never a guess.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <tenon/tenon.h>
#include <unistd.h>
#include "tests/support/testing_env.h"

#define ID_MARK "{TEST_ID}"
#define MAX_WORKERS 256

static struct tn_test_env env;

const struct tn_test_env *tn__test_env(void)
{
	return &env;
}

static const char *temp_root(void)
{
	const char *t = getenv("TMPDIR");
	return t && *t ? t : "/tmp";
}

static int is_set(const char *name)
{
	const char *v = getenv(name);
	return v && *v && strcmp(v, "0") != 0;
}

/* Words of MAKEFLAGS: "w -j4 --jobserver-auth=3,4"; the first one may be letters without a dash. */
int tn__test_make_is_parallel(const char *flags)
{
	while (flags && *flags) {
		size_t n = strcspn(flags, " ");
		if (n > 2 && !strncmp(flags, "-j", 2) && strncmp(flags, "-j1 ", n == 3 ? 3 : 4) != 0)
			return 1;
		if (n == 2 && !strncmp(flags, "-j", 2))
			return 1;
		flags += n;
		flags += strspn(flags, " ");
	}
	return 0;
}

/* The first number whose lock nobody holds; 0 if there is none. */
static unsigned free_slot(void)
{
	char path[TN_TEST_PATH_MAX];
	unsigned i;
	for (i = 1; i <= MAX_WORKERS; i++) {
		int fd;
		snprintf(path, sizeof path, "%s/tenon-test-%lu-%u.lock", temp_root(),
			(unsigned long)geteuid(), i);
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
			return i;
		if (fd >= 0)
			close(fd);
	}
	return 0;
}

static int worker_number(char *out, size_t size, char *why, size_t why_size)
{
	const char *given = getenv("TENON_TEST_ID");
	unsigned slot;
	if (given && *given) {
		if (strspn(given, "0123456789") != strlen(given) || strlen(given) >= size) {
			snprintf(why, why_size, "TENON_TEST_ID is not a number");
			return -1;
		}
		snprintf(out, size, "%s", given);
		return 0;
	}
	slot = free_slot();
	if (!slot) {
		snprintf(why, why_size, "no worker number is free: set TENON_TEST_ID");
		return -1;
	}
	snprintf(out, size, "%u", slot);
	return 0;
}

/* text with every {TEST_ID} replaced by id; the caller frees it. */
static char *fill_in(const char *text, const char *id)
{
	size_t count = 0, n;
	const char *p, *next;
	char *out;
	for (p = text; (p = strstr(p, ID_MARK)); p += sizeof ID_MARK - 1)
		count++;
	n = strlen(text) + count * strlen(id) + 1;
	out = malloc(n);
	if (!out)
		return NULL;
	*out = '\0';
	for (p = text; (next = strstr(p, ID_MARK)); p = next + sizeof ID_MARK - 1) {
		strncat(out, p, (size_t)(next - p));
		strcat(out, id);
	}
	return strcat(out, p);
}

/* The printable text, the scheme and whether it names a database at all. */
static int read_url(const char *url, char *why, size_t size)
{
	tn_url *u = NULL;
	tn_error *err = NULL;
	size_t n;
	if (tn_url_parse(&u, url, NULL, &err) < 0) {
		snprintf(why, size, "TENON_TEST_DB_URL: %s", tn_error_message(err));
		tn_error_free(err);
		return -1;
	}
	n = tn_url_format(u, NULL, 0) + 1;
	env.url_text = malloc(n);
	env.scheme = strdup(tn_url_scheme(u));
	if (env.url_text)
		tn_url_format(u, env.url_text, n);
	env.memory = !tn_url_database(u) && !tn_url_host_count(u) && !tn_url_user(u);
	tn_url_free(u);
	if (env.url_text && env.scheme)
		return 0;
	snprintf(why, size, "out of memory");
	return -1;
}

static int make_folder(char *why, size_t size)
{
	snprintf(env.folder, sizeof env.folder, "%s/tenon-test.XXXXXX", temp_root());
	if (strlen(env.folder) < sizeof env.folder - 32 && mkdtemp(env.folder))
		return 0;
	snprintf(why, size, "cannot make a folder in %s: %s", temp_root(), strerror(errno));
	return -1;
}

int tn__test_env_init(char *why, size_t size)
{
	const char *url = getenv("TENON_TEST_DB_URL");
	char id[32];
	int numbered;
	if (!url || !*url)
		url = TN_TEST_DEFAULT_URL;
	numbered = strstr(url, ID_MARK) != NULL;
	if (numbered && worker_number(id, sizeof id, why, size) < 0)
		return -1;
	env.url = numbered ? fill_in(url, id) : strdup(url);
	env.keep = is_set("TENON_TEST_KEEP");
	if (!env.url) {
		snprintf(why, size, "out of memory");
		return -1;
	}
	if (read_url(env.url, why, size) < 0)
		return -1;
	if (!numbered && !env.memory &&
		(is_set("TENON_TEST_PARALLEL") || tn__test_make_is_parallel(getenv("MAKEFLAGS")))) {
		snprintf(why, size,
			"tests run in parallel and would share %s: put %s into the database's name",
			env.url_text, ID_MARK);
		return -1;
	}
	return make_folder(why, size);
}

void tn__test_remove_folder(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	if (!d)
		return;
	while ((e = readdir(d))) {
		char item[TN_TEST_PATH_MAX * 2];
		struct stat st;
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		snprintf(item, sizeof item, "%s/%s", path, e->d_name);
		if (lstat(item, &st) == 0 && S_ISDIR(st.st_mode))
			tn__test_remove_folder(item);
		else
			unlink(item);
	}
	closedir(d);
	rmdir(path);
}

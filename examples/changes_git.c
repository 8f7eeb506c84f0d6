/* SPDX-License-Identifier: MIT */
/*
 * changes_git.c - the commits of a repository that are not stored yet, oldest
 * first.
 *
 * Parents are stored before their children, so whatever a stored commit stands
 * on is stored, too, also after an import that was killed.  Telling git to leave
 * out the newest stored commits, with all that they stand on, is therefore safe
 * and makes a second run quick.  Commits that git then still tells although they
 * are stored (an old branch that was merged) are skipped by store().
 */
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "changes.h"

#define EXCLUDED 100

extern char **environ;

struct command {
	const char *words[24 + EXCLUDED];
	char excluded[EXCLUDED][72]; /* "^" and a commit's id */
};

/* Records end with NUL: "commit HASH", time, author, e-mail, subject; then one "added TAB removed TAB path" a file. */
static int make_command(tn_conn *db, const char *repository, struct command *c, tn_error **err)
{
	static const char *const log[] = {
		"--no-pager", "-c", "i18n.logOutputEncoding=UTF-8", "log", "HEAD", "--reverse", "--topo-order", "-z",
		"--numstat", "--no-renames", "--no-color", "--format=commit %H%x00%ct%x00%an%x00%ae%x00%s",
		"--ignore-missing"}; /* another repository may be stored in the same tables */
	tn_rows *rows = NULL;
	size_t n = 0, i;
	int rc;

	c->words[n++] = "git";
	c->words[n++] = "-C";
	c->words[n++] = repository;
	for (i = 0; i < sizeof(log) / sizeof(*log); i++)
		c->words[n++] = log[i];
	rc = tn_query(db, "SELECT commit_id FROM changeset ORDER BY id DESC LIMIT 100", NULL, &rows, err);
	if (rc < 0)
		return rc;
	for (i = 0; i < EXCLUDED && (rc = tn_next(rows, err)) == TN_ROW; i++) {
		snprintf(c->excluded[i], sizeof(c->excluded[i]), "^%s", tn_get_text(rows, 0));
		c->words[n++] = c->excluded[i];
	}
	c->words[n] = NULL;
	if (rc < 0) {
		tn_finish(rows, NULL);
		return rc;
	}
	return tn_finish(rows, err);
}

/* Starts git with its output in a pipe. */
static FILE *start(const struct command *c, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	int ends[2], failed;
	FILE *f;

	if (pipe(ends) < 0) {
		perror("changes: pipe");
		return NULL;
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&actions, ends[0]);
	posix_spawn_file_actions_addclose(&actions, ends[1]);
	failed = posix_spawnp(pid, "git", &actions, NULL, (char *const *)(uintptr_t)c->words, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (failed) {
		fprintf(stderr, "changes: cannot run git: %s%s\n", strerror(failed),
			failed == ENOENT ? " (is it installed?)" : "");
		close(ends[0]);
		return NULL;
	}
	f = fdopen(ends[0], "r");
	if (!f)
		close(ends[0]);
	return f;
}

int read_history(tn_conn *db, const char *repository, take_fn take, void *arg, tn_error **err)
{
	struct command command;
	char *record = NULL;
	size_t size = 0;
	ssize_t len;
	int status = 0, rc = make_command(db, repository, &command, err);
	pid_t pid = 0;
	FILE *git;

	if (rc < 0)
		return rc;
	git = start(&command, &pid);
	if (!git)
		return TN_E_IO;
	while (rc >= 0 && (len = getdelim(&record, &size, '\0', git)) > 0)
		rc = take(arg, record, (size_t)len, err);
	free(record);
	fclose(git);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (rc < 0 || status == 0)
		return rc;
	fprintf(stderr, "changes: git could not tell the history of '%s'\n", repository);
	return TN_E_IO;
}

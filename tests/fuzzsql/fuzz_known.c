/* SPDX-License-Identifier: MIT */
/*
 * tests/fuzzsql/fuzz_known.c - statements that are wrong in a known way.
 *
 * Without this the same few would be found again and again, and nothing else.  The file
 * has a line for each: words with tabs between them, all of which the statement holds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tests/fuzzsql/fuzz.h"

int fuzz_known_read(struct fuzz_known *known, const char *path)
{
	char line[256];
	FILE *file = fopen(path, "r");

	if (!file) {
		fprintf(stderr, "fuzzsql: cannot read %s\n", path);
		return -1;
	}
	while (fgets(line, sizeof(line), file) && known->count < FUZZ_MAX_KNOWN) {
		line[strcspn(line, "\n")] = '\0';
		if (*line && *line != '#')
			snprintf(known->lines[known->count++], sizeof(known->lines[0]), "%.127s", line);
	}
	fclose(file);
	return 0;
}

static int holds_all(const char *sql, const char *words)
{
	char word[128];
	size_t n;

	for (;; words += n + 1) {
		n = strcspn(words, "\t");
		snprintf(word, sizeof(word), "%.*s", (int)n, words);
		if (!strstr(sql, word))
			return 0;
		if (!words[n])
			return 1;
	}
}

int fuzz_is_known(const struct fuzz_known *known, const char *sql)
{
	size_t i;

	for (i = 0; i < known->count; i++)
		if (holds_all(sql, known->lines[i]))
			return 1;
	return 0;
}

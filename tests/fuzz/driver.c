/* SPDX-License-Identifier: MIT */
/*
 * driver.c - runs a fuzz target as a plain test, without a fuzzer.
 *
 * Arguments are files or folders of inputs; without any, the folder
 * tests/fuzz/corpus/NAME is taken for the program fuzz_NAME.  Each input is run
 * as it is, cut at every length and with every byte changed in a few ways, so
 * that a seed also covers its surroundings.  With clang's -fsanitize=fuzzer the
 * target is linked without this file.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LARGEST_INPUT = 4096 };

static unsigned long runs;

/* In memory of exactly its size, so that sanitizers see a read past the end. */
static void run(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);
	if (!copy)
		abort();
	if (size)
		memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
	runs++;
}

static void run_around(uint8_t *data, size_t size)
{
	static const uint8_t changes[] = {0x00, 0x0A, 0x20, '%', '/', ':', '@', 0xC3, 0xFF};
	size_t i, k;
	for (i = 0; i <= size; i++)
		run(data, i);
	for (i = 0; i < size; i++) {
		uint8_t kept = data[i];
		for (k = 0; k < sizeof(changes); k++) {
			data[i] = changes[k];
			run(data, size);
		}
		data[i] = kept;
	}
}

static int run_file(const char *path)
{
	static uint8_t data[LARGEST_INPUT];
	FILE *f = fopen(path, "rb");
	size_t size;
	if (!f) {
		perror(path);
		return 0;
	}
	size = fread(data, 1, sizeof(data), f);
	fclose(f);
	run_around(data, size);
	return 1;
}

static int run_path(const char *path)
{
	struct stat info;
	struct dirent *entry;
	int good = 1;
	DIR *dir;
	if (stat(path, &info) == 0 && !S_ISDIR(info.st_mode))
		return run_file(path);
	dir = opendir(path);
	if (!dir) {
		perror(path);
		return 0;
	}
	while ((entry = readdir(dir)) != NULL) {
		char name[4096];
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		good = run_file(name) && good;
	}
	closedir(dir);
	return good;
}

int main(int argc, char **argv)
{
	const char *base = strrchr(argv[0], '/');
	const char *name = strstr(base ? base : argv[0], "fuzz_");
	const char *top = getenv("srcdir");
	char folder[4096];
	int i, good = 1;
	for (i = 1; i < argc; i++)
		good = run_path(argv[i]) && good;
	if (argc < 2 && name) {
		snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/%s", top ? top : ".", name + 5);
		good = run_path(folder);
	}
	printf("%lu inputs\n", runs);
	return good && runs ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* SPDX-License-Identifier: MIT */
/* tests/backend/failover/cluster.c - the cluster of the run, by its script; see failover.h. */
#include "tests/backend/failover/failover.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct cluster clusters[] = {
	{"postgresql", "pg-cluster.sh", 2, 1},
	{"galera", "galera.sh", 3, 0},
	{"mysql", "mysql-group.sh", 3, 1},
};

static char folder[64], all[512];

const struct cluster *cluster_find(void)
{
	const char *name = getenv("TENON_TEST_CLUSTER");
	size_t i;
	for (i = 0; name && i < COUNT(clusters); i++)
		if (!strcmp(name, clusters[i].name))
			return &clusters[i];
	return NULL;
}

/* In a session of its own: the group of a case is killed when it ends, and what it started with it. */
static int script(const char *verb, char *out, size_t size)
{
	char line[512];
	FILE *p;
	size_t n;
	int status;
	snprintf(line, sizeof line, "setsid -w bash '%s/%s' %s '%s/cluster' </dev/null", SERVER_SCRIPTS,
		 cluster_find()->script, verb, folder);
	p = popen(line, "r");
	if (!p)
		return -1;
	n = fread(out, 1, size - 1, p);
	out[n] = '\0';
	status = pclose(p);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void cluster_do(const char *verb)
{
	char out[256];
	int status = script(verb, out, sizeof out);
	ck_assert_msg(status == 0, "%s %s: status %d", cluster_find()->script, verb, status);
}

void cluster_start(void)
{
	char out[sizeof all] = "";
	const char *url;
	strcpy(folder, "/tmp/tenon-failover.XXXXXX");
	if (!mkdtemp(folder) || chmod(folder, 0711) < 0 || script("start", out, sizeof out) != 0 ||
	    script("url", out, sizeof out) != 0 || !(url = strchr(out, '|'))) {
		fprintf(stderr, "the cluster does not start\n");
		cluster_stop();
		exit(1);
	}
	snprintf(all, sizeof all, "%.*s", (int)strcspn(url + 1, "\n"), url + 1);
}

void cluster_stop(void)
{
	char out[64];
	if (strncmp(folder, "/tmp/tenon-failover.", 20) != 0)
		return;
	script("stop", out, sizeof out);
	rmdir(folder);
	*folder = '\0';
}

const char *cluster_url(const char *options)
{
	static _Thread_local char out[640];
	snprintf(out, sizeof out, "%s%s%s", all, *options ? "?" : "", options);
	return out;
}

const char *cluster_node_url(unsigned node, const char *options)
{
	static _Thread_local char out[640];
	const char *user = strstr(all, "://") + 3, *host = strchr(user, '@') + 1, *database = strchr(host, '/');
	int before = (int)(host - all);
	for (; node; node--)
		host = strchr(host, ',') + 1;
	snprintf(out, sizeof out, "%.*s%.*s%s%s%s", before, all, (int)strcspn(host, ",/"), host, database,
		 *options ? "?" : "", options);
	return out;
}

unsigned cluster_rounds(void)
{
	const char *s = getenv("TENON_TEST_FAILOVERS");
	unsigned n = s ? (unsigned)strtoul(s, NULL, 10) : 0;
	return n ? n : 2;
}

int64_t cluster_now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

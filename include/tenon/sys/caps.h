/* SPDX-License-Identifier: MIT */
/*
 * tenon/sys/caps.h - capabilities and limits of a server as data.
 *
 * Only compat/ reads them (and the calls that report them to the caller);
 * backends and dialects fill them.
 */
#ifndef TENON_SYS_CAPS_H
#define TENON_SYS_CAPS_H

#include <tenon/defs.h>

TN_BEGIN_DECLS

enum tn_cap {
#define TN_CAP_ROW(name, number, sentence, without) TN_CAP_##name = number,
#include <tenon/sys/caps.def>
#undef TN_CAP_ROW
	TN_CAP_MAX = 128
};

enum tn_limit {
#define TN_LIMIT_ROW(name, number, sentence) TN_LIMIT_##name = number,
#include <tenon/sys/limits.def>
#undef TN_LIMIT_ROW
	TN_LIMIT_MAX = 16
};

struct tn_caps {
	uint64_t bits[TN_CAP_MAX / 64];
	int64_t limits[TN_LIMIT_MAX];
};

static inline void tn_cap_set(struct tn_caps *c, enum tn_cap cap)
{
	c->bits[(unsigned)cap / 64] |= UINT64_C(1) << ((unsigned)cap % 64);
}

static inline void tn_cap_clear(struct tn_caps *c, enum tn_cap cap)
{
	c->bits[(unsigned)cap / 64] &= ~(UINT64_C(1) << ((unsigned)cap % 64));
}

static inline int tn_cap_has(const struct tn_caps *c, enum tn_cap cap)
{
	return (int)((c->bits[(unsigned)cap / 64] >> ((unsigned)cap % 64)) & 1u);
}

/*
 * Facts about one connection that settings and plans depend on, found out by
 * open() and probe(): not abilities of the server but circumstances.
 */
#define TN_FACT_FILE      0x01u /* the database is a file of this machine */
#define TN_FACT_MEMORY    0x02u /* the database lives in this process */
#define TN_FACT_READ_ONLY 0x04u /* sessions read only: opened so, told so by the server, or a standby */
#define TN_FACT_POOLED    0x08u /* a proxy hands each transaction another session */
#define TN_FACT_LOCAL     0x10u /* reached without a network: loopback, unix socket, file */
#define TN_FACT_TLS       0x20u /* the link is encrypted */
#define TN_FACT_WEAK_ENGINE_OK 0x40u /* the caller takes engines without transactions */
#define TN_FACT_STANDBY   0x80u /* the server follows another one, or takes writes of nobody; with READ_ONLY */

/* What a connection found: filled by open() and probe(). */
struct tn_server {
	char product[32];  /* "PostgreSQL" */
	char version[96];  /* as the server prints it */
	int version_number; /* major*10000 + minor*100 + patch */
	unsigned facts;    /* TN_FACT_* */
	struct tn_caps caps;
};

TN_END_DECLS

#endif

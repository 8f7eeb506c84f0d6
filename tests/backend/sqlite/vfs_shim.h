/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/sqlite/vfs_shim.h - a disk that fails on order, below SQLite.
 *
 * A VFS around the one of the system.  It counts the calls of its methods and makes one of
 * them, or all from one on, fail; and it remembers what each file held when it was synced
 * last, so that a power cut can lose or tear what came after.
 */
#ifndef TN_VFS_SHIM_H
#define TN_VFS_SHIM_H

/* Methods that can fail. */
enum shim_call {
	SHIM_OPEN,
	SHIM_READ,
	SHIM_SHORT, /* a read of a page that breaks off in its middle */
	SHIM_WRITE,
	SHIM_FULL, /* a write, since the disk is full */
	SHIM_TRUNCATE,
	SHIM_SYNC,
	SHIM_SIZE,
	SHIM_LOCK,
	SHIM_SHM_MAP,
	SHIM_SHM_LOCK,
	SHIM_DELETE,
	SHIM_ACCESS,
	SHIM_CALLS
};
const char *shim_name(enum shim_call call);

/* Becomes the default VFS; after SQLite was started. */
void shim_install(void);
void shim_remove(void);
/* Forgets all files, orders and counts: what is on the disk now is there for certain. */
void shim_reset(void);
/* The n-th call from now on fails; all after it too, until shim_heal(). */
void shim_fail(enum shim_call call, long n, int stays);
/* The power goes at the n-th write, truncation, deletion or sync from now on: everything fails. */
void shim_cut(long n);
/* Files open read-only, whatever is asked. */
void shim_read_only(int on);
void shim_heal(void);
/* Calls since the last order; 1 if what was ordered has come. */
long shim_count(enum shim_call call);
long shim_changes(void);
int shim_happened(void);
/*
 * After a cut, when all files were closed: makes of them what may be on the disk.  Of each file
 * what was synced is there; of what was written later each piece is there, or not, or torn.
 */
void shim_settle(unsigned seed);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * tests/backend/sqlite/vfs_shim.c - see vfs_shim.h.
 *
 * Invariants:
 *  1. What is not ordered to fail is passed to the system's VFS as it came.
 *  2. Of each file there is an image of its last sync and the list of what changed since;
 *     image and list together give what the file holds.
 *  3. A file is there for certain once it was synced: SQLite syncs the folder of a file that
 *     it makes.  A deletion is certain at once where SQLite asked for that.
 *  4. A page of the disk, SECTOR bytes, is written as a whole or not at all.
 *  5. Used by one thread, and by one process: reading an image drops the locks that the
 *     process has on the file.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "tests/backend/sqlite/vfs_shim.h"

#define FILES 16
#define SECTOR 512

/* A change that a sync has not confirmed: bytes, or a length (data is NULL). */
struct change {
	sqlite3_int64 at;
	int len;
	unsigned char *data;
	struct change *next;
};

struct image {
	char path[512];
	unsigned char *data;
	sqlite3_int64 len;
	int is_certain; /* the file itself is there */
	int is_deleted; /* and that is not certain */
	struct change *first, **last;
};

struct shim_file {
	sqlite3_file head;
	struct image *image; /* NULL: a temporary file */
	int is_main;
	sqlite3_file *real;
};

static sqlite3_vfs *real_vfs, shim_vfs;
static struct image images[FILES];
static struct {
	int call, stays, happened, read_only, is_off;
	long at, cut_at, changes, counts[SHIM_CALLS];
} order = {.call = -1};

static const char *const names[SHIM_CALLS] = {"open", "read", "short read", "write", "full disk", "truncate", "sync",
					      "file size", "lock", "shm map", "shm lock", "delete", "access"};

const char *shim_name(enum shim_call call)
{
	return names[call];
}

/* ---- what fails ----------------------------------------------------------------- */

/* 1 if this call is to fail. */
static int fails(enum shim_call call)
{
	order.counts[call]++;
	if (order.is_off)
		return 1;
	if ((int)call != order.call || order.counts[call] < order.at ||
	    (order.counts[call] > order.at && !order.stays))
		return 0;
	order.happened = 1;
	return 1;
}

/* The same for what changes the disk: the power may go at it. */
static int is_cut(void)
{
	if (++order.changes == order.cut_at)
		order.is_off = order.happened = 1;
	return order.is_off;
}

static void restart(void)
{
	memset(order.counts, 0, sizeof order.counts);
	order.changes = 0;
	order.happened = 0;
}

void shim_fail(enum shim_call call, long n, int stays)
{
	restart();
	order.call = call;
	order.at = n;
	order.stays = stays;
}

void shim_cut(long n)
{
	restart();
	order.cut_at = n;
}

void shim_read_only(int on)
{
	order.read_only = on;
}

void shim_heal(void)
{
	order.call = -1;
	order.cut_at = 0;
	order.is_off = 0;
	order.read_only = 0;
}

long shim_count(enum shim_call call)
{
	return order.counts[call];
}

long shim_changes(void)
{
	return order.changes;
}

int shim_happened(void)
{
	return order.happened;
}

/* ---- images ----------------------------------------------------------------------- */

static void *room(size_t n)
{
	void *p = calloc(1, n ? n : 1);
	if (!p)
		abort();
	return p;
}

static void drop_changes(struct image *im)
{
	while (im->first) {
		struct change *c = im->first;
		im->first = c->next;
		free(c->data);
		free(c);
	}
	im->last = &im->first;
}

static void free_image(struct image *im)
{
	drop_changes(im);
	free(im->data);
	memset(im, 0, sizeof *im);
}

void shim_reset(void)
{
	int i;
	for (i = 0; i < FILES; i++)
		free_image(&images[i]);
	shim_heal();
	restart();
}

static void read_image(struct image *im)
{
	FILE *f = fopen(im->path, "rb");
	long len = 0;
	free(im->data);
	if (f && !fseek(f, 0, SEEK_END))
		len = ftell(f);
	im->data = room((size_t)len);
	if (f)
		rewind(f);
	im->len = f ? (sqlite3_int64)fread(im->data, 1, (size_t)len, f) : 0;
	if (f)
		fclose(f);
}

static struct image *image_of(const char *path, int make)
{
	int i;
	struct image *im;
	for (i = 0; i < FILES && images[i].path[0]; i++)
		if (!strcmp(images[i].path, path))
			return &images[i];
	if (!make || i == FILES)
		return NULL;
	im = &images[i];
	snprintf(im->path, sizeof im->path, "%s", path);
	im->last = &im->first;
	im->is_certain = access(path, F_OK) == 0;
	read_image(im);
	return im;
}

static void note(struct image *im, const void *data, int len, sqlite3_int64 at)
{
	struct change *c;
	if (!im)
		return;
	c = room(sizeof *c);
	c->at = at;
	c->len = len;
	if (data) {
		c->data = room((size_t)len);
		memcpy(c->data, data, (size_t)len);
	}
	*im->last = c;
	im->last = &c->next;
}

/* There is none of the name. */
static void forget_file(struct image *im)
{
	drop_changes(im);
	free(im->data);
	im->data = room(0);
	im->len = 0;
	im->is_certain = im->is_deleted = 0;
}

/* ---- the methods of a file ------------------------------------------------------------ */

static struct shim_file *file_of(sqlite3_file *f)
{
	return (struct shim_file *)f;
}

static sqlite3_file *real_of(sqlite3_file *f)
{
	return file_of(f)->real;
}

static int shim_close(sqlite3_file *f)
{
	sqlite3_file *real = real_of(f);
	int rc = real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
	free(real);
	f->pMethods = NULL;
	return rc;
}

static int shim_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	int rc;
	if (fails(SHIM_READ))
		return SQLITE_IOERR_READ;
	rc = real_of(f)->pMethods->xRead(real_of(f), to, n, at);
	if (rc == SQLITE_OK && file_of(f)->is_main && fails(SHIM_SHORT)) {
		memset((char *)to + n / 2, 0, (size_t)(n - n / 2));
		return SQLITE_IOERR_READ;
	}
	return rc;
}

static int shim_write(sqlite3_file *f, const void *data, int n, sqlite3_int64 at)
{
	if (is_cut() || fails(SHIM_WRITE))
		return SQLITE_IOERR_WRITE;
	if (fails(SHIM_FULL))
		return SQLITE_FULL;
	note(file_of(f)->image, data, n, at);
	return real_of(f)->pMethods->xWrite(real_of(f), data, n, at);
}

static int shim_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	if (is_cut() || fails(SHIM_TRUNCATE))
		return SQLITE_IOERR_TRUNCATE;
	note(file_of(f)->image, NULL, 0, size);
	return real_of(f)->pMethods->xTruncate(real_of(f), size);
}

/* The system is not asked: its disk stays on. */
static int shim_sync(sqlite3_file *f, int flags)
{
	struct image *im = file_of(f)->image;
	(void)flags;
	if (is_cut() || fails(SHIM_SYNC))
		return SQLITE_IOERR_FSYNC;
	if (im) {
		drop_changes(im);
		read_image(im);
		im->is_certain = 1;
		im->is_deleted = 0;
	}
	return SQLITE_OK;
}

static int shim_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return fails(SHIM_SIZE) ? SQLITE_IOERR_FSTAT : real_of(f)->pMethods->xFileSize(real_of(f), size);
}

static int shim_lock(sqlite3_file *f, int level)
{
	return fails(SHIM_LOCK) ? SQLITE_IOERR_LOCK : real_of(f)->pMethods->xLock(real_of(f), level);
}

static int shim_unlock(sqlite3_file *f, int level)
{
	return real_of(f)->pMethods->xUnlock(real_of(f), level);
}

static int shim_reserved(sqlite3_file *f, int *out)
{
	return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}

static int shim_control(sqlite3_file *f, int op, void *arg)
{
	return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}

static int shim_sector(sqlite3_file *f)
{
	(void)f;
	return SECTOR;
}

/* As SQLite takes it of the system's disks: a torn write does not harm the bytes beside it. */
static int shim_traits(sqlite3_file *f)
{
	(void)f;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int shim_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
	if (fails(SHIM_SHM_MAP))
		return SQLITE_IOERR_SHMMAP;
	return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out);
}

static int shim_shm_lock(sqlite3_file *f, int first, int n, int flags)
{
	if (!(flags & SQLITE_SHM_UNLOCK) && fails(SHIM_SHM_LOCK))
		return SQLITE_IOERR_SHMLOCK;
	return real_of(f)->pMethods->xShmLock(real_of(f), first, n, flags);
}

static void shim_shm_barrier(sqlite3_file *f)
{
	real_of(f)->pMethods->xShmBarrier(real_of(f));
}

static int shim_shm_unmap(sqlite3_file *f, int drop)
{
	return real_of(f)->pMethods->xShmUnmap(real_of(f), drop);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = shim_close,
	.xRead = shim_read,
	.xWrite = shim_write,
	.xTruncate = shim_truncate,
	.xSync = shim_sync,
	.xFileSize = shim_size,
	.xLock = shim_lock,
	.xUnlock = shim_unlock,
	.xCheckReservedLock = shim_reserved,
	.xFileControl = shim_control,
	.xSectorSize = shim_sector,
	.xDeviceCharacteristics = shim_traits,
	.xShmMap = shim_shm_map,
	.xShmLock = shim_shm_lock,
	.xShmBarrier = shim_shm_barrier,
	.xShmUnmap = shim_shm_unmap,
};

/* ---- the methods of the VFS ------------------------------------------------------------- */

static int shim_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags, int *out)
{
	struct shim_file *sf = file_of(f);
	int given = 0, rc;
	(void)vfs;
	memset(sf, 0, sizeof *sf);
	if (fails(SHIM_OPEN))
		return SQLITE_CANTOPEN;
	if (order.read_only && path && (flags & SQLITE_OPEN_READWRITE)) {
		if (!(flags & SQLITE_OPEN_MAIN_DB))
			return SQLITE_CANTOPEN;
		flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
	}
	sf->image = path ? image_of(path, 1) : NULL;
	/* A new file of the name: what was deleted does not come back in its place. */
	if (sf->image && sf->image->is_deleted)
		forget_file(sf->image);
	sf->is_main = (flags & SQLITE_OPEN_MAIN_DB) != 0;
	sf->real = room((size_t)real_vfs->szOsFile);
	rc = real_vfs->xOpen(real_vfs, path, sf->real, flags, &given);
	if (rc != SQLITE_OK) {
		free(sf->real);
		sf->real = NULL;
		return rc;
	}
	if (out)
		*out = given;
	f->pMethods = &methods;
	return SQLITE_OK;
}

static int shim_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
	struct image *im = image_of(path, 0);
	(void)vfs;
	if (is_cut() || fails(SHIM_DELETE))
		return SQLITE_IOERR_DELETE;
	if (im && sync)
		forget_file(im);
	else if (im)
		im->is_deleted = 1;
	return real_vfs->xDelete(real_vfs, path, 0);
}

static int shim_access(sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
	(void)vfs;
	return fails(SHIM_ACCESS) ? SQLITE_IOERR_ACCESS : real_vfs->xAccess(real_vfs, path, flags, out);
}

static int shim_full_path(sqlite3_vfs *vfs, const char *path, int n, char *out)
{
	(void)vfs;
	return real_vfs->xFullPathname(real_vfs, path, n, out);
}

void shim_remove(void)
{
	sqlite3_vfs_unregister(&shim_vfs);
}

void shim_install(void)
{
	real_vfs = sqlite3_vfs_find(NULL);
	shim_vfs = *real_vfs;
	shim_vfs.zName = "tenon-shim";
	shim_vfs.szOsFile = sizeof(struct shim_file);
	shim_vfs.xOpen = shim_open;
	shim_vfs.xDelete = shim_delete;
	shim_vfs.xAccess = shim_access;
	shim_vfs.xFullPathname = shim_full_path;
	sqlite3_vfs_register(&shim_vfs, 1);
}

/* ---- after the power has gone -------------------------------------------------------------- */

static void fit(struct image *im, sqlite3_int64 len)
{
	unsigned char *data = room((size_t)len);
	memcpy(data, im->data, (size_t)(len < im->len ? len : im->len));
	free(im->data);
	im->data = data;
	im->len = len;
}

static void apply(struct image *im, const struct change *c, int len)
{
	if (!c->data) {
		fit(im, c->at);
		return;
	}
	if (c->at + len > im->len)
		fit(im, c->at + len);
	memcpy(im->data + c->at, c->data, (size_t)len);
}

/* The whole of it, nothing of it, or some of its sectors. */
static void apply_some(struct image *im, const struct change *c)
{
	int way = rand() % 4, torn = c->len / SECTOR;
	if (way < 2)
		apply(im, c, c->len);
	else if (way == 2 && c->data && torn)
		apply(im, c, rand() % torn * SECTOR);
}

static void write_image(const struct image *im)
{
	FILE *f = fopen(im->path, "wb");
	if (!f || fwrite(im->data, 1, (size_t)im->len, f) != (size_t)im->len || fclose(f))
		abort();
}

static void settle(struct image *im)
{
	const struct change *c;
	size_t n = strlen(im->path);
	/* The index of a WAL is shared memory. */
	int is_shm = n > 4 && !strcmp(im->path + n - 4, "-shm");
	for (c = im->first; c; c = c->next)
		apply_some(im, c);
	if (is_shm || (!im->is_certain && (!im->first || rand() % 2)) || (im->is_deleted && rand() % 2))
		unlink(im->path);
	else
		write_image(im);
}

void shim_settle(unsigned seed)
{
	char shm[520];
	int i;
	srand(seed);
	for (i = 0; i < FILES && images[i].path[0]; i++) {
		settle(&images[i]);
		snprintf(shm, sizeof shm, "%s-shm", images[i].path);
		unlink(shm);
	}
	shim_reset();
}

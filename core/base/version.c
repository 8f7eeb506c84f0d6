/* SPDX-License-Identifier: MIT */
/* version.c - the version of the library in use. */
#include <tenon/version.h>

const char *tn_version(void)
{
	return TN_VERSION_STRING;
}

unsigned tn_version_number(void)
{
	return TN_VERSION_NUMBER;
}

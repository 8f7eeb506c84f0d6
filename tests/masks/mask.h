/* SPDX-License-Identifier: MIT */
/*
 * tests/masks/mask.h - a server that can do less than it can.
 *
 * A program that links mask.c with "--wrap=tn__be_probe" takes from each connection, right
 * after it has learnt what its server can do, what TENON_TEST_CAPS_MASK names: words
 * separated by commas, each a capability, "all" for every one that a server can be
 * kept from using, or limit=NUMBER for a limit that is lowered.  A word that is neither ends the program.
 *
 * It is a part of these programs alone: the library knows of no such variable.
 */
#ifndef TN_TEST_MASK_H
#define TN_TEST_MASK_H

#include <stddef.h>
#include <tenon/sys/caps.h>

#define MASK_VARIABLE "TENON_TEST_CAPS_MASK"

/* Takes what the text names out of caps. */
void mask_apply(const char *text, struct tn_caps *caps);
/* Whether the text takes away the capability or lowers the limit of this name. */
int mask_names(const char *text, const char *name, size_t len);

#endif

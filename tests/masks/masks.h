/* SPDX-License-Identifier: MIT */
/* tests/masks/masks.h - the cases of tests/masks that have a file of their own. */
#ifndef TN_MASKS_H
#define TN_MASKS_H

#include <check.h>

TCase *list_masks(void);
TCase *row_masks(void);
TCase *victim_masks(void);

#endif

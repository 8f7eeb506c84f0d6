/* SPDX-License-Identifier: MIT */
/* tests/fault/scripted.h - what the files of the scripted tests share. */
#ifndef TN_SCRIPTED_H
#define TN_SCRIPTED_H

#include <tenon/testing.h>
#include "tests/support/be_script.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define GONE {.code = TN_E_DISCONNECTED, .flags = TN_ERR_DEAD, .message = "gone"}

/* Starts a script and opens a connection to it. */
tn_conn *scripted_start(const struct be_step *steps, size_t count);
/* For tn_transact(): inserts a row; arg counts the calls. */
int scripted_insert(tn_conn *db, void *attempts, tn_error **err);
/* Three attempts, hardly a wait between them. */
tn_tx_options scripted_options(void);

TCase *scripted_again(void);
TCase *scripted_hosts(void);
TCase *scripted_undo(void);

#endif

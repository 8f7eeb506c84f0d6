/* SPDX-License-Identifier: MIT */
/* module_wrong.c - modules that must not be taken; RESULT is what the entry gives. */
#include <stddef.h>
#include <tenon/sys/backend.h>

/* Only its head is right: whoever reads on before looking at the ABI reads nothing good. */
extern const struct tn_backend older;
const struct tn_backend older = {.abi = TN_BACKEND_ABI + 1, .size = 8};

TN_API const struct tn_backend *tn_backend_entry(void);

const struct tn_backend *tn_backend_entry(void)
{
	return RESULT;
}

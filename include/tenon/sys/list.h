/* SPDX-License-Identifier: MIT */
/*
 * tenon/sys/list.h - the elements of a list, whatever shape it has.
 *
 * For backends that take a whole list as one parameter (TN_BE_LIST), and for the
 * library itself.  Nothing is checked: the library has checked a list before a
 * backend sees it.
 */
#ifndef TENON_SYS_LIST_H
#define TENON_SYS_LIST_H

#include <tenon/value.h>

TN_BEGIN_DECLS

/* Element i, i < count; its text and bytes are the list's. */
static inline tn_value tn_list_item(const tn_list *list, uint32_t i)
{
	tn_value v;
	switch (list->shape) {
	case 1:
		return tn__value_i((enum tn_kind)list->kind, ((const int64_t *)list->items)[i]);
	case 2:
		return tn_double(((const double *)list->items)[i]);
	case 3:
		v = tn_text(((const char *const *)list->items)[i]);
		v.kind = v.kind == TN_KIND_NULL ? v.kind : list->kind;
		return v;
	default:
		return ((const tn_value *)list->items)[i];
	}
}

TN_END_DECLS

#endif

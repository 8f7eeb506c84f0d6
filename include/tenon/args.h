/* SPDX-License-Identifier: MIT */
/*
 * tenon/args.h - TN_ARGS and its relatives: arguments written in the call.
 *
 *   TN_ARGS(id, "name", 1.5)         kinds picked from the C types (C11, C++)
 *   TN_VALUES(tn_int(id), TN_NULL)   kinds said outright (C99 and later, C++)
 *   TN_NAMED(tn_named("id", tn_int(id)), ...)   by name
 *   TN_LIST(ids, n)                  one of them: an array (C11)
 *
 * Each gives a const tn_args * that lives until the end of the enclosing block
 * (C) or of the full expression (C++).  For no arguments pass NULL.
 *
 * TN_ARGS takes up to 32 arguments, TN_VALUES and TN_NAMED any number.  The
 * arity macros are flat on purpose: a mistake in an argument is then reported
 * in a few lines instead of a page of expansions.
 */
#ifndef TENON_ARGS_H
#define TENON_ARGS_H

#ifndef TENON_VALUE_H
#include <tenon/value.h>
#endif

#ifdef __cplusplus
#include <cstddef>

inline tn_value tn_v(bool b) { return tn_bool(b); }
inline tn_value tn_v(int i) { return tn_int(i); }
inline tn_value tn_v(unsigned i) { return tn_int((int64_t)i); }
inline tn_value tn_v(long i) { return tn_int(i); }
inline tn_value tn_v(long long i) { return tn_int(i); }
inline tn_value tn_v(unsigned long i) { return tn_uint(i); }
inline tn_value tn_v(unsigned long long i) { return tn_uint(i); }
inline tn_value tn_v(double d) { return tn_double(d); }
inline tn_value tn_v(const char *s) { return tn_text(s); }
inline tn_value tn_v(std::nullptr_t) { return tn_null(); }
inline tn_value tn_v(tn_value v) { return v; }

template <class T> struct tn_args_holder {
	T items[32];
	tn_args args;
	operator const tn_args *() const { return &args; }
};

template <class... A> inline tn_args_holder<tn_value> tn_make_args(A... a)
{
	static_assert(sizeof...(A) <= 32, "at most 32 arguments");
	tn_args_holder<tn_value> h = {{tn_v(a)...}, {nullptr, nullptr, sizeof...(A), 0}};
	return h;
}
template <class... A> inline tn_args_holder<tn_named_value> tn_make_named(A... a)
{
	static_assert(sizeof...(A) <= 32, "at most 32 arguments");
	tn_args_holder<tn_named_value> h = {{a...}, {nullptr, nullptr, sizeof...(A), 0}};
	return h;
}
/* The holder is a temporary: point it at its own array where it now lives. */
inline const tn_args *tn_point(tn_args_holder<tn_value> &&h)
{
	h.args.values = h.items;
	return &h.args;
}
inline const tn_args *tn_point(tn_args_holder<tn_named_value> &&h)
{
	h.args.named = h.items;
	return &h.args;
}

#define TN_ARGS(...) (tn_point(tn_make_args(__VA_ARGS__)))
#define TN_VALUES(...) (tn_point(tn_make_args(__VA_ARGS__)))
#define TN_NAMED(...) (tn_point(tn_make_named(__VA_ARGS__)))

#else

#define TN_VALUES(...) \
	(&(const tn_args){(const tn_value[]){__VA_ARGS__}, NULL, \
			  (uint32_t)(sizeof((const tn_value[]){__VA_ARGS__}) / sizeof(tn_value)), 0})
#define TN_NAMED(...) \
	(&(const tn_args){NULL, (const tn_named_value[]){__VA_ARGS__}, \
			  (uint32_t)(sizeof((const tn_named_value[]){__VA_ARGS__}) / sizeof(tn_named_value)), 0})

#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
static inline tn_value tn__v_bool(_Bool b) { return tn_bool(b); }
static inline tn_value tn__v_int(long long i) { return tn_int(i); }
static inline tn_value tn__v_uint(unsigned long long u) { return tn_uint(u); }
static inline tn_value tn__v_double(double d) { return tn_double(d); }
static inline tn_value tn__v_text(const char *s) { return tn_text(s); }
static inline tn_value tn__v_self(tn_value v) { return v; }

#define TN_V(x) \
	(_Generic((x), _Bool: tn__v_bool, \
		char: tn__v_int, signed char: tn__v_int, unsigned char: tn__v_int, \
		short: tn__v_int, unsigned short: tn__v_int, int: tn__v_int, unsigned: tn__v_int, \
		long: tn__v_int, long long: tn__v_int, \
		unsigned long: tn__v_uint, unsigned long long: tn__v_uint, \
		float: tn__v_double, double: tn__v_double, \
		char *: tn__v_text, const char *: tn__v_text, tn_value: tn__v_self)(x))

/*
 * An array as one argument, for IN (:ids) and = ANY(:ids); it may be empty.  The
 * elements are int64_t, double, const char * (NULL is SQL NULL) or tn_value.
 */
#define TN_LIST(items, n) tn_list_of(&(const tn_list){ \
	_Generic((items), int64_t *: TN_KIND_INT, const int64_t *: TN_KIND_INT, \
		double *: TN_KIND_DOUBLE, const double *: TN_KIND_DOUBLE, \
		char **: TN_KIND_TEXT, const char **: TN_KIND_TEXT, const char *const *: TN_KIND_TEXT, \
		tn_value *: TN_KIND_NULL, const tn_value *: TN_KIND_NULL), \
	{0, 0, 0}, (uint32_t)(n), (items), \
	_Generic((items), int64_t *: 1, const int64_t *: 1, double *: 2, const double *: 2, \
		char **: 3, const char **: 3, const char *const *: 3, tn_value *: 0, const tn_value *: 0), 0})

#define TN_ARGS(...) TN_VALUES(TN__CAT(TN__ARGS_, TN__COUNT(__VA_ARGS__))(__VA_ARGS__))
#define TN__CAT(a, b) TN__CAT_(a, b)
#define TN__CAT_(a, b) a##b
#define TN__COUNT(...) TN__COUNT_(__VA_ARGS__, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, \
	19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define TN__COUNT_(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20, _21, _22, _23, _24, _25, _26, _27, _28, _29, _30, _31, _32, n, ...) n
#define TN__ARGS_1(_1) TN_V(_1)
#define TN__ARGS_2(_1, _2) TN_V(_1), TN_V(_2)
#define TN__ARGS_3(_1, _2, _3) TN_V(_1), TN_V(_2), TN_V(_3)
#define TN__ARGS_4(_1, _2, _3, _4) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4)
#define TN__ARGS_5(_1, _2, _3, _4, _5) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5)
#define TN__ARGS_6(_1, _2, _3, _4, _5, _6) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6)
#define TN__ARGS_7(_1, _2, _3, _4, _5, _6, _7) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), \
	TN_V(_6), TN_V(_7)
#define TN__ARGS_8(_1, _2, _3, _4, _5, _6, _7, _8) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), \
	TN_V(_6), TN_V(_7), TN_V(_8)
#define TN__ARGS_9(_1, _2, _3, _4, _5, _6, _7, _8, _9) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), \
	TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9)
#define TN__ARGS_10(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), \
	TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10)
#define TN__ARGS_11(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11) TN_V(_1), TN_V(_2), TN_V(_3), \
	TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11)
#define TN__ARGS_12(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12) TN_V(_1), TN_V(_2), TN_V(_3), \
	TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11), TN_V(_12)
#define TN__ARGS_13(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13) TN_V(_1), TN_V(_2), \
	TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11), \
	TN_V(_12), TN_V(_13)
#define TN__ARGS_14(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14) TN_V(_1), TN_V(_2), \
	TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11), \
	TN_V(_12), TN_V(_13), TN_V(_14)
#define TN__ARGS_15(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15) TN_V(_1), \
	TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), \
	TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), TN_V(_15)
#define TN__ARGS_16(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16) TN_V(_1), \
	TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), \
	TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), TN_V(_15), TN_V(_16)
#define TN__ARGS_17(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17) \
	TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), \
	TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), TN_V(_15), TN_V(_16), TN_V(_17)
#define TN__ARGS_18(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18) \
	TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), \
	TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), TN_V(_15), TN_V(_16), TN_V(_17), TN_V(_18)
#define TN__ARGS_19(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), \
	TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), TN_V(_15), TN_V(_16), TN_V(_17), TN_V(_18), \
	TN_V(_19)
#define TN__ARGS_20(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), \
	TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), TN_V(_15), TN_V(_16), TN_V(_17), TN_V(_18), \
	TN_V(_19), TN_V(_20)
#define TN__ARGS_21(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20, _21) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), \
	TN_V(_9), TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), TN_V(_15), TN_V(_16), TN_V(_17), \
	TN_V(_18), TN_V(_19), TN_V(_20), TN_V(_21)
#define TN__ARGS_22(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20, _21, _22) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), \
	TN_V(_9), TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), TN_V(_15), TN_V(_16), TN_V(_17), \
	TN_V(_18), TN_V(_19), TN_V(_20), TN_V(_21), TN_V(_22)
#define TN__ARGS_23(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20, _21, _22, _23) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), \
	TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), TN_V(_15), TN_V(_16), \
	TN_V(_17), TN_V(_18), TN_V(_19), TN_V(_20), TN_V(_21), TN_V(_22), TN_V(_23)
#define TN__ARGS_24(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20, _21, _22, _23, _24) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), \
	TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), TN_V(_15), TN_V(_16), \
	TN_V(_17), TN_V(_18), TN_V(_19), TN_V(_20), TN_V(_21), TN_V(_22), TN_V(_23), TN_V(_24)
#define TN__ARGS_25(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20, _21, _22, _23, _24, _25) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), \
	TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), TN_V(_15), \
	TN_V(_16), TN_V(_17), TN_V(_18), TN_V(_19), TN_V(_20), TN_V(_21), TN_V(_22), TN_V(_23), TN_V(_24), \
	TN_V(_25)
#define TN__ARGS_26(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20, _21, _22, _23, _24, _25, _26) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), TN_V(_6), \
	TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), TN_V(_15), \
	TN_V(_16), TN_V(_17), TN_V(_18), TN_V(_19), TN_V(_20), TN_V(_21), TN_V(_22), TN_V(_23), TN_V(_24), \
	TN_V(_25), TN_V(_26)
#define TN__ARGS_27(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20, _21, _22, _23, _24, _25, _26, _27) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), \
	TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), \
	TN_V(_15), TN_V(_16), TN_V(_17), TN_V(_18), TN_V(_19), TN_V(_20), TN_V(_21), TN_V(_22), TN_V(_23), \
	TN_V(_24), TN_V(_25), TN_V(_26), TN_V(_27)
#define TN__ARGS_28(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20, _21, _22, _23, _24, _25, _26, _27, _28) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), TN_V(_5), \
	TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), TN_V(_14), \
	TN_V(_15), TN_V(_16), TN_V(_17), TN_V(_18), TN_V(_19), TN_V(_20), TN_V(_21), TN_V(_22), TN_V(_23), \
	TN_V(_24), TN_V(_25), TN_V(_26), TN_V(_27), TN_V(_28)
#define TN__ARGS_29(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20, _21, _22, _23, _24, _25, _26, _27, _28, _29) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), \
	TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), \
	TN_V(_14), TN_V(_15), TN_V(_16), TN_V(_17), TN_V(_18), TN_V(_19), TN_V(_20), TN_V(_21), TN_V(_22), \
	TN_V(_23), TN_V(_24), TN_V(_25), TN_V(_26), TN_V(_27), TN_V(_28), TN_V(_29)
#define TN__ARGS_30(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20, _21, _22, _23, _24, _25, _26, _27, _28, _29, _30) TN_V(_1), TN_V(_2), TN_V(_3), TN_V(_4), \
	TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11), TN_V(_12), TN_V(_13), \
	TN_V(_14), TN_V(_15), TN_V(_16), TN_V(_17), TN_V(_18), TN_V(_19), TN_V(_20), TN_V(_21), TN_V(_22), \
	TN_V(_23), TN_V(_24), TN_V(_25), TN_V(_26), TN_V(_27), TN_V(_28), TN_V(_29), TN_V(_30)
#define TN__ARGS_31(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20, _21, _22, _23, _24, _25, _26, _27, _28, _29, _30, _31) TN_V(_1), TN_V(_2), TN_V(_3), \
	TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11), TN_V(_12), \
	TN_V(_13), TN_V(_14), TN_V(_15), TN_V(_16), TN_V(_17), TN_V(_18), TN_V(_19), TN_V(_20), TN_V(_21), \
	TN_V(_22), TN_V(_23), TN_V(_24), TN_V(_25), TN_V(_26), TN_V(_27), TN_V(_28), TN_V(_29), TN_V(_30), \
	TN_V(_31)
#define TN__ARGS_32(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, _18, \
	_19, _20, _21, _22, _23, _24, _25, _26, _27, _28, _29, _30, _31, _32) TN_V(_1), TN_V(_2), TN_V(_3), \
	TN_V(_4), TN_V(_5), TN_V(_6), TN_V(_7), TN_V(_8), TN_V(_9), TN_V(_10), TN_V(_11), TN_V(_12), \
	TN_V(_13), TN_V(_14), TN_V(_15), TN_V(_16), TN_V(_17), TN_V(_18), TN_V(_19), TN_V(_20), TN_V(_21), \
	TN_V(_22), TN_V(_23), TN_V(_24), TN_V(_25), TN_V(_26), TN_V(_27), TN_V(_28), TN_V(_29), TN_V(_30), \
	TN_V(_31), TN_V(_32)

#endif
#endif

#endif

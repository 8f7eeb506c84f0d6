/* SPDX-License-Identifier: MIT */
/*
 * hostile_mysql.c - lies in the protocol of MySQL and MariaDB, from the first byte on.
 *
 * Packets are a length of three bytes, a number, and a body.
 */
#include <mysql.h>
#include "hostile.h"

#define GREETING \
	SEND("Y\x00\x00\x00\x0a" "5.5.5-10.11.6-MariaDB\x00\x07\x00\x00\x00" "D/`tGGkh\x00\xfe\xf7" \
	     "-\x02\x00\xff\x81\x15\x00\x00\x00\x00\x00\x00\x1d\x00\x00\x00Ipx,l^q@,WRt\x00mysql_n" \
	     "ative_password\x00")
/* The same with TLS on offer. */
#define SECURE_GREETING \
	SEND("Y\x00\x00\x00\x0a" "5.5.5-10.11.6-MariaDB\x00\x07\x00\x00\x00" "D/`tGGkh\x00\xfe\xff" \
	     "-\x02\x00\xff\x81\x15\x00\x00\x00\x00\x00\x00\x1d\x00\x00\x00Ipx,l^q@,WRt\x00mysql_n" \
	     "ative_password\x00")
/* Greeted, logged in, and asked something. */
#define WELCOME GREETING, WAIT, SEND("\x07\x00\x00\x02\x00\x00\x00\x02\x00\x00\x00"), WAIT

/* libmysqlclient does not tell it from an error of TLS. */
#if defined(MARIADB_PACKAGE_VERSION_ID) && MARIADB_PACKAGE_VERSION_ID >= 30300
#define GONE END_AS(TN_E_CONNECT)
#else
#define GONE END
#endif

static const struct lie lies[] = {
	{"nothing", "", {END}},
	{"silence", "", {HOLD}},
	{"another protocol", "", {SEND("HTTP/1.1 400 Bad Request\x0d\x0a\x0d\x0a"), END}},
	{"noise", "", {REPEAT(1000, "\x9c\x80\xff\x01")}},
	{"length of 16 MiB", "", {SEND("\xff\xff\xff\x00\x0a" "8.0.35"), REPEAT(1000, "xxxxxxxxxxxxxxxx")}},
	{"empty greeting", "", {SEND("\x00\x00\x00\x00"), END}},
	{"greeting of an old protocol", "",
		{SEND("Y\x00\x00\x00\x09" "5.5.5-10.11.6-MariaDB\x00\x07\x00\x00\x00" "D/`tGGkh\x00\xfe"
		     "\xf7-\x02\x00\xff\x81\x15\x00\x00\x00\x00\x00\x00\x1d\x00\x00\x00Ipx,l^q@,WRt"
		     "\x00mysql_native_password\x00"), HOLD}},
	{"greeting without an end", "", {SEND("\x07\x00\x00\x00\x0a" "8.0.35"), END}},
	{"version without an end", "",
		{SEND("[\x00\x00\x00\x0a" "888888888888888888888888888888888888888888888888888888888888"
		     "888888888888888888888888888888"), END}},
	{"an error instead of a greeting", "", {SEND("\x12\x00\x00\x00\xffi\x04Host is blocked"), END}},
	{"no capabilities", "",
		{SEND("Y\x00\x00\x00\x0a" "5.5.5-10.11.6-MariaDB\x00\x07\x00\x00\x00" "D/`tGGkh\x00\x00"
		     "\x00-\x02\x00\xff\x81\x15\x00\x00\x00\x00\x00\x00\x1d\x00\x00\x00Ipx,l^q@,WRt"
		     "\x00mysql_native_password\x00"), WAIT, END}},
	{"scramble too short", "",
		{SEND("M\x00\x00\x00\x0a" "5.5.5-10.11.6-MariaDB\x00\x07\x00\x00\x00" "D/`tGGkh\x00\xfe"
		     "\xf7-\x02\x00\xff\x81\x01\x00\x00\x00\x00\x00\x00\x1d\x00\x00\x00\x00mysql_nativ"
		     "e_password\x00"), WAIT, END}},
	{"unknown method", "",
		{SEND("U\x00\x00\x00\x0a" "5.5.5-10.11.6-MariaDB\x00\x07\x00\x00\x00" "D/`tGGkh\x00\xfe"
		     "\xf7-\x02\x00\xff\x81\x15\x00\x00\x00\x00\x00\x00\x1d\x00\x00\x00Ipx,l^q@,WRt"
		     "\x00../../../tmp/evil\x00"), WAIT,
		 SEND("\x17\x00\x00\x02\xfe../../../tmp/evil\x00" "abc\x00"), WAIT, END}},
	{"password in clear", "",
		{GREETING, WAIT, SEND("\x16\x00\x00\x02\xfemysql_clear_password\x00"), WAIT, END}},
	{"password of the old kind", "", {GREETING, WAIT, SEND("\x01\x00\x00\x02\xfe"), WAIT, END}},
	{"password in a dialog", "",
		{GREETING, WAIT, SEND("\x13\x00\x00\x02\xfe" "dialog\x00\x02Password: "), WAIT, END}},
	/* Connector/C takes loopback for safe, and sends the password as it is there. */
	{"full authentication without TLS", "",
		{SEND("Y\x00\x00\x00\x0a" "5.5.5-10.11.6-MariaDB\x00\x07\x00\x00\x00" "D/`tGGkh\x00\xfe"
		     "\xf7-\x02\x00\xff\x81\x15\x00\x00\x00\x00\x00\x00\x1d\x00\x00\x00Ipx,l^q@,WRt"
		     "\x00" "caching_sha2_password\x00"), WAIT, SEND("\x02\x00\x00\x02\x01\x04"), WAIT, END_KNOWING}},
	{"a key that is none", "",
		{SEND("Y\x00\x00\x00\x0a" "5.5.5-10.11.6-MariaDB\x00\x07\x00\x00\x00" "D/`tGGkh\x00\xfe"
		     "\xf7-\x02\x00\xff\x81\x15\x00\x00\x00\x00\x00\x00\x1d\x00\x00\x00Ipx,l^q@,WRt"
		     "\x00" "caching_sha2_password\x00"), WAIT, SEND("\x02\x00\x00\x02\x01\x04"), WAIT,
		 SEND(":\x00\x00\x04\x01-----BEGIN PUBLIC KEY-----\x0a" "AAAA\x0a-----END PUBLIC KEY---"
		     "--\x0a"), WAIT, END_KNOWING}},
	{"methods in a circle", "",
		{GREETING, WAIT,
		 SEND("-\x00\x00\x02\xfemysql_native_password\x00Ipx,l^q@,WRtIpx,l^q@0\x00"), WAIT,
		 SEND("-\x00\x00\x04\xfemysql_native_password\x00Ipx,l^q@,WRtIpx,l^q@0\x00"), WAIT,
		 SEND("-\x00\x00\x06\xfemysql_native_password\x00Ipx,l^q@,WRtIpx,l^q@0\x00"), WAIT, END}},
	{"TLS refused", "ssl_mode=require", {GREETING, WAIT, END}},
	{"TLS offered, then none", "ssl_mode=require",
		{SECURE_GREETING, WAIT, SEND("\x07\x00\x00\x02\x00\x00\x00\x02\x00\x00\x00"), HOLD}},
	/* Who hangs up is no matter of trust: the next host is tried. */
	{"TLS closed early", "ssl_mode=verify-full", {SECURE_GREETING, WAIT, GONE}},
	{"TLS at will, closed early", "", {SECURE_GREETING, WAIT, GONE}},
	{"TLS cut in its hello", "ssl_mode=verify-full", {SECURE_GREETING, WAIT, SEND("\x16\3\3\0\x7a\2\0"), GONE}},
	{"wrong numbers of packets", "",
		{GREETING, WAIT, SEND("\x07\x00\x00\x09\x00\x00\x00\x02\x00\x00\x00"), HOLD}},
	{"OK that ends in the middle", "", {GREETING, WAIT, SEND("\x03\x00\x00\x02\x00\xfe\xff"), WAIT, END}},
	{"early close", "", {WELCOME, END}},
	{"a file is asked for", "", {WELCOME, SEND("\x0c\x00\x00\x01\xfb/etc/passwd"), WAIT, END}},
	{"a file without a name", "", {WELCOME, SEND("\x01\x00\x00\x01\xfb"), WAIT, END}},
	{"a file, first of all", "", {GREETING, WAIT, SEND("\x0c\x00\x00\x02\xfb/etc/passwd"), WAIT, END}},
	{"65535 columns", "", {WELCOME, SEND("\x03\x00\x00\x01\xfc\xff\xff"), END}},
	{"2 to the 64 columns", "", {WELCOME, SEND("\x09\x00\x00\x01\xfe\xff\xff\xff\xff\xff\xff\xff\xff"), END}},
	{"columns that are none", "",
		{WELCOME,
		 SEND("\x01\x00\x00\x01\x03\x01\x00\x00\x02\xff\x00\x00\x00\x03\x05\x00\x00\x04\xfe\x00"
		     "\x00\x02\x00"), END}},
	{"a column longer than its packet", "",
		{WELCOME, SEND("\x01\x00\x00\x01\x01\x08\x00\x00\x02\x03" "def\xfd\xff\xff\xff\x05\x00\x00\x03"
		     "\xfe\x00\x00\x02\x00"), END}},
	{"a cell longer than its packet", "",
		{WELCOME, SEND("\x01\x00\x00\x01\x01\x17\x00\x00\x02\x03" "def\x00\x00\x00\x01" "c\x00\x0c?\x00"
		     "\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x05\x00\x00\x03\xfe\x00\x00\x02\x00\x05"
		     "\x00\x00\x04\xfd\xff\xff\xff" "1\x05\x00\x00\x05\xfe\x00\x00\x02\x00"), HOLD}},
	{"fewer cells than columns", "",
		{WELCOME, SEND("\x01\x00\x00\x01\x03\x17\x00\x00\x02\x03" "def\x00\x00\x00\x01" "c\x00\x0c?\x00"
		     "\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x17\x00\x00\x03\x03" "def\x00\x00\x00"
		     "\x01" "c\x00\x0c?\x00\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x17\x00\x00\x04"
		     "\x03" "def\x00\x00\x00\x01" "c\x00\x0c?\x00\x14\x00\x00\x00\x08\x00\x00\x00\x00"
		     "\x00\x05\x00\x00\x05\xfe\x00\x00\x02\x00\x02\x00\x00\x06\x01" "1\x05\x00\x00\x07"
		     "\xfe\x00\x00\x02\x00"), HOLD}},
	{"more cells than columns", "",
		{WELCOME, SEND("\x01\x00\x00\x01\x01\x17\x00\x00\x02\x03" "def\x00\x00\x00\x01" "c\x00\x0c?\x00"
		     "\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x05\x00\x00\x03\xfe\x00\x00\x02\x00\x06"
		     "\x00\x00\x04\x01" "1\x01" "2\x01" "3\x05\x00\x00\x05\xfe\x00\x00\x02\x00"), HOLD}},
	{"no rows where one must be", "",
		{WELCOME, SEND("\x01\x00\x00\x01\x03\x17\x00\x00\x02\x03" "def\x00\x00\x00\x01" "c\x00\x0c?\x00"
		     "\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x17\x00\x00\x03\x03" "def\x00\x00\x00"
		     "\x01" "c\x00\x0c?\x00\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x17\x00\x00\x04"
		     "\x03" "def\x00\x00\x00\x01" "c\x00\x0c?\x00\x14\x00\x00\x00\x08\x00\x00\x00\x00"
		     "\x00\x05\x00\x00\x05\xfe\x00\x00\x02\x00\x05\x00\x00\x06\xfe\x00\x00\x02\x00"), HOLD}},
	{"numbers that are none", "",
		{WELCOME, SEND("\x01\x00\x00\x01\x03\x17\x00\x00\x02\x03" "def\x00\x00\x00\x01" "c\x00\x0c?\x00"
		     "\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x17\x00\x00\x03\x03" "def\x00\x00\x00"
		     "\x01" "c\x00\x0c?\x00\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x17\x00\x00\x04"
		     "\x03" "def\x00\x00\x00\x01" "c\x00\x0c?\x00\x14\x00\x00\x00\x08\x00\x00\x00\x00"
		     "\x00\x05\x00\x00\x05\xfe\x00\x00\x02\x00\x08\x00\x00\x06\x03" "abc\xfb\x02--\x05"
		     "\x00\x00\x07\xfe\x00\x00\x02\x00"), HOLD}},
	{"OK where rows must be", "", {WELCOME, SEND("\x07\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00"), HOLD}},
	{"an error without a state", "", {WELCOME, SEND("\x03\x00\x00\x01\xff(\x04"), HOLD}},
	{"more results without end", "",
		{WELCOME, SEND("\x07\x00\x00\x01\x00\x00\x00\x0a\x00\x00\x00"), REPEAT(10000,
		 "\x07\x00\x00\x01\x00\x00\x00\x0a\x00\x00\x00")}},
};

START_TEST(a_lie_is_an_error)
{
	hostile_refused("mysql://u:" PASSWORD "@127.0.0.1:%u/d_test?connect_timeout=1&read_timeout=1", &lies[_i]);
}
END_TEST

TCase *hostile_mysql(void)
{
	TCase *tc = tcase_create("mysql");
	tcase_set_timeout(tc, 20);
	tcase_add_loop_test(tc, a_lie_is_an_error, 0, (int)(sizeof lies / sizeof lies[0]));
	return tc;
}

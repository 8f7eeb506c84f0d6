/* SPDX-License-Identifier: MIT */
/*
 * hostile_postgresql.c - lies in PostgreSQL's protocol, from the first byte on.
 *
 * Messages are a letter, a length that counts itself, and a body.
 */
#include <string.h>
#include "hostile.h"

#define OK "R\0\0\0\x08\0\0\0\0"
#define STATUS "S\0\0\0\x18server_version\00015.0\0" "S\0\0\0\x19" "client_encoding\0UTF8\0"
#define KEY "K\0\0\0\x0c\0\0\0\1\0\0\0\2"
#define READY "Z\0\0\0\5I"
/* A column "b" of type boolean in text. */
#define COLUMN "T\0\0\0\x1a\0\1b\0\0\0\0\0\0\0\0\0\0\x10\0\1\xff\xff\xff\xff\0\0"
#define WELCOME WAIT, SEND(OK STATUS KEY READY), WAIT

static const struct lie lies[] = {
	{"nothing", "", {END}},
	{"silence", "", {WAIT, HOLD}},
	{"another protocol", "", {WAIT, SEND("HTTP/1.1 400 Bad Request\r\n\r\n"), END}},
	{"noise", "", {WAIT, REPEAT(1000, "\x9c\x80\xff\x01")}},
	{"length of 2 GiB", "", {WAIT, SEND("R\x7f\xff\xff\xff\0\0\0\0"), REPEAT(1000, "xxxxxxxxxxxxxxxx")}},
	{"length below itself", "", {WAIT, SEND("R\0\0\0\1\0\0\0\0"), END}},
	{"negative length", "", {WAIT, SEND("E\xff\xff\xff\xfe\0"), END}},
	{"unknown method", "", {WAIT, SEND("R\0\0\0\x08\0\0\0\x63"), END}},
	{"password in clear", "channel_binding=require", {WAIT, SEND("R\0\0\0\x08\0\0\0\3"), WAIT, END}},
	{"password as MD5 without salt", "", {WAIT, SEND("R\0\0\0\x08\0\0\0\5"), END}},
	{"SCRAM with nothing to choose", "", {WAIT, SEND("R\0\0\0\x09\0\0\0\x0a\0"), END}},
	{"SCRAM with other words", "", {WAIT, SEND("R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0"), WAIT,
		SEND("R\0\0\0\x1a\0\0\0\x0br=other,s=eA==,i=1"), END}},
	{"SCRAM that never ends", "", {WAIT, SEND("R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0"), WAIT,
		SEND("R\0\0\0\x08\0\0\0\0"), SEND(READY), END}},
	{"TLS refused", "sslmode=require", {WAIT, SEND("N"), END}},
	{"TLS accepted, then none", "sslmode=require", {WAIT, SEND("S"), WAIT, SEND(OK STATUS KEY READY), END}},
	{"TLS with words before it", "sslmode=require", {WAIT, SEND("S" OK STATUS KEY READY), END}},
	/*
	 * Who hangs up is no matter of trust: the next host is tried.  But where the end comes within the step that
	 * sends the hello, nothing tells it from a certificate that was turned down (pg_link.c), and it is TN_E_TLS.
	 */
	{"TLS closed early", "sslmode=verify-full", {WAIT, SEND("S"), WAIT, END}},
	{"TLS closed before its hello", "sslmode=require", {WAIT, SEND("S"), END_AS(TN_E_CONNECT)}},
	{"TLS cut in its hello", "sslmode=verify-full",
		{WAIT, SEND("S"), WAIT, SEND("\x16\3\3\0\x7a\2\0"), END_AS(TN_E_CONNECT)}},
	{"TLS ended by an alert", "sslmode=require",
		{WAIT, SEND("S"), WAIT, SEND("\x15\3\3\0\2\2\x28"), END_AS(TN_E_TLS)}},
	{"channel binding wanted, not offered", "channel_binding=require",
		{WAIT, SEND("R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0"), WAIT, END}},
	{"error without fields", "", {WAIT, SEND("E\0\0\0\5\0"), END}},
	{"error without an end", "", {WAIT, SEND("E\0\0\0\x0eSFATAL\0Mx"), END}},
	{"error of 1 MiB", "", {WAIT, SEND("E\0\x10\0\x06M"), REPEAT(65536, "password is zQ5\n"), SEND("\0\0"), END}},
	{"settings without end", "", {WAIT, SEND(OK), REPEAT(20000, "S\0\0\0\x0cname\0vv\0")}},
	{"no version", "", {WAIT, SEND(OK KEY READY), WAIT, END}},
	{"version of another age", "", {WAIT, SEND(OK "S\0\0\0\x17server_version\0009.6\0" KEY READY), WAIT, END}},
	{"early close", "", {WELCOME, END}},
	{"row before columns", "", {WELCOME, SEND("D\0\0\0\x0b\0\1\0\0\0\1t" "C\0\0\0\x0dSELECT 1\0" READY), END}},
	{"more cells than columns", "", {WELCOME, SEND(COLUMN "D\0\0\0\x10\0\2\0\0\0\1t\0\0\0\1t" READY), END}},
	{"fewer cells than columns", "", {WELCOME, SEND(COLUMN "D\0\0\0\6\0\0" READY), END}},
	{"cell longer than the message", "", {WELCOME, SEND(COLUMN "D\0\0\0\x0b\0\1\0\1\0\0t" READY), END}},
	{"cell of negative length", "", {WELCOME, SEND(COLUMN "D\0\0\0\x0b\0\1\xff\xff\xff\xf0t" READY), END}},
	{"65535 columns", "", {WELCOME, SEND("T\0\0\0\x06\xff\xff" READY), END}},
	{"a column without its end", "", {WELCOME, SEND("T\0\0\0\x08\0\1bb" READY), END}},
	{"answer of no statement", "", {WELCOME, SEND("1\0\0\0\4" "2\0\0\0\4" "n\0\0\0\4" "s\0\0\0\4"), END}},
	{"copy into", "", {WELCOME, SEND("G\0\0\0\x07\0\0\0"), END}},
	{"copy out", "", {WELCOME, SEND("H\0\0\0\x07\0\0\0" "d\0\0\0\5x"), END}},
	{"copy both ways", "", {WELCOME, SEND("W\0\0\0\x07\0\0\0"), END}},
	{"rows, then an error, then nothing", "", {WELCOME,
		SEND(COLUMN), REPEAT(100000, "D\0\0\0\x0b\0\1\0\0\0\1t"), SEND("E\0\0\0\x10SERROR\0Mbad\0\0"), END}},
	{"notices without end", "", {WELCOME, REPEAT(50000, "N\0\0\0\x10SERROR\0Mbad\0\0")}},
	{"notifications without end", "", {WELCOME, REPEAT(20000, "A\0\0\0\x0a\0\0\0\1x\0")}},
};

START_TEST(a_lie_is_an_error)
{
	static const char url[] = "postgresql://u:" PASSWORD "@127.0.0.1:%u/d_test?connect_timeout=1";
	static const char plain[] = "postgresql://u:" PASSWORD "@127.0.0.1:%u/d_test?connect_timeout=1&sslmode=disable";
	hostile_refused(strstr(lies[_i].options, "sslmode") ? url : plain, &lies[_i]);
}
END_TEST

TCase *hostile_postgresql(void)
{
	TCase *tc = tcase_create("postgresql");
	tcase_set_timeout(tc, 20);
	tcase_add_loop_test(tc, a_lie_is_an_error, 0, (int)(sizeof lies / sizeof lies[0]));
	return tc;
}

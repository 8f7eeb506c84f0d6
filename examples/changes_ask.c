/* SPDX-License-Identifier: MIT */
/*
 * changes_ask.c - asks for the password that a URL does not have.
 *
 * A password is best given where nobody else can read it: not in an argument,
 * which the list of processes shows.  This asks on the terminal, without an echo.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "changes.h"

int ask_password(char *out, size_t size)
{
	struct termios shown, hidden;
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	ssize_t n;

	if (tty < 0 || tcgetattr(tty, &shown) < 0) {
		if (tty >= 0)
			close(tty);
		return 0;
	}
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(tty, TCSAFLUSH, &hidden);
	dprintf(tty, "Password: ");
	n = read(tty, out, size - 1);
	tcsetattr(tty, TCSAFLUSH, &shown);
	dprintf(tty, "\n");
	close(tty);
	out[n > 0 ? n : 0] = '\0';
	out[strcspn(out, "\r\n")] = '\0';
	return n > 0;
}

/** Pseudoterminals, as the kernel has them: pty(7), ioctl_tty(2), termios(3). */
package dev.penstock.internal.terminal;

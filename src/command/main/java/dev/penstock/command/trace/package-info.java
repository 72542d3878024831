/** {@code penstock trace}: what an strace log tells of the pipes in it. */
package dev.penstock.command.trace;

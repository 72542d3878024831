/**
 * The {@code penstock} command. Each command is thin: it turns what was typed into something ready
 * to use, has the other packages do the work, and prints.
 *
 * <p>Exit codes: 0 fine, 1 a finding or a failure, 2 wrong usage or an environment that does not
 * allow it; {@code run} passes its child's code through. An error is one line on standard error
 * which names the thing and, where there is one, the remedy; {@code PENSTOCK_DEBUG=1} adds the
 * stack trace.
 */
package dev.penstock.cli;

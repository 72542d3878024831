/**
 * The {@code penstock} command: finds out which command is meant and loads that one alone. Each
 * command has a package of its own and is thin: it turns what was typed into something ready to
 * use, has the library do the work, and prints.
 *
 * <pre>
 * cli ──┬─→ reproduce ─→ cure ─→ child     stalls a child, explains it, and cures it
 *       ├─→ run                            runs a command with bounds
 *       ├─→ limits                         shows what bounds pipes and children
 *       └─→ (each of them) task, text      what every command is given, and how it prints
 * </pre>
 *
 * <p>Exit codes: 0 fine, 1 a finding or a failure, 2 wrong usage or an environment that does not
 * allow it; {@code run} passes its child's code through. An error is one line on standard error
 * which names the thing and, where there is one, the remedy; {@code PENSTOCK_DEBUG=1} adds the
 * stack trace.
 */
package dev.penstock.command;

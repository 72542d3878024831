/** The child that is stalled and cured: what it runs, what it writes, and its pipe. */
package dev.penstock.command.reproduce.child;

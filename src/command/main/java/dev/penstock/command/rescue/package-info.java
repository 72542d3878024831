/** {@code penstock rescue}: what is stuck in another program's pipe, and how to get it out. */
package dev.penstock.command.rescue;

/**
 * How findings are printed, whichever command has found them: for people, for machines, as HTML.
 */
package dev.penstock.command.finding;

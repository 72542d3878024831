/**
 * The ways in which a child does not stall, one class each: read it beside its row of the table
 * that {@code penstock reproduce} prints.
 */
package dev.penstock.command.reproduce.cure;

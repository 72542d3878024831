/**
 * The ways in which a child does not stall: {@code Cures} is the table that {@code penstock
 * reproduce} prints, and each way that needs more than a sink has a class.
 */
package dev.penstock.command.reproduce.cure;

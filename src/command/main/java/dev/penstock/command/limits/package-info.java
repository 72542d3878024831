/**
 * {@code penstock limits}. {@code Limits} knows what to look at and what follows from it, the small
 * classes each know one place where the kernel tells, and {@code Limit} is a line of the answer.
 */
package dev.penstock.command.limits;

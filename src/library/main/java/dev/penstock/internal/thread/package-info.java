/** The threads that the library makes, and what they have of those who caused them: nothing. */
package dev.penstock.internal.thread;

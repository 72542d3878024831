/**
 * How a child is born: posix_spawn(3), what the child is given and what it is not, and why it could
 * not be started.
 */
package dev.penstock.internal.spawn;

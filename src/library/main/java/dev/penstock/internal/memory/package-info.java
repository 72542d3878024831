/** The native memory that bytes pass through: lent by one place, and bounded. */
package dev.penstock.internal.memory;

/**
 * A drop-in for {@link java.lang.ProcessBuilder}: change the import, and what nobody reads no
 * longer stalls the child.
 */
package dev.penstock.dropin;

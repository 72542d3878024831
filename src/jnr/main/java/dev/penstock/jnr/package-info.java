/**
 * The C library through jnr: jnr-posix for the calls that it has, jffi for the others. Only this
 * package knows jnr.
 */
package dev.penstock.jnr;

/**
 * The calls into the C library that Penstock makes, as one interface: what a binding must provide,
 * and all that a binding needs to know of Penstock.
 */
package dev.penstock.libc;

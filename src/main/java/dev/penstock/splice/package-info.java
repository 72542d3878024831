/**
 * Sinks that end at a descriptor, into which the kernel moves the bytes by splice(2) where it can:
 * {@link dev.penstock.splice.ToFile} and {@link dev.penstock.splice.Forward}. They hold no bytes of
 * the stream themselves.
 */
package dev.penstock.splice;

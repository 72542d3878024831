/**
 * Bytes that the kernel moves by splice(2) and that no buffer of this process holds: {@link
 * dev.penstock.internal.splice.DirectSink} and {@link dev.penstock.internal.splice.DirectSource},
 * where they end and come from.
 */
package dev.penstock.internal.splice;

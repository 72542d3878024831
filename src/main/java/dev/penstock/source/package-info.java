/**
 * Where the bytes of a child's standard input come from, always within a bound that the caller can
 * see. A {@link dev.penstock.source.Source} serves one stream, once, on the event loop's thread.
 * This package uses the JDK alone.
 */
package dev.penstock.source;

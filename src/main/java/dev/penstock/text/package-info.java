/**
 * Text out of bytes: lines and characters, wherever the chunks of a stream begin and end. This
 * package uses the JDK alone.
 *
 * <p>{@link dev.penstock.text.LineFormat} says what lines are wanted, {@link
 * dev.penstock.text.LineDecoder} makes them, {@link dev.penstock.text.LineView} is one of them, and
 * {@link dev.penstock.text.LineCounts} says what became of all.
 */
package dev.penstock.text;

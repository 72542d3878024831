/**
 * Text out of bytes: lines and characters, wherever the chunks of a stream begin and end, and what
 * may be in them. This package uses the JDK alone.
 *
 * <p>{@link dev.penstock.text.LineFormat} says what lines are wanted, {@link
 * dev.penstock.text.LineDecoder} makes them, {@link dev.penstock.text.LineView} is one of them, and
 * {@link dev.penstock.text.LineCounts} says what became of all. {@link
 * dev.penstock.text.TextDecoder} makes text without lines.
 *
 * <p>A {@link dev.penstock.text.TextPolicy} gives each {@link dev.penstock.text.Suspect}, from
 * bytes that are not UTF-8 to characters that forge a log, its {@link dev.penstock.text.Treatment};
 * {@link dev.penstock.text.TextCounts} says how often that was needed.
 */
package dev.penstock.text;

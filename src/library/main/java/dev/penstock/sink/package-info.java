/**
 * Where a stream of bytes ends, always within a bound that the caller can see. A {@link
 * dev.penstock.sink.Sink} serves one stream, once, on the event loop's thread; the ones here differ
 * in what they keep:
 *
 * <table>
 *   <caption>What each keeps of the stream</caption>
 *   <tr><th>sink</th><th>keeps</th><th>at most</th><th>when it is full</th></tr>
 *   <tr><td>{@link Discard}</td><td>a count</td><td>0</td><td>never</td></tr>
 *   <tr><td>{@link Capture}</td><td>head and tail</td><td>its limit</td>
 *       <td>omits what is in between, and counts it</td></tr>
 *   <tr><td>{@link Spool}</td><td>everything</td><td>its memory, the rest in a file</td>
 *       <td>fails the stream, where the disk or its most is reached</td></tr>
 *   <tr><td>{@link Lines}</td><td>an unfinished line</td><td>its longest line</td>
 *       <td>cuts the line, and counts what is cut</td></tr>
 *   <tr><td>{@link QueueSink}</td><td>items for other threads</td><td>its maxBytes</td>
 *       <td>stops reading, so that the child waits</td></tr>
 *   <tr><td>{@link FlowSink}</td><td>items that were asked for</td><td>what one read brought, or
 *       with an executor its items</td><td>stops reading, so that the child waits</td></tr>
 *   <tr><td>{@link Tee}</td><td>nothing; its branches do</td><td>0</td>
 *       <td>stops reading while a needed branch is full, drops an optional one</td></tr>
 *   <tr><td>{@link Merge}</td><td>nothing; the sink that it leads to does</td><td>0</td>
 *       <td>stops reading all its streams while that one is full</td></tr>
 * </table>
 *
 * <p>Every one of them but {@code Merge} has {@code peakBytes()}, the most bytes of the stream that
 * it held at once, {@code ended()} and {@code failure()}; {@link StreamLife} keeps the latter two
 * for any sink. Sinks that end at a descriptor are in {@code dev.penstock.splice}. This package
 * uses {@link dev.penstock.text} and the JDK alone.
 */
package dev.penstock.sink;

import dev.penstock.internal.sink.StreamLife;

/**
 * Where the bytes of a child's standard input come from, always within a bound that the caller can
 * see. A {@link dev.penstock.source.Source} serves one stream, once, on the event loop's thread;
 * the ones here differ in where they get theirs:
 *
 * <table>
 *   <caption>Where each gets its bytes, and what it holds of them</caption>
 *   <tr><th>source</th><th>from</th><th>at most</th><th>when the child reads slowly</th></tr>
 *   <tr><td>{@link Bytes}</td><td>memory</td><td>what it was given</td><td>waits</td></tr>
 *   <tr><td>{@link BlockingStream}</td><td>a stream or channel, by a thread of its own</td>
 *       <td>128 KiB</td><td>the thread reads no further</td></tr>
 *   <tr><td>{@link NonBlockingChannel}</td><td>a channel, when a selector says so</td><td>0</td>
 *       <td>the channel is not read</td></tr>
 *   <tr><td>{@link FlowSource}</td><td>a publisher, on its threads</td>
 *       <td>its number of elements</td><td>asks for no more</td></tr>
 * </table>
 *
 * <p>Those that begin at a descriptor, {@code FileSource} and {@code PipeSource}, are in {@code
 * dev.penstock.pipe}. This package uses the JDK alone.
 */
package dev.penstock.source;

/**
 * Sinks that end at a descriptor, into which the kernel moves the bytes by splice(2) where it can.
 * They hold none of the stream where it does, and one buffer at most where it does not:
 *
 * <table>
 *   <caption>Where each leads</caption>
 *   <tr><th>sink</th><th>to</th><th>when that is full</th></tr>
 *   <tr><td>{@link dev.penstock.splice.FileSink}</td><td>a file that it opens</td>
 *       <td>fails the stream where the disk is; at a size of its own it stops, cuts or rotates</td>
 *       </tr>
 *   <tr><td>{@link dev.penstock.splice.Forward}</td>
 *       <td>a descriptor or channel of this process</td>
 *       <td>stops reading, so that the child waits</td></tr>
 * </table>
 *
 * <p>A child that has the file or the descriptor itself needs neither: {@code Output.file}, {@code
 * Output.inherit}.
 */
package dev.penstock.splice;

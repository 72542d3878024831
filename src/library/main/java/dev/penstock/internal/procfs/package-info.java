/**
 * What the kernel tells of processes, read from {@code /proc}. Imports the JDK alone and makes no
 * native call.
 *
 * <p>Two layers, each of small pieces: <em>parsers</em>, which take the text of one file and know
 * nothing of where it came from ({@link dev.penstock.internal.procfs.TaskStat#parse}), and {@link
 * dev.penstock.internal.procfs.ProcFs}, which reads the files and says, where it could not, why
 * ({@link dev.penstock.internal.procfs.Reading}). Processes come and go while they are looked at;
 * that is an answer here, not an exception.
 */
package dev.penstock.internal.procfs;

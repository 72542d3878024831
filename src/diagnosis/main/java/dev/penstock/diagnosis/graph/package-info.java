/**
 * Who waits for whom, as pure data: {@link dev.penstock.diagnosis.graph.WaitGraph} and the search
 * for those who can never go on. Knows nothing of processes or pipes, and imports the JDK alone.
 */
package dev.penstock.diagnosis.graph;

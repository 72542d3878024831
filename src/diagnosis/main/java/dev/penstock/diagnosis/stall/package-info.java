/**
 * Who blocks whom: finds a task that is asleep in a write to a full pipe, and tells what it sleeps
 * in, on which descriptor, and who holds the other end. Imports {@code procfs} alone; what only the
 * owner of a pipe can know, such as how many bytes lie in it, is handed in.
 *
 * <p>{@link dev.penstock.diagnosis.stall.StallWatch} watches one pipe until a writer is stalled in
 * it; {@link dev.penstock.diagnosis.stall.WriterSearch} is the single look on which that rests, at
 * any process's pipe:
 *
 * <pre>{@code
 * PipeHolders holders = PipeHolders.find(inode);
 * Optional<SleepingWrite> stalled = new WriterSearch(ProcFs.open()).find(holders.writers());
 * // stalled waits for holders.readers()
 * }</pre>
 *
 * <p>Proof is what the kernel says a task sleeps in. That a pipe is full is never concluded from
 * the number of bytes in it: it holds them in slots, and can be full with two thirds of its
 * capacity. What may not be looked at is unknown, with the reason, and never guessed.
 */
package dev.penstock.diagnosis.stall;

package dev.penstock.diagnosis.model;

import dev.penstock.internal.procfs.PipeHolder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What every rule looks at: who waits for what, who holds what, and how that is told. There are two
 * ways to it: processes that run, looked at twice; and the lines of a log, up to one of them. Not
 * thread-safe.
 */
public interface Scene {
    /**
     * Whom to find something of.
     *
     * @return threads, those first of the processes that were asked for
     */
    List<Party> threads();

    /**
     * The threads of a process.
     *
     * @return none if it is not there
     */
    List<Party> threads(int pid);

    /**
     * What a thread waits for.
     *
     * @param thread which
     * @return what it waits for
     */
    Wait wait(Party thread);

    /**
     * Whether a thread has waited all the time for the same, as far as is seen.
     *
     * @param thread which
     * @return false also where that cannot be told
     */
    boolean still(Party thread);

    /**
     * What a thread waited for at the first look.
     *
     * @param thread which
     * @return empty where it was not there, or there was one look alone
     */
    default Optional<Wait> waitBefore(Party thread) {
        return Optional.empty();
    }

    /**
     * Who waits for whom.
     *
     * @return whoever is not known to wait is not in it
     */
    WaitGraph<Party> graph();

    /**
     * Who can never go on.
     *
     * @return {@link WaitGraph#stuck} of the graph
     */
    Set<Party> stuck();

    /**
     * A pipe that somebody waits for.
     *
     * @param file as a {@link Wait} names it
     * @return empty for any other file
     */
    Optional<PipeView> pipe(String file);

    /**
     * What somebody waits to read from: a pipe, or the way through a connected socket that leads to
     * the reader.
     *
     * @param file as a {@link Wait} names it
     * @return empty for any other file
     */
    Optional<PipeView> readable(String file);

    /**
     * A socket that somebody waits for; a log's are pipes.
     *
     * @param file as a {@link Wait} names it
     * @return empty for any other file
     */
    default Optional<SocketView> socket(String file) {
        return Optional.empty();
    }

    /**
     * Whether a socket's queues have changed since the first look.
     *
     * @param socket one of this scene's
     * @return false where that is not known
     */
    default boolean moved(SocketView socket) {
        return false;
    }

    /**
     * Who can take bytes out of a file.
     *
     * @param file a pipe or a socket
     * @return the descriptors through which that can be done
     */
    default List<PipeHolder> takers(String file) {
        return SocketView.isSocket(file)
                ? socket(file).map(SocketView::peers).orElse(List.of())
                : pipe(file).map(PipeView::readers).orElse(List.of());
    }

    /**
     * Who has the other side of a pseudoterminal.
     *
     * @return none where that is not known
     */
    default List<PipeHolder> otherSide(int pid, Wait.Terminal terminal) {
        return List.of();
    }

    /**
     * Whether nobody else can hold a pipe than those who are seen to.
     *
     * @param pipe one of this scene's
     * @return false where somebody may
     */
    boolean allHoldersKnown(PipeView pipe);

    /**
     * Writers that wait for room, as far as they are to be classified.
     *
     * @return one for each file
     */
    List<Blockage> blockages();

    /**
     * Says why nobody makes room in a full pipe.
     *
     * @return the classifier of this way of looking
     */
    StallClassifier classifier();

    /**
     * The sign that a write end is held by mistake.
     *
     * @param pipe which pipe
     * @param writer who holds its write end
     * @param reader who waits for bytes from it, or their end
     * @return a sentence that begins with "it" or "its"; empty for an ordinary writer
     */
    Optional<String> mistake(PipeView pipe, PipeHolder writer, Party reader);

    /**
     * Whether a process is a child of another, or a child's child.
     *
     * @param from the other
     * @return false where that is not seen
     */
    boolean descends(int pid, int from);

    /**
     * Whether a process is stopped, by SIGSTOP or likewise.
     *
     * @return false also where it is not there
     */
    boolean stopped(int pid);

    /**
     * What somebody is at who does not read: whether he, or whoever he waits for, is at work.
     *
     * @param stuck who waits for that one, and so is at nothing
     * @return a clause without its subject, such as {@code runs}; empty where nobody is at work, or
     *     that cannot be told
     */
    default Optional<String> work(int pid, Set<Integer> stuck) {
        return Optional.empty();
    }

    /**
     * A process's command line, shortened.
     *
     * @return null where a log does not tell it
     */
    String command(int pid);

    /**
     * A process's name for sentences.
     *
     * @return such as {@code sh (71)}
     */
    String name(int pid);

    /**
     * A thread as a step of a chain.
     *
     * @param thread which
     * @return the step
     */
    Step step(Party thread);

    /**
     * The thread that says most about what a process does, for the end of a chain.
     *
     * @return empty where nothing is to be said
     */
    Optional<Party> speaker(int pid);

    /**
     * Who could end a stall.
     *
     * @param holder through which descriptor
     * @param role what that is
     * @return the culprit
     */
    default Culprit culprit(PipeHolder holder, String role) {
        String command = command(holder.pid());
        return new Culprit(holder.pid(), holder.fd(), role, command == null ? "" : command);
    }

    /**
     * How this way of looking tells what it has seen.
     *
     * @return the words
     */
    Words words();
}

package dev.penstock.diagnosis.model;

import dev.penstock.internal.procfs.PipeHolder;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How one way of looking tells what it has seen: a sentence each, without a full stop. */
public interface Words {
    /**
     * What the scene was seen by.
     *
     * @return such as {@code two looks 500 ms apart}
     */
    String looks();

    /**
     * What a process does.
     *
     * @return a sentence
     */
    String doing(int pid);

    /**
     * What is in a pipe.
     *
     * @param pipe one of this scene's
     * @return a sentence
     */
    String contents(PipeView pipe);

    /**
     * What is in a socket.
     *
     * @param socket one of this scene's
     * @return a sentence
     */
    default String contents(SocketView socket) {
        return socket.file();
    }

    /**
     * Who holds an end of a pipe.
     *
     * @param pipe which pipe
     * @param holder through which descriptor
     * @param end read, write …
     * @return a sentence
     */
    String holds(PipeView pipe, PipeHolder holder, String end);

    /**
     * That a thread has waited all the time.
     *
     * @param thread which
     * @return a sentence
     */
    String slept(Party thread);

    /**
     * That a reader gets no end of file.
     *
     * @param reader who
     * @param pipe from which pipe
     * @return a sentence
     */
    String noEnd(Party reader, PipeView pipe);

    /**
     * What shows that.
     *
     * @param reader who
     * @param pipe from which pipe
     * @param signs that its writers hold it by mistake
     * @return a sentence each
     */
    List<String> noEndEvidence(Party reader, PipeView pipe, Map<PipeHolder, String> signs);

    /**
     * What proves that some wait for each other for ever.
     *
     * @param cycle a way round among them
     * @param knot all on whom they depend
     * @return a sentence each
     */
    List<String> proof(List<Step> cycle, Set<Party> knot);
}

package dev.penstock.diagnosis.model;

import dev.penstock.internal.procfs.PipeHolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writers that wait for each other's room, from the first to the one whose reader fails: where a
 * writer's only reader is itself a writer in a full pipe, the fault is further down.
 *
 * @param writers the first waits for the second to read, and so on
 * @param file what the last one writes to
 * @param pids all processes that wait in it, those of other branches too
 */
public record Blockage(List<Party> writers, String file, Set<Integer> pids) {
    /** What a write of fewer bytes waits for is room for all of them: linux/limits.h. */
    private static final int PIPE_BUF = 4096;

    /**
     * All of a scene.
     *
     * @param scene who waits for what
     * @return one for each file that a last one writes to
     */
    public static List<Blockage> all(Scene scene) {
        Map<String, Blockage> blockages = new LinkedHashMap<>();
        for (Party thread : scene.threads()) {
            if (room(scene, thread).isPresent()) {
                Blockage found = from(scene, thread);
                blockages.merge(found.file(), found, Blockage::with);
            }
        }
        return List.copyOf(blockages.values());
    }

    /**
     * Of one writer.
     *
     * @param writer who waits
     * @param file for room in which file
     * @return the blockage
     */
    public static Blockage of(Party writer, String file) {
        return new Blockage(List.of(writer), file, Set.of(writer.pid()));
    }

    /**
     * The file in which a thread waits for room: it sleeps in a write there, or polls for room in a
     * pipe that is full. An event loop polls for other things as well, and yet what it has for that
     * pipe does not go on.
     *
     * @param scene who waits for what
     * @param thread which
     * @return empty where it waits for no room
     */
    public static Optional<String> room(Scene scene, Party thread) {
        Wait wait = scene.wait(thread);
        if (wait.roomIn().isPresent()) {
            return wait.roomIn();
        }
        for (Watched watched : wait.watched()) {
            if (watched.writes()
                    && scene.pipe(watched.file())
                            .filter(pipe -> full(watched, pipe) && writes(thread, watched, pipe))
                            .isPresent()) {
                return Optional.of(watched.file());
            }
        }
        return Optional.empty();
    }

    /**
     * Who polls for the level sleeps only while there is no free slot. Who polls for the edge, as
     * Go does with every pipe, sleeps in any case: then the bytes have to tell.
     */
    private static boolean full(Watched watched, PipeView pipe) {
        return pipe.state()
                .known()
                .filter(
                        now ->
                                now.unread() > 0
                                        && (!watched.edgeTriggered()
                                                || now.capacity() - now.unread() < PIPE_BUF))
                .isPresent();
    }

    /** Go and others poll read ends for room, too, which says nothing. */
    private static boolean writes(Party thread, Watched watched, PipeView pipe) {
        for (PipeHolder writer : pipe.writers()) {
            if (writer.pid() == thread.pid() && writer.fd() == watched.fd()) {
                return true;
            }
        }
        return false;
    }

    /** Follows the chain from one writer down to the last one. */
    private static Blockage from(Scene scene, Party first) {
        Set<Party> writers = new LinkedHashSet<>();
        Party at = first;
        while (at != null && writers.add(at)) {
            at = next(scene, at);
        }
        List<Party> chain = List.copyOf(writers);
        Set<Integer> pids = new LinkedHashSet<>();
        chain.forEach(thread -> pids.add(thread.pid()));
        String file = room(scene, chain.get(chain.size() - 1)).orElseThrow();
        return new Blockage(chain, file, pids);
    }

    /** A reader of the writer's file that itself writes to another full file; null if none. */
    private static Party next(Scene scene, Party writer) {
        String file = room(scene, writer).orElseThrow();
        for (PipeHolder reader : scene.takers(file)) {
            for (Party thread : scene.threads(reader.pid())) {
                boolean elsewhere = !room(scene, thread).orElse(file).equals(file);
                if (reader.pid() != writer.pid() && elsewhere) {
                    return thread;
                }
            }
        }
        return null;
    }

    /** Joins two blockages that end at the same file: the longer chain, and all processes. */
    private Blockage with(Blockage other) {
        Set<Integer> all = new LinkedHashSet<>(pids);
        all.addAll(other.pids);
        return new Blockage(
                writers.size() >= other.writers.size() ? writers : other.writers, file, all);
    }

    /**
     * The one whose reader fails.
     *
     * @return a thread
     */
    public Party last() {
        return writers.get(writers.size() - 1);
    }

    /**
     * What was found of it.
     *
     * @param scene where it was found
     * @param verdict what it is
     * @param summary in one sentence
     * @param pipe the last one's pipe; empty for a socket
     * @param taker who should read
     * @param evidence what shows it
     * @return the finding, with a culprit where it is a stall
     */
    public Finding finding(
            Scene scene,
            Verdict verdict,
            String summary,
            Optional<PipeView> pipe,
            Optional<PipeHolder> taker,
            List<String> evidence) {
        List<Step> chain = new ArrayList<>();
        writers.forEach(thread -> chain.add(scene.step(thread)));
        Set<Integer> those = new LinkedHashSet<>(pids);
        taker.filter(holder -> those.add(holder.pid()))
                .flatMap(holder -> scene.speaker(holder.pid()))
                .map(scene::step)
                .ifPresent(chain::add);
        pipe.ifPresent(one -> one.readers().forEach(reader -> those.add(reader.pid())));
        return new Finding(
                verdict,
                summary,
                chain,
                false,
                taker.filter(holder -> verdict.stalled())
                        .map(holder -> scene.culprit(holder, pipe.isPresent() ? "reader" : "peer")),
                pipe,
                evidence,
                those);
    }
}

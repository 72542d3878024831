package dev.penstock.diagnosis.inspect;

import dev.penstock.diagnosis.snapshot.Holder;
import dev.penstock.diagnosis.snapshot.PipeView;
import dev.penstock.diagnosis.snapshot.SocketView;
import dev.penstock.diagnosis.snapshot.TaskView;
import dev.penstock.diagnosis.snapshot.Wait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writers that wait for room, as far as they are in no knot: why nobody makes it. */
final class BlockedWriters {
    private final Scene scene;
    private final Sentence say;
    private final Readers readers;

    BlockedWriters(Scene scene) {
        this.scene = scene;
        this.say = new Sentence(scene);
        this.readers = new Readers(scene);
    }

    void find(Told told) {
        Map<String, Blockage> blockages = new LinkedHashMap<>();
        for (TaskView task : scene.tasks()) {
            if (Blockage.file(scene.wait(task)).isPresent()) {
                Blockage found = Blockage.from(scene, task);
                blockages.merge(found.file(), found, Blockage::with);
            }
        }
        for (Blockage blockage : blockages.values()) {
            if (!told.about(blockage.file())) {
                look(blockage)
                        .ifPresent(
                                found ->
                                        told.add(found, blockage.file(), Node.of(blockage.last())));
            }
        }
        findPolled(told);
    }

    /**
     * Event loops that poll a socket for room, as they do once it is full, and whose peer is here
     * and reads nothing. Go polls for room always, and only for the edge: that tells nothing.
     */
    private void findPolled(Told told) {
        for (TaskView task : scene.tasks()) {
            if (scene.wait(task) instanceof Wait.Events events) {
                for (Wait.Watched watched : events.watched().known().orElse(List.of())) {
                    Optional<SocketView> socket = scene.interval.last().socket(watched.file());
                    if (watched.writes()
                            && !watched.edgeTriggered()
                            && socket.filter(this::full).isPresent()
                            && !told.about(watched.file())) {
                        Blockage one =
                                new Blockage(List.of(task), watched.file(), Set.of(task.pid()));
                        Finding found = socket(one, socket.get(), false);
                        told.add(found, watched.file(), Node.of(task));
                    }
                }
            }
        }
    }

    private boolean full(SocketView socket) {
        return socket.unsent() > 0
                && socket.peerUnread() > 0
                && !socket.peers().isEmpty()
                && !scene.interval.moved(socket);
    }

    private Optional<Finding> look(Blockage blockage) {
        TaskView writer = blockage.last();
        boolean waitedBefore =
                scene.interval
                        .waitBefore(writer)
                        .flatMap(Blockage::file)
                        .map(blockage.file()::equals)
                        .orElse(false);
        boolean still = scene.interval.still(writer);
        if (!still && !waitedBefore) {
            return Optional.empty();
        }
        if (scene.wait(writer) instanceof Wait.Send) {
            return scene.interval
                    .last()
                    .socket(blockage.file())
                    .map(s -> socket(blockage, s, !still || scene.interval.moved(s)));
        }
        return scene.interval
                .last()
                .pipe(blockage.file())
                .map(
                        pipe ->
                                still && !scene.interval.moved(pipe)
                                        ? stalled(blockage, pipe)
                                        : slow(blockage, pipe));
    }

    private Finding stalled(Blockage blockage, PipeView pipe) {
        TaskView writer = blockage.last();
        List<String> evidence = new ArrayList<>();
        evidence.add(slept(writer));
        evidence.add(say.fill(pipe));
        if (pipe.readers().isEmpty()) {
            evidence.add(
                    "nobody is seen to hold its read end, and yet somebody does, or the write would"
                            + " fail with EPIPE: one of the "
                            + scene.unseen.count()
                            + " processes that may not be looked at; run as root to see it");
            return finding(
                    Verdict.UNKNOWN,
                    scene.name(writer.pid())
                            + " writes to a full pipe whose reader is not to be seen",
                    blockage,
                    Optional.of(pipe),
                    Optional.empty(),
                    evidence);
        }
        Verdict verdict = readers.verdict(pipe, writer, evidence);
        if (verdict == Verdict.SLOW) {
            return slow(blockage, pipe);
        }
        Holder culprit = readers.culprit(pipe, writer);
        String whose = culprit.pid() == writer.pid() ? "only it" : scene.name(culprit.pid());
        return finding(
                verdict,
                scene.name(writer.pid())
                        + " writes to a full pipe that "
                        + whose
                        + " could read as fd "
                        + culprit.fd()
                        + (verdict == Verdict.UNREAD ? ", and does not" : ""),
                blockage,
                Optional.of(pipe),
                Optional.of(culprit),
                evidence);
    }

    private Finding slow(Blockage blockage, PipeView pipe) {
        TaskView writer = blockage.last();
        List<String> evidence = new ArrayList<>();
        evidence.add(
                scene.interval.still(writer)
                        ? slept(writer)
                        : scene.name(writer.pid()) + " wrote between two looks " + say.apart());
        evidence.add(say.fill(pipe));
        for (Holder reader : pipe.readers()) {
            evidence.add(say.holds(reader.pid(), reader.fd(), "read"));
            evidence.add(say.doing(reader.pid()));
        }
        if (scene.interval.still(writer) && !scene.interval.moved(pipe)) {
            evidence.add(
                    "its reader runs, but took nothing meanwhile: it computes or it spins; look"
                            + " longer, with --for, to tell");
        }
        String whom =
                pipe.readers().isEmpty()
                        ? "its reader"
                        : scene.name(readers.culprit(pipe, writer).pid());
        return finding(
                Verdict.SLOW,
                scene.name(writer.pid()) + " waits for " + whom + ", which is at work",
                blockage,
                Optional.of(pipe),
                pipe.readers().isEmpty()
                        ? Optional.empty()
                        : Optional.of(readers.culprit(pipe, writer)),
                evidence);
    }

    private Finding socket(Blockage blockage, SocketView socket, boolean moves) {
        TaskView writer = blockage.last();
        List<String> evidence = new ArrayList<>();
        evidence.add(
                moves
                        ? scene.name(writer.pid()) + " sent between two looks " + say.apart()
                        : scene.wait(writer) instanceof Wait.Send
                                ? slept(writer)
                                : scene.name(writer.pid()) + " polls it for room");
        evidence.add(say.queues(socket));
        for (Holder peer : socket.peers()) {
            evidence.add(scene.name(peer.pid()) + " holds the other end as fd " + peer.fd());
            evidence.add(say.doing(peer.pid()));
        }
        if (socket.peers().isEmpty()) {
            evidence.add("who holds the other end is not to be seen from here");
        }
        Optional<Holder> peer =
                socket.peers().isEmpty() ? Optional.empty() : Optional.of(socket.peers().get(0));
        String whom = peer.map(holder -> scene.name(holder.pid())).orElse("the other end");
        return finding(
                moves ? Verdict.SLOW : Verdict.SOCKET,
                scene.name(writer.pid())
                        + " sends to a socket that "
                        + whom
                        + (moves
                                ? " reads slowly"
                                : " does not read: " + socket.unsent() + " bytes"),
                blockage,
                Optional.empty(),
                moves ? Optional.empty() : peer,
                evidence);
    }

    private String slept(TaskView writer) {
        return scene.name(writer.pid())
                + " slept all the time in "
                + scene.wait(writer).text()
                + " (two looks "
                + say.apart()
                + ")";
    }

    private Finding finding(
            Verdict verdict,
            String summary,
            Blockage blockage,
            Optional<PipeView> pipe,
            Optional<Holder> culprit,
            List<String> evidence) {
        List<Step> chain = blockage.steps(scene);
        Set<Integer> pids = new LinkedHashSet<>(blockage.pids());
        culprit.filter(holder -> pids.add(holder.pid()))
                .flatMap(holder -> scene.speaker(holder.pid()))
                .map(scene::step)
                .ifPresent(chain::add);
        pipe.ifPresent(those -> those.readers().forEach(reader -> pids.add(reader.pid())));
        return new Finding(
                verdict,
                summary,
                chain,
                false,
                culprit.filter(holder -> verdict.stalled())
                        .map(
                                holder ->
                                        new Culprit(
                                                holder.pid(),
                                                holder.fd(),
                                                pipe.isPresent() ? "reader" : "peer",
                                                scene.command(holder.pid()))),
                pipe,
                pipe.map(scene::unreadBefore).orElse(-1L),
                evidence,
                pids);
    }
}

package dev.penstock.process;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** What a sink is told when its stream is cut: see {@link StreamEnd.How#CUT}. */
final class StreamCutException extends IOException {
    private static final long serialVersionUID = 1;

    StreamCutException(String stream, List<Holder> holders) {
        super(
                stream
                        + " was cut before its end of file"
                        + (holders.isEmpty() ? "" : ", still held by ")
                        + holders.stream()
                                .map(Holder::toString)
                                .collect(Collectors.joining(" and ")));
    }
}

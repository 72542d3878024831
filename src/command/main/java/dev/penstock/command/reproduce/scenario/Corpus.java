package dev.penstock.command.reproduce.scenario;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The corpus as it is packaged: the manifest's cases, and their programs' text. */
public final class Corpus {
    /**
     * The parts that were made after public reports: {@code tuned}, on which rules may be tuned,
     * and {@code held} and {@code blind}, which are only looked at.
     */
    public static final List<String> REPORTED = List.of("tuned", "held", "blind");

    private static final String FOLDER = "/dev/penstock/command/corpus/";

    private Corpus() {}

    /**
     * The part that was thought out here, in the manifest's order; those that cannot be run here
     * too.
     */
    public static List<Case> cases() throws IOException {
        return read("manifest");
    }

    /**
     * A part that was made after public reports.
     *
     * @param part one of {@link #REPORTED}
     * @throws FileNotFoundException if it is none of them
     */
    public static List<Case> reported(String part) throws IOException {
        return read("manifest-" + part);
    }

    private static List<Case> read(String manifest) throws IOException {
        try (InputStream in = open(manifest)) {
            return Manifest.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** A case's program, to read; empty for one in C, which is not packaged. */
    public static Optional<String> program(Case about) throws IOException {
        if (about.language() == Language.C && !about.run().isEmpty()) {
            return Optional.empty();
        }
        try (InputStream program = open(about.name())) {
            return Optional.of(new String(program.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /**
     * What a person means: a case by its name, or the first of a scenario that can be run here.
     *
     * @param name {@code wait-unread.py} or {@code wait-unread}
     * @return empty if there is no such; a case that cannot be run here if none of them can
     */
    public static Optional<Case> find(String name) throws IOException {
        Case first = null;
        List<Case> all = new ArrayList<>(cases());
        for (String part : REPORTED) {
            all.addAll(reported(part));
        }
        for (Case about : all) {
            if (about.name().equals(name)) {
                return Optional.of(about);
            }
            if (about.scenario().equals(name) && (first == null || first.missing().isPresent())) {
                first = about;
            }
        }
        return Optional.ofNullable(first);
    }

    /** Lays one of its files into a folder. */
    static Path copy(String file, Path folder) throws IOException {
        Path copied = folder.resolve(file);
        try (InputStream in = open(file)) {
            Files.copy(in, copied);
        }
        return copied;
    }

    private static InputStream open(String file) throws IOException {
        InputStream in = Corpus.class.getResourceAsStream(FOLDER + file);
        if (in == null) {
            throw new FileNotFoundException("the corpus has no file " + file);
        }
        return in;
    }
}

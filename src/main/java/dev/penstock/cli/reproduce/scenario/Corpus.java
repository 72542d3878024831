package dev.penstock.cli.reproduce.scenario;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The corpus as it is packaged: the manifest's cases, and their programs' text. */
public final class Corpus {
    private static final String FOLDER = "/dev/penstock/corpus/";

    private Corpus() {}

    /** Every case, in the manifest's order; those that cannot be run here too. */
    public static List<Case> cases() throws IOException {
        try (InputStream manifest = open("manifest")) {
            return Manifest.parse(new String(manifest.readAllBytes(), StandardCharsets.UTF_8));
        }
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

package dev.penstock.command.reproduce.scenario;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a case is written in: how its program is started, and whether that can be done here. */
public enum Language {
    /** A program of native/, or where none is named a file of the corpus, as for the others. */
    C("c", "cc"),
    PYTHON("py", "python3"),
    SHELL("sh", "bash"),
    JAVA("java", "java"),
    NODE("js", "node"),
    GO("go", "go"),
    RUST("rs", "rustc"),
    RUBY("rb", "ruby"),
    PERL("pl", "perl"),
    PHP("php", "php"),
    TCL("tcl", "tclsh"),
    LUA("lua", "lua5.4");

    private final String ending;
    private final String program;

    Language(String ending, String program) {
        this.ending = ending;
        this.program = program;
    }

    static Language of(String ending) {
        for (Language language : values()) {
            if (language.ending.equals(ending)) {
                return language;
            }
        }
        throw new IllegalArgumentException("no language has the ending '" + ending + "'");
    }

    /** Of its files' names, without the dot. */
    public String ending() {
        return ending;
    }

    /** Why a case in it cannot be run here; empty if it can. */
    Optional<String> missing(Case about) {
        if (this == C && !about.run().isEmpty()) {
            String name = about.run().get(0);
            return Files.isExecutable(builtFromC(name))
                    ? Optional.empty()
                    : Optional.of(
                            "native/" + name + ".c is built in a checkout only, by make native");
        }
        return this == JAVA || Programs.find(program).isPresent()
                ? Optional.empty()
                : Optional.of(program + " is not installed");
    }

    /** What starts the case, whose files have been laid into the folder. */
    List<String> words(Case about, Path folder) {
        String file = folder.resolve(about.name()).toString();
        List<String> words = new ArrayList<>();
        switch (this) {
            case C ->
                    words.add(
                            folder.resolve(
                                            about.run().isEmpty()
                                                    ? about.scenario()
                                                    : about.run().get(0))
                                    .toString());
            case GO, RUST -> words.add(folder.resolve(about.scenario()).toString());
            case JAVA ->
                    words.addAll(
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx64m",
                                    "-XX:TieredStopAtLevel=1",
                                    "-XX:+UseSerialGC",
                                    file));
            default -> words.addAll(List.of(program, file));
        }
        words.addAll(
                this == C && !about.run().isEmpty()
                        ? about.run().subList(1, about.run().size())
                        : about.run());
        return words;
    }

    /** What compiles the source into the program; empty for what is not compiled beforehand. */
    List<String> compiler(Case about, Path source, Path program) {
        return switch (this) {
            case C ->
                    about.run().isEmpty()
                            ? List.of("cc", "-pthread", "-o", program.toString(), source.toString())
                            : List.of();
            case GO -> List.of("go", "build", "-o", program.toString(), source.toString());
            case RUST -> List.of("rustc", "-o", program.toString(), source.toString());
            default -> List.of();
        };
    }

    /** Where {@code make native} puts the C programs. */
    static Path builtFromC(String name) {
        return Path.of(System.getProperty("penstock.native", "native/build"), name)
                .toAbsolutePath();
    }
}

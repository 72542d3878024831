package dev.penstock.tasks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** What programs do with children most; README shows each in three ways. */
public interface Tasks {

    /**
     * What a command prints, within a time.
     *
     * @throws Exception with the command's standard error in the message
     */
    String capture(Duration limit, String... command) throws Exception;

    /** Hands out each line as it comes. */
    void lines(Consumer<String> each, String... command) throws Exception;

    /** What a command makes of an input. */
    byte[] feed(byte[] input, String... command) throws Exception;

    /** How many lines of a packed file have a word. */
    String pipeline(Path packed, String word) throws Exception;

    /** Runs a script, and ends it with all that it has started when its time is over. */
    void killTree(Duration limit, String script) throws Exception;
}

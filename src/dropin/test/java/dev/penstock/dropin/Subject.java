package dev.penstock.dropin;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A builder, the JDK's or ours, and how a scenario sets it. */
interface Subject {
    /**
     * @param words null for an empty list
     */
    Process start(List<String> words, File directory, String setting, File scratch)
            throws IOException;

    static Process jdk(List<String> words, File directory, String setting, File scratch)
            throws IOException {
        java.lang.ProcessBuilder builder = new java.lang.ProcessBuilder(words);
        builder.directory(directory);
        File file = new File(scratch, "file");
        switch (setting) {
            case "merged" -> builder.redirectErrorStream(true);
            case "out file" -> builder.redirectOutput(file);
            case "out append" ->
                    builder.redirectOutput(java.lang.ProcessBuilder.Redirect.appendTo(file));
            case "err file" -> builder.redirectError(file);
            case "merged with err file" -> builder.redirectErrorStream(true).redirectError(file);
            case "in file" -> builder.redirectInput(new File(scratch, "input"));
            case "in missing" -> builder.redirectInput(new File(scratch, "missing"));
            case "out directory" -> builder.redirectOutput(scratch);
            case "out discard" -> builder.redirectOutput(java.lang.ProcessBuilder.Redirect.DISCARD);
            case "all discard" ->
                    builder.redirectOutput(java.lang.ProcessBuilder.Redirect.DISCARD)
                            .redirectError(java.lang.ProcessBuilder.Redirect.DISCARD);
            default -> environment(setting, builder.environment());
        }
        return builder.start();
    }

    static Process ours(List<String> words, File directory, String setting, File scratch)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.directory(directory);
        File file = new File(scratch, "file");
        switch (setting) {
            case "merged" -> builder.redirectErrorStream(true);
            case "out file" -> builder.redirectOutput(file);
            case "out append" -> builder.redirectOutput(ProcessBuilder.Redirect.appendTo(file));
            case "err file" -> builder.redirectError(file);
            case "merged with err file" -> builder.redirectErrorStream(true).redirectError(file);
            case "in file" -> builder.redirectInput(new File(scratch, "input"));
            case "in missing" -> builder.redirectInput(new File(scratch, "missing"));
            case "out directory" -> builder.redirectOutput(scratch);
            case "out discard" -> builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            case "all discard" ->
                    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD);
            default -> environment(setting, builder.environment());
        }
        return builder.start();
    }

    private static void environment(String setting, Map<String, String> environment) {
        switch (setting) {
            case "pipes" -> {}
            case "env" -> {
                environment.put("PENSTOCK_A", "é =x");
                environment.put("PENSTOCK_EMPTY", "");
                environment.remove("HOME");
            }
            case "env empty" -> environment.clear();
            case "env one" -> {
                environment.clear();
                environment.put("ONLY", "this");
            }
            default -> throw new IllegalArgumentException(setting);
        }
    }
}

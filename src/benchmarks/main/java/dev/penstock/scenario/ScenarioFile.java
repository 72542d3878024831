package dev.penstock.scenario;

import dev.penstock.scenario.Scenario.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads {@code src/benchmarks/scenarios.txt}, whose head describes the format. A line that is not
 * of the format is an {@link IllegalArgumentException} that names the file and the line.
 */
final class ScenarioFile {
    private static final String CONTENDERS = "dev.penstock.scenario.contender.";
    private static final Pattern SIZE = Pattern.compile("\\b(\\d+)~(\\d+)\\b");
    private static final Path NATIVE =
            Path.of(System.getProperty("penstock.native", "native/build"), "bench")
                    .toAbsolutePath();

    private final double scale;
    private final Path target;
    private final Map<String, Jvm> jvms = new HashMap<>();
    private final List<Scenario> scenarios = new ArrayList<>();

    /** Of the section that is being read. */
    private final Map<String, String> settings = new HashMap<>();

    private final List<Contender> contenders = new ArrayList<>();

    private ScenarioFile(double scale, Path target) {
        this.scale = scale;
        this.target = target;
    }

    /**
     * @param scale 1 for the sizes as they stand in the file
     * @param target what {@code FILE} in a command stands for
     */
    static List<Scenario> read(Path file, double scale, Path target) throws IOException {
        ScenarioFile reader = new ScenarioFile(scale, target);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add("[]"); // ends the last section
        for (int i = 0; i < lines.size(); i++) {
            try {
                reader.line(lines.get(i).strip());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        file + ", line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return reader.scenarios;
    }

    private void line(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.startsWith("[") && line.endsWith("]")) {
            endSection();
            settings.put("name", line.substring(1, line.length() - 1));
        } else if (line.startsWith("|")) {
            String[] fields = line.split("\\|");
            if (fields.length != 3) {
                throw new IllegalArgumentException("a contender is | NAME | COMMAND: " + line);
            }
            contender(fields[1].strip(), fields[2].strip());
        } else {
            String[] fields = line.split("\\s+", 2);
            if (fields[0].equals("jvm") && fields.length == 2) {
                jvm(sized(fields[1]).split("\\s+"));
            } else if (fields.length == 1 || settings.put(fields[0], fields[1]) != null) {
                throw new IllegalArgumentException("without a value, or twice: " + line);
            }
        }
    }

    private void jvm(String[] words) {
        String[] flags = Arrays.copyOfRange(words, 1, words.length);
        jvms.put(
                words[0],
                words[0].equals("virtual")
                        ? Jvm.withVirtualThreads(flags).orElse(null)
                        : Jvm.own(flags));
    }

    private void contender(String name, String text) {
        List<String> command = new ArrayList<>();
        for (String word : sized(text).split("\\s+")) {
            if (!command.isEmpty() && command.get(command.size() - 1).equals(CONTENDERS)) {
                command.set(command.size() - 1, CONTENDERS + word);
            } else if (word.startsWith("java:")) {
                String jvm = word.substring("java:".length());
                if (!jvms.containsKey(jvm)) {
                    throw new IllegalArgumentException("no jvm '" + jvm + "'");
                }
                if (jvms.get(jvm) == null) {
                    return;
                }
                command.addAll(jvms.get(jvm).command());
                command.add(CONTENDERS);
            } else {
                command.add(word(word));
            }
        }
        contenders.add(new Contender(name, command));
    }

    private void endSection() {
        String name = settings.remove("name");
        if (name != null) {
            String child = settings.remove("child");
            scenarios.add(
                    new Scenario(
                            name,
                            take("asks"),
                            one(Scenario.Unit.values(), unit -> unit.text, take("unit")),
                            child == null ? List.of() : words(child),
                            Arrays.stream(take("on").split(", "))
                                    .map(on -> one(Pinning.values(), p -> p.text, on))
                                    .toList(),
                            Integer.parseInt(take("warmup")),
                            Integer.parseInt(sized(take("rounds"))),
                            one(
                                    Processes.values(),
                                    p -> p.name().toLowerCase(Locale.ROOT),
                                    settings.containsKey("process") ? take("process") : "one"),
                            List.copyOf(contenders)));
            if (contenders.isEmpty()) {
                throw new IllegalArgumentException("no contender in [" + name + "]");
            }
        }
        if (!settings.isEmpty()) {
            throw new IllegalArgumentException("not known: " + settings.keySet());
        }
        contenders.clear();
    }

    private String take(String key) {
        String value = settings.remove(key);
        if (value == null) {
            throw new IllegalArgumentException("the section above has no '" + key + "'");
        }
        return value;
    }

    private static <T> T one(T[] all, Function<T, String> text, String wanted) {
        return Arrays.stream(all)
                .filter(each -> text.apply(each).equals(wanted))
                .findAny()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "'"
                                                + wanted
                                                + "' is none of "
                                                + Arrays.stream(all).map(text).toList()));
    }

    private List<String> words(String command) {
        return Arrays.stream(sized(command).split("\\s+")).map(this::word).toList();
    }

    private String word(String word) {
        if (word.equals("FILE")) {
            return target.toString();
        }
        return word.startsWith("c:") ? NATIVE.resolve(word.substring(2)).toString() : word;
    }

    private String sized(String text) {
        return SIZE.matcher(text)
                .replaceAll(
                        size ->
                                Long.toString(
                                        Math.max(
                                                Long.parseLong(size.group(2)),
                                                (long) (Long.parseLong(size.group(1)) * scale))));
    }
}

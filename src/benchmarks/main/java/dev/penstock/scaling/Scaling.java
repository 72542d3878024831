package dev.penstock.scaling;

import java.util.List;

/**
 * What do children, pipes and loops cost as there are more of them, and where are the knees? Run by
 * {@code make -C src/benchmarks scaling}, or {@code make -C src/benchmarks scaling ARGS='pipes
 * loops'} for some of the questions; {@code taskset -c 0} before it makes the figures of {@code
 * children} and {@code pipes} steady.
 *
 * <pre>
 * Scaling [QUESTION...]
 *   children     N of them alive and quiet: what does each cost to start, to have and to end, and
 *                how long does one more take to answer?
 *   descriptors  N open in this process: what does a child cost then?
 *   pipes        N on one loop, some of them ready at a time: what does a wake-up cost?
 *   loops        1024 pipes on 1, 2 and 4 loops: how many bytes a second?
 *   capacity     one child, and a pipe of fewer and more pages: how many bytes a second?
 *   quota        how large is a user's pipe number N, and may it grow?
 * </pre>
 */
public final class Scaling {
    private static final List<String> QUESTIONS =
            List.of("children", "descriptors", "pipes", "loops", "capacity", "quota");

    private Scaling() {}

    public static void main(String[] questions) throws Exception {
        Figures.header();
        for (String question : questions.length == 0 ? QUESTIONS : List.of(questions)) {
            Figures figures = new Figures(question);
            switch (question) {
                case "children" -> new QuietChildren(figures).run();
                case "descriptors" -> new DescriptorCost(figures).run();
                case "pipes" -> new ReadyPipes(figures).run();
                case "loops" -> new SeveralLoops(figures).run();
                case "capacity" -> new Capacity(figures).run();
                case "quota" -> new Quota(figures).run();
                default ->
                        throw new IllegalArgumentException(
                                "no question '" + question + "': " + QUESTIONS);
            }
        }
    }
}

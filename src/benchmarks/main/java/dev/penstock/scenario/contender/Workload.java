package dev.penstock.scenario.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * The work that a contender is asked for on its command line, and the talk with who asks: a line on
 * standard input is a round, its answer a line on standard output. The line {@code sum} asks for a
 * round whose check is made of the bytes that arrived.
 *
 * @param name of the kind of work
 * @param arguments what goes with it
 * @param child the child's command
 */
record Workload(String name, List<String> arguments, List<String> child) {
    private static final int BALL = 64;

    /** What a round answers: how much was done, and a sum for comparison. */
    record Answer(long work, long check) {}

    /** One round. */
    @FunctionalInterface
    interface RoundOf {
        Answer run() throws Exception;
    }

    static Workload of(String[] words) {
        int arguments =
                switch (words[0]) {
                    case "drain", "pingpong" -> 1;
                    case "spawn", "children", "memory" -> 2;
                    default -> throw new IllegalArgumentException("no such work: " + words[0]);
                };
        List<String> all = Arrays.asList(words);
        return new Workload(
                words[0], all.subList(1, 1 + arguments), all.subList(1 + arguments, all.size()));
    }

    int number(int argument) {
        return Integer.parseInt(arguments.get(argument));
    }

    /** The bytes that the C program sends, too. */
    static byte[] input(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    /** What a ping-pong is played with: the bytes that the C program sends, too. */
    static byte[] ball() {
        byte[] ball = new byte[BALL];
        for (int i = 0; i < ball.length; i++) {
            ball[i] = (byte) i;
        }
        return ball;
    }

    static void serve(RoundOf round) throws Exception {
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in));
        PrintStream out = System.out;
        for (String line; (line = asked.readLine()) != null; ) {
            Sum.asked = line.equals("sum");
            long begun = System.nanoTime();
            Answer answer = round.run();
            long took = System.nanoTime() - begun;
            out.println(took + " " + answer.work() + " " + answer.check());
            out.flush();
        }
    }

    static void require(boolean done, Object what) throws IOException {
        if (!done) {
            throw new IOException("not done: " + what);
        }
    }
}

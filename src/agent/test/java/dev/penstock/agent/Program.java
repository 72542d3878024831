package dev.penstock.agent;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that knows nothing of Penstock, and waits for its children before it reads. */
public final class Program {
    private Program() {}

    /** What to do is the first argument; how to go on comes in lines of standard input. */
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "waits" -> waits(new ProcessBuilder("seq", "100000").start());
            case "executes" -> waits(Runtime.getRuntime().exec(new String[] {"seq", "100000"}));
            case "pipes" -> pipes();
            case "asked" -> {
                System.in.read();
                waits(new ProcessBuilder("seq", "100000").start());
            }
            case "twice" -> {
                tell(new ProcessBuilder("true").start());
                tell(new ProcessBuilder("true").start());
            }
            case "fails" -> fails();
            case "environment" -> environment();
            case "busy" -> {
                Thread worker = new Thread(Program::work);
                worker.setDaemon(true);
                worker.start();
                waits(new ProcessBuilder("seq", "100000").start());
            }
            case "nothing" -> System.out.println("nothing");
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void waits(Process process) throws Exception {
        tell(process);
        int code = process.waitFor();
        System.out.println(code + " " + process.getInputStream().readAllBytes().length);
    }

    private static void work() {
        for (long turns = 0; turns >= 0; turns++) {
            Thread.onSpinWait();
        }
    }

    private static void tell(Process process) throws Exception {
        System.out.println(process.getClass().getSimpleName());
    }

    private static void pipes() throws Exception {
        List<Process> all =
                ProcessBuilder.startPipeline(
                        List.of(new ProcessBuilder("seq", "100000"), new ProcessBuilder("cat")));
        waits(all.get(1));
        all.get(0).waitFor(20, TimeUnit.SECONDS);
    }

    private static void fails() {
        try {
            new ProcessBuilder("/no/such/program").directory(new File("/")).start();
        } catch (IOException e) {
            System.out.println(e + " / " + e.getCause());
        }
        try {
            new ProcessBuilder().start();
        } catch (IndexOutOfBoundsException | IOException e) {
            System.out.println(e.getClass().getName());
        }
    }

    private static void environment() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "echo $GIVEN-$ADDED");
        builder.environment().put("ADDED", "added");
        System.out.print(new String(builder.start().getInputStream().readAllBytes()));
        Process inherited = new ProcessBuilder("sh", "-c", "echo $GIVEN-$ADDED").start();
        System.out.print(new String(inherited.getInputStream().readAllBytes()));
    }
}

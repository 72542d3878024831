package dev.penstock.scenario.contender;

import dev.penstock.scenario.contender.Work.Answer;
import java.io.OutputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.PumpStreamHandler;

/** commons-exec: ProcessBuilder with a pump thread for each stream. */
public final class CommonsExecContender {
    private CommonsExecContender() {}

    public static void main(String[] words) throws Exception {
        Work work = Work.of(words);
        switch (work.name()) {
            case "drain" -> Work.serve(() -> drain(work));
            case "spawn" -> {
                ExecutorService lanes = Executors.newFixedThreadPool(work.number(1));
                Work.serve(() -> Lanes.run(work, lanes, () -> drain(work)));
                lanes.shutdown();
            }
            default ->
                    throw new IllegalArgumentException(
                            "not done with commons-exec: " + work.name());
        }
    }

    private static Answer drain(Work work) throws Exception {
        CommandLine command = new CommandLine(work.child().get(0));
        for (String argument : work.child().subList(1, work.child().size())) {
            command.addArgument(argument, false);
        }
        Counter counter = new Counter();
        DefaultExecutor executor = DefaultExecutor.builder().get();
        executor.setStreamHandler(new PumpStreamHandler(counter, OutputStream.nullOutputStream()));
        Work.require(executor.execute(command) == 0, work);
        return new Answer(counter.bytes, counter.sum.value());
    }
}

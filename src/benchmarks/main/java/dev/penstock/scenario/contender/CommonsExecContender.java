package dev.penstock.scenario.contender;

import dev.penstock.scenario.contender.Workload.Answer;
import java.io.OutputStream;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.PumpStreamHandler;

/** commons-exec: ProcessBuilder with a pump thread for each stream. */
public final class CommonsExecContender {
    private CommonsExecContender() {}

    public static void main(String[] words) throws Exception {
        Lanes.serve(words, CommonsExecContender::drain);
    }

    private static Answer drain(Workload work) throws Exception {
        CommandLine command = new CommandLine(work.child().get(0));
        for (String argument : work.child().subList(1, work.child().size())) {
            command.addArgument(argument, false);
        }
        CountingStream counter = new CountingStream();
        DefaultExecutor executor = DefaultExecutor.builder().get();
        executor.setStreamHandler(new PumpStreamHandler(counter, OutputStream.nullOutputStream()));
        Workload.require(executor.execute(command) == 0, work);
        return new Answer(counter.bytes, counter.sum.value());
    }
}

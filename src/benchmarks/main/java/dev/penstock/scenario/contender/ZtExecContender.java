package dev.penstock.scenario.contender;

import dev.penstock.scenario.contender.Work.Answer;
import java.io.OutputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.zeroturnaround.exec.ProcessExecutor;

/** zt-exec: ProcessBuilder with a pump thread for each stream. */
public final class ZtExecContender {
    private ZtExecContender() {}

    public static void main(String[] words) throws Exception {
        Work work = Work.of(words);
        switch (work.name()) {
            case "drain" -> Work.serve(() -> drain(work));
            case "spawn" -> {
                ExecutorService lanes = Executors.newFixedThreadPool(work.number(1));
                Work.serve(() -> Lanes.run(work, lanes, () -> drain(work)));
                lanes.shutdown();
            }
            default -> throw new IllegalArgumentException("not done with zt-exec: " + work.name());
        }
    }

    private static Answer drain(Work work) throws Exception {
        Counter counter = new Counter();
        int code =
                new ProcessExecutor(work.child())
                        .redirectOutput(counter)
                        .redirectError(OutputStream.nullOutputStream())
                        .execute()
                        .getExitValue();
        Work.require(code == 0, work);
        return new Answer(counter.bytes, counter.sum.value());
    }
}

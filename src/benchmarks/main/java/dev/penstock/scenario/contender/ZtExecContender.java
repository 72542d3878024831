package dev.penstock.scenario.contender;

import dev.penstock.scenario.contender.Workload.Answer;
import java.io.OutputStream;
import org.zeroturnaround.exec.ProcessExecutor;

/** zt-exec: ProcessBuilder with a pump thread for each stream. */
public final class ZtExecContender {
    private ZtExecContender() {}

    public static void main(String[] words) throws Exception {
        Lanes.serve(words, ZtExecContender::drain);
    }

    private static Answer drain(Workload work) throws Exception {
        CountingStream counter = new CountingStream();
        int code =
                new ProcessExecutor(work.child())
                        .redirectOutput(counter)
                        .redirectError(OutputStream.nullOutputStream())
                        .execute()
                        .getExitValue();
        Workload.require(code == 0, work);
        return new Answer(counter.bytes, counter.sum.value());
    }
}

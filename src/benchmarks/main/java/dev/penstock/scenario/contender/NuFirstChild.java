package dev.penstock.scenario.contender;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcessBuilder;
import java.util.concurrent.TimeUnit;

/** NuProcess's {@link FirstChild}. */
public final class NuFirstChild {
    private NuFirstChild() {}

    public static void main(String[] arguments) throws Exception {
        int code =
                new NuProcessBuilder(new NuAbstractProcessHandler() {}, FirstChild.CHILD)
                        .start()
                        .waitFor(20, TimeUnit.SECONDS);
        Workload.require(code == 0, FirstChild.CHILD);
    }
}

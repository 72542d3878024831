package dev.penstock.agent;

import java.util.List;
import net.bytebuddy.asm.Advice;

/** Goes into {@link ProcessBuilder#startPipeline}, before and after what is there. */
final class StartPipelineAdvice {
    private StartPipelineAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static List<Process> enter(@Advice.Argument(0) List<ProcessBuilder> builders) {
        return Bridge.startPipeline(builders);
    }

    @Advice.OnMethodExit
    static void exit(
            @Advice.Enter List<Process> ours,
            @Advice.Return(readOnly = false) List<Process> processes) {
        if (ours != null) {
            processes = ours;
        } else {
            Bridge.started(processes);
        }
    }
}

package dev.penstock.agent;

import java.util.Map;
import net.bytebuddy.asm.Advice;

/** Goes into {@link ProcessBuilder#start()}, before and after what is there. */
final class StartAdvice {
    private StartAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Process enter(
            @Advice.This ProcessBuilder builder,
            @Advice.FieldValue("environment") Map<String, String> environment) {
        return Bridge.start(builder, environment != null);
    }

    @Advice.OnMethodExit
    static void exit(@Advice.Enter Process ours, @Advice.Return(readOnly = false) Process process) {
        if (ours != null) {
            process = ours;
        } else {
            Bridge.started(process);
        }
    }
}

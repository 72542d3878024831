package dev.penstock.agent.launch;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;

/**
 * Where the JVM begins with the agent. Nothing of it is loaded but this package until the program
 * first starts a process.
 */
public final class Premain {
    private Premain() {}

    /** With {@code -javaagent}, before the program. */
    public static void premain(String options, Instrumentation instrumentation) {
        agentmain(options, instrumentation);
    }

    /** In a program that runs. */
    public static void agentmain(String options, Instrumentation instrumentation) {
        BuilderLoad load = new BuilderLoad(options, instrumentation);
        if (!load.prepare()) {
            return;
        }
        instrumentation.addTransformer(load, true);
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getName().equals("java.lang.ProcessBuilder")) {
                try {
                    instrumentation.retransformClasses(type);
                } catch (UnmodifiableClassException e) {
                    BuilderLoad.tell(e);
                }
            }
        }
    }
}

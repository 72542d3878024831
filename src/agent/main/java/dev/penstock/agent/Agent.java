package dev.penstock.agent;

import dev.penstock.process.Command;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

/** What the launcher of the agent calls, once this module is there. */
public final class Agent {
    private Agent() {}

    /**
     * Says what is to be done with processes, and what the builder's class is to be. By the thread
     * that is about to load the builder.
     *
     * @param options as they were given; they were checked
     * @param builder the JDK's class file
     * @return the changed one
     */
    public static byte[] install(String options, Instrumentation instrumentation, byte[] builder)
            throws Exception {
        Options given = Options.parse(options);
        byte[] changed = ChangedBuilder.of(builder);
        openJavaLang(instrumentation);
        Log log = new Log();
        BridgeClass.define(
                given.mode() == Options.Mode.WATCH
                        ? new Watch(given.every(), given.after(), log)
                        : new CuringStarts(given.overflow(), log));
        allowNativeAccess(Command.class.getModule());
        return changed;
    }

    private static void openJavaLang(Instrumentation instrumentation) {
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of("java.lang", Set.of(Agent.class.getModule())),
                Set.of(),
                Map.of());
    }

    /**
     * As {@code --enable-native-access} does, which nobody can give for a module that is not there
     * yet.
     */
    private static void allowNativeAccess(Module module) throws ReflectiveOperationException {
        // Before 24 nobody is asked.
        if (Runtime.version().feature() >= 24) {
            Method enable = Module.class.getDeclaredMethod("implAddEnableNativeAccess");
            enable.setAccessible(true);
            enable.invoke(module);
        }
    }

    /**
     * @throws IllegalArgumentException if one is not understood
     */
    public static void check(String options) {
        Options.parse(options);
    }
}

package dev.penstock.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/** Puts {@link Bridge} beside the JDK's builder. */
final class BridgeClass {
    private BridgeClass() {}

    /**
     * Defines it, and connects it. The package must be open to this module.
     *
     * @throws LinkageError if that was done before
     */
    static void define(Starts starts) throws IOException, ReflectiveOperationException {
        byte[] classFile;
        try (InputStream in = Bridge.class.getResourceAsStream("Bridge.class")) {
            classFile = in.readAllBytes();
        }
        Lookup javaLang = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
        Class<?> bridge = javaLang.defineClass(renamed(classFile));
        // No lambdas: the types in theirs would be loaded now, and the builder is being loaded.
        BiFunction<ProcessBuilder, Map<String, String>, Process> start =
                new BiFunction<>() {
                    @Override
                    public Process apply(ProcessBuilder builder, Map<String, String> environment) {
                        return starts.start(builder, environment != null);
                    }
                };
        Function<List<ProcessBuilder>, List<Process>> startPipeline =
                new Function<>() {
                    @Override
                    public List<Process> apply(List<ProcessBuilder> builders) {
                        return starts.startPipeline(builders);
                    }
                };
        Consumer<Process> started =
                new Consumer<>() {
                    @Override
                    public void accept(Process process) {
                        starts.started(process);
                    }
                };
        javaLang.findStaticVarHandle(bridge, "start", BiFunction.class).set(start);
        javaLang.findStaticVarHandle(bridge, "startPipeline", Function.class).set(startPipeline);
        javaLang.findStaticVarHandle(bridge, "started", Consumer.class).set(started);
    }

    /** That class file, with the bridge's name in {@code java.lang}. */
    static byte[] renamed(byte[] classFile) {
        String here = Bridge.class.getName().replace('.', '/');
        ClassWriter renamed = new ClassWriter(0);
        new ClassReader(classFile)
                .accept(
                        new ClassRemapper(
                                renamed, new SimpleRemapper(Opcodes.ASM9, here, Bridge.NAME)),
                        0);
        return renamed.toByteArray();
    }
}

package dev.penstock.internal.memory;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * Memory that ends with its scope, found by name: this library is built for JDK 17, which has it in
 * a module that must be asked for, and under other names than JDK 21 and later.
 */
final class ScopedMemory {
    private final Method open;

    /** On the scope itself, or with the scope for its last argument. */
    private final Method allocate;

    private final Method asByteBuffer;

    private ScopedMemory(Method open, Method allocate, Method asByteBuffer) {
        this.open = open;
        this.allocate = allocate;
        this.asByteBuffer = asByteBuffer;
    }

    /** Null where the JVM has none. */
    static ScopedMemory find() {
        ScopedMemory arenas = find("java.lang.foreign.", "Arena", "ofConfined", "Arena");
        return arenas != null
                ? arenas
                : find(
                        "jdk.incubator.foreign.",
                        "ResourceScope",
                        "newConfinedScope",
                        "MemorySegment");
    }

    private static ScopedMemory find(String root, String scope, String open, String allocator) {
        try {
            Class<?> scopes = Class.forName(root + scope);
            Class<?> segments = Class.forName(root + "MemorySegment");
            Method allocate =
                    allocator.equals(scope)
                            ? scopes.getMethod("allocate", long.class)
                            : segments.getMethod("allocateNative", long.class, scopes);
            return new ScopedMemory(
                    scopes.getMethod(open), allocate, segments.getMethod("asByteBuffer"));
        } catch (ReflectiveOperationException absent) {
            return null;
        }
    }

    AutoCloseable open() {
        return (AutoCloseable) call(open, null);
    }

    ByteBuffer allocate(long bytes, AutoCloseable scope) {
        Object segment =
                allocate.getParameterCount() == 1
                        ? call(allocate, scope, bytes)
                        : call(allocate, null, bytes, scope);
        return (ByteBuffer) call(asByteBuffer, segment);
    }

    void close(AutoCloseable scope) {
        try {
            scope.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot end the scope of a lent buffer", e);
        }
    }

    private static Object call(Method method, Object on, Object... arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot lend scoped memory: " + method, e);
        }
    }
}

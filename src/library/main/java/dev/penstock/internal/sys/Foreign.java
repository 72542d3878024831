package dev.penstock.internal.sys;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * As much of {@code java.lang.foreign} as calls of the C library need, by reflection: Penstock is
 * compiled for JDK 17, which does not have it. No type of it is in a signature here. Any thread.
 */
final class Foreign {
    private static final int FINAL_SINCE = 22;

    private Foreign() {}

    /**
     * @throws LinkageError if this JDK has no foreign functions, or denies them to this library
     */
    static void require() {
        int feature = Runtime.version().feature();
        if (feature < FINAL_SINCE) {
            throw new UnsatisfiedLinkError(
                    "java.lang.foreign is there from JDK "
                            + FINAL_SINCE
                            + " on, and this is JDK "
                            + feature);
        }
        // A denial comes with the first function.
        function("close", 1);
    }

    /**
     * A function of the C library that takes so many longs and returns one. The handle's first
     * argument is the memory segment that receives errno, as an {@code Object}.
     *
     * <p>Variadic functions are bound as others are: on x86_64 and aarch64 Linux the calls do not
     * differ.
     *
     * @throws UnsatisfiedLinkError if the C library has no such function
     */
    static MethodHandle function(String name, int arguments) {
        MethodHandle function = functionIfThere(name, arguments);
        if (function == null) {
            throw new UnsatisfiedLinkError("the C library has no " + name);
        }
        return function;
    }

    /** The same, or null if the C library has no such function. */
    static MethodHandle functionIfThere(String name, int arguments) {
        try {
            Optional<?> address = (Optional<?>) Api.FIND.invoke(Api.LOOKUP, name);
            if (address.isEmpty()) {
                return null;
            }
            Object longs = Array.newInstance(Api.LAYOUT, arguments);
            for (int i = 0; i < arguments; i++) {
                Array.set(longs, i, Api.LONG);
            }
            Object descriptor = Api.DESCRIBE.invoke(null, Api.LONG, longs);
            MethodHandle function =
                    (MethodHandle)
                            Api.DOWNCALL.invoke(
                                    Api.LINKER, address.get(), descriptor, Api.SAVE_ERRNO);
            return function.asType(function.type().changeParameterType(0, Object.class));
        } catch (InvocationTargetException e) {
            throw new LinkageError(name + ": " + e.getCause().getMessage(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new LinkageError(name + ": " + e.getMessage(), e);
        }
    }

    /**
     * The value of a variable of the C library that is a long or an address.
     *
     * @throws UnsatisfiedLinkError if the C library has no such variable
     */
    static long longAt(String name) {
        try {
            Optional<?> found = (Optional<?>) Api.FIND.invoke(Api.LOOKUP, name);
            if (found.isEmpty()) {
                throw new UnsatisfiedLinkError("the C library has no " + name);
            }
            Object sized = Api.SIZED.invoke(found.get(), (long) Long.BYTES);
            ByteBuffer variable = (ByteBuffer) Api.BUFFER.invoke(sized);
            return variable.order(ByteOrder.nativeOrder()).getLong(0);
        } catch (InvocationTargetException e) {
            throw new LinkageError(name + ": " + e.getCause().getMessage(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new LinkageError(name + ": " + e.getMessage(), e);
        }
    }

    /** A direct buffer as a memory segment, which keeps the buffer. */
    static Object segment(ByteBuffer direct) {
        try {
            return (Object) Api.SEGMENT.invokeExact((Buffer) direct);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** The address of a direct buffer's first byte: index 0, not its position. */
    static long address(ByteBuffer direct) {
        try {
            return (long) Api.ADDRESS.invokeExact(segment(direct.duplicate().clear()));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Touched after {@link #require} has seen that it is there. */
    private static final class Api {
        static final Class<?> LAYOUT;
        static final Object LINKER;
        static final Object LOOKUP;
        static final Object LONG;
        static final Object SAVE_ERRNO;
        static final Method FIND;
        static final Method DESCRIBE;
        static final Method DOWNCALL;
        static final Method SIZED;
        static final Method BUFFER;
        static final MethodHandle SEGMENT;
        static final MethodHandle ADDRESS;

        static {
            try {
                Class<?> linker = type("Linker");
                Class<?> option = type("Linker$Option");
                Class<?> segment = type("MemorySegment");
                Class<?> descriptor = type("FunctionDescriptor");
                LAYOUT = type("MemoryLayout");
                Class<?> layouts = Array.newInstance(LAYOUT, 0).getClass();
                LINKER = linker.getMethod("nativeLinker").invoke(null);
                LOOKUP = linker.getMethod("defaultLookup").invoke(LINKER);
                LONG = type("ValueLayout").getField("JAVA_LONG").get(null);
                Object saveErrno =
                        option.getMethod("captureCallState", String[].class)
                                .invoke(null, (Object) new String[] {"errno"});
                SAVE_ERRNO = Array.newInstance(option, 1);
                Array.set(SAVE_ERRNO, 0, saveErrno);
                FIND = type("SymbolLookup").getMethod("find", String.class);
                DESCRIBE = descriptor.getMethod("of", LAYOUT, layouts);
                DOWNCALL =
                        linker.getMethod(
                                "downcallHandle", segment, descriptor, SAVE_ERRNO.getClass());
                SIZED = segment.getMethod("reinterpret", long.class);
                BUFFER = segment.getMethod("asByteBuffer");
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                SEGMENT =
                        lookup.findStatic(
                                        segment,
                                        "ofBuffer",
                                        MethodType.methodType(segment, Buffer.class))
                                .asType(MethodType.methodType(Object.class, Buffer.class));
                ADDRESS =
                        lookup.findVirtual(segment, "address", MethodType.methodType(long.class))
                                .asType(MethodType.methodType(long.class, Object.class));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("java.lang.foreign is not as in JDK " + FINAL_SINCE, e);
            }
        }

        private static Class<?> type(String name) throws ClassNotFoundException {
            return Class.forName("java.lang.foreign." + name);
        }
    }
}

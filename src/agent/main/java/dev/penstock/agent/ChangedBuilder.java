package dev.penstock.agent;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The class file of {@link ProcessBuilder}, with calls of the bridge in the two methods that start
 * processes. In Java they would begin with
 *
 * <pre>{@code
 * Process ours = PenstockBridge.start(this, environment);
 * if (ours != null) {
 *     return ours;
 * }
 * }</pre>
 *
 * and would call {@code PenstockBridge.started} with what they return.
 */
final class ChangedBuilder extends ClassVisitor {
    private static final String BUILDER = "java/lang/ProcessBuilder";
    private static final String PROCESS = "java/lang/Process";
    private static final String LIST = "java/util/List";

    private int changed;

    private ChangedBuilder(ClassVisitor next) {
        super(Opcodes.ASM9, next);
    }

    /**
     * @throws IllegalStateException if this JDK's class has other methods than are known
     * @throws IllegalArgumentException if the class file is of a newer kind than ASM knows
     */
    static byte[] of(byte[] classFile) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        ChangedBuilder builder = new ChangedBuilder(writer);
        new ClassReader(classFile).accept(builder, ClassReader.EXPAND_FRAMES);
        if (builder.changed != 2) {
            throw new IllegalStateException(
                    "this JDK's ProcessBuilder has not the methods that are to be changed");
        }
        return writer.toByteArray();
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
        if (name.equals("start") && descriptor.equals("()L" + PROCESS + ";")) {
            changed++;
            return new StartingMethod(next, name, BUILDER, "environment", PROCESS);
        }
        if (name.equals("startPipeline") && descriptor.equals("(L" + LIST + ";)L" + LIST + ";")) {
            changed++;
            return new StartingMethod(next, name, LIST, null, LIST);
        }
        return next;
    }
}

package dev.penstock.agent;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** One of the methods that start processes, with the bridge's method of the same name in it. */
final class StartingMethod extends MethodVisitor {
    private final String name;
    private final String first;
    private final String field;
    private final String result;

    /**
     * @param first the type of the method's first variable, which the bridge gets
     * @param field the map in it that the bridge gets too, or null
     * @param result the type of what is returned
     */
    StartingMethod(MethodVisitor next, String name, String first, String field, String result) {
        super(Opcodes.ASM9, next);
        this.name = name;
        this.first = first;
        this.field = field;
        this.result = result;
    }

    @Override
    public void visitCode() {
        mv.visitCode();
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        String arguments = "L" + first + ";";
        if (field != null) {
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            mv.visitFieldInsn(Opcodes.GETFIELD, first, field, "Ljava/util/Map;");
            arguments += "Ljava/util/Map;";
        }
        call(name, "(" + arguments + ")L" + result + ";");
        Label theirs = new Label();
        mv.visitInsn(Opcodes.DUP);
        mv.visitJumpInsn(Opcodes.IFNULL, theirs);
        mv.visitInsn(Opcodes.ARETURN);
        mv.visitLabel(theirs);
        mv.visitFrame(Opcodes.F_NEW, 1, new Object[] {first}, 1, new Object[] {result});
        mv.visitInsn(Opcodes.POP);
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.ARETURN) {
            mv.visitInsn(Opcodes.DUP);
            call("started", "(L" + result + ";)V");
        }
        mv.visitInsn(opcode);
    }

    private void call(String method, String descriptor) {
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, Bridge.NAME, method, descriptor, false);
    }
}

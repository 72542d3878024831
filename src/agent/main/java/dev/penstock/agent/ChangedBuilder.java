package dev.penstock.agent;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/** The class file of {@link ProcessBuilder}, with calls of the bridge in it. */
final class ChangedBuilder {
    private static final String NAME = "java.lang.ProcessBuilder";
    private static final ElementMatcher<MethodDescription> START =
            named("start").and(takesArguments(0));
    private static final ElementMatcher<MethodDescription> START_PIPELINE =
            named("startPipeline").and(isStatic()).and(takesArguments(1));

    private ChangedBuilder() {}

    /**
     * @throws IllegalStateException if this JDK's class has other methods than are known
     */
    static byte[] of(byte[] classFile) {
        ClassFileLocator locator =
                new ClassFileLocator.Compound(
                        ClassFileLocator.Simple.of(NAME, classFile),
                        ClassFileLocator.ForClassLoader.ofSystemLoader());
        TypeDescription builder = TypePool.Default.of(locator).describe(NAME).resolve();
        require(builder, START);
        require(builder, START_PIPELINE);
        byte[] changed =
                new ByteBuddy()
                        .with(TypeValidation.DISABLED)
                        .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
                        .with(Implementation.Context.Disabled.Factory.INSTANCE)
                        .redefine(builder, locator)
                        .visit(advice("StartAdvice").on(START))
                        .visit(advice("StartPipelineAdvice").on(START_PIPELINE))
                        .make()
                        .getBytes();
        return BridgeClass.renamed(changed);
    }

    /**
     * Read from its file: reflection would load the types in its methods, and the builder is being
     * loaded.
     */
    private static Advice advice(String name) {
        ClassFileLocator files =
                ClassFileLocator.ForClassLoader.of(ChangedBuilder.class.getClassLoader());
        return Advice.to(
                TypePool.Default.of(files)
                        .describe(ChangedBuilder.class.getPackageName() + "." + name)
                        .resolve(),
                files);
    }

    private static void require(TypeDescription builder, ElementMatcher<MethodDescription> method) {
        if (builder.getDeclaredMethods().filter(method).size() != 1) {
            throw new IllegalStateException(NAME + " of this JDK has not " + method);
        }
    }
}

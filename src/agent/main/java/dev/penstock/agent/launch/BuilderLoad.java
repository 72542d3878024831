package dev.penstock.agent.launch;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.ProtectionDomain;
import java.util.jar.JarFile;

/** Waits for the JVM to load {@link ProcessBuilder}, and has the agent's modules change it then. */
public final class BuilderLoad implements ClassFileTransformer {
    private static final String BUILDER = "java/lang/ProcessBuilder";
    private static final String MODULE = "dev.penstock.agent";

    private final String options;
    private final Instrumentation instrumentation;

    /** The agent's class in its own module; null until it is needed. */
    private Class<?> agent;

    BuilderLoad(String options, Instrumentation instrumentation) {
        this.options = options;
        this.instrumentation = instrumentation;
    }

    /**
     * Reads the options at once if there are any: a wrong one is not to be told hours later.
     *
     * @return false if the agent can do nothing; why has been told
     */
    boolean prepare() {
        if (options == null || options.isEmpty()) {
            return true;
        }
        try {
            agent().getMethod("check", String.class).invoke(null, options);
            return true;
        } catch (InvocationTargetException e) {
            tell(e.getCause());
        } catch (IOException | URISyntaxException | ReflectiveOperationException e) {
            tell(e);
        }
        return false;
    }

    @Override
    public byte[] transform(
            ClassLoader loader,
            String name,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] classFile) {
        if (loader != null || !BUILDER.equals(name)) {
            return null;
        }
        instrumentation.removeTransformer(this);
        try {
            return changed(classFile);
        } catch (InvocationTargetException e) {
            tell(e.getCause());
        } catch (IOException
                | URISyntaxException
                | ReflectiveOperationException
                | RuntimeException
                | LinkageError e) {
            tell(e);
        }
        return null;
    }

    private byte[] changed(byte[] classFile)
            throws IOException, URISyntaxException, ReflectiveOperationException {
        return (byte[])
                agent().getMethod("install", String.class, Instrumentation.class, byte[].class)
                        .invoke(null, options, instrumentation, classFile);
    }

    private synchronized Class<?> agent()
            throws IOException, URISyntaxException, ReflectiveOperationException {
        if (agent == null) {
            URI jar = BuilderLoad.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            agent =
                    InnerModules.loader(new JarFile(new File(jar)), MODULE)
                            .loadClass(MODULE + ".Agent");
        }
        return agent;
    }

    /** Before any log: the program goes on as without the agent. */
    static void tell(Throwable why) {
        System.err.println("penstock-agent: it does nothing: " + why);
    }
}

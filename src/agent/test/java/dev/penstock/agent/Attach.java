package dev.penstock.agent;

import com.sun.tools.attach.VirtualMachine;
import java.nio.file.Path;

/** Loads the agent into a JVM that runs. */
final class Attach {
    private Attach() {}

    static void agent(long pid, Path jar, String options) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            machine.loadAgent(jar.toString(), options);
        } finally {
            machine.detach();
        }
    }
}

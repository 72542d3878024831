package dev.penstock.agent;

import java.util.List;

/** What the agent does where a program starts a process. Any thread; nothing may be thrown. */
interface Starts {
    /**
     * @param builder what the program describes
     * @param ownEnvironment whether somebody may have changed its environment
     * @return the process; null to have the JDK start it
     */
    Process start(ProcessBuilder builder, boolean ownEnvironment);

    /**
     * @return the processes; null to have the JDK start them
     */
    List<Process> startPipeline(List<ProcessBuilder> builders);

    /** The program is about to get a process that the JDK has started. */
    void started(Process process);
}

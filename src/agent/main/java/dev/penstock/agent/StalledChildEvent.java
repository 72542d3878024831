package dev.penstock.agent;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Loaded only where the JVM has a Flight Recorder. */
@Name("dev.penstock.StalledChild")
@Label("Stalled Child")
@Category("Penstock")
@Description("A process that this JVM has started stands in a full pipe")
@StackTrace(false)
final class StalledChildEvent extends Event {
    @Label("Process")
    int pid;

    @Label("Summary")
    String summary;

    @Label("Standing For")
    @Timespan(Timespan.NANOSECONDS)
    long standing;

    @Label("Starting Thread")
    String thread;

    @Label("Started At")
    String stack;
}

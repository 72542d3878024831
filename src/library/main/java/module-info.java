/**
 * Runs child processes whose pipes never stall.
 *
 * <p>Start with {@link dev.penstock.process}: a {@link dev.penstock.process.Command} describes a
 * child, a {@link dev.penstock.process.Child} is one that runs, an {@link
 * dev.penstock.process.Outcome} tells how it ended.
 *
 * <pre>{@code
 * String head = Command.of("git", "rev-parse", "HEAD").text();
 *
 * Capture out = Capture.of(1 << 20);
 * Outcome outcome = Command.of("make", "-j8").stdout(out).timeout(Duration.ofMinutes(10)).run();
 * }</pre>
 *
 * <p>Where output goes is in {@link dev.penstock.sink} and {@link dev.penstock.splice}, where input
 * comes from in {@link dev.penstock.source}, and how bytes become text in {@link
 * dev.penstock.text}. What a child may use is limited by {@link dev.penstock.process.Confinement}
 * and {@link dev.penstock.cgroup}.
 *
 * <p>All children of a loop are served by its one thread; {@link dev.penstock.loop} has the loop,
 * and is needed only for descriptors of one's own. {@link dev.penstock.pipe} has pipes as
 * non-blocking channels, {@link dev.penstock.sys} descriptors, signals and errors of the kernel.
 */
@SuppressWarnings("module") // Not every sister is there when this module is compiled.
module dev.penstock {
    requires dev.penstock.libc;

    exports dev.penstock.cgroup;
    exports dev.penstock.loop;
    exports dev.penstock.pipe;
    exports dev.penstock.process;
    exports dev.penstock.sink;
    exports dev.penstock.source;
    exports dev.penstock.splice;
    exports dev.penstock.sys;
    exports dev.penstock.text;
    exports dev.penstock.internal.procfs to
            dev.penstock.agent,
            dev.penstock.diagnosis,
            dev.penstock.command,
            dev.penstock.junit;
    exports dev.penstock.internal.text to
            dev.penstock.dropin;
    exports dev.penstock.internal.sys to
            dev.penstock.diagnosis,
            dev.penstock.command;

    uses dev.penstock.libc.LibcProvider;
}

import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A timer takes a line of a child's output every twenty seconds. */
class ScheduledReads {
    public static void main(String[] args) throws Exception {
        Process child = new ProcessBuilder("role", "child", "yes", "a line").start();
        byte[] line = new byte[7];
        var input = child.getInputStream();
        Executors.newSingleThreadScheduledExecutor()
                .scheduleAtFixedRate(
                        () -> {
                            try {
                                input.readNBytes(line, 0, line.length);
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        },
                        0,
                        20,
                        TimeUnit.SECONDS);
    }
}

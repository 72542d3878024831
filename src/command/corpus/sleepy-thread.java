/** A thread takes a line of a child's output, and rests for two minutes before the next one. */
class SleepyThread {
    public static void main(String[] args) throws Exception {
        Process child = new ProcessBuilder("role", "child", "yes", "a line").start();
        Thread reader =
                new Thread(
                        () -> {
                            try {
                                while (child.getInputStream().read() >= 0) {
                                    Thread.sleep(120_000);
                                }
                            } catch (java.io.IOException | InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        reader.start();
        reader.join();
    }
}

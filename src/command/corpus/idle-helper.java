import java.util.concurrent.CountDownLatch;

/**
 * The helper waits for the next request, and a thread of this JVM for the helper's end; main waits
 * for a signal. From outside that looks like a wait for a child whose input is never closed.
 */
class IdleHelper {
    public static void main(String[] args) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown));
        Process helper = new ProcessBuilder("role", "helper", "cat").start();
        helper.onExit().thenRun(() -> System.out.println("the helper has ended"));
        helper.getOutputStream().write("request\n".getBytes());
        helper.getOutputStream().flush();
        helper.getInputStream().read();
        ended.await();
    }
}

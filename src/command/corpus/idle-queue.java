import java.net.ServerSocket;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A server whose workers wait for jobs in a queue, and a thread for a helper; nobody calls. */
class IdleQueue {
    public static void main(String[] args) throws Exception {
        Process helper = new ProcessBuilder("role", "helper", "cat").start();
        var jobs = new LinkedBlockingQueue<String>();
        var workers = Executors.newFixedThreadPool(3);
        workers.submit(() -> helper.inputReader().lines().forEach(jobs::add));
        for (int i = 0; i < 2; i++) {
            workers.submit(() -> jobs.take().length());
        }
        try (ServerSocket server = new ServerSocket(0)) {
            while (true) {
                server.accept().close();
                helper.outputWriter().append("work\n").flush();
            }
        }
    }
}

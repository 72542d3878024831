import java.net.InetAddress;
import java.net.ServerSocket;

/** A server that nobody calls, with all the threads that a JVM has. */
class Accept {
    public static void main(String[] args) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.accept().close();
        }
    }
}

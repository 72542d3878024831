import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.Socket;

/** Sends each line of a child's output to a service, which takes two minutes for each. */
class SlowService {
    public static void main(String[] args) throws Exception {
        String service =
                "import os, socket, time\n"
                        + "s = socket.create_server(('127.0.0.1', 0))\n"
                        + "print(s.getsockname()[1], flush=True)\n"
                        + "c, _ = s.accept()\n"
                        + "while c.recv(4096):\n"
                        + "    time.sleep(120)\n"
                        + "    c.send(b'ok')\n";
        Process server = new ProcessBuilder("role", "service", "python3", "-c", service).start();
        int port = Integer.parseInt(server.inputReader().readLine());
        Process child = new ProcessBuilder("role", "child", "yes", "a line").start();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader lines = child.inputReader()) {
            for (String line; (line = lines.readLine()) != null; ) {
                socket.getOutputStream().write(line.getBytes());
                socket.getInputStream().read();
            }
        }
    }
}

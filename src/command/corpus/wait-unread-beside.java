import java.util.Timer;
import java.util.TimerTask;

/** As wait-unread, but with a thread beside it that is alive and, for all one can see, might read. */
class WaitUnreadBeside {
    public static void main(String[] args) throws Exception {
        Process child =
                new ProcessBuilder(
                                "role", "child", "dd", "if=/dev/zero", "bs=4096", "count=512", "status=none")
                        .start();
        TimerTask beat =
                new TimerTask() {
                    @Override
                    public void run() {}
                };
        new Timer(true).schedule(beat, 0, 100);
        child.waitFor();
    }
}

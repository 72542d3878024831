import java.util.concurrent.TimeUnit;

/** Waits for the end of a child for a day at most, and reads its output then. */
class BoundedWait {
    public static void main(String[] args) throws Exception {
        Process child = new ProcessBuilder("role", "child", "python3", "flood.py", "1", "2097152").start();
        child.waitFor(1, TimeUnit.DAYS);
        System.out.println(child.getInputStream().readAllBytes().length);
    }
}

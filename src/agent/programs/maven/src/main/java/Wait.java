/** What a build may do in Maven's own JVM. */
public class Wait {
    public static void main(String[] args) throws Exception {
        Process child = new ProcessBuilder("seq", "100000").start();
        child.waitFor();
        System.out.println("length " + child.getInputStream().readAllBytes().length);
    }
}

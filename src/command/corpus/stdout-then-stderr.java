/** One stream to its end, then the other. */
class StdoutThenStderr {
    public static void main(String[] args) throws Exception {
        Process child =
                new ProcessBuilder("role", "child", "python3", "flood.py", "2", "2097152").start();
        byte[] out = child.getInputStream().readAllBytes();
        byte[] err = child.getErrorStream().readAllBytes();
        System.out.println(out.length + " " + err.length + " " + child.waitFor());
    }
}

/** The child's output is read when the child has ended, and so the child never ends. */
class WaitUnread {
    public static void main(String[] args) throws Exception {
        Process child =
                new ProcessBuilder(
                                "role", "child", "dd", "if=/dev/zero", "bs=4096", "count=512", "status=none")
                        .start();
        child.waitFor();
        System.out.println(child.getInputStream().readAllBytes().length);
    }
}

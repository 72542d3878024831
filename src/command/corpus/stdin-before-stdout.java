/** All that a filter is to filter, before anything of what it made of it. */
class StdinBeforeStdout {
    public static void main(String[] args) throws Exception {
        Process child = new ProcessBuilder("role", "child", "cat").start();
        try (var stdin = child.getOutputStream()) {
            stdin.write(new byte[8 << 20]);
        }
        System.out.println(child.getInputStream().readAllBytes().length);
    }
}

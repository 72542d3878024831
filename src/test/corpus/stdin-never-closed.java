/** sort prints at the end of its input, and the input's end is this process's to give. */
class StdinNeverClosed {
    public static void main(String[] args) throws Exception {
        Process child =
                new ProcessBuilder("role", "child", "sort")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        child.getOutputStream().write("b\na\n".getBytes());
        child.getOutputStream().flush();
        System.out.println(child.waitFor());
    }
}

/**
 * The child has ended well; what it left running has its standard output still. A read that had
 * begun before the child's exit goes on; one that begins later is told the end by the JDK.
 */
class GrandchildHoldsStdout {
    public static void main(String[] args) throws Exception {
        Process child =
                new ProcessBuilder(
                                "role", "child", "sh", "-c", "role grandchild sleep infinity & sleep 0.5")
                        .start();
        System.out.println(child.getInputStream().readAllBytes().length);
    }
}

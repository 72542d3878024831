import org.jline.utils.ExecHelper;

/** JLine reads a child's output to its end, and its errors then. */
class Terminal {
    public static void main(String[] args) throws Exception {
        String all = ExecHelper.exec(false, "sh", "-c", "seq 100000 >&2; echo read");
        System.out.println(all.length());
    }
}

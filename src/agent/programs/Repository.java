import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import org.eclipse.jgit.util.FS;

/** JGit runs a hook or a filter. */
class Repository {
    public static void main(String[] args) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProcessBuilder shell = FS.DETECTED.runInShell("seq 100000; seq 100000 >&2", new String[0]);
        int code = FS.DETECTED.runProcess(shell, out, err, (InputStream) null);
        System.out.println(code + " " + out.size() + " " + err.size());
    }
}

package dev.penstock.command.reproduce.child;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Programs that can be told to write a file's bytes to their output. */
public enum FeedProgram {
    /** dd(1): each write(2) is one block. */
    DD(true) {
        @Override
        public List<String> words(Path payload, long chunk) {
            return List.of("dd", "if=" + payload, "bs=" + chunk, "status=none");
        }
    },
    /** cat(1), which chooses its own chunk: 128 KiB in GNU coreutils. */
    CAT(false) {
        @Override
        public List<String> words(Path payload, long chunk) {
            return List.of("cat", payload.toString());
        }
    },
    /** Python, without its own buffering. */
    PYTHON3(true) {
        @Override
        public List<String> words(Path payload, long chunk) {
            String script =
                    "import os,sys; f=os.open(sys.argv[1],os.O_RDONLY); [os.write(1,b) for b in"
                            + " iter(lambda: os.read(f,int(sys.argv[2])),b'')]";
            return List.of("python3", "-c", script, payload.toString(), Long.toString(chunk));
        }
    },
    /** Perl, without its own buffering. */
    PERL(true) {
        @Override
        public List<String> words(Path payload, long chunk) {
            String script =
                    "open(F,'<:raw',$ARGV[0]) or die $!; while (sysread(F,$b,$ARGV[1])) {"
                            + " syswrite(STDOUT,$b) }";
            return List.of("perl", "-e", script, payload.toString(), Long.toString(chunk));
        }
    };

    private final boolean takesChunk;

    FeedProgram(boolean takesChunk) {
        this.takesChunk = takesChunk;
    }

    /** Program and arguments. */
    public abstract List<String> words(Path payload, long chunk);

    /** Whether each of its writes is as long as it is told. */
    public boolean takesChunk() {
        return takesChunk;
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

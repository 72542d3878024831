package dev.penstock.splice;

import dev.penstock.sink.LimitReached;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A stream had more bytes than its file was allowed to take. The file holds those up to there. */
public final class SizeLimitException extends FileSystemException implements LimitReached {
    private static final long serialVersionUID = 1;

    private final long limit;

    SizeLimitException(Path path, long limit) {
        super(path.toString(), null, "has reached its limit of " + limit + " bytes");
        this.limit = limit;
    }

    /** The limit, in bytes. */
    public long limit() {
        return limit;
    }
}

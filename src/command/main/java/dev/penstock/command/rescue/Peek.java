package dev.penstock.command.rescue;

import dev.penstock.diagnosis.rescue.Backlog;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The first bytes of a backlog, which stay there. */
final class Peek {
    private Peek() {}

    /** No more than are there. */
    static byte[] bytes(Backlog backlog, int most) throws IOException {
        ByteBuffer room = ByteBuffer.allocateDirect((int) Math.min(most, backlog.unread()));
        backlog.copy(room);
        byte[] bytes = new byte[room.flip().remaining()];
        room.get(bytes);
        return bytes;
    }
}

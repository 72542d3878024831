package dev.penstock.source;

import dev.penstock.internal.thread.OwnThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** One thread that waits for all channels that the loops cannot wait for; there while any is. */
final class Selection {
    /** The one that new channels join, or null. Guarded by the class. */
    private static Selection current;

    private final Selector selector;

    /** How many channels it serves. Guarded by the class. */
    private int members;

    private Selection() throws IOException {
        selector = Selector.open();
        try {
            OwnThread.start(OwnThread.daemon("penstock input selector", this::serve));
        } catch (IOException e) {
            selector.close();
            throw e;
        }
    }

    /** A channel's wish to be waited for. Any thread. */
    final class Wish {
        private final SelectionKey key;

        private Wish(SelectionKey key) {
            this.key = key;
        }

        /** Has {@code ready} run once, when there are bytes or an end, now or later. */
        void once() throws IOException {
            try {
                key.interestOps(SelectionKey.OP_READ);
            } catch (CancelledKeyException e) {
                throw new IOException("the channel was closed, or its selector has failed", e);
            }
            selector.wakeup();
        }

        /** Waits no more. Once. */
        void leave() {
            key.cancel();
            synchronized (Selection.class) {
                members--;
            }
            selector.wakeup();
        }
    }

    /** Takes a channel in; its wishes are told through {@code ready}, on this one's thread. */
    static synchronized Wish join(SelectableChannel channel, Runnable ready) throws IOException {
        if (current == null) {
            current = new Selection();
        }
        SelectionKey key = channel.register(current.selector, 0, ready);
        current.members++;
        return current.new Wish(key);
    }

    private void serve() {
        try (selector) {
            while (!isOver()) {
                select();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("waiting for channels has failed", e);
        } finally {
            over();
        }
    }

    private void select() throws IOException {
        try {
            selector.select(Selection::tell);
        } catch (IOException e) {
            // Nobody may wait for a wish that is not granted any more: the next one throws.
            for (SelectionKey key : selector.keys()) {
                key.cancel();
                ((Runnable) key.attachment()).run();
            }
            throw e;
        }
    }

    private static void tell(SelectionKey key) {
        try {
            key.interestOps(0);
        } catch (CancelledKeyException meanwhile) {
            return;
        }
        ((Runnable) key.attachment()).run();
    }

    private boolean isOver() {
        synchronized (Selection.class) {
            if (members == 0) {
                over();
            }
            return members == 0;
        }
    }

    private void over() {
        synchronized (Selection.class) {
            if (current == this) {
                current = null;
            }
        }
    }
}

package dev.penstock.sink;

import static dev.penstock.sink.Feed.direct;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DiscardTest {
    @Test
    void shouldCountEverythingAndKeepNothing() throws Exception {
        Discard discard = Discard.of();
        Feed feed = new Feed(discard, new Random(1)).bytes(new byte[123_456], 1000);
        assertFalse(discard.ended());
        feed.end();
        assertEquals(123_456, discard.bytes());
        assertEquals(0, discard.peakBytes());
        assertEquals(0, feed.fulls());
        assertTrue(discard.ended());
        assertTrue(discard.failure().isEmpty());
    }

    @Test
    void shouldKeepTheCountOnFailure() {
        Discard discard = Discard.of();
        IOException cause = new IOException();
        discard.accept(direct(new byte[5]));
        discard.fail(cause);
        assertEquals(5, discard.bytes());
        assertFalse(discard.ended());
        assertSame(cause, discard.failure().orElseThrow());
    }

    @Test
    void shouldServeOneStreamOnly() {
        Discard discard = Discard.of();
        discard.attach(() -> {});
        assertThrows(IllegalStateException.class, () -> discard.attach(() -> {}));
    }
}

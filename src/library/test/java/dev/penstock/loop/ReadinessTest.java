package dev.penstock.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.EpollEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadinessTest {

    @Test
    void shouldSayWhatEachBitMeans() {
        assertTrue(Readiness.of(EpollEvent.EPOLLIN).readable());
        assertTrue(Readiness.of(EpollEvent.EPOLLOUT).writable());
        assertTrue(Readiness.of(EpollEvent.EPOLLERR).error());
        assertTrue(Readiness.of(EpollEvent.EPOLLHUP).hungUp());
        Readiness none = Readiness.of(0);
        assertFalse(none.readable() || none.writable() || none.error() || none.hungUp());
        assertEquals("nothing", none.toString());
    }

    @Test
    void shouldBeOneObjectForEachCombination() {
        int all =
                EpollEvent.EPOLLIN
                        | EpollEvent.EPOLLOUT
                        | EpollEvent.EPOLLERR
                        | EpollEvent.EPOLLHUP;
        assertSame(Readiness.of(all), Readiness.of(all | EpollEvent.EPOLLRDHUP));
        assertEquals("readable, writable, error, hung up", Readiness.of(all).toString());
        assertEquals(all, Readiness.of(all).events());
    }
}

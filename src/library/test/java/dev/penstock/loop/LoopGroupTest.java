package dev.penstock.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LoopGroupTest {

    @Test
    void shouldHandItsLoopsOutInTurn() throws Exception {
        try (LoopGroup group = LoopGroup.start("group", 3)) {
            List<EventLoop> first = List.of(group.next(), group.next(), group.next());
            assertEquals(group.loops(), first);
            assertSame(first.get(0), group.next());
            assertNotSame(first.get(0), first.get(1));
        }
    }

    @Test
    void shouldRunEachLoopOnAThreadOfItsOwn() throws Exception {
        try (LoopGroup group = LoopGroup.start("group", 3)) {
            Set<String> threads = new HashSet<>();
            for (EventLoop loop : group.loops()) {
                CompletableFuture<String> name = new CompletableFuture<>();
                loop.execute(() -> name.complete(Thread.currentThread().getName()));
                threads.add(name.get());
            }
            assertEquals(Set.of("group-0", "group-1", "group-2"), threads);
        }
    }

    @Test
    void shouldCloseAllOfThem() throws Exception {
        LoopGroup group = LoopGroup.start("group", 2);
        List<EventLoop> loops = new ArrayList<>(group.loops());
        group.close();
        for (EventLoop loop : loops) {
            assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
        }
    }

    @Test
    void shouldRefuseAGroupOfNone() {
        assertEquals(
                "a group of 0 loops: at least 1",
                assertThrows(IllegalArgumentException.class, () -> LoopGroup.start("none", 0))
                        .getMessage());
    }
}

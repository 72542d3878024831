package dev.penstock.command.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> KNOWN = List.of("run", "inspect", "rescue", "--fail-on");

    @Test
    void shouldFindWhatWasMeant() {
        assertEquals(Optional.of("inspect"), Nearest.to("insepct", KNOWN));
        assertEquals(Optional.of("rescue"), Nearest.to("resuce", KNOWN));
        assertEquals(Optional.of("run"), Nearest.to("rum", KNOWN));
        assertEquals(Optional.of("--fail-on"), Nearest.to("--failon", KNOWN));
        assertEquals(" (did you mean 'run'?)", Nearest.question("ru", KNOWN));
    }

    @Test
    void shouldNotGuessAtSomethingElse() {
        assertEquals("", Nearest.question("explain", KNOWN));
        assertEquals("", Nearest.question("x", KNOWN));
    }

    @Test
    void shouldCountChanges() {
        assertEquals(0, Nearest.changes("a", "a"));
        assertEquals(1, Nearest.changes("ab", "ba"));
        assertEquals(3, Nearest.changes("", "abc"));
        assertEquals(3, Nearest.changes("kitten", "sitting"));
    }
}

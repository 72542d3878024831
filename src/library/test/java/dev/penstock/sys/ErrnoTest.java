package dev.penstock.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ErrnoTest {
    @Test
    void shouldHaveANameAndAMeaningForEveryNumberListed() throws IllegalAccessException {
        Set<String> meanings = new HashSet<>();
        for (Field field : Errno.class.getFields()) {
            int errno = field.getInt(null);
            assertEquals(field.getName(), Errno.name(errno));
            String meaning = Errno.meaning(errno);
            assertFalse(meaning.isEmpty(), field.getName());
            assertTrue(meanings.add(meaning), "twice: " + meaning);
        }
        assertFalse(meanings.isEmpty());
    }

    @Test
    void shouldSayTheNumberOfOneThatIsNotListed() {
        assertEquals("errno 123", Errno.name(123));
        assertEquals("", Errno.meaning(123));
        assertEquals("errno 0", Errno.name(0));
    }
}

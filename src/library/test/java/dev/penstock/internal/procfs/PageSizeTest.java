package dev.penstock.internal.procfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class PageSizeTest {
    @Test
    void shouldFindThePageSizeInTheAuxiliaryVector() throws IOException {
        ByteBuffer auxv = ByteBuffer.allocate(48).order(ByteOrder.nativeOrder());
        auxv.putLong(33).putLong(0x7ffd).putLong(6).putLong(65536).putLong(0).putLong(0);

        assertEquals(65536, PageSize.parse(auxv.array()));
        assertThrows(IOException.class, () -> PageSize.parse(new byte[32]));
        assertEquals(0, PageSize.get() % 4096);
    }
}

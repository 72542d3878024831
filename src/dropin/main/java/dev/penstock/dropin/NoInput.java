package dev.penstock.dropin;

import java.io.IOException;
import java.io.OutputStream;

/** Where an input that comes from elsewhere would be written. */
final class NoInput extends OutputStream {
    @Override
    public void write(int b) throws IOException {
        throw new IOException("Stream closed");
    }
}

package dev.penstock.text;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What the benchmarks of text read: a megabyte of log lines. */
final class LineText {
    static final int BYTES = 1 << 20;

    private static final String ASCII =
            "2026-01-01T00:00:00.000Z INFO  [main] server: GET /index.html HTTP/1.1 200 1234 bytes"
                    + " in 17 ms from 192.168.1.17, keep-alive; agent=curl/8.5.0 accept=*/*";

    private static final String MIXED =
            "2026-01-01 Grüße aus Zürich – «déjà vu» costs 17 €, Ελληνικά, Русский текст, 日本語のテキスト"
                    + " 😀 and plain words between them";

    private LineText() {}

    /** Lines of 16 to 160 bytes, mostly around 90. */
    static byte[] ascii() {
        return lines(ASCII);
    }

    /** Lines of the same sort, in several scripts. */
    static byte[] mixed() {
        return lines(MIXED);
    }

    private static byte[] lines(String line) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        while (text.length() < BYTES) {
            int end = 16 + random.nextInt(line.length() - 16);
            if (Character.isLowSurrogate(line.charAt(end))) {
                end++;
            }
            text.append(line, 0, end).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}

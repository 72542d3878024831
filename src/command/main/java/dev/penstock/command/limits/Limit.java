package dev.penstock.command.limits;

import dev.penstock.command.text.Size;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.Reading.Known;
import java.util.function.Function;

/**
 * One line of {@code penstock limits}.
 *
 * @param key its name in JSON
 * @param label its name for people
 * @param value a Long, a Boolean or a String
 * @param shown the value for people, unless it is unknown
 * @param follows what it means for pipes and children
 */
record Limit(String key, String label, Reading<?> value, String shown, String follows) {
    static Limit text(String key, String label, Reading<String> value, String follows) {
        return of(key, label, value, Function.identity(), follows);
    }

    static Limit count(String key, String label, Reading<Long> count, String follows) {
        return of(key, label, count, Size::grouped, follows);
    }

    static Limit bytes(String key, String label, Reading<Long> bytes, String follows) {
        return of(key, label, bytes, Size::text, follows);
    }

    /** A limit in pages, of which the kernel means by 0 that there is none. */
    static Limit pages(String key, String label, Reading<Long> pages, String follows) {
        return of(
                key, label, pages, n -> n == 0 ? "no limit" : Size.grouped(n) + " pages", follows);
    }

    static Limit answer(String key, String label, Reading<Boolean> answer, String follows) {
        return of(key, label, answer, yes -> yes ? "yes" : "no", follows);
    }

    static Limit unlimited(String key, String label, String follows) {
        return text(key, label, new Known<>("unlimited"), follows);
    }

    private static <T> Limit of(
            String key,
            String label,
            Reading<T> value,
            Function<? super T, String> shown,
            String follows) {
        return new Limit(key, label, value, value.known().map(shown).orElse(""), follows);
    }

    /** As it stands in the table. */
    String text() {
        return value.known().isPresent() ? shown : "unknown";
    }

    /** The last column: what follows, or why the value is unknown. */
    String remark() {
        return value instanceof Reading.Unknown<?> unknown ? unknown.reason() : follows;
    }
}

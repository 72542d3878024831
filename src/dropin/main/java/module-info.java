/**
 * {@link java.lang.Process} and {@link java.lang.ProcessBuilder} on Penstock: the same names and
 * meanings, without stalls. Start with {@link dev.penstock.dropin.ProcessBuilder}.
 */
module dev.penstock.dropin {
    requires transitive dev.penstock;

    exports dev.penstock.dropin;
}

/**
 * A JUnit extension that explains why a test hangs: see {@link dev.penstock.junit.ExplainHangs}.
 */
module dev.penstock.junit {
    requires dev.penstock;
    requires dev.penstock.diagnosis;
    requires dev.penstock.leaks;
    requires transitive org.junit.jupiter.api;

    exports dev.penstock.junit;

    opens dev.penstock.junit to
            org.junit.platform.commons;
}

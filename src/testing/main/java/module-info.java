/** Leak checks around each test, and what the tests of several modules share. */
module dev.penstock.testing {
    requires dev.penstock.leaks;
    requires jdk.management;
    requires transitive org.junit.jupiter.api;

    exports dev.penstock.testing;

    provides org.junit.jupiter.api.extension.Extension with
            dev.penstock.testing.LeakCheck;
}

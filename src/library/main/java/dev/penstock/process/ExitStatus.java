package dev.penstock.process;

/** What a wait for a child told. */
record ExitStatus(Exit exit, Usage usage) {}

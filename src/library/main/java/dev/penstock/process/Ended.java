package dev.penstock.process;

/** What a wait for a child told. */
record Ended(Exit exit, Usage usage) {}

package dev.penstock.scenario;

import java.util.List;

/**
 * A program that does a scenario's work: it answers on standard output for each line that it gets
 * on standard input.
 *
 * @param name in the tables
 * @param command what to run, without the child's command
 */
record Contender(String name, List<String> command) {}

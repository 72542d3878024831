/**
 * The corpus: programs in several languages whose pipes hang, and some that only look as if. A
 * {@link dev.penstock.command.reproduce.scenario.Case} is what the manifest says of one, a {@link
 * dev.penstock.command.reproduce.scenario.Staged} is one that runs.
 */
package dev.penstock.command.reproduce.scenario;

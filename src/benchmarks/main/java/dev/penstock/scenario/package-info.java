/**
 * Benchmarks of whole processes: the same work done by C, by Penstock and by its peers, each in a
 * process of its own, round by round in turn, so that whatever else the machine is doing meets them
 * all. {@link dev.penstock.scenario.Scenarios} is where it begins.
 */
package dev.penstock.scenario;

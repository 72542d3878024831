/**
 * What children, pipes and loops cost as there are more of them: {@code make -C src/benchmarks
 * scaling}, whose figures are in docs/scaling.md.
 */
package dev.penstock.scaling;

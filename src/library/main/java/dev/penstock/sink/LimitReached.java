package dev.penstock.sink;

/**
 * Marks what a sink throws that has taken all it was allowed to take: no failure of a call, but the
 * limit that its user set. The child's outcome tells the two apart.
 */
public interface LimitReached {}

package dev.penstock.process;

import dev.penstock.cgroup.CgroupUsage;
import java.io.IOException;
import java.util.Optional;

/**
 * What became of a child's own cgroup.
 *
 * @param usage what the child and all that descended from it used together, empty if that could not
 *     be read
 * @param leftKilled how many were still in it when the child was over, and were killed then
 * @param failure why it could not be removed, and may still have processes
 */
public record CgroupEnd(
        Optional<CgroupUsage> usage, int leftKilled, Optional<IOException> failure) {}

package dev.penstock.process;

import dev.penstock.cgroup.CgroupUsage;
import java.io.IOException;

/**
 * What became of a child's own cgroup.
 *
 * @param usage what the child and all that descended from it used together, or null if that could
 *     not be read
 * @param leftKilled how many were still in it when the child was over, and were killed then
 * @param failure why it could not be removed, and may still have processes; or null
 */
public record CgroupEnd(CgroupUsage usage, int leftKilled, IOException failure) {}

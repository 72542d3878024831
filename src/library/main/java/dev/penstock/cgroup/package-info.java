/**
 * Control groups, versions 1 and 2: a leaf of one's own for some processes, what they may use
 * together, who they are, and their end. cgroups(7).
 */
package dev.penstock.cgroup;

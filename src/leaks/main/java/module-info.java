/** What a process holds: descriptors, threads and children. */
module dev.penstock.leaks {
    exports dev.penstock.leaks;
}

package dev.penstock.diagnosis.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The descriptors of a process that are ends of pipes; with CLONE_FILES, of several processes. */
final class FdTable {
    final List<TracedProcess> users = new ArrayList<>(1);
    private final Map<Integer, Descriptor> open = new HashMap<>();

    /** Returns null where the descriptor is no end of a known pipe. */
    Descriptor get(int fd) {
        return open.get(fd);
    }

    /** A copy of the list: the caller may change the table meanwhile. */
    List<Descriptor> all() {
        return new ArrayList<>(open.values());
    }

    int size() {
        return open.size();
    }

    void put(Descriptor descriptor) {
        open.put(descriptor.fd, descriptor);
    }

    void remove(Descriptor descriptor) {
        open.remove(descriptor.fd);
    }
}

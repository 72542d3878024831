package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.trace.log.Call;

/** Counts the bytes that went in and out. */
final class Traffic {
    private final LoggedWorld world;

    Traffic(LoggedWorld world) {
        this.world = world;
    }

    /** What a call that has returned moved. */
    void apply(FdTable files, Call call) {
        long moved = call.result();
        switch (call.syscall()) {
            case READ, RECVMSG -> out(files.get(call.fd(0)), moved);
            case WRITE, SENDMSG -> in(files.get(call.fd(0)), moved);
            case SPLICE -> {
                out(files.get(call.fd(0)), moved);
                in(files.get(call.fd(2)), moved);
            }
            // tee(2) leaves the bytes where they are.
            case TEE -> in(files.get(call.fd(1)), moved);
            case SENDFILE -> in(files.get(call.fd(0)), moved);
            default -> {}
        }
    }

    private void in(Descriptor descriptor, long bytes) {
        if (descriptor != null) {
            Ownership.uses(descriptor, true);
            if (descriptor.writes != null) {
                descriptor.bytes += bytes;
                descriptor.writes.in += bytes;
            }
        }
    }

    private void out(Descriptor descriptor, long bytes) {
        if (descriptor != null) {
            Ownership.uses(descriptor, false);
            if (descriptor.reads != null) {
                descriptor.bytes += bytes;
                descriptor.reads.out += bytes;
                descriptor.reads.outLine = bytes > 0 ? world.line : descriptor.reads.outLine;
            }
        }
    }
}

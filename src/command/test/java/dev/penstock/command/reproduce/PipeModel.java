package dev.penstock.command.reproduce;

/**
 * A pipe as fs/pipe.c's pipe_write fills it, told here a second time so that a test knows the
 * answer by itself: what a write has beyond whole pages goes beside the last slot's bytes if it
 * fits there, the rest into new slots of a page.
 */
final class PipeModel {
    private final int page;
    private final int slots;
    private int used;
    private int lastFill;
    long unread;
    long returned;

    PipeModel(int page, int slots) {
        this.page = page;
        this.slots = slots;
    }

    /** Writes until a write does not return. */
    PipeModel fill(int chunk) {
        while (write(chunk)) {
            returned++;
        }
        return this;
    }

    private boolean write(int chunk) {
        int left = chunk;
        int odd = left % page;
        if (used > 0 && odd > 0 && lastFill + odd <= page) {
            lastFill += odd;
            unread += odd;
            left -= odd;
        }
        while (left > 0) {
            if (used == slots) {
                return false;
            }
            lastFill = Math.min(page, left);
            unread += lastFill;
            left -= lastFill;
            used++;
        }
        return true;
    }
}

package dev.penstock.command.limits;

/**
 * How far {@code pipe-user-pages-soft} reaches. Pages are counted per user, over all the user's
 * pipes; past the limit a new pipe gets two pages, and growing one is refused with EPERM.
 *
 * @param pages the limit; 0 is none
 * @param pageSize bytes
 */
record PipeQuota(long pages, long pageSize) {
    /** How many pipes of that capacity fit under the limit. */
    long pipes(long capacity) {
        return pages * pageSize / capacity;
    }

    boolean unlimited() {
        return pages == 0;
    }
}

package dev.penstock.process;

import dev.penstock.internal.spawn.LaunchStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a child may use and whom it runs as. Immutable; each method answers a changed copy. What is
 * not named is as in this process.
 *
 * <p>It is set between the child's birth and its program, in this order: OOM score, nice, limits,
 * umask, identity, no_new_privs. So what only root may set can be given to a child that is not
 * root; and the directory is entered, and the program found and executed, as the new user.
 *
 * <pre>{@code
 * Confinement confined = Confinement.none()
 *         .limit(Resource.CPU, 60)
 *         .limit(Resource.CORE, 0)
 *         .umask(077)
 *         .identity(Identity.user("nobody"));
 * }</pre>
 */
public final class Confinement {
    private static final Confinement NONE =
            new Confinement(null, null, null, null, false, Map.of());

    /**
     * A resource's two limits.
     *
     * @param hard null to leave it as it is
     */
    private record Limit(long soft, Long hard) {}

    private final Integer oomScoreAdjustment;
    private final Integer nice;
    private final Integer umask;
    private final Identity identity;
    private final boolean noNewPrivileges;
    private final Map<Resource, Limit> limits;

    private Confinement(
            Integer oomScoreAdjustment,
            Integer nice,
            Integer umask,
            Identity identity,
            boolean noNewPrivileges,
            Map<Resource, Limit> limits) {
        this.oomScoreAdjustment = oomScoreAdjustment;
        this.nice = nice;
        this.umask = umask;
        this.identity = identity;
        this.noNewPrivileges = noNewPrivileges;
        this.limits = limits;
    }

    /** As this process itself. */
    public static Confinement none() {
        return NONE;
    }

    /** As {@link #limit(Resource, long, long)}, soft and hard alike. */
    public Confinement limit(Resource resource, long value) {
        return limit(resource, value, value);
    }

    /**
     * Limits a resource. Only root may raise a hard limit; for others the start fails with {@code
     * EPERM}.
     *
     * @param soft 0 or more, or {@link Resource#UNLIMITED}
     * @param hard likewise, and not below {@code soft}
     */
    public Confinement limit(Resource resource, long soft, long hard) {
        if (Long.compareUnsigned(soft, hard) > 0) {
            throw new IllegalArgumentException(
                    resource.constant() + ": soft limit " + soft + " above hard limit " + hard);
        }
        return with(resource, new Limit(checked(resource, soft), checked(resource, hard)));
    }

    /** Sets a resource's soft limit, and leaves the hard one as it is in this process. */
    public Confinement softLimit(Resource resource, long soft) {
        return with(resource, new Limit(checked(resource, soft), null));
    }

    private static long checked(Resource resource, long value) {
        if (value < Resource.UNLIMITED) {
            throw new IllegalArgumentException(resource.constant() + " is negative: " + value);
        }
        return value;
    }

    private Confinement with(Resource resource, Limit limit) {
        Map<Resource, Limit> more = new EnumMap<>(Resource.class);
        more.putAll(limits);
        more.put(resource, limit);
        return new Confinement(
                oomScoreAdjustment,
                nice,
                umask,
                identity,
                noNewPrivileges,
                Collections.unmodifiableMap(more));
    }

    /**
     * How ready the kernel is to kill the child when memory runs out: {@code oom_score_adj} of
     * proc(5).
     *
     * @param adjustment from -1000, never, to 1000, first; to lower it takes {@code
     *     CAP_SYS_RESOURCE}
     */
    public Confinement oomScoreAdjustment(int adjustment) {
        check("oom_score_adj", adjustment, -1000, 1000);
        return new Confinement(adjustment, nice, umask, identity, noNewPrivileges, limits);
    }

    /**
     * The child's nice value itself, not what is added to this process's.
     *
     * @param value from -20, most favoured, to 19; to lower it takes {@code CAP_SYS_NICE}
     */
    public Confinement nice(int value) {
        check("nice", value, -20, 19);
        return new Confinement(oomScoreAdjustment, value, umask, identity, noNewPrivileges, limits);
    }

    /**
     * The permission bits that files of the child's will not have.
     *
     * @param mask 0 to 0777, in octal
     */
    public Confinement umask(int mask) {
        check("umask", mask, 0, 0_777);
        return new Confinement(oomScoreAdjustment, nice, mask, identity, noNewPrivileges, limits);
    }

    private static void check(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    what + " " + value + " is not from " + least + " to " + most);
        }
    }

    /**
     * Whom the child runs as. The pipes that it is given become that user's, where this process has
     * {@code CAP_CHOWN}, so that it can open {@code /dev/stdout} and the like.
     */
    public Confinement identity(Identity whom) {
        return new Confinement(oomScoreAdjustment, nice, umask, whom, noNewPrivileges, limits);
    }

    /**
     * The child and all that descend from it gain no privilege by executing a program: set-user-ID
     * bits and file capabilities count for nothing ({@code PR_SET_NO_NEW_PRIVS}).
     */
    public Confinement noNewPrivileges() {
        return new Confinement(oomScoreAdjustment, nice, umask, identity, true, limits);
    }

    /** Whom the child runs as, or null for this process's own user. */
    Identity identity() {
        return identity;
    }

    /** What the launcher does for it, in order. */
    List<LaunchStep> steps() {
        List<LaunchStep> steps = new ArrayList<>();
        if (oomScoreAdjustment != null) {
            steps.add(LaunchStep.write("/proc/self/oom_score_adj", oomScoreAdjustment.toString()));
        }
        if (nice != null) {
            steps.add(LaunchStep.of("setpriority", "nice", nice.toString()));
        }
        for (Map.Entry<Resource, Limit> entry : limits.entrySet()) {
            Resource resource = entry.getKey();
            Limit limit = entry.getValue();
            steps.add(
                    LaunchStep.of(
                            "setrlimit(" + resource.constant() + ")",
                            "rlimit",
                            String.valueOf(resource.number()),
                            String.valueOf(limit.soft()),
                            limit.hard() == null ? "keep" : limit.hard().toString()));
        }
        if (umask != null) {
            steps.add(LaunchStep.of("umask", "umask", umask.toString()));
        }
        if (identity != null) {
            StringBuilder groups = new StringBuilder();
            for (long group : identity.groups()) {
                groups.append(groups.isEmpty() ? "" : ",").append(group);
            }
            steps.add(LaunchStep.of("setgroups", "groups", groups.toString()));
            steps.add(LaunchStep.of("setresgid", "gid", String.valueOf(identity.gid())));
            steps.add(LaunchStep.of("setresuid", "uid", String.valueOf(identity.uid())));
        }
        if (noNewPrivileges) {
            steps.add(LaunchStep.of("prctl(PR_SET_NO_NEW_PRIVS)", "no_new_privs"));
        }
        return steps;
    }
}

"""How much a pipe holds: by default, when asked for more, and for a user who has many."""
import fcntl, os, resource

F_SETPIPE_SZ, F_GETPIPE_SZ = 1031, 1032  # linux/fcntl.h; Python names them from 3.10 on

r, w = os.pipe()
print("page", os.sysconf("SC_PAGESIZE"), "pipe", fcntl.fcntl(w, F_GETPIPE_SZ))
print("asked for 100000, got", fcntl.fcntl(w, F_SETPIPE_SZ, 100000))

# An unprivileged user, and one who has no other pipes: the quota counts all that a user has.
resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
if os.getuid() == 0:
    os.setgroups([])
    os.setresuid(65533, 65533, 65533)
sizes = [fcntl.fcntl(os.pipe()[1], F_GETPIPE_SZ) for _ in range(1100)]
small = next(i for i, size in enumerate(sizes) if size < sizes[0])
print("of 1100 pipes of one user, the first", small, "hold", sizes[0], "and number", small + 1, "holds", sizes[small])

package dev.penstock.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.FileName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other systems than this one, from what their files say. */
class HierarchyTest {

    private static String mount(String root, Path top, String type, String options) {
        return "31 23 0:28 "
                + root
                + " "
                + top
                + " rw,relatime shared:9 - "
                + type
                + " cgroup "
                + options
                + "\n";
    }

    @Test
    void shouldFindEachVersion1ControllerAndThisProcessInIt() throws Exception {
        String mounts =
                mount("/", Path.of("/c/cpu,cpuacct"), "cgroup", "rw,cpu,cpuacct")
                        + mount("/", Path.of("/c/with\\040space"), "cgroup", "rw,memory")
                        + "22 1 0:5 / /proc rw - proc proc rw\n"
                        + mount("/", Path.of("/c/systemd"), "cgroup", "rw,name=systemd");
        String own = "4:memory:/a/b\n3:cpu,cpuacct:/\n1:name=systemd:/user\n";
        List<Hierarchy> found = Hierarchy.of(mounts, own);
        assertEquals(
                List.of("/c/cpu,cpuacct", "/c/with space/a/b", "/c/systemd/user"),
                found.stream().map(h -> h.own().toString()).toList());
        assertTrue(found.get(0).controllers().containsAll(Set.of("cpu", "cpuacct")));
    }

    @Test
    void shouldTakeNamesAsBytes() throws Exception {
        // The files are read a character for each byte.
        String utf8 = new String("é".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String mounts = mount("/", Path.of("/c"), "cgroup", "rw,memory");
        String own = "4:memory:/" + utf8 + "/\u00e9\n";
        byte[] name = FileName.bytes(Hierarchy.of(mounts, own).get(0).own());
        assertEquals("/c/" + utf8 + "/\u00e9", new String(name, StandardCharsets.ISO_8859_1));
    }

    @Test
    void shouldReadVersion2sControllers(@TempDir Path top) throws Exception {
        Path own = Files.createDirectories(top.resolve("user.slice/scope"));
        Files.writeString(own.resolve("cgroup.controllers"), "cpu memory pids\n");
        List<Hierarchy> found =
                Hierarchy.of(mount("/", top, "cgroup2", "rw,nsdelegate"), "0::/user.slice/scope\n");
        assertEquals(
                List.of(new Hierarchy(true, Set.of("cpu", "memory", "pids"), top, own)), found);
    }

    @Test
    void shouldSeeAPartOfTheHierarchyAsTheMountShowsIt() throws Exception {
        Path top = Path.of("/c/memory");
        String part = mount("/docker/1", top, "cgroup", "rw,memory");
        assertEquals(top, Hierarchy.of(part, "4:memory:/docker/1\n").get(0).own());
        assertEquals(top.resolve("x"), Hierarchy.of(part, "4:memory:/docker/1/x\n").get(0).own());
        // Elsewhere in the hierarchy, where nothing of it is mounted.
        assertEquals(List.of(), Hierarchy.of(part, "4:memory:/docker/12\n"));
        assertEquals(
                List.of(),
                Hierarchy.of(mount("/", top, "cgroup", "rw,memory"), "4:memory:/../other\n"));
    }

    @Test
    void shouldSayWhichControllerIsWantingAndThatNothingIsMounted(@TempDir Path top)
            throws Exception {
        CgroupException e =
                assertThrows(
                        CgroupException.class, () -> Cgroup.create(CgroupLimits.none(), List.of()));
        assertTrue(e.getMessage().startsWith("no cgroup2 and no freezer"), e.getMessage());
        Hierarchy bare = new Hierarchy(true, Set.of("cpu"), top, top);
        e =
                assertThrows(
                        CgroupException.class,
                        () -> Cgroup.create(CgroupLimits.none().memory(1), List.of(bare)));
        assertTrue(e.getMessage().contains("has the controller 'memory'"), e.getMessage());
    }

    @Test
    void shouldSayOnWhichFileItFailedAndWhatWouldHelp(@TempDir Path top) throws Exception {
        Path none = top.resolve("none");
        Hierarchy gone = new Hierarchy(false, Set.of("freezer"), top, none);
        CgroupException e =
                assertThrows(
                        CgroupException.class,
                        () -> Cgroup.create(CgroupLimits.none(), List.of(gone)));
        assertTrue(e.getMessage().contains("write permission in " + none), e.getMessage());
        assertTrue(e.getMessage().contains("Delegate=yes"), e.getMessage());
        assertTrue(e.file().startsWith(none.toString()), e.file());

        // A cgroup that does not hand its controllers on, and has no parent here.
        Hierarchy busy = new Hierarchy(true, Set.of("memory"), top, top);
        e =
                assertThrows(
                        CgroupException.class,
                        () -> Cgroup.create(CgroupLimits.none().memory(1), List.of(busy)));
        assertEquals(top.resolve("cgroup.subtree_control").toString(), e.file());
        assertTrue(e.getMessage().contains("controllers [memory]"), e.getMessage());
        try (var left = Files.list(top)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void shouldTakeTheFreezerWhereVersion2MayNotBeWritten(@TempDir Path top) throws Exception {
        Hierarchy closed = new Hierarchy(true, Set.of(), top, top.resolve("none"));
        Hierarchy freezer = new Hierarchy(false, Set.of("rw", "freezer"), top, top);
        Cgroup cgroup = Cgroup.create(CgroupLimits.none(), List.of(closed, freezer));
        assertEquals(top, cgroup.entrances().get(0).getParent().getParent());
        assertEquals(1, cgroup.entrances().size());
        assertTrue(cgroup.remove());
        assertTrue(cgroup.remove());
        try (var left = Files.list(top)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void shouldWriteEachVersionsFiles() {
        CgroupLimits limits = CgroupLimits.none().memory(1 << 20).cpus(0.5).pids(10);
        assertEquals(
                Map.of(
                        "memory", Map.of("memory.max", "1048576", "memory.swap.max", "0"),
                        "cpu", Map.of("cpu.max", "50000 100000"),
                        "pids", Map.of("pids.max", "10")),
                limits.version2());
        assertEquals(
                List.of("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"),
                List.copyOf(limits.version1().get("memory").keySet()));
        assertEquals("50000", limits.version1().get("cpu").get("cpu.cfs_quota_us"));
        CgroupLimits counted = CgroupLimits.none().memory(CgroupLimits.UNLIMITED);
        assertEquals("max", counted.version2().get("memory").get("memory.max"));
        assertEquals("-1", counted.version1().get("memory").get("memory.limit_in_bytes"));
        for (double wrong : new double[] {0, 0.001, -1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> CgroupLimits.none().cpus(wrong));
        }
        assertThrows(IllegalArgumentException.class, () -> CgroupLimits.none().memory(0));
    }
}

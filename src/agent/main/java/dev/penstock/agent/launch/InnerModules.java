package dev.penstock.agent.launch;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The modules that the agent's jar carries, each in a folder below {@code modules}. They get a
 * layer and a loader of their own, so that the program sees none of them, and may have others of
 * the same names.
 */
public final class InnerModules implements ModuleFinder {
    private static final String FOLDER = "modules/";
    private static final String DESCRIPTOR = "module-info.class";

    private final Map<String, ModuleReference> modules = new HashMap<>();

    private InnerModules(JarFile jar) throws IOException {
        Map<String, Set<String>> packages = new HashMap<>();
        for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
            String path = all.nextElement().getName();
            int end = path.indexOf('/', FOLDER.length());
            if (!path.startsWith(FOLDER) || end < 0) {
                continue;
            }
            Set<String> found =
                    packages.computeIfAbsent(path.substring(0, end + 1), any -> new HashSet<>());
            int last = path.lastIndexOf('/');
            if (path.endsWith(".class") && last > end) {
                found.add(path.substring(end + 1, last).replace('/', '.'));
            }
        }
        for (Map.Entry<String, Set<String>> module : packages.entrySet()) {
            String folder = module.getKey();
            try (InputStream in = jar.getInputStream(jar.getJarEntry(folder + DESCRIPTOR))) {
                ModuleDescriptor descriptor = ModuleDescriptor.read(in, module::getValue);
                modules.put(descriptor.name(), new InnerModule(descriptor, jar, folder));
            }
        }
    }

    /**
     * @return the loader of that module and of those that it needs
     */
    static ClassLoader loader(JarFile jar, String module) throws IOException {
        Configuration configuration =
                ModuleLayer.boot()
                        .configuration()
                        .resolve(new InnerModules(jar), ModuleFinder.of(), Set.of(module));
        ModuleLayer.Controller made =
                ModuleLayer.defineModulesWithOneLoader(
                        configuration,
                        List.of(ModuleLayer.boot()),
                        ClassLoader.getPlatformClassLoader());
        Module agent = made.layer().findModule(module).orElseThrow();
        made.addExports(agent, module, InnerModules.class.getModule());
        return agent.getClassLoader();
    }

    @Override
    public Optional<ModuleReference> find(String name) {
        return Optional.ofNullable(modules.get(name));
    }

    @Override
    public Set<ModuleReference> findAll() {
        return Set.copyOf(modules.values());
    }
}

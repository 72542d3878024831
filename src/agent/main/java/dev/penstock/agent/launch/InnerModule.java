package dev.penstock.agent.launch;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A module in a folder of the agent's jar, which stays open as long as the program runs. */
final class InnerModule extends ModuleReference {
    private final JarFile jar;
    private final String folder;

    InnerModule(ModuleDescriptor descriptor, JarFile jar, String folder) {
        super(descriptor, null);
        this.jar = jar;
        this.folder = folder;
    }

    @Override
    public ModuleReader open() {
        return new Reader();
    }

    private final class Reader implements ModuleReader {
        @Override
        public Optional<URI> find(String name) {
            return entry(name).map(entry -> uri(name));
        }

        private URI uri(String name) {
            return URI.create("jar:file:" + jar.getName() + "!/" + folder + name);
        }

        private Optional<JarEntry> entry(String name) {
            return Optional.ofNullable(jar.getJarEntry(folder + name));
        }

        @Override
        public Optional<InputStream> open(String name) throws IOException {
            Optional<JarEntry> entry = entry(name);
            return entry.isPresent()
                    ? Optional.of(jar.getInputStream(entry.get()))
                    : Optional.empty();
        }

        @Override
        public Stream<String> list() {
            return jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith(folder))
                    .map(name -> name.substring(folder.length()));
        }

        @Override
        public void close() {
            // The other modules are in that file too.
        }
    }
}

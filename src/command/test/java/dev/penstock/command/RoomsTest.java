package dev.penstock.command;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Which package may know which, where the modules leave it open. All modules are on this one's
 * class path, so the rules stand here once.
 */
@Timeout(60)
class RoomsTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("/testing/"))
                    .importPackages("dev.penstock");

    /**
     * What users name of a package and what is inside of it are one room: {@code loop} and {@code
     * internal.loop}.
     */
    private static final SliceAssignment ROOMS =
            new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return SliceIdentifier.of(room(type.getPackageName()));
                }

                @Override
                public String getDescription() {
                    return "rooms";
                }
            };

    private static String room(String packageName) {
        return packageName.replace("dev.penstock.internal.", "dev.penstock.");
    }

    @Test
    void shouldSeeAllModules() {
        Set<String> rooms = new TreeSet<>();
        CLASSES.forEach(type -> rooms.add(room(type.getPackageName())));
        for (String room :
                List.of("libc", "jnr", "process", "dropin", "diagnosis.inspect", "command.run")) {
            assertTrue(rooms.contains("dev.penstock." + room), rooms::toString);
        }
        assertEquals("dev.penstock.loop", room("dev.penstock.internal.loop"));
    }

    @Test
    void shouldImportInOneDirection() {
        slices().assignedFrom(ROOMS).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldKeepWhatTakesBytesApartFromWhatCarriesThem() {
        onlyKnow("text", "text");
        onlyKnow("sink", "sink", "text", "sys", "libc");
        onlyKnow("source", "source", "sys", "libc", "thread");
        onlyKnow("procfs", "procfs", "thread", "text");
    }

    /** The room uses these rooms and the JDK alone. */
    private static void onlyKnow(String room, String... rooms) {
        List<String> packages = new ArrayList<>(List.of("java.."));
        for (String known : rooms) {
            packages.add("dev.penstock." + known);
            packages.add("dev.penstock.internal." + known);
        }
        classes()
                .that()
                .resideInAnyPackage("dev.penstock." + room, "dev.penstock.internal." + room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages.toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void shouldMakeSystemCallsNearTheKernelAlone() {
        DescribedPredicate<JavaClass> libc =
                DescribedPredicate.describe(
                        "the C library", type -> type.getName().equals("dev.penstock.libc.Libc"));
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.penstock.command.finding..",
                        "dev.penstock.command.inspect..",
                        "dev.penstock.command.rescue..",
                        "dev.penstock.command.run..",
                        "dev.penstock.command.trace..",
                        "dev.penstock.diagnosis.inspect..",
                        "dev.penstock.diagnosis.model..",
                        "dev.penstock.diagnosis.rule..",
                        "dev.penstock.diagnosis.trace..")
                .should()
                .dependOnClassesThat(libc)
                .check(CLASSES);
    }
}

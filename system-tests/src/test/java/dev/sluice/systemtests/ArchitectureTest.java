package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The map of the packages. A package that is not on it fails, and so does an arrow that is not. */
class ArchitectureTest {
    private static final String ROOT = "dev.sluice.";

    /** Libraries by the name that {@link #MAY_IMPORT} uses. The JDK and JSpecify are for all. */
    private static final Map<String, String> LIBRARIES =
            Map.ofEntries(
                    Map.entry("org.slf4j", "slf4j"),
                    Map.entry("ch.qos.logback", "logback"),
                    Map.entry("tools.jackson", "jackson"),
                    Map.entry("com.fasterxml.jackson", "jackson"),
                    Map.entry("org.snakeyaml", "snakeyaml"),
                    Map.entry("picocli", "picocli"),
                    Map.entry("org.postgresql", "pgjdbc"),
                    Map.entry("com.zaxxer.hikari", "hikari"),
                    Map.entry("org.flywaydb", "flyway"),
                    Map.entry("jakarta.servlet", "servlet"),
                    Map.entry("org.eclipse.jetty", "jetty"),
                    Map.entry("org.springframework", "spring"),
                    Map.entry("com.nimbusds", "nimbus"),
                    Map.entry("org.thymeleaf", "thymeleaf"),
                    Map.entry("io.github.bucket4j", "bucket4j"),
                    Map.entry("org.apache.commons.compress", "compress"),
                    Map.entry("org.tukaani.xz", "compress"));

    /** What each package may use, besides the JDK: our packages by name, libraries by theirs. */
    static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries();

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.sluice");
    }

    @Test
    void everyPackageIsOnTheMap() {
        Set<String> packages = new TreeSet<>();
        classes.forEach(type -> packages.add(ours(type).orElseThrow()));
        assertThat(packages).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
    }

    @Test
    void noPackageUsesWhatItsLineDoesNotName() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : classes) {
            String from = ours(type).orElseThrow();
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                used(dependency.getTargetClass())
                        .filter(to -> !to.equals(from))
                        .filter(to -> !MAY_IMPORT.getOrDefault(from, Set.of()).contains(to))
                        .ifPresent(to -> violations.add(from + " uses " + to));
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void noLineNamesWhatItsPackageDoesNotUse() {
        List<String> idle = new ArrayList<>();
        MAY_IMPORT.forEach((from, allowed) -> {
            Set<String> used = new TreeSet<>();
            for (JavaClass type : classes) {
                if (ours(type).orElseThrow().equals(from)) {
                    type.getDirectDependenciesFromSelf()
                            .forEach(d -> used(d.getTargetClass()).ifPresent(used::add));
                }
            }
            allowed.stream()
                    .filter(to -> !used.contains(to))
                    .forEach(to -> idle.add(from + " no longer uses " + to));
        });
        assertThat(idle).isEmpty();
    }

    /** The package below the root, for example {@code server.query}. */
    private static Optional<String> ours(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT)
                ? Optional.of(name.substring(ROOT.length()))
                : Optional.empty();
    }

    private static Optional<String> used(JavaClass type) {
        JavaClass target = type.getBaseComponentType();
        Optional<String> our = ours(target);
        if (our.isPresent()) {
            return our;
        }
        String name = target.getPackageName();
        if (name.isEmpty()
                || name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("jdk.")
                || name.startsWith("org.jspecify")) {
            return Optional.empty();
        }
        return Optional.of(
                LIBRARIES.entrySet().stream()
                        .filter(library -> name.startsWith(library.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(name));
    }
}

package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sluice.server.permission.Requires;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every path of the API says which roles it is for; one that forgot would answer nobody. */
class RequiredRolesTest {
    private static final String MAPPINGS = "org.springframework.web.bind.annotation.";

    @Test
    void everyMethodOfTheApiSaysWhatItRequires() {
        JavaClasses classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.sluice.server");
        Set<String> routes = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .forEach(method ->
                        paths(method)
                                .filter(path -> path.startsWith("/api/"))
                                .forEach(path -> {
                                    routes.add(path);
                                    if (!says(method)) {
                                        silent.add(path + " by " + method.getFullName());
                                    }
                                }));
        assertThat(routes).contains("/api/v1/whoami", "/api/v1/admin/accounts/{id}");
        assertThat(silent).isEmpty();
    }

    private static boolean says(JavaMethod method) {
        return method.isAnnotatedWith(Requires.class)
                || method.getOwner().isAnnotatedWith(Requires.class);
    }

    private static Stream<String> paths(JavaMethod method) {
        return method.getAnnotations().stream()
                .filter(mark -> mark.getRawType().getName().startsWith(MAPPINGS))
                .flatMap(mark ->
                        Stream.of("value", "path")
                                .flatMap(name ->
                                        mark.tryGetExplicitlyDeclaredProperty(name).stream()))
                .flatMap(value ->
                        value instanceof Object[] several
                                ? Stream.of(several)
                                : List.of(value).stream())
                .map(String::valueOf);
    }
}

package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sluice.server.access.RecentLogin;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What changes something needs a recent sign-in; these are all that do not. */
class RecentLoginTest {
    @Test
    void onlyWhatChangesNothingGoesWithoutARecentLogin() {
        Set<String> exempt = new TreeSet<>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.sluice.server")
                        .stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(RecentLogin.class))
                        .filter(method -> !method.getAnnotationOfType(RecentLogin.class).value())
                        .map(RecentLoginTest::name)
                        .forEach(exempt::add);
        assertThat(exempt)
                .containsExactly(
                        "ConnectionsController.test",
                        "ExplanationController.answer",
                        "ExplanationController.explain");
    }

    private static String name(JavaMethod method) {
        return method.getOwner().getSimpleName() + "." + method.getName();
    }
}

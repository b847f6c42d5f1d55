package dev.sluice.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.NodePackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/** Deque's axe as the judge of a page that a browser shows. */
final class Accessibility {
    private static final String RUN =
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {preload: false}).then(
              found => done(found.violations
                .filter(it => ['serious', 'critical'].includes(it.impact))
                .map(it => it.id + ': ' + it.nodes.map(node => node.html).join(' '))),
              failed => done(['axe failed: ' + failed]));
            """;

    private final String axe;

    private Accessibility(String axe) {
        this.axe = axe;
    }

    static Accessibility judge() {
        try {
            return new Accessibility(
                    Files.readString(
                            NodePackages.installed().file("node_modules/axe-core/axe.min.js")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What keeps somebody from using the page, one line for each rule that it breaks. */
    List<String> obstacles(Chromium browser) {
        browser.driver().executeScript(axe);
        Object found = browser.driver().executeAsyncScript(RUN);
        assertThat(found).isInstanceOf(List.class);
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }
}

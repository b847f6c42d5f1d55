package dev.sluice.systemtests.browser;

import java.util.List;
import java.util.Locale;

/**
 * How somebody looks at a page.
 *
 * @param width of the window, CSS pixels
 */
record Look(int width, Scheme scheme) {
    static final Look DESK = new Look(1280, Scheme.LIGHT);
    static final List<Look> ALL =
            List.of(
                    DESK,
                    new Look(1280, Scheme.DARK),
                    new Look(390, Scheme.LIGHT),
                    new Look(390, Scheme.DARK));

    private static final int TABLET_WIDTH = 768;

    /** What the person prefers. */
    enum Scheme {
        LIGHT,
        DARK
    }

    boolean mobile() {
        return width < TABLET_WIDTH;
    }

    int height() {
        return mobile() ? 844 : 800;
    }

    String preference() {
        return scheme.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return width + "-" + preference();
    }
}

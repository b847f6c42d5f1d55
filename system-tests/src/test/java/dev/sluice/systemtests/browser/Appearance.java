package dev.sluice.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

/** How a page looks to everybody. */
final class Appearance {
    private static final String FITS =
            "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";

    private Appearance() {}

    /** Judges the page that is shown, and pictures it under this name. */
    static void looksGood(Chromium browser, Accessibility judge, String page) {
        for (Look look : Look.ALL) {
            browser.as(look);
            browser.picture(page + "-" + look);
            assertThat(judge.obstacles(browser)).as("%s at %s", page, look).isEmpty();
            assertThat(browser.driver().executeScript(FITS))
                    .as("%s fits into %s", page, look)
                    .isEqualTo(true);
        }
        browser.as(Look.DESK);
        assertThat(browser.complaints()).as(page).isEmpty();
    }
}

/** The pages as somebody's browser shows them: a real Chromium, driven from outside. */
@NullMarked
package dev.sluice.systemtests.browser;

import org.jspecify.annotations.NullMarked;

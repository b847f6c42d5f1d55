/** The catalogues of engines that schema files can be written for; no agent's text runs on them. */
@NullMarked
package dev.sluice.connector.catalogue;

import org.jspecify.annotations.NullMarked;

/**
 * Amazon Redshift, by its own driver. No Redshift has judged this: its tests speak to a PostgreSQL
 * that is made to look like one.
 */
@NullMarked
package dev.sluice.connector.redshift;

import org.jspecify.annotations.NullMarked;

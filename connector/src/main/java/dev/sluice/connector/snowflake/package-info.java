/**
 * Snowflake, by its SQL API. No Snowflake has judged this: its tests speak to a stand-in for the
 * API.
 */
@NullMarked
package dev.sluice.connector.snowflake;

import org.jspecify.annotations.NullMarked;

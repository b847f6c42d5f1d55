/**
 * The store: one PostgreSQL database, embedded or given, with a schema for the deployment and one
 * for each tenant that only the tenant's own login role reaches.
 */
@NullMarked
package dev.sluice.server.store;

import org.jspecify.annotations.NullMarked;

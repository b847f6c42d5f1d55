/**
 * Who exists in this deployment: accounts, OAuth clients, the tokens issued to them and the keys
 * that sign those. Plain JDBC over the deployment's schema, no framework.
 */
@NullMarked
package dev.sluice.server.identity;

import org.jspecify.annotations.NullMarked;

/** The life of tenants and of what is kept about people: suspended, exported, deleted, erased. */
@NullMarked
package dev.sluice.server.lifecycle;

import org.jspecify.annotations.NullMarked;

/** The sample: a shop's database, a policy for it and one question that is refused. */
@NullMarked
package dev.sluice.server.demo;

import org.jspecify.annotations.NullMarked;

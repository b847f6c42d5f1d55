/** Policy and schema files: read, validate against the catalogue, narrow to one caller. */
@NullMarked
package dev.sluice.policy;

import org.jspecify.annotations.NullMarked;

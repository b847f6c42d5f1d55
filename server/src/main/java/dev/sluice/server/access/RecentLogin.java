package dev.sluice.server.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;

/**
 * Whether a method of the API needs a recent proof of identity behind the caller's token. Without
 * it, what changes something does, and what reads does not: a new route cannot forget it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RecentLogin {
    /** How old the proof may be. */
    Duration AGE_MAX = Duration.ofMinutes(5);

    /** False for what changes nothing that matters, whatever its HTTP method. */
    boolean value() default true;
}

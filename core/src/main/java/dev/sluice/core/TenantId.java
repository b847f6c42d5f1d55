package dev.sluice.core;

import java.util.regex.Pattern;

/**
 * Names one tenant. Every store handle, key and policy is made for exactly one of them.
 *
 * @param value a lower-case letter, then at most 39 lower-case letters, digits or underscores, so
 *     that it can be part of a schema and a role name as it is
 */
public record TenantId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    public TenantId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "tenant must be a lower-case letter followed by at most 39 lower-case letters,"
                            + " digits or underscores: "
                            + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

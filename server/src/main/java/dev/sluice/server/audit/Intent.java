package dev.sluice.server.audit;

import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.server.access.Epochs;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asked for and what was decided, written before any answer.
 *
 * @param receipt the id that the answer carries
 * @param requestId the id of the request, for our log
 * @param epochs the versions of token and account that the decision was made under
 * @param policyEpoch the version of the policy that it was made under
 * @param tool the tool that was called
 * @param source the source, null when none was named or found
 * @param originalSql the agent's text: a query, or the table that it wants described; null for
 *     calls without one
 * @param emittedSql the text that runs, null when there is none
 * @param displaySql an allowed query over one table as people like to read it, null without one
 * @param refusal why not, null when allowed
 * @param rejectedToken what was refused, null when it is the whole or nothing
 */
public record Intent(
        UUID receipt,
        String requestId,
        Principal principal,
        Epochs epochs,
        long policyEpoch,
        String tool,
        @Nullable String source,
        @Nullable String originalSql,
        @Nullable String emittedSql,
        @Nullable String displaySql,
        @Nullable ReasonCode refusal,
        @Nullable String rejectedToken) {}

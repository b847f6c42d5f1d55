package dev.sluice.server.query;

import dev.sluice.core.ReasonCode;
import dev.sluice.server.access.Authentication;
import dev.sluice.server.json.JsonBytes;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What comes of a question, once its record is durable. */
public sealed interface Answer {

    /** The result as one JSON object. */
    record Rows(JsonBytes json) implements Answer {}

    /** There is no result: refused, failed or cancelled. */
    record Declined(ReasonCode code, String message, Map<String, Object> details)
            implements Answer {
        public Declined {
            details = Map.copyOf(details);
        }

        /** The same with the receipt of its record. */
        Declined with(UUID receipt) {
            Map<String, Object> all = new TreeMap<>(details);
            all.put("receipt", receipt.toString());
            return new Declined(code, message, all);
        }
    }

    /** The caller's token or account changed meanwhile. */
    record SignInAgain(Authentication.Challenge challenge) implements Answer {}
}

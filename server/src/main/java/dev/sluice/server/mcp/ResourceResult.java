package dev.sluice.server.mcp;

import dev.sluice.server.mcp.content.ResourceContents;
import java.util.List;

/** How reading a resource ends. */
public sealed interface ResourceResult
        permits ResourceResult.Contents, ResourceResult.Unknown, AskBack, SignInAgain {

    /** What is in it: at least one part. */
    record Contents(List<ResourceContents> parts) implements ResourceResult {
        public Contents {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("a resource without contents");
            }
        }
    }

    /** There is none for this caller. */
    record Unknown() implements ResourceResult {}
}

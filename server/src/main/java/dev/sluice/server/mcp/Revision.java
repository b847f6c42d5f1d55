package dev.sluice.server.mcp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The protocol revisions that we speak, newest first. */
enum Revision {
    R2026_07_28("2026-07-28"),
    R2025_11_25("2025-11-25"),
    R2025_06_18("2025-06-18"),
    R2025_03_26("2025-03-26");

    /** What a client speaks that came before the version header existed. */
    static final Revision WITHOUT_HEADER = R2025_03_26;

    static final Revision NEWEST_WITH_HANDSHAKE = R2025_11_25;

    private final String id;

    Revision(String id) {
        this.id = id;
    }

    static Optional<Revision> of(@Nullable String id) {
        return Arrays.stream(values()).filter(revision -> revision.id.equals(id)).findFirst();
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(Revision::id).toList();
    }

    String id() {
        return id;
    }

    /** Each request carries version and capabilities; there is no handshake. */
    boolean isModern() {
        return this == R2026_07_28;
    }

    /** Only the first revision over this transport had JSON-RPC batches. */
    boolean hasBatches() {
        return this == R2025_03_26;
    }

    /** Titles and links to resources came with 2025-06-18. */
    boolean hasTitles() {
        return this != R2025_03_26;
    }

    /** Output schemas and structured content came with 2025-06-18. */
    boolean hasStructuredContent() {
        return this != R2025_03_26;
    }
}

package dev.sluice.guard.resolve;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The common table expressions that are visible somewhere, the innermost first. */
final class CommonTables {
    static final CommonTables NONE = new CommonTables(null, null);

    /** One of them; its columns are known once its query, or its first branch, is resolved. */
    static final class Common {
        private final String name;
        private final String key;
        private @Nullable List<String> columns;
        private @Nullable Runnable resolution;
        private Set<Relation> inside = Set.of();
        private Set<Integer> leaky = Set.of();

        /** The key is what its name is compared by. */
        Common(String name, String key) {
            this.name = name;
            this.key = key;
        }

        String name() {
            return name;
        }

        @Nullable List<String> columns() {
            return columns;
        }

        void columns(List<String> known) {
            columns = known;
        }

        /** What its columns depend on, and the places of those that can fail. */
        void holds(Set<Relation> relations, Set<Integer> canFail) {
            inside = relations;
            leaky = canFail;
        }

        Set<Relation> inside() {
            return inside;
        }

        Set<Integer> leaky() {
            return leaky;
        }

        /** How to resolve it when something refers to it before its turn. */
        void resolveBy(@Nullable Runnable how) {
            resolution = how;
        }

        /** Resolves it now unless that has been done or is going on. */
        void resolve() {
            Runnable how = resolution;
            resolution = null;
            if (how != null) {
                how.run();
            }
        }
    }

    private final @Nullable CommonTables outer;
    private final @Nullable Common common;

    private CommonTables(@Nullable CommonTables outer, @Nullable Common common) {
        this.outer = outer;
        this.common = common;
    }

    CommonTables with(Common inner) {
        return new CommonTables(this, inner);
    }

    @Nullable Common find(String key) {
        for (CommonTables at = this; at != null; at = at.outer) {
            if (at.common != null && at.common.key.equals(key)) {
                return at.common;
            }
        }
        return null;
    }
}

package dev.sluice.connector;

import java.util.List;
import java.util.Locale;

/**
 * Something that a role can do beyond reading what it was meant to read, as the database itself
 * judges, and how an administrator takes it away.
 *
 * @param subjects what it reaches, for example tables as {@code schema.table}; empty for the whole
 *     server
 * @param remedy statements in the engine's own language, without the final semicolon, that an
 *     administrator runs in this order; lines of another tool start with {@code #}
 */
public record Power(Kind kind, List<String> subjects, List<String> remedy) {
    public static final int SUBJECTS_MAX = 100;
    public static final int REMEDY_STATEMENTS_MAX = 200;

    /** How far a power reaches, and so who may accept it. */
    public enum Reach {
        /** Nothing in the database limits the role, or it can give itself what it lacks. */
        SUPERUSER,
        /** It changes data. */
        WRITING,
        /** It only reads, but more than it should. */
        READING
    }

    /** The powers that are looked for. */
    public enum Kind {
        SUPERUSER(Reach.SUPERUSER, "may do everything: nothing in the database limits it"),
        MANAGE_ROLES(Reach.SUPERUSER, "may create roles or give away privileges"),
        PROGRAMS(Reach.SUPERUSER, "may run programs or load code on the server"),
        FILES(Reach.SUPERUSER, "may read or write files of the server"),
        REPLICATION(Reach.SUPERUSER, "may replicate, which reads everything"),
        ADMINISTER(Reach.SUPERUSER, "may administer the server or other sessions"),
        WRITE(Reach.WRITING, "may change tables"),
        OWN(Reach.WRITING, "owns objects, which it may change, drop and open to others"),
        CREATE(Reach.READING, "may create objects"),
        BYPASS_ROW_SECURITY(Reach.READING, "bypasses row-level security"),
        OTHER_SCHEMAS(Reach.READING, "may read every schema, those made later too"),
        OTHER_SESSIONS(Reach.READING, "sees what other sessions ask");

        private final Reach reach;
        private final String sentence;

        Kind(Reach reach, String sentence) {
            this.reach = reach;
            this.sentence = sentence;
        }

        public Reach reach() {
            return reach;
        }

        /** The spelling of answers, for example {@code manage_roles}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Reads the spelling of {@link #wireName}.
         *
         * @throws IllegalArgumentException for another
         */
        public static Kind of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    public Power {
        subjects = List.copyOf(subjects);
        remedy = List.copyOf(remedy);
        if (subjects.size() > SUBJECTS_MAX || remedy.size() > REMEDY_STATEMENTS_MAX) {
            throw new IllegalArgumentException(
                    kind + ": " + subjects.size() + ", " + remedy.size());
        }
    }

    /** Of the whole server, or where naming what it reaches says nothing. */
    public static Power of(Kind kind, String... remedy) {
        return new Power(kind, List.of(), List.of(remedy));
    }

    /** What an administrator is told. */
    public String sentence() {
        String text = "The role " + kind.sentence;
        return subjects.isEmpty() ? text + "." : text + ": " + String.join(", ", subjects) + ".";
    }
}

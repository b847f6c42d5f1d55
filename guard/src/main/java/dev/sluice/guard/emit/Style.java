package dev.sluice.guard.emit;

/** Which of its texts a query is written as. */
public enum Style {
    /** As the database reads it: claims are {@code $1}, {@code $2}. */
    DATABASE,
    /** As JDBC reads it: claims are {@code ?}, question marks of operators are doubled. */
    JDBC
}

package dev.sluice.server.budget;

import java.time.LocalDate;

/**
 * One line of the books: whose, and of which day.
 *
 * @param day in UTC, on which a call was asked
 * @param name of a user the account's or the client's id, of an agent its name
 */
public record BudgetKey(LocalDate day, Kind kind, String name) {
    /** Whose calls are counted together. */
    public enum Kind {
        USER,
        AGENT
    }
}

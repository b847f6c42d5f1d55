package dev.sluice.policy;

import dev.sluice.core.Budget;

/**
 * The budgets that a call counts against; both must have some left.
 *
 * @param user what all calls of the user share, whichever way they come
 * @param agent what all calls through the agent share, whomever it acts for; unlimited where there
 *     is none
 */
public record Budgets(Budget user, Budget agent) {
    /** No budget for anybody. */
    public static final Budgets NONE = new Budgets(Budget.UNLIMITED, Budget.UNLIMITED);
}

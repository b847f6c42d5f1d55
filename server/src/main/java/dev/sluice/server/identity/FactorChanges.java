package dev.sluice.server.identity;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** What changes of an account's second factors have in common, whichever factor it is. */
public final class FactorChanges {
    private FactorChanges() {}

    /**
     * Makes changes of the account's wait for each other: of two last factors removed at once, one
     * sees that it is the last. False when there is no such account.
     */
    public static boolean lock(Connection connection, UUID account) throws SQLException {
        return !Database.list(
                        connection,
                        "select 1 from accounts where id = ? for no key update",
                        row -> true,
                        account)
                .isEmpty();
    }

    /** The recovery codes go with the last factor. */
    public static void dropCodesWithoutFactor(Connection connection, UUID account)
            throws SQLException {
        Database.update(
                connection,
                "delete from recovery_codes r where r.account = ? and not exists"
                        + " (select 1 from passkeys p where p.account = r.account"
                        + " and p.suspected_at is null) and not exists"
                        + " (select 1 from totp_factors t where t.account = r.account)",
                account);
    }
}

package dev.sluice.server.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code audit_log}: what administrators changed, in the transaction that changes it. */
public final class AdminLog {
    private static final JsonMapper JSON = JsonMapper.shared();

    private AdminLog() {}

    /**
     * Adds a row.
     *
     * @param connection of the tenant's store, in the transaction of the change
     * @param actor who did it, and under which request
     * @param action for example {@code connection.created}
     * @param subject what it was done to
     * @param details never a secret
     */
    public static void append(
            Connection connection,
            Actor actor,
            String action,
            String subject,
            Map<String, ?> details)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into audit_log (id, principal, action, subject, details,"
                                + " request_id) values (?, ?, ?, ?, ?::jsonb, ?)")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, actor.user());
            insert.setString(3, action);
            insert.setString(4, subject);
            insert.setString(5, JSON.writeValueAsString(details));
            insert.setString(6, actor.requestId());
            insert.executeUpdate();
        }
    }

    /** Who changes something, and under which request. */
    public record Actor(String user, String requestId) {}
}

package dev.sluice.server.lifecycle;

import java.util.List;

/**
 * What of a table is exported. A column that is in neither list stops the build: whoever adds one
 * decides whether it is data or a secret.
 *
 * @param name as in the store
 * @param tenants whether it is in the tenant's schema, else in the deployment's
 * @param ofTenant which rows are the tenant's, with one parameter, its name; empty in its schema
 * @param ofAccount which rows are about a person, with one parameter, the account's id as text;
 *     empty for none
 * @param columns what is exported
 * @param withheld secrets, hashes and sealed values, and what means nothing outside
 */
record ExportTable(
        String name,
        boolean tenants,
        String ofTenant,
        String ofAccount,
        List<String> columns,
        List<String> withheld) {
    private static final String OF_TENANT = "tenant = ?";
    private static final String BY_GRANT =
            "grant_id in (select id from sluice.oauth_grants where %s)";
    private static final String BY_ACCOUNT =
            "account in (select id from sluice.accounts where tenant = ?)";
    private static final String ACCOUNT = "account::text = ?";

    /** Every table that has to do with a tenant. */
    static final List<ExportTable> ALL =
            List.of(
                    deployment(
                            "tenants",
                            "id = ?",
                            "",
                            columns("id", "created_at", "suspended_at", "deleted_at"),
                            columns("login_role", "sealed_password")),
                    deployment(
                            "accounts",
                            OF_TENANT,
                            "id::text = ?",
                            columns("id", "tenant", "email", "role", "disabled_at", "created_at"),
                            columns("password_hash")),
                    deployment(
                            "oauth_clients",
                            OF_TENANT,
                            "",
                            columns(
                                    "id",
                                    "tenant",
                                    "name",
                                    "scopes",
                                    "disabled_at",
                                    "created_at",
                                    "kind",
                                    "grants",
                                    "redirect_uris",
                                    "uri",
                                    "read_at"),
                            columns("secret_hash")),
                    deployment(
                            "oauth_grants",
                            OF_TENANT,
                            ACCOUNT,
                            columns(
                                    "id",
                                    "client",
                                    "tenant",
                                    "account",
                                    "scopes",
                                    "created_at",
                                    "expires_at",
                                    "revoked_at",
                                    "code_expires_at",
                                    "code_used_at",
                                    "redirect_uri"),
                            columns("code_hash", "code_challenge")),
                    deployment(
                            "oauth_refresh_tokens",
                            BY_GRANT.formatted(OF_TENANT),
                            BY_GRANT.formatted(ACCOUNT),
                            columns("grant_id", "issued_at", "expires_at", "used_at"),
                            columns("token_hash")),
                    deployment(
                            "oauth_devices",
                            BY_GRANT.formatted(OF_TENANT),
                            BY_GRANT.formatted(ACCOUNT),
                            columns(
                                    "client",
                                    "scopes",
                                    "place",
                                    "created_at",
                                    "expires_at",
                                    "denied_at",
                                    "grant_id",
                                    "redeemed_at"),
                            columns(
                                    "device_hash",
                                    "user_code_hash",
                                    "pause_seconds",
                                    "polled_at")),
                    deployment(
                            "oauth_consents",
                            BY_ACCOUNT,
                            ACCOUNT,
                            columns("client", "account", "scopes"),
                            columns()),
                    deployment(
                            "oauth_client_blocks",
                            OF_TENANT,
                            "",
                            columns("tenant", "client", "created_at"),
                            columns()),
                    deployment(
                            "access_tokens",
                            OF_TENANT,
                            "subject = ?",
                            columns(
                                    "id",
                                    "tenant",
                                    "client",
                                    "subject",
                                    "signing_key",
                                    "issued_at",
                                    "expires_at",
                                    "revoked_at",
                                    "grant_id"),
                            columns("token_hash")),
                    tenant("warehouse_epochs", "", columns("name", "version"), columns()),
                    tenant(
                            "warehouse_policies",
                            "",
                            columns("version", "yaml", "applied_by", "applied_at"),
                            columns()),
                    tenant(
                            "warehouse_connections",
                            "",
                            columns(
                                    "id",
                                    "name",
                                    "type",
                                    "settings",
                                    "credential_version",
                                    "created_by",
                                    "created_at",
                                    "tested_at",
                                    "probe",
                                    "catalogue"),
                            columns("sealed_password")),
                    tenant(
                            "warehouse_data_sources",
                            "",
                            columns(
                                    "source",
                                    "table_name",
                                    "exposed_columns",
                                    "filtered",
                                    "policy_version"),
                            columns()),
                    tenant(
                            "warehouse_mask_keys",
                            "",
                            columns("source", "created_at"),
                            columns("sealed_key")),
                    tenant(
                            "warehouse_query_log",
                            "principal = ?",
                            columns(
                                    "receipt",
                                    "kind",
                                    "at",
                                    "ok",
                                    "request_id",
                                    "principal",
                                    "client",
                                    "agent",
                                    "tool",
                                    "source",
                                    "original_sql",
                                    "emitted_sql",
                                    "display_sql",
                                    "decision",
                                    "code",
                                    "rejected_token",
                                    "token_id",
                                    "token_epoch",
                                    "account",
                                    "account_epoch",
                                    "policy_epoch",
                                    "status",
                                    "rows",
                                    "bytes",
                                    "scan_estimated",
                                    "scan_measured",
                                    "micros",
                                    "truncated",
                                    "node",
                                    "sequence",
                                    "commitment"),
                            columns()),
                    tenant(
                            "audit_log",
                            "? in (principal, subject)",
                            columns(
                                    "id",
                                    "at",
                                    "principal",
                                    "action",
                                    "subject",
                                    "details",
                                    "request_id"),
                            columns()));

    private static ExportTable deployment(
            String name,
            String ofTenant,
            String ofAccount,
            List<String> columns,
            List<String> withheld) {
        return new ExportTable(name, false, ofTenant, ofAccount, columns, withheld);
    }

    private static ExportTable tenant(
            String name, String ofAccount, List<String> columns, List<String> withheld) {
        return new ExportTable(name, true, "", ofAccount, columns, withheld);
    }

    private static List<String> columns(String... names) {
        return List.of(names);
    }

    /** Reads the rows as JSON, one column; {@code condition} may be empty. */
    String select(String tenantSchema, String condition) {
        return "select row_to_json(r)::text from (select "
                + columns.stream().map(column -> '"' + column + '"').reduce((a, b) -> a + ", " + b)
                        .orElseThrow()
                + " from "
                + (tenants ? tenantSchema : "sluice")
                + "."
                + name
                + (condition.isEmpty() ? "" : " where " + condition)
                + ") r";
    }
}

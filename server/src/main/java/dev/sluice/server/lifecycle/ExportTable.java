package dev.sluice.server.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a table is exported. A table or a column that is on none of these lists fails a test:
 * whoever adds one decides whether it is data or a secret.
 *
 * @param place its schema and name; {@code tenant.} stands for the tenant's schema
 * @param ofTenant which rows are the tenant's, with one parameter, its name; empty in its schema
 * @param ofAccount which rows are about a person, with one parameter, the account's id as text;
 *     empty for none
 * @param columns what is exported
 * @param withheld secrets, hashes and sealed values, and what means nothing outside
 */
record ExportTable(
        String place,
        String ofTenant,
        String ofAccount,
        List<String> columns,
        List<String> withheld) {
    private static final String NONE = "";
    private static final String OF_TENANT = "tenant = ?";
    private static final String OF_ACCOUNT = "account::text = ?";
    private static final String THROUGH_ACCOUNT =
            "account in (select id from sluice.accounts where tenant = ?)";
    private static final String THROUGH_GRANT =
            "grant_id in (select id from sluice.oauth_grants where tenant = ?)";
    private static final String THROUGH_OWN_GRANT =
            "grant_id in (select id from sluice.oauth_grants where account::text = ?)";

    /** Every table that has to do with a tenant. */
    static final List<ExportTable> ALL =
            List.of(
                    table("sluice.tenants", "id = ?", NONE)
                            .with("id created_at suspended_at deleted_at second_factor")
                            .without("login_role sealed_password"),
                    table("sluice.accounts", OF_TENANT, "id::text = ?")
                            .with("id tenant email role disabled_at created_at groups")
                            .without("password_hash"),
                    table("sluice.sessions", THROUGH_ACCOUNT, OF_ACCOUNT)
                            .with("id account created_at seen_at authenticated_at methods place")
                            .with("agent")
                            .without("token_hash"),
                    table("sluice.invitations", OF_TENANT, "invited_by = ?")
                            .with("id tenant email role invited_by created_at expires_at used_at")
                            .with("withdrawn_at")
                            .without("token_hash"),
                    table("sluice.identity_providers", OF_TENANT, NONE)
                            .with("tenant name label issuer client_id confidential domains links")
                            .with("makes_accounts groups_claim group_names group_roles")
                            .with("default_role only_way rechecks changed_at")
                            .without("sealed_secret"),
                    table("sluice.external_identities", OF_TENANT, OF_ACCOUNT)
                            .with("id tenant provider issuer subject account created_at")
                            .with("checked_at ended_at")
                            .without("sealed_refresh"),
                    table("sluice.visits", THROUGH_ACCOUNT, OF_ACCOUNT)
                            .with("id account methods onward expires_at")
                            .without("token_hash"),
                    table("sluice.totp_factors", THROUGH_ACCOUNT, OF_ACCOUNT)
                            .with("account created_at")
                            .without("sealed used_step"),
                    table("sluice.recovery_codes", THROUGH_ACCOUNT, OF_ACCOUNT)
                            .with("account created_at used_at")
                            .without("code_hash"),
                    table("sluice.factor_tries", THROUGH_ACCOUNT, OF_ACCOUNT)
                            .with("account failures next_at"),
                    table("sluice.passkeys", THROUGH_ACCOUNT, OF_ACCOUNT)
                            .with("id account label model sign_count backup_eligible backed_up")
                            .with("transports created_at used_at suspected_at")
                            .without("public_key"),
                    table("sluice.passkey_handles", THROUGH_ACCOUNT, OF_ACCOUNT)
                            .with("account")
                            .without("handle"),
                    table("sluice.oauth_clients", OF_TENANT, NONE)
                            .with("id tenant name scopes disabled_at created_at kind grants")
                            .with("redirect_uris uri read_at agent")
                            .without("secret_hash"),
                    table("sluice.oauth_client_blocks", OF_TENANT, NONE)
                            .with("tenant client created_at"),
                    table("sluice.oauth_grants", OF_TENANT, OF_ACCOUNT)
                            .with("id client tenant account scopes created_at expires_at")
                            .with("revoked_at code_expires_at code_used_at redirect_uri methods")
                            .with("authenticated_at")
                            .without("code_hash code_challenge"),
                    table("sluice.oauth_refresh_tokens", THROUGH_GRANT, THROUGH_OWN_GRANT)
                            .with("grant_id issued_at expires_at used_at")
                            .without("token_hash"),
                    table("sluice.oauth_devices", THROUGH_GRANT, THROUGH_OWN_GRANT)
                            .with("client scopes place created_at expires_at denied_at grant_id")
                            .with("redeemed_at")
                            .without("device_hash user_code_hash pause_seconds polled_at"),
                    table("sluice.oauth_consents", THROUGH_ACCOUNT, OF_ACCOUNT)
                            .with("client account scopes"),
                    table("sluice.access_tokens", OF_TENANT, "subject = ?")
                            .with("id tenant client subject signing_key issued_at expires_at")
                            .with("revoked_at grant_id subject_token")
                            .without("token_hash"),
                    table("tenant.warehouse_epochs", NONE, NONE).with("name version"),
                    table("tenant.warehouse_policies", NONE, NONE)
                            .with("version yaml applied_by applied_at"),
                    table("tenant.warehouse_connections", NONE, NONE)
                            .with("id name type settings credential_version created_by created_at")
                            .with("tested_at probe catalogue rotated_at weak_credential accepted")
                            .without("sealed_password"),
                    table("tenant.warehouse_data_sources", NONE, NONE)
                            .with("source table_name exposed_columns filtered policy_version"),
                    table("tenant.warehouse_mask_keys", NONE, NONE)
                            .with("source created_at")
                            .without("sealed_key"),
                    table("tenant.warehouse_query_log", NONE, "principal = ?")
                            .with("receipt kind at ok request_id principal client agent tool")
                            .with("source original_sql emitted_sql display_sql decision code")
                            .with("rejected_token token_id token_epoch account account_epoch")
                            .with("policy_epoch status rows bytes scan_estimated scan_measured")
                            .with("micros truncated node sequence commitment"),
                    table("tenant.warehouse_budgets", NONE, "kind = 'user' and name = ?")
                            .with("day kind name rows bytes scanned"),
                    table("tenant.audit_log", NONE, "? in (principal, subject)")
                            .with("id at principal action subject details request_id"));

    /** The deployment's own, or too short-lived to be anybody's data. */
    static final Set<String> NOT_EXPORTED =
            Set.of(
                    "sluice.flyway_schema_history",
                    "sluice.tenant_keys",
                    "sluice.signing_keys",
                    "sluice.sealing_keys",
                    "sluice.opened_credentials",
                    "sluice.setup_links",
                    "sluice.session_notes",
                    "sluice.oauth_pushed_requests",
                    "sluice.audit_log",
                    "sluice.erasures",
                    "sluice.purged_tenants",
                    "tenant.flyway_schema_history");

    private static ExportTable table(String place, String ofTenant, String ofAccount) {
        return new ExportTable(place, ofTenant, ofAccount, List.of(), List.of());
    }

    private ExportTable with(String names) {
        return new ExportTable(place, ofTenant, ofAccount, and(columns, names), withheld);
    }

    private ExportTable without(String names) {
        return new ExportTable(place, ofTenant, ofAccount, columns, and(withheld, names));
    }

    private static List<String> and(List<String> before, String names) {
        List<String> all = new ArrayList<>(before);
        all.addAll(List.of(names.split(" ")));
        return List.copyOf(all);
    }

    /** The table's name alone. */
    String name() {
        return place.substring(place.indexOf('.') + 1);
    }

    /** Reads the rows as JSON, one column; {@code condition} may be empty. */
    String select(String tenantSchema, String condition) {
        String schema = place.startsWith("tenant.") ? tenantSchema : "sluice";
        String wanted =
                columns.stream()
                        .map(column -> '"' + column + '"')
                        .collect(Collectors.joining(", "));
        return "select row_to_json(r)::text from (select "
                + wanted
                + " from "
                + schema
                + "."
                + name()
                + (condition.isEmpty() ? "" : " where " + condition)
                + ") r";
    }
}

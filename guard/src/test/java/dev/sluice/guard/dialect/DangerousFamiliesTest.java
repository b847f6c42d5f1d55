package dev.sluice.guard.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must never come onto PostgreSQL's list, by family. */
class DangerousFamiliesTest {
    private static final Dialect DIALECT = Dialect.named("postgresql").orElseThrow();

    @ParameterizedTest
    @CsvSource({
        "files, pg_read_file pg_read_binary_file pg_ls_dir pg_stat_file",
        "large-objects, lo_import lo_export lo_get lo_put lo_from_bytea lo_unlink loread lowrite",
        "network, inet_client_addr inet_server_addr",
        "sleep, pg_sleep pg_sleep_for pg_sleep_until",
        "locks, pg_advisory_lock pg_try_advisory_xact_lock pg_lock_status pg_blocking_pids",
        "sequences, nextval setval currval lastval",
        "settings, set_config current_setting pg_reload_conf pg_show_all_settings",
        "dynamic-sql, query_to_xml table_to_xml database_to_xml cursor_to_xml ts_stat ts_rewrite",
        "signals, pg_terminate_backend pg_cancel_backend pg_notify pg_promote",
        "replication, pg_switch_wal pg_logical_emit_message pg_create_restore_point"
                + " pg_backup_start",
        "statistics, pg_stat_get_activity pg_stat_reset pg_stat_get_live_tuples",
        "transactions, txid_current pg_current_xact_id pg_xact_status pg_snapshot_xip",
        "catalogue, pg_get_viewdef pg_get_functiondef to_regclass has_table_privilege pg_typeof",
        "session, version current_user current_query current_database",
        "maintenance, brin_summarize_new_values gin_clean_pending_list",
        "random, random gen_random_uuid uuidv4 uuidv7 setseed",
        "xml, xpath xmlagg xml_is_well_formed",
        "row-types, json_populate_record jsonb_populate_recordset"
    })
    void leavesTheFamilyOut(String family, String names) {
        LeftOut leftOut = LeftOut.read("postgresql", "functions");
        for (String name : names.split(" ", -1)) {
            assertThat(DIALECT.function(name)).as(name).isNull();
            assertThat(leftOut.family(family))
                    .as("family of %s", name)
                    .anyMatch(entry -> LeftOut.matches(entry, name));
        }
        assertThat(DIALECT.functions().keySet())
                .noneMatch(listed ->
                        leftOut.family(family).stream()
                                .anyMatch(entry -> LeftOut.matches(entry, listed)));
    }

    @Test
    void leavesExtensionsOut() {
        for (String name :
                new String[] {
                    "dblink", "dblink_exec", "postgres_fdw_get_connections", "crosstab"
                }) {
            assertThat(DIALECT.function(name)).as(name).isNull();
        }
    }

    @Test
    void holdsNoFormThatIsWrittenOtherwise() {
        for (String word :
                new String[] {
                    "xmlelement",
                    "xmltable",
                    "json_table",
                    "document",
                    "default",
                    "treat",
                    "collation for",
                    "merge_action",
                    "current_user",
                    "coalesce",
                    "cast"
                }) {
            assertThat(DIALECT.function(word)).as(word).isNull();
        }
    }
}

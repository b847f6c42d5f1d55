package dev.sluice.server.identity;

import static dev.sluice.server.identity.TestDeployment.OTHER;
import static dev.sluice.server.identity.TestDeployment.TENANT;
import static dev.sluice.server.identity.TestDeployment.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A person that is erased is gone, and rows of logs are not. */
class ErasureIT {
    private static final TestDeployment deployment = new TestDeployment();
    private final Erasure erasure =
            new Erasure(deployment.source, deployment.schemas, deployment.ledger, deployment.clock);

    @AfterAll
    static void stop() {
        deployment.close();
    }

    private static Account person(String name) {
        return deployment.accounts.createOwner(
                TENANT, name + "@example.org", secret("a password of ours"));
    }

    private static UUID asked(Account account, String sql) {
        UUID receipt = UUID.randomUUID();
        deployment.execute(
                """
                insert into tenant_main.warehouse_query_log
                    (receipt, kind, ok, request_id, principal, account, original_sql, emitted_sql,
                     display_sql, rejected_token, node, sequence, commitment)
                values ('%s', 'intent', true, 'r', '%s', '%s', '%s', '%s', '%s', '%s', 'n',
                        (select coalesce(max(sequence), 0) + 1
                         from tenant_main.warehouse_query_log), '\\x01')
                """
                        .formatted(receipt, account.id(), account.id(), sql, sql, sql, sql));
        return receipt;
    }

    private static String logged(UUID receipt) {
        return deployment.dump("tenant_main.warehouse_query_log", "receipt = '" + receipt + "'");
    }

    @Test
    void thePersonIsGoneAndTheRowsOfTheLogStay() {
        Account ana = person("ana");
        Account joe = person("joe");
        UUID hers = asked(ana, "select about ana");
        UUID his = asked(joe, "select about joe");
        Clients.Created client = deployment.clients.create(TENANT, "ci", Set.of("query"));
        client.secret().close();
        deployment
                .grants
                .authorize(
                        new Grants.Consent(
                                client.client().id(),
                                TENANT,
                                ana.id(),
                                List.of("query"),
                                TestDeployment.PROOF),
                        "https://app.example.org/cb",
                        "challenge")
                .close();
        deployment.execute(
                "insert into tenant_main.audit_log (id, principal, action, subject, details,"
                        + " request_id) values (gen_random_uuid(), 'x', 'invited',"
                        + " 'Ana@example.org', '{\"to\": \"Ana@Example.org\"}', 'old')");

        assertThat(erasure.erase(OTHER, ana.id(), Actor.OPERATOR)).isFalse();
        assertThat(erasure.erase(TENANT, ana.id(), Actor.OPERATOR)).isTrue();
        assertThat(erasure.erase(TENANT, ana.id(), Actor.OPERATOR)).isFalse();

        assertThat(deployment.accounts.find(ana.id())).isEmpty();
        assertThat(deployment.accounts.find(joe.id())).isPresent();
        assertThat(deployment.dump("oauth_grants")).isEqualTo("[]");
        assertThat(deployment.epoch(TENANT, Ledger.account(ana.id().toString()))).isOne();
        assertThat(logged(hers))
                .contains(hers.toString(), "\\\\x01", ana.id().toString())
                .doesNotContain("select about");
        assertThat(logged(his)).contains("select about joe");
        assertThat(deployment.dump("tenant_main.audit_log"))
                .contains("account.erased", "erased\"\": true", "account.created")
                .doesNotContainIgnoringCase("ana@example.org");
        for (String table : List.of("accounts", "audit_log", "erasures", "access_tokens")) {
            assertThat(deployment.dump(table)).doesNotContainIgnoringCase("ana@example.org");
        }
    }

    @Test
    void whatARequestUnderWayStillWroteIsFoundByTheJob() {
        person("oda"); // a tenant keeps an owner
        Account eve = person("eve");
        assertThat(erasure.erase(TENANT, eve.id(), Actor.OPERATOR)).isTrue();
        UUID late = asked(eve, "select about eve");
        erasure.finish();
        assertThat(logged(late)).doesNotContain("select about");

        assertThat(deployment.dump("erasures")).contains(eve.id().toString());
        deployment.clock.turn(Erasure.WATCHED);
        erasure.finish();
        assertThat(deployment.dump("erasures")).doesNotContain(eve.id().toString());
    }

    @Test
    void theLastOwnerStays() {
        deployment.execute("delete from accounts");
        Account oscar = person("oscar");
        assertThatThrownBy(() -> erasure.erase(TENANT, oscar.id(), Actor.OPERATOR))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.code()).isEqualTo(ReasonCode.LAST_OWNER));
        person("olga");
        assertThat(erasure.erase(TENANT, oscar.id(), Actor.OPERATOR)).isTrue();
    }
}

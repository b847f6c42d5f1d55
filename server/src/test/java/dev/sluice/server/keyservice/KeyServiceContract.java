package dev.sluice.server.keyservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.vault.KeyWrapper;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What every key service does besides, judged at the wire: by a server of ours that speaks its
 * protocol, checks what requests carry and encrypts for real. No real service has judged it.
 */
abstract class KeyServiceContract extends WrapperContract {
    static final Duration PATIENT = Duration.ofSeconds(60);
    static final Duration SHORT = Duration.ofSeconds(2);

    /** Something of the credentials that no message may quote. */
    static final String MARKER = "s3cret-of-ours";

    final ServiceStub stub = new ServiceStub(this::answer);

    /** The service's side. */
    abstract ServiceStub.Reply answer(ServiceStub.Asked asked);

    abstract KeyWrapper wrapper(Duration answerMax);

    /** Of a key that the service does not have. */
    abstract KeyWrapper wrapperOfAnotherKey();

    @Override
    final KeyWrapper wrapper() {
        return wrapper(PATIENT);
    }

    @AfterEach
    final void stop() {
        stub.close();
    }

    @ParameterizedTest
    @CsvSource({
        "STATUS_401, forbidden",
        "STATUS_403, forbidden",
        "STATUS_404, not_found",
        "STATUS_429, busy",
        "STATUS_500, busy",
        "STATUS_503, busy",
        "STATUS_302, bad_answer",
        "GARBAGE, bad_answer",
        "EMPTY_OBJECT, bad_answer",
        "WRONG_TYPES, bad_answer",
        "TOO_LARGE, bad_answer",
        "DROPS, unreachable"
    })
    void aFaultIsToldByItsReason(ServiceStub.Fault fault, String reason) {
        try (KeyWrapper wrapper = wrapper()) {
            byte[] wrapped = wrapper.wrap(key(), CONTEXT);
            stub.fail(fault);
            refused(() -> wrapper.wrap(key(), CONTEXT), reason);
            refused(() -> wrapper.unwrap(wrapped, CONTEXT), reason);
            stub.fail(ServiceStub.Fault.NONE);
            assertThat(wrapper.unwrap(wrapped, CONTEXT)).isEqualTo(key());
        }
    }

    @ParameterizedTest
    @CsvSource({"HANGS", "HANGS_IN_THE_BODY"})
    void aServiceThatDoesNotAnswerIsNotWaitedForForever(ServiceStub.Fault fault) {
        try (KeyWrapper wrapper = wrapper(SHORT)) {
            stub.fail(fault);
            refused(() -> wrapper.wrap(key(), CONTEXT), "timeout");
        }
    }

    @Test
    void aServiceThatIsNotThereIsUnreachable() {
        try (KeyWrapper wrapper = wrapper()) {
            stub.close();
            refused(() -> wrapper.wrap(key(), CONTEXT), "unreachable");
        }
    }

    @Test
    void aKeyThatTheServiceDoesNotHaveIsNotFound() {
        try (KeyWrapper wrapper = wrapperOfAnotherKey()) {
            refused(() -> wrapper.wrap(key(), CONTEXT), "not_found");
        }
    }

    static void refused(Runnable call, String reason) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ReasonCode.KEY_SERVICE_UNAVAILABLE);
                            assertThat(e.details()).containsEntry("reason", reason);
                            assertThat(e.getCause()).as("it may quote requests").isNull();
                            assertThat(e.getMessage() + e.details()).doesNotContain(MARKER);
                        });
    }
}

package dev.sluice.server.keyservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.vault.KeyWrapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every key wrapper does, wherever its key is. */
abstract class WrapperContract {
    static final byte[] CONTEXT = "wrapped-key of tenant_a, 1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER =
            "wrapped-key of tenant_b, 1".getBytes(StandardCharsets.UTF_8);

    /** As long as what a vault gives to wrap: a key, a nonce and a tag. */
    static byte[] key() {
        byte[] key = new byte[60];
        new Random(5).nextBytes(key);
        return key;
    }

    /** A new one on the same key each time. */
    abstract KeyWrapper wrapper();

    @Test
    void unwrapsWhatItWrapped() {
        try (KeyWrapper wrapper = wrapper();
                KeyWrapper another = wrapper()) {
            byte[] wrapped = wrapper.wrap(key(), CONTEXT);

            assertThat(wrapper.unwrap(wrapped, CONTEXT)).isEqualTo(key());
            assertThat(another.unwrap(wrapped, CONTEXT)).isEqualTo(key());
            assertThat(another.id()).isEqualTo(wrapper.id());
        }
    }

    @Test
    void wrapsDifferentlyEachTimeAndShowsNothing() {
        try (KeyWrapper wrapper = wrapper()) {
            byte[] one = wrapper.wrap(key(), CONTEXT);
            assertThat(wrapper.wrap(key(), CONTEXT)).isNotEqualTo(one);
            String text = new String(one, StandardCharsets.ISO_8859_1);
            assertThat(text).doesNotContain(new String(key(), StandardCharsets.ISO_8859_1));
            assertThat(one.length).isLessThan(key().length + KeyWrapper.OVERHEAD_BYTES_MAX);
        }
    }

    @Test
    void anotherContextDoesNotOpen() {
        try (KeyWrapper wrapper = wrapper()) {
            byte[] wrapped = wrapper.wrap(key(), CONTEXT);
            broken(() -> wrapper.unwrap(wrapped, OTHER));
            broken(() -> wrapper.unwrap(wrapped, new byte[0]));
        }
    }

    @Test
    void aChangedByteDoesNotOpen() {
        try (KeyWrapper wrapper = wrapper()) {
            byte[] wrapped = wrapper.wrap(key(), CONTEXT);
            for (int place : new int[] {wrapped.length / 2, wrapped.length - 8}) {
                byte[] changed = wrapped.clone();
                changed[place] ^= 3;
                broken(() -> wrapper.unwrap(changed, CONTEXT));
            }
            broken(() -> wrapper.unwrap(Arrays.copyOf(wrapped, wrapped.length - 9), CONTEXT));
        }
    }

    @Test
    void garbageDoesNotOpen() {
        try (KeyWrapper wrapper = wrapper()) {
            byte[] garbage = new byte[200];
            new Random(3).nextBytes(garbage);
            broken(() -> wrapper.unwrap(garbage, CONTEXT));
            broken(() -> wrapper.unwrap(new byte[] {7}, CONTEXT));
        }
    }

    @Test
    void itsIdFitsBesideAMasterKeysName() {
        try (KeyWrapper wrapper = wrapper()) {
            assertThat(wrapper.id()).hasSizeBetween(1, KeyWrapper.ID_BYTES_MAX);
            assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(wrapper.id())).isTrue();
        }
    }

    static void broken(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.code()).isEqualTo(ReasonCode.SEAL_BROKEN));
    }
}

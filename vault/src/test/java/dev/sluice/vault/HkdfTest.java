package dev.sluice.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HkdfTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void agreesWithTheFirstVectorOfRfc5869() {
        byte[] derived =
                Hkdf.derive(
                        HEX.parseHex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
                        HEX.parseHex("000102030405060708090a0b0c"),
                        HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"),
                        42);
        assertThat(HEX.formatHex(derived))
                .isEqualTo(
                        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                                + "34007208d5b887185865");
    }

    @ParameterizedTest
    @CsvSource({
        "tenant_a, 1e6e79f3cd0463dbdb16f7dfcf425e6c5660f83e604a241f2c4793dc60bba133",
        "tenant_b, 8d489a2782ddcf2f907b6bc716f9adca3e6b919d506305aa57337758f2e417c2"
    })
    void derivesTheKnownKeysOfTenants(String tenant, String key) {
        byte[] text =
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".getBytes(StandardCharsets.US_ASCII);
        try (MasterKey master = MasterKey.ofBase64("master", Secret.takingOver(text));
                Secret derived = master.tenantKey(new TenantId(tenant))) {
            assertThat(HEX.formatHex(derived.reveal())).isEqualTo(key);
        }
    }
}

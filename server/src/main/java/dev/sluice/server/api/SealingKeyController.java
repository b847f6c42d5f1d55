package dev.sluice.server.api;

import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import dev.sluice.server.sealing.SealingKey;
import dev.sluice.server.sealing.SealingKeys;
import java.time.InstantSource;
import java.util.Base64;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/sealing-key}: what a client needs to seal credentials before it sends them. */
@RestController
@Requires(Permission.CONNECTIONS)
public final class SealingKeyController {
    private final SealingKeys keys;
    private final InstantSource clock;

    public SealingKeyController(SealingKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The key, and what to write into the sealed text's header.
     *
     * @param key the SubjectPublicKeyInfo in base64
     * @param time seconds since 1970 on the server's clock, for {@code iat}
     */
    record Shown(String key, String fingerprint, String tenant, String user, long time) {}

    @GetMapping("/api/v1/sealing-key")
    Shown key(Authenticated caller) {
        SealingKey key = keys.current();
        return new Shown(
                Base64.getEncoder().encodeToString(key.publicKey().getEncoded()),
                key.fingerprint(),
                caller.principal().tenant().value(),
                caller.principal().user(),
                clock.instant().getEpochSecond());
    }
}

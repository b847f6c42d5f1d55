package dev.sluice.server.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import dev.sluice.core.Secret;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks what an authenticator answered (WebAuthn sections 7.1 and 7.2). The checks themselves are
 * webauthn4j's; this says which apply here: our origin and our id, a challenge of ours, and a
 * person who was present and verified. Who made the authenticator is not asked.
 */
final class Verification {
    /** ES256, EdDSA and RS256, in the order in which we like them. */
    static final List<Long> ALGORITHMS = List.of(-7L, -8L, -257L);

    static final int ANSWER_CHARACTERS_MAX = 16 * 1024;

    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final List<PublicKeyCredentialParameters> PARAMETERS =
            ALGORITHMS.stream()
                    .map(algorithm ->
                            new PublicKeyCredentialParameters(
                                    PublicKeyCredentialType.PUBLIC_KEY,
                                    COSEAlgorithmIdentifier.create(algorithm)))
                    .toList();

    private final RelyingParty party;
    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager webauthn =
            WebAuthnManager.createNonStrictWebAuthnManager(converter);

    Verification(RelyingParty party) {
        this.party = party;
    }

    /** What an answer turned out to be. */
    sealed interface Made {
        record Valid(String id, Passkey.Key key) implements Made {}

        record Refused(String reason) implements Made {}
    }

    /** A new passkey, from the answer to {@code navigator.credentials.create}. */
    Made made(String answer, Secret challenge) {
        try {
            RegistrationData data = webauthn.parseRegistrationResponseJSON(bounded(answer));
            webauthn.verify(
                    data, new RegistrationParameters(expected(challenge), PARAMETERS, true));
            AuthenticatorData<?> authenticator =
                    Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            AttestedCredentialData credential =
                    Objects.requireNonNull(authenticator.getAttestedCredentialData());
            return new Made.Valid(
                    TEXT.encodeToString(credential.getCredentialId()),
                    new Passkey.Key(
                            TEXT.encodeToString(
                                    converter
                                            .getCborMapper()
                                            .writeValueAsBytes(credential.getCOSEKey())),
                            model(credential.getAaguid()),
                            authenticator.getSignCount(),
                            authenticator.isFlagBE(),
                            authenticator.isFlagBS(),
                            transports(data.getTransports())));
        } catch (RuntimeException e) { // of many kinds for text that is no such answer
            return new Made.Refused(reason(e));
        }
    }

    /** Who an answer claims to be from. */
    record Claim(String passkey, @Nullable String handle) {}

    /** What an answer to {@code navigator.credentials.get} turned out to be. */
    sealed interface Used {
        record Valid(long signCount, boolean backedUp) implements Used {}

        /** Everything was right but the count, which somebody else's use has overtaken. */
        record CountedBack() implements Used {}

        record Refused(String reason) implements Used {}
    }

    /** Reads who an answer claims to be from; null for anything that is none. */
    @Nullable Claim claim(String answer) {
        try {
            AuthenticationData data = webauthn.parseAuthenticationResponseJSON(bounded(answer));
            var handle = data.getUserHandle();
            return new Claim(
                    TEXT.encodeToString(data.getCredentialId()),
                    handle == null ? null : TEXT.encodeToString(handle));
        } catch (RuntimeException e) { // of many kinds for text that is no such answer
            return null;
        }
    }

    Used used(String answer, Secret challenge, Passkey passkey) {
        try {
            AuthenticationData data = webauthn.parseAuthenticationResponseJSON(bounded(answer));
            webauthn.verify(
                    data,
                    new AuthenticationParameters(
                            expected(challenge), record(passkey), null, true, true));
            AuthenticatorData<?> authenticator =
                    Objects.requireNonNull(data.getAuthenticatorData());
            return new Used.Valid(authenticator.getSignCount(), authenticator.isFlagBS());
        } catch (MaliciousCounterValueException e) { // the last check: the signature was right
            return new Used.CountedBack();
        } catch (RuntimeException e) { // of many kinds for text that is no such answer
            return new Used.Refused(reason(e));
        }
    }

    private ServerProperty expected(Secret challenge) {
        return ServerProperty.builder()
                .origin(new Origin(party.origin()))
                .rpId(party.id())
                .challenge(new DefaultChallenge(challenge.reveal()))
                .build();
    }

    private CredentialRecord record(Passkey passkey) {
        Passkey.Key key = passkey.key();
        byte[] publicKey = Base64.getUrlDecoder().decode(key.publicKey());
        COSEKey cose =
                Objects.requireNonNull(
                        converter.getCborMapper().readValue(publicKey, COSEKey.class));
        return new CredentialRecordImpl(
                null,
                true,
                key.backupEligible(),
                key.backedUp(),
                key.signCount(),
                new AttestedCredentialData(
                        new AAGUID(key.model()), Base64.getUrlDecoder().decode(passkey.id()), cose),
                null,
                null,
                null,
                null);
    }

    private static UUID model(AAGUID model) {
        UUID value = model.getValue();
        return value == null ? new UUID(0, 0) : value;
    }

    private static List<String> transports(@Nullable Set<AuthenticatorTransport> transports) {
        return transports == null
                ? List.of()
                : transports.stream()
                        .map(AuthenticatorTransport::getValue)
                        .filter(value -> value.matches("[a-z-]{1,16}"))
                        .sorted()
                        .limit(8)
                        .collect(Collectors.toList());
    }

    private static String bounded(String answer) {
        if (answer.length() > ANSWER_CHARACTERS_MAX) {
            throw new IllegalArgumentException("too long");
        }
        return answer;
    }

    /** The kind of fault alone: messages of the library repeat what was sent. */
    private static String reason(RuntimeException fault) {
        return fault.getClass().getSimpleName();
    }
}

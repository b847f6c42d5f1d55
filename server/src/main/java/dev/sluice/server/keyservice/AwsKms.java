package dev.sluice.server.keyservice;

import dev.sluice.vault.KeyWrapper;
import dev.sluice.vault.Vault;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/**
 * AWS KMS: {@code Encrypt} and {@code Decrypt} of a symmetric key. The context goes along as the
 * encryption context's entry {@code sluice}, in base64, and so stands in CloudTrail's records.
 */
final class AwsKms implements KeyWrapper {
    private static final String SERVICE = "AWS KMS";
    private static final String ENTRY = "sluice";

    private final String id;
    private final String key;
    private final KmsClient client;

    /**
     * @param id as in the setting
     * @param key its ARN, which names the region
     * @param endpoint null for the region's own
     */
    AwsKms(
            String id,
            String key,
            AwsCredentialsProvider credentials,
            @Nullable URI endpoint,
            Duration answerMax) {
        this.id = id;
        this.key = key;
        this.client =
                AwsClients.configured(
                                KmsClient.builder(), credentials, region(key), endpoint, answerMax)
                        .build();
    }

    /** The fourth part of an ARN. */
    private static String region(String arn) {
        return arn.split(":", -1)[3];
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] wrap(byte[] key, byte[] context) {
        try {
            return checked(
                    client.encrypt(request ->
                                    request.keyId(this.key)
                                            .plaintext(SdkBytes.fromByteArray(key))
                                            .encryptionContext(entries(context)))
                            .ciphertextBlob());
        } catch (SdkException e) {
            throw AwsClients.failure(SERVICE, e);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) {
        try {
            return checked(
                    client.decrypt(request ->
                                    request.keyId(key)
                                            .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
                                            .encryptionContext(entries(context)))
                            .plaintext());
        } catch (InvalidCiphertextException _) {
            throw Vault.sealBroken();
        } catch (IncorrectKeyException _) {
            throw Vault.sealBroken();
        } catch (SdkException e) {
            throw AwsClients.failure(SERVICE, e);
        }
    }

    /** An answer may lack everything. */
    private static byte[] checked(@Nullable SdkBytes bytes) {
        if (bytes == null || bytes.asByteArrayUnsafe().length > OVERHEAD_BYTES_MAX) {
            throw ServiceFailure.BAD_ANSWER.of(SERVICE);
        }
        return bytes.asByteArray();
    }

    private static Map<String, String> entries(byte[] context) {
        return Map.of(ENTRY, Base64.getEncoder().encodeToString(context));
    }

    @Override
    public void close() {
        client.close();
    }
}

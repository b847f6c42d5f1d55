package dev.sluice.server.keyservice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.vault.KeyWrapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class AwsKmsTest extends KeyServiceContract {
    private static final String KEY =
            "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";

    @Override
    KeyWrapper wrapper(Duration answerMax) {
        return wrapper(KEY, answerMax);
    }

    @Override
    KeyWrapper wrapperOfAnotherKey() {
        return wrapper(KEY.replace("eu-central-1", "us-east-1"), PATIENT);
    }

    private KeyWrapper wrapper(String key, Duration answerMax) {
        return new AwsKms(
                "aws-kms:" + key,
                key,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", MARKER)),
                stub.uri(),
                answerMax);
    }

    @Override
    ServiceStub.Reply answer(ServiceStub.Asked asked) {
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.header("Authorization"))
                .matches(
                        "AWS4-HMAC-SHA256 Credential=AKIDTEST/[0-9]{8}/[a-z0-9-]+/kms/aws4_request,"
                            + " SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*x-amz-target[a-z0-9;-]*,"
                            + " Signature=[0-9a-f]{64}");
        assertThat(asked.header("X-Amz-Date")).matches("[0-9]{8}T[0-9]{6}Z");
        if (!asked.json().path("KeyId").asString().equals(KEY)) {
            assertThat(asked.header("Authorization")).contains("/us-east-1/kms/");
            return error("NotFoundException");
        }
        assertThat(asked.header("Authorization")).contains("/eu-central-1/kms/");
        String entry = asked.json().path("EncryptionContext").path("sluice").asString();
        byte[] context = Base64.getDecoder().decode(entry);
        return switch (asked.header("X-Amz-Target")) {
            case "TrentService.Encrypt" ->
                    reply(
                            "CiphertextBlob",
                            Optional.of(stub.encrypt(bytes(asked, "Plaintext"), context)));
            case "TrentService.Decrypt" ->
                    reply("Plaintext", stub.decrypt(bytes(asked, "CiphertextBlob"), context));
            default -> error("UnknownOperationException");
        };
    }

    private static byte[] bytes(ServiceStub.Asked asked, String name) {
        return Base64.getDecoder()
                .decode(asked.json().path(name).asString().getBytes(StandardCharsets.US_ASCII));
    }

    private static ServiceStub.Reply reply(String name, Optional<byte[]> bytes) {
        return bytes.map(it ->
                        new ServiceStub.Reply(
                                200,
                                "{\""
                                        + name
                                        + "\":\""
                                        + Base64.getEncoder().encodeToString(it)
                                        + "\",\"KeyId\":\""
                                        + KEY
                                        + "\"}"))
                .orElseGet(() -> error("InvalidCiphertextException"));
    }

    private static ServiceStub.Reply error(String type) {
        return new ServiceStub.Reply(
                400, "{\"__type\":\"" + type + "\",\"message\":\"about " + MARKER + "\"}");
    }
}

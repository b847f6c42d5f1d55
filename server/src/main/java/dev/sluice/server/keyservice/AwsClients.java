package dev.sluice.server.keyservice;

import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** What the clients of AWS's services have in common. */
final class AwsClients {
    private AwsClients() {}

    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
            B builder,
            AwsCredentialsProvider credentials,
            String region,
            @Nullable URI endpoint,
            Duration answerMax) {
        builder.credentialsProvider(credentials)
                .region(Region.of(region))
                .httpClientBuilder(
                        UrlConnectionHttpClient.builder()
                                .connectionTimeout(answerMax)
                                .socketTimeout(answerMax))
                .overrideConfiguration(override -> override.apiCallTimeout(answerMax));
        return endpoint == null ? builder : builder.endpointOverride(endpoint);
    }

    static SluiceException failure(String service, SdkException e) {
        return kind(e).of(service);
    }

    private static ServiceFailure kind(SdkException e) {
        return switch (e) {
            case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _ ->
                    ServiceFailure.TIMEOUT;
            case AwsServiceException answered -> kind(answered);
            // What is no JSON is the client's failure too, with no status to tell it by.
            default ->
                    e.getCause() instanceof IOException
                            ? ServiceFailure.UNREACHABLE
                            : ServiceFailure.BAD_ANSWER;
        };
    }

    private static ServiceFailure kind(AwsServiceException answered) {
        String code =
                answered.awsErrorDetails() == null
                        ? ""
                        : String.valueOf(answered.awsErrorDetails().errorCode());
        return switch (code) {
            case "AccessDeniedException",
                    "UnrecognizedClientException",
                    "InvalidSignatureException",
                    "ExpiredTokenException",
                    "InvalidClientTokenId" ->
                    ServiceFailure.FORBIDDEN;
            case "NotFoundException", "ResourceNotFoundException" -> ServiceFailure.NOT_FOUND;
            default ->
                    answered.isThrottlingException()
                            ? ServiceFailure.BUSY
                            : ServiceFailure.of(answered.statusCode());
        };
    }
}

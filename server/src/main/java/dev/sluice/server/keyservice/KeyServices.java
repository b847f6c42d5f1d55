package dev.sluice.server.keyservice;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.vault.KeyWrapper;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * Key services by the text of a setting: {@code vault:https://HOST:PORT/MOUNT/KEY}, {@code
 * aws-kms:ARN}, {@code google-kms:projects/…/cryptoKeys/KEY}, {@code
 * azure-key-vault:https://NAME.vault.azure.net/keys/KEY/VERSION}.
 */
public final class KeyServices {
    private static final Duration ANSWER_MAX = ServiceHttp.ANSWER_MAX;
    private static final URI GOOGLE = URI.create("https://cloudkms.googleapis.com");

    private static final Pattern VAULT =
            Pattern.compile("(https?://[^/]+)/([A-Za-z0-9_/-]+)/([A-Za-z0-9_.-]+)");
    private static final Pattern AWS =
            Pattern.compile("arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+");
    private static final Pattern GOOGLE_NAME =
            Pattern.compile(
                    "projects/[A-Za-z0-9:._-]+/locations/[a-z0-9-]+/keyRings/[A-Za-z0-9_-]+"
                            + "/cryptoKeys/[A-Za-z0-9_-]+");
    private static final Pattern AZURE =
            Pattern.compile("(https?://[^/]+)/keys/[A-Za-z0-9-]+/[A-Za-z0-9]+");

    private KeyServices() {}

    /** How to sign in; AWS has its own variables, files and metadata for that. */
    public interface Credentials {
        Optional<Secret> vaultToken();

        /** Empty for none. */
        String vaultNamespace();

        /** The text of a service account's key file; empty for the machine's own account. */
        Optional<Secret> googleCredentials();

        /** Empty for the machine's own identity. */
        Optional<AzureApplication> azureApplication();
    }

    public record AzureApplication(String tenant, String client, Supplier<Secret> secret) {}

    /**
     * The wrapper of this text; asks the service nothing yet.
     *
     * @throws SluiceException {@code CONFIG_INVALID}
     */
    public static KeyWrapper open(String setting, Credentials credentials) {
        if (setting.length() > KeyWrapper.ID_BYTES_MAX) {
            throw invalid("is longer than " + KeyWrapper.ID_BYTES_MAX + " characters");
        }
        String key = setting.substring(setting.indexOf(':') + 1);
        return switch (setting.substring(0, setting.length() - key.length())) {
            case "vault:" -> vault(setting, matched(VAULT, key), credentials);
            case "aws-kms:" ->
                    new AwsKms(
                            setting,
                            matched(AWS, key).group(),
                            DefaultCredentialsProvider.builder().build(),
                            null,
                            ANSWER_MAX);
            case "google-kms:" ->
                    new GoogleKms(
                            setting,
                            GOOGLE,
                            matched(GOOGLE_NAME, key).group(),
                            google(credentials),
                            ANSWER_MAX);
            case "azure-key-vault:" -> azure(setting, matched(AZURE, key), credentials);
            default ->
                    throw invalid(
                            "is local, or starts with vault:, aws-kms:, google-kms: or"
                                    + " azure-key-vault:");
        };
    }

    private static Matcher matched(Pattern pattern, String key) {
        Matcher matcher = pattern.matcher(key);
        if (!matcher.matches()) {
            throw invalid("does not have the form of this kind of key; see docs/keys.md");
        }
        return matcher;
    }

    private static KeyWrapper vault(String setting, Matcher key, Credentials credentials) {
        credentials
                .vaultToken()
                .orElseThrow(() -> invalid("needs SLUICE_VAULT_TOKEN or SLUICE_VAULT_TOKEN_FILE"))
                .close();
        return new VaultTransit(
                setting,
                address(key.group(1)),
                new VaultTransit.Place(key.group(2), key.group(3)),
                () -> credentials.vaultToken().orElseGet(() -> Secret.takingOver(new byte[0])),
                credentials.vaultNamespace(),
                ANSWER_MAX);
    }

    private static AccessTokens google(Credentials credentials) {
        InstantSource clock = InstantSource.system();
        return credentials
                .googleCredentials()
                .map(file -> GoogleTokens.ofServiceAccount(file, clock, ANSWER_MAX))
                .orElseGet(() -> GoogleTokens.ofMachine(GoogleTokens.METADATA, clock, ANSWER_MAX));
    }

    private static KeyWrapper azure(String setting, Matcher key, Credentials credentials) {
        address(key.group(1));
        InstantSource clock = InstantSource.system();
        AccessTokens tokens =
                credentials
                        .azureApplication()
                        .map(it ->
                                AzureTokens.ofApplication(AzureTokens.LOGIN, it, clock, ANSWER_MAX))
                        .orElseGet(() ->
                                AzureTokens.ofMachine(AzureTokens.METADATA, clock, ANSWER_MAX));
        return new AzureKeyVault(setting, URI.create(key.group()), tokens, ANSWER_MAX);
    }

    private static URI address(String text) {
        URI uri = URI.create(text);
        if (!Addresses.mayCarrySecrets(uri)) {
            throw invalid("names an address that is neither https nor on this machine");
        }
        return uri;
    }

    private static SluiceException invalid(String problem) {
        return new SluiceException(ReasonCode.CONFIG_INVALID, "key_wrapper " + problem + ".");
    }
}

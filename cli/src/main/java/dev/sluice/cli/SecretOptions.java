package dev.sluice.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the secrets of a connection come from: standard input, or files. Never an argument. */
final class SecretOptions {
    private static final String STDIN = "-";

    @Option(
            names = "--password-stdin",
            description = "Read the password from standard input, up to its end.")
    boolean password;

    @Option(names = "--token-stdin", description = "Read a token from standard input.")
    boolean token;

    @Option(
            names = "--client-secret-stdin",
            description = "Read an OAuth client's secret from standard input.")
    boolean clientSecret;

    @Option(
            names = "--refresh-token-stdin",
            description = "Read an OAuth refresh token from standard input.")
    boolean refreshToken;

    @Option(
            names = "--private-key",
            paramLabel = "FILE",
            description = "The private key (PKCS #8, PEM) of a key pair.")
    @Nullable Path privateKey;

    @Option(
            names = "--service-account",
            paramLabel = "FILE",
            description = "The JSON file of a service account.")
    @Nullable Path serviceAccount;

    @Option(
            names = "--client-key",
            paramLabel = "FILE",
            description = "The private key (PKCS #8, PEM) of --client-cert.")
    @Nullable Path clientKey;

    @Option(
            names = "--ssh-key",
            paramLabel = "FILE",
            description =
                    "The private key for an SSH server, repeatable in the order of the way; '-' for"
                            + " the agent of the server's account.")
    List<String> sshKeys = new ArrayList<>();

    @Option(
            names = "--secret",
            paramLabel = "NAME=FILE",
            description =
                    "Any secret by its name, repeatable: private_key_passphrase=FILE,"
                        + " ssh_password_0=FILE for the first SSH server, ssh_passphrase_0=FILE;"
                        + " '-' is standard input.")
    Map<String, String> secrets = new LinkedHashMap<>();

    /** The names of the secrets, with the file that each comes from; {@code -} is input. */
    Map<String, String> sources() {
        Map<String, String> sources = new LinkedHashMap<>();
        put(sources, "password", password ? STDIN : null);
        put(sources, "token", token ? STDIN : null);
        put(sources, "client_secret", clientSecret ? STDIN : null);
        put(sources, "refresh_token", refreshToken ? STDIN : null);
        put(sources, "private_key", privateKey);
        put(sources, "service_account", serviceAccount);
        put(sources, "tls_client_key", clientKey);
        for (int hop = 0; hop < sshKeys.size(); hop++) {
            put(sources, "ssh_key_" + hop, usesAgent(hop) ? null : sshKeys.get(hop));
        }
        sources.putAll(secrets);
        return sources;
    }

    boolean usesAgent(int hop) {
        return hop < sshKeys.size() && sshKeys.get(hop).equals(STDIN);
    }

    boolean hasKey(int hop) {
        return (hop < sshKeys.size() && !usesAgent(hop)) || secrets.containsKey("ssh_key_" + hop);
    }

    private static void put(Map<String, String> sources, String name, @Nullable Object file) {
        if (file != null) {
            sources.put(name, file.toString());
        }
    }

    /** The method that the given secrets are for, null when they do not tell. */
    static @Nullable String auth(Iterable<String> names) {
        for (String name : names) {
            switch (name) {
                case "password" -> {
                    return "password";
                }
                case "token" -> {
                    return "token";
                }
                case "client_secret" -> {
                    return "oauth-client";
                }
                case "refresh_token" -> {
                    return "oauth-refresh";
                }
                case "private_key" -> {
                    return "key-pair";
                }
                case "service_account" -> {
                    return "service-account";
                }
                default -> {}
            }
        }
        return null;
    }
}

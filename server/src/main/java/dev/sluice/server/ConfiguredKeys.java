package dev.sluice.server;

import dev.sluice.core.Secret;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.keyservice.KeyServices;
import dev.sluice.vault.KeyRing;
import dev.sluice.vault.KeyWrapper;
import dev.sluice.vault.LocalKeyFile;
import dev.sluice.vault.MasterKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys that the configuration names; while it names next ones, those wrap and all open. */
final class ConfiguredKeys {
    private static final String LOCAL = "local";

    private ConfiguredKeys() {}

    static KeyRing of(ServerConfig config) {
        Path keys = config.dataDir().resolve("keys");
        List<KeyWrapper> wrappers = new ArrayList<>();
        config.nextKeyWrapper().ifPresent(next -> wrappers.add(wrapper(config, keys, next)));
        wrappers.add(wrapper(config, keys, config.keyWrapper()));
        List<MasterKey> masters = new ArrayList<>();
        config.nextMasterKey()
                .map(text -> MasterKey.ofBase64("WAREHOUSE_MASTER_KEY_NEXT", text))
                .ifPresent(masters::add);
        masters.add(
                config.masterKey()
                        .map(text -> MasterKey.ofBase64("WAREHOUSE_MASTER_KEY", text))
                        .orElseGet(() -> MasterKey.ofFile(keys.resolve("master.key"))));
        return new KeyRing(masters, wrappers);
    }

    private static KeyWrapper wrapper(ServerConfig config, Path keys, String setting) {
        return setting.equals(LOCAL)
                ? LocalKeyFile.open(keys.resolve("wrapper.key"))
                : KeyServices.open(setting, credentials(config));
    }

    private static KeyServices.Credentials credentials(ServerConfig config) {
        return new KeyServices.Credentials() {
            @Override
            public Optional<Secret> vaultToken() {
                return config.vaultToken();
            }

            @Override
            public String vaultNamespace() {
                return config.vaultNamespace();
            }

            @Override
            public Optional<Secret> googleCredentials() {
                return config.googleCredentials();
            }

            @Override
            public Optional<KeyServices.AzureApplication> azureApplication() {
                return config.azureApplication()
                        .map(it -> {
                            config.azureClientSecret().close(); // said now, when it is missing
                            return new KeyServices.AzureApplication(
                                    it.directory(), it.client(), config::azureClientSecret);
                        });
            }
        };
    }
}

package dev.sluice.server;

import dev.sluice.server.config.ServerConfig;
import dev.sluice.vault.KeyRing;
import dev.sluice.vault.KeyWrapper;
import dev.sluice.vault.LocalKeyFile;
import dev.sluice.vault.MasterKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The keys that the configuration names; while it names next ones, those wrap and all open. */
final class ConfiguredKeys {
    private ConfiguredKeys() {}

    static KeyRing of(ServerConfig config) {
        Path keys = config.dataDir().resolve("keys");
        List<MasterKey> masters = new ArrayList<>();
        config.nextMasterKey()
                .map(text -> MasterKey.ofBase64("WAREHOUSE_MASTER_KEY_NEXT", text))
                .ifPresent(masters::add);
        masters.add(
                config.masterKey()
                        .map(text -> MasterKey.ofBase64("WAREHOUSE_MASTER_KEY", text))
                        .orElseGet(() -> MasterKey.ofFile(keys.resolve("master.key"))));
        List<KeyWrapper> wrappers = new ArrayList<>();
        wrappers.add(LocalKeyFile.open(keys.resolve("wrapper.key")));
        return new KeyRing(masters, wrappers);
    }
}

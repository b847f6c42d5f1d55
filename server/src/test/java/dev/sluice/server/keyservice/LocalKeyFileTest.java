package dev.sluice.server.keyservice;

import dev.sluice.vault.KeyWrapper;
import dev.sluice.vault.LocalKeyFile;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalKeyFileTest extends WrapperContract {
    @TempDir private Path directory;

    @Override
    KeyWrapper wrapper() {
        return LocalKeyFile.open(directory.resolve("wrapper.key"));
    }
}

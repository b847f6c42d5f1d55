package dev.sluice.server.api;

import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.lifecycle.Export;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** What is kept about a person, as a file of JSON lines to download. */
public final class AccountExports {
    private final Export export;

    public AccountExports(Export export) {
        this.export = export;
    }

    /**
     * Written to a file first: a slow reader must not hold a snapshot of the store.
     *
     * @param actor who asks for it
     */
    ResponseEntity<StreamingResponseBody> of(Account account, Actor actor) throws IOException {
        Path file = Files.createTempFile("sluice-export", ".jsonl");
        try (var out = Files.newOutputStream(file)) {
            export.account(account.tenant(), account.id(), actor, out);
        } catch (IOException | RuntimeException e) {
            Files.delete(file);
            throw e;
        }
        StreamingResponseBody body =
                out -> {
                    try {
                        Files.copy(file, out);
                    } finally {
                        Files.delete(file);
                    }
                };
        return ResponseEntity.ok()
                .contentType(new MediaType("application", "x-ndjson"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"account-" + account.id() + ".jsonl\"")
                .body(body);
    }
}

package dev.sluice.guard.dialect;

import java.util.List;

/**
 * How a dialect's texts are written.
 *
 * @param quote what names are quoted with
 * @param functionsIn the schema that every function is emitted with, empty for none
 * @param typesIn the schema that every type is emitted with, empty for none
 * @param nameBytesMax names are cut after so many bytes of UTF-8; longer ones are refused where 0
 * @param symbols operators of several characters, where not every run of characters is one
 */
public record Spelling(
        char quote,
        List<String> functionsIn,
        List<String> typesIn,
        int nameBytesMax,
        List<String> symbols) {
    public Spelling {
        functionsIn = List.copyOf(functionsIn);
        typesIn = List.copyOf(typesIn);
        symbols = List.copyOf(symbols);
    }
}

package dev.sluice.cli.client;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The one JSON mapper of the command line; making another costs time at every start. */
public final class Json {
    public static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** For people: indented. */
    public static final JsonMapper PRETTY =
            MAPPER.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}
}

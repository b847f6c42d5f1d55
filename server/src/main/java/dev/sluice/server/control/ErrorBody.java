package dev.sluice.server.control;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sluice.core.ReasonCode;
import java.util.Map;

/** The error object of the contract. */
@JsonPropertyOrder({"error", "code", "details", "request_id"})
record ErrorBody(String error, ReasonCode code, Map<String, Object> details, String requestId) {}

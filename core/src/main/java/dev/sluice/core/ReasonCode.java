package dev.sluice.core;

/**
 * Every way a call can be refused or fail. The names are part of the contract; each has one HTTP
 * status, and the command line maps each kind to one exit code.
 */
public enum ReasonCode {
    // The guard's refusals, in the order in which it looks for them.
    QUERY_TOO_COMPLEX(Kind.REFUSED, 422, "The query is larger or deeper than the guard reads."),
    SYNTAX_ERROR(Kind.REFUSED, 422, "The text is no query that the guard understands."),
    LITERAL_NOT_ALLOWED(
            Kind.REFUSED, 422, "A literal's meaning would depend on session settings or bounds."),
    MULTI_STATEMENT(Kind.REFUSED, 422, "More than one statement."),
    DDL_FORBIDDEN(Kind.REFUSED, 422, "The statement changes the schema or privileges."),
    DML_FORBIDDEN(Kind.REFUSED, 422, "The statement changes data."),
    STATEMENT_FORBIDDEN(Kind.REFUSED, 422, "The statement, or a clause of it, is not a read."),
    TABLE_NOT_ALLOW_LISTED(Kind.REFUSED, 422, "The table is not visible to the caller."),
    COLUMN_NOT_ALLOW_LISTED(Kind.REFUSED, 422, "The column is not visible to the caller."),
    FUNCTION_NOT_ALLOW_LISTED(Kind.REFUSED, 422, "The function is not on the dialect's list."),
    OPERATOR_NOT_ALLOW_LISTED(Kind.REFUSED, 422, "The operator is not on the dialect's list."),
    TYPE_NOT_ALLOW_LISTED(Kind.REFUSED, 422, "The type is not on the dialect's list."),

    // Limits met while running.
    BYTES_EXCEEDED(Kind.REFUSED, 422, "The estimated scan is larger than the source allows."),
    COST_EXCEEDED(Kind.REFUSED, 422, "The estimated cost is higher than the source allows."),
    BUDGET_EXCEEDED(
            Kind.REFUSED, 429, "The day's budget is used up; the details say when it is renewed."),
    TIMEOUT(Kind.FAILED, 504, "The database took longer than the source allows."),
    CANCELLED(Kind.FAILED, 499, "The client went away, or asked to stop."),
    QUERY_FAILED(Kind.FAILED, 422, "The database could not evaluate the query."),
    RESULT_TOO_LARGE(Kind.FAILED, 422, "A single value is larger than an answer may be."),

    // Sources and the policy.
    SOURCE_UNKNOWN(Kind.REFUSED, 404, "No source of this name is visible to the caller."),
    SOURCE_UNAVAILABLE(Kind.FAILED, 503, "The source's database cannot be reached or refuses us."),
    POLICY_INVALID(Kind.REFUSED, 422, "The policy file, or a filter in it, is not valid."),
    CONNECTION_EXISTS(Kind.REFUSED, 409, "A connection of this name exists already."),
    CONNECTION_CHANGED(Kind.REFUSED, 409, "The connection was changed meanwhile."),
    ENGINE_EXPERIMENTAL(
            Kind.REFUSED, 403, "No real server has judged the engine's connector; an owner may."),
    ROLE_TOO_POWERFUL(
            Kind.REFUSED, 422, "The database role can do more than read; an owner may accept it."),
    DIALECT_DISABLED(
            Kind.REFUSED, 422, "The source can be connected, but its SQL dialect is not enabled."),
    CREDENTIALS_NOT_SEALED(
            Kind.USAGE, 400, "Secrets came in clear instead of sealed to the server's key."),
    CREDENTIALS_UNREADABLE(
            Kind.REFUSED,
            422,
            "Sealed credentials are for another key, sender, connection or time, or were used."),
    SERVER_KEY_CHANGED(
            Kind.DENIED, 403, "The server's key is another than the one that was accepted."),
    INTEGRATION_DISABLED(
            Kind.REFUSED, 403, "Sources are switched off: WAREHOUSE_INTEGRATION_ENABLED."),

    // Who asks.
    UNAUTHENTICATED(Kind.DENIED, 401, "No valid token."),
    INSUFFICIENT_SCOPE(Kind.DENIED, 403, "The token lacks a scope."),
    RECENT_LOGIN_REQUIRED(
            Kind.DENIED, 401, "The sign-in behind the token is too old for this; sign in again."),
    TOOL_NOT_ALLOWED(Kind.DENIED, 403, "The caller's role does not include the tool."),
    ROLE_FORBIDDEN(Kind.DENIED, 403, "The account's role does not include the action."),
    AGENT_UNKNOWN(Kind.DENIED, 403, "The policy in force has no agent of the token's name."),
    ORIGIN_FORBIDDEN(Kind.DENIED, 403, "The request's Origin or Host is not ours."),
    RATE_LIMITED(Kind.DENIED, 429, "Too many attempts; Retry-After says when to try again."),
    ACCOUNT_EXISTS(Kind.REFUSED, 409, "An account with this e-mail address exists already."),
    EXTERNAL_SIGN_IN_REFUSED(
            Kind.DENIED, 403, "An identity provider did not vouch for somebody who may come."),
    ISSUER_UNUSABLE(Kind.REFUSED, 422, "The identity provider does not answer as one does."),
    ISSUER_UNAVAILABLE(Kind.FAILED, 503, "The person's identity provider cannot be asked."),
    LAST_OWNER(Kind.REFUSED, 409, "A tenant keeps at least one owner who can sign in."),

    // The request itself.
    INVALID_ARGUMENT(Kind.USAGE, 400, "An argument is missing, unknown or out of its bounds."),
    REQUEST_TOO_LARGE(Kind.USAGE, 413, "The request's body is larger than allowed."),
    NOT_FOUND(Kind.USAGE, 404, "There is nothing of this name."),
    METHOD_NOT_ALLOWED(Kind.USAGE, 405, "The path does not answer this HTTP method."),
    MEDIA_TYPE_UNSUPPORTED(Kind.USAGE, 415, "The body's Content-Type is not one the path reads."),

    // Ourselves.
    CONFIG_INVALID(Kind.FAILED, 500, "The configuration is not valid."),
    AUDIT_UNAVAILABLE(Kind.FAILED, 503, "The audit record could not be written, so no answer."),
    STORE_UNAVAILABLE(Kind.FAILED, 503, "The store cannot be reached."),
    KEY_SERVICE_UNAVAILABLE(
            Kind.FAILED, 503, "The service that keeps keys or secrets cannot be used."),
    SEAL_BROKEN(
            Kind.FAILED, 500, "A stored secret was changed, or stands where it does not belong."),
    OVERLOADED(Kind.FAILED, 503, "Too many calls at once; try again shortly."),
    SERVER_UNAVAILABLE(Kind.FAILED, 503, "No Sluice server answers at the address."),
    INTERNAL(Kind.FAILED, 500, "A defect of Sluice; the request id leads to the log.");

    /** What a code says about the caller, and so about its exit code and whether to retry. */
    public enum Kind {
        /** Understood and not permitted; asking again gives the same. */
        REFUSED,
        /** Not this caller. */
        DENIED,
        /** Asked wrongly. */
        USAGE,
        /** Permitted, and did not work out. */
        FAILED
    }

    private final Kind kind;
    private final int httpStatus;
    private final String meaning;

    ReasonCode(Kind kind, int httpStatus, String meaning) {
        this.kind = kind;
        this.httpStatus = httpStatus;
        this.meaning = meaning;
    }

    public Kind kind() {
        return kind;
    }

    /** The status of an HTTP answer that is nothing but this error. */
    public int httpStatus() {
        return httpStatus;
    }

    /** One sentence for the documentation. */
    public String meaning() {
        return meaning;
    }
}

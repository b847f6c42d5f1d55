package dev.sluice.server.mcp;

import dev.sluice.server.json.JsonBytes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How one of the lists is answered.
 *
 * @param member the result's member that holds the entries
 * @param name the name of an entry, unique in the list
 * @param json an entry as clients see it
 */
record Listing<T>(String member, Function<T, String> name, Function<T, JsonBytes> json) {
    /** How long a client may keep a list: a changed policy shows within this time. */
    static final long TTL_MILLIS = 60_000;

    /** The page that the request's cursor leads to. */
    Reply page(List<T> all, Message.Request request, Revision revision, Exchange exchange) {
        Optional<Page<T>> page = Page.of(all, name, request.params().get("cursor"));
        if (page.isEmpty()) {
            return Replies.error(
                    request, RpcError.unknownName("Unknown cursor"), revision, exchange);
        }
        JsonBytes result = Responses.result(request.id()).raw("{\"").raw(member).raw("\":[");
        String separator = "";
        for (T entry : page.get().entries()) {
            result.raw(separator).raw(json.apply(entry));
            separator = ",";
        }
        result.raw("]");
        if (page.get().next() != null) {
            result.raw(",\"nextCursor\":").string(page.get().next());
        }
        return Replies.json(Responses.cacheable(result, TTL_MILLIS, revision));
    }
}

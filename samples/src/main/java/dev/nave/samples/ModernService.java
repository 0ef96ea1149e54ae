package dev.nave.samples;

import dev.nave.protocol.MetaKey;
import dev.nave.protocol.Method;
import dev.nave.protocol.Revision;
import dev.nave.protocol.json.Json;
import dev.nave.protocol.message.ErrorCode;
import dev.nave.protocol.message.Id;
import dev.nave.protocol.message.Message;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A sample as a server of 2026-07-28: every request stands alone. */
final class ModernService {
    private static final Set<String> CACHEABLE = Set.of(
            Method.DISCOVER,
            Method.TOOLS_LIST,
            Method.PROMPTS_LIST,
            Method.RESOURCES_LIST,
            Method.TEMPLATES_LIST,
            Method.RESOURCES_READ);

    private final Sample sample;
    private final Results results;

    ModernService(Sample sample) {
        this.sample = sample;
        this.results = new Results(sample);
    }

    /** Why the request cannot be served at all; null when it can. */
    Message.@Nullable Failure refusal(Message.Request request) {
        Json version = request.params().at("_meta", MetaKey.PROTOCOL_VERSION).orElse(null);
        if (version == null || !version.isString()) {
            return Results.failure(
                    request.id(),
                    ErrorCode.INVALID_PARAMS,
                    "Expected \"" + MetaKey.PROTOCOL_VERSION + "\" in _meta: this server speaks 2026-07-28 only.");
        }
        if (!version.text().equals(Revision.V2026_07_28.wireName())) {
            Json data = Json.object()
                    .put("supported", Json.array(List.of(Json.of(Revision.V2026_07_28.wireName()))))
                    .put("requested", version)
                    .build();
            return new Message.Failure(request.id(), ErrorCode.UNSUPPORTED_VERSION, "Expected 2026-07-28", data);
        }
        return null;
    }

    /** The answer to a request that was not refused; blocks as long as a tool works. */
    Message.Response serve(Message.Request request, Call call) throws InterruptedException {
        Message.Response response = request.method().equals(Method.DISCOVER)
                ? new Message.Result(request.id(), discovery())
                : results.answer(request, call);
        return response instanceof Message.Result(Id id, Json result)
                ? new Message.Result(id, complete(request.method(), result))
                : response;
    }

    private Json complete(String method, Json result) {
        var complete = result.edit()
                .put("resultType", "complete")
                .put(
                        "_meta",
                        Json.object().put(MetaKey.SERVER_INFO, sample.info()).build());
        if (CACHEABLE.contains(method)) {
            complete.put("ttlMs", method.equals(Method.RESOURCES_READ) ? 0 : 60_000)
                    .put("cacheScope", "public");
        }
        return complete.build();
    }

    private Json discovery() {
        return Json.object()
                .put("supportedVersions", Json.array(List.of(Json.of(Revision.V2026_07_28.wireName()))))
                .put("capabilities", sample.capabilities())
                .put("instructions", sample.instructions())
                .build();
    }
}

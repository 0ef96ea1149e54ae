package dev.nave.transport.http;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** Spells a call as a request of HTTP/1.1. */
final class ClientRequest {
    private ClientRequest() {}

    /** @throws IllegalArgumentException when a header holds a line break, or says what the body decides */
    static ClassicHttpRequest of(HttpCall call, Destination destination) {
        ClassicHttpRequest request =
                new BasicClassicHttpRequest(call.method(), destination.route().getTargetHost(), destination.target());
        request.addHeader("Host", destination.authority());
        call.headers().forEach((name, value) -> {
            HeaderCheck.check(name, value);
            if (name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding")) {
                throw new IllegalArgumentException("Expected no header " + name + ": the body decides it");
            }
            request.setHeader(name, value);
        });
        byte[] body = call.body();
        if (body.length > 0) {
            request.setEntity(new ByteArrayEntity(body, null));
        }
        // A POST of nothing says so (RFC 9110 §8.6).
        if (body.length > 0 || call.method().equals("POST")) {
            request.addHeader("Content-Length", Integer.toString(body.length));
        }
        return request;
    }
}

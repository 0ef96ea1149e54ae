package dev.nave.guard.oauth;

import dev.nave.transport.http.HttpExchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The few plain pages that people see in their browsers. Nothing of others stands in them unescaped. */
final class Html {
    private Html() {}

    /** A title and a line. */
    static String said(String title, String text) {
        return page(title, "", "<h1>" + escaped(title) + "</h1><p>" + escaped(text) + "</p>");
    }

    /**
     * Says what will happen and lets a person agree.
     *
     * @param facts names and values, shown as a table
     * @param hidden what the form carries
     * @param key whether the person has to show the hub's key first, with what was wrong with the last one
     */
    static String asked(
            String title,
            String text,
            Map<String, String> facts,
            String action,
            Map<String, String> hidden,
            String key) {
        StringBuilder body = new StringBuilder("<h1>" + escaped(title) + "</h1><p>" + escaped(text) + "</p><table>");
        facts.forEach(
                (name, value) -> body.append("<tr><th>" + escaped(name) + "</th><td>" + escaped(value) + "</td></tr>"));
        body.append("</table><form method=\"post\" action=\"" + escaped(action) + "\">");
        hidden.forEach((name, value) ->
                body.append("<input type=\"hidden\" name=\"" + escaped(name) + "\" value=\"" + escaped(value) + "\">"));
        if (!key.isEmpty()) {
            body.append("<p>" + escaped(key) + "</p><p><input type=\"password\" name=\"key\" autocomplete=\"off\""
                    + " required></p>");
        }
        body.append("<button>Go on</button></form>");
        return page(title, "", body.toString());
    }

    /** Sends the browser on. Not as the answer to a form, which a browser may not follow elsewhere. */
    static String onward(URI url) {
        String target = escaped(url.toString());
        return page(
                "Signing in",
                "<meta http-equiv=\"refresh\" content=\"0;url=" + target + "\">",
                "<p><a href=\"" + target + "\">Go on to sign in</a></p>");
    }

    static void answer(HttpExchange exchange, int status, String page, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/html; charset=utf-8");
        headers.put("Cache-Control", "no-store");
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri"
                        + " 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        // Not "no-referrer": then a browser would not say either where a form comes from.
        headers.put("Referrer-Policy", "same-origin");
        headers.putAll(more);
        exchange.respond(status, headers, page.getBytes(StandardCharsets.UTF_8));
    }

    private static String page(String title, String head, String body) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(title)
                + " - Nave</title>" + head
                + "<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}"
                + "th{text-align:left;padding-right:1rem;vertical-align:top}td{overflow-wrap:anywhere}</style></head>"
                + "<body>" + body + "</body></html>\n";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

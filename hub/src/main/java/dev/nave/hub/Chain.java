package dev.nave.hub;

import java.util.List;
import java.util.stream.Collectors;

/** Filters around a server, outermost first. Prints itself as the path a call takes. */
public final class Chain implements Server {
    private final List<Filter> filters;
    private final Server last;
    private final Server first;

    private Chain(List<Filter> filters, Server last) {
        this.filters = List.copyOf(filters);
        this.last = last;
        Server next = last;
        for (Filter filter : this.filters.reversed()) {
            Server inner = next;
            next = (request, exchange) -> filter.filter(request, exchange, inner);
        }
        this.first = next;
    }

    /** A server behind these filters; the first one sees a request first. */
    public static Chain of(Server last, Filter... filters) {
        return new Chain(List.of(filters), last);
    }

    @Override
    public Reply serve(Request request, Exchange exchange) {
        return first.serve(request, exchange);
    }

    @Override
    public boolean mayRepeat(Request request) {
        return last.mayRepeat(request);
    }

    @Override
    public String toString() {
        return filters.stream().map(Filter::name).collect(Collectors.joining(" > ", "", filters.isEmpty() ? "" : " > "))
                + last;
    }
}

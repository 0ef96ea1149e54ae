package dev.nave.clients.file;

import dev.nave.clients.file.Tree.Listing;
import dev.nave.clients.file.Tree.Mapping;
import dev.nave.protocol.json.Json;
import java.util.List;
import java.util.Optional;

/** Edits JSON. */
final class JsonWriter implements Document.Writer {
    private final String text;
    private final Tree root;
    private final FlowWriter flow;

    JsonWriter(String text, Tree root) {
        this.text = text;
        this.root = root;
        this.flow = new FlowWriter(text, false);
    }

    @Override
    public String put(List<Step> way, Json value) {
        if (text.isBlank()) {
            Json whole = Ways.within(way, value);
            return FlowText.of(whole, true, "", "  ", Lines.of(text)) + "\n";
        }
        Ways.Found found = Ways.follow(root, way);
        Optional<Tree> target = found.target();
        if (target.isPresent()) {
            return Splice.all(text, List.of(flow.replace(target.get(), value)));
        }
        Json rest = Ways.within(found.missing().subList(1, found.missing().size()), value);
        return Splice.all(
                text,
                switch (found.missing().getFirst()) {
                    case Step.Key key -> addMember(found.last(), key, rest);
                    case Step.Item item -> addItem(found.last(), rest);
                });
    }

    private List<Splice> addMember(Tree last, Step.Key key, Json value) {
        if (last instanceof Mapping mapping) {
            return flow.add(mapping, key.name(), value);
        }
        return List.of(flow.replace(
                orRefuse(last), Json.object().put(key.name(), value).build()));
    }

    private List<Splice> addItem(Tree last, Json value) {
        if (last instanceof Listing listing) {
            return flow.add(listing, value);
        }
        return List.of(flow.replace(orRefuse(last), Json.array(List.of(value))));
    }

    /** Only nothing may be replaced to make room: anything else is somebody's. */
    private Tree orRefuse(Tree last) {
        if (last.isNothing()) {
            return last;
        }
        throw DocumentException.at(text, last.start(), "Expected a mapping here, and there is something else.");
    }

    @Override
    public String remove(List<Step> way) {
        Ways.Found found = Ways.follow(root, way);
        Tree target = found.target().orElseThrow();
        return Splice.all(
                text,
                switch (found.last()) {
                    case Mapping mapping
                    when way.getLast() instanceof Step.Key key ->
                        flow.remove(mapping, mapping.member(key.name()).orElseThrow());
                    case Listing listing -> flow.remove(listing, target);
                    case Mapping _, Tree.Scalar _ ->
                        throw new IllegalStateException("A step that leads nowhere: " + way);
                });
    }
}

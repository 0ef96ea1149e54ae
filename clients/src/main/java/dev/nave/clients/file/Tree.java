package dev.nave.clients.file;

import dev.nave.protocol.json.Json;
import dev.nave.protocol.json.JsonException;
import dev.nave.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** A value of a document and where it is written, as offsets of characters from its start: the end is exclusive. */
public sealed interface Tree {
    int start();

    int end();

    /** The same value, its numbers as they are spelled; what JSON has no word for, a date say, as a text. */
    Json json();

    /** The value below a step, when there is one. */
    default Optional<Tree> at(Step step) {
        return Optional.empty();
    }

    /** Whether it is there only to say that nothing is. */
    default boolean isNothing() {
        return false;
    }

    /**
     * Keys and values in the order written.
     *
     * @param flow whether it stands between braces, where white space has no meaning
     * @param shared whether it is written elsewhere and only referred to here (a YAML alias): not to be edited here
     */
    record Mapping(int start, int end, List<Member> members, boolean flow, boolean shared) implements Tree {
        public Mapping {
            members = List.copyOf(members);
        }

        public Optional<Member> member(String key) {
            return members.stream().filter(member -> member.key().equals(key)).findFirst();
        }

        @Override
        public Optional<Tree> at(Step step) {
            return step instanceof Step.Key key ? member(key.name()).map(Member::value) : Optional.empty();
        }

        @Override
        public Json json() {
            JsonObject json = Json.object();
            members.forEach(member -> json.put(member.key(), member.value().json()));
            return json.build();
        }
    }

    /** Items in the order written; see {@link Mapping} for the rest. */
    record Listing(int start, int end, List<Tree> items, boolean flow, boolean shared) implements Tree {
        public Listing {
            items = List.copyOf(items);
        }

        @Override
        public Optional<Tree> at(Step step) {
            return items.stream().filter(step::selects).findFirst();
        }

        @Override
        public Json json() {
            return Json.array(items.stream().map(Tree::json).toList());
        }
    }

    /** One text, number or word; {@code text} is its meaning for texts and its spelling for all others. */
    record Scalar(int start, int end, Kind kind, String text) implements Tree {
        @Override
        public boolean isNothing() {
            return kind == Kind.NOTHING;
        }

        @Override
        public Json json() {
            return switch (kind) {
                case NOTHING -> Json.NULL;
                case TRUTH -> Json.of(Boolean.parseBoolean(text));
                case TEXT, OTHER -> Json.of(text);
                case NUMBER -> number();
            };
        }

        private Json number() {
            try {
                return Json.parse(text);
            } catch (JsonException _) {
                // Written as only its format does: 0o17, 1_000, .inf.
                return Json.of(text);
            }
        }
    }

    /**
     * @param keyStart where the key begins, with its quotes
     * @param keyEnd where it ends
     */
    record Member(int keyStart, int keyEnd, String key, Tree value) {}

    /** What a scalar is. */
    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        NOTHING,
        OTHER
    }
}

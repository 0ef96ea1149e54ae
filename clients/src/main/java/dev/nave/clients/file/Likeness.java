package dev.nave.clients.file;

import dev.nave.clients.file.Tree.Listing;
import dev.nave.clients.file.Tree.Mapping;
import dev.nave.clients.file.Tree.Scalar;
import dev.nave.protocol.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether two values say the same, however they are written and in whatever order their keys are. */
public final class Likeness {
    private Likeness() {}

    /** Whether two values say the same: the order of keys and the spelling of texts do not count. */
    public static boolean same(Json one, Json other) {
        if (one.isObject() && other.isObject()) {
            Set<String> names = new HashSet<>(one.names());
            return names.equals(new HashSet<>(other.names()))
                    && names.stream()
                            .allMatch(name -> same(
                                    one.member(name).orElseThrow(),
                                    other.member(name).orElseThrow()));
        }
        if (one.isArray() && other.isArray()) {
            List<Json> items = one.elements();
            List<Json> others = other.elements();
            boolean same = items.size() == others.size();
            for (int at = 0; same && at < items.size(); at++) {
                same = same(items.get(at), others.get(at));
            }
            return same;
        }
        if (one.isString() && other.isString()) {
            return one.text().equals(other.text());
        }
        return one.equals(other);
    }

    /** Whether two documents differ in nothing but what stands at the end of this way. */
    static boolean sameBut(Tree one, Tree other, List<Step> way) {
        if (way.isEmpty()) {
            return true;
        }
        return switch (way.getFirst()) {
            case Step.Key key -> sameMembers(members(one), members(other), key.name(), way.subList(1, way.size()));
            case Step.Item item -> sameItems(items(one), items(other), item, way.subList(1, way.size()));
        };
    }

    private static boolean sameMembers(Optional<Mapping> one, Optional<Mapping> other, String except, List<Step> rest) {
        if (one.isEmpty() || other.isEmpty()) {
            return false;
        }
        Set<String> keys = new HashSet<>();
        one.get().members().forEach(member -> keys.add(member.key()));
        other.get().members().forEach(member -> keys.add(member.key()));
        return keys.stream().allMatch(key -> {
            Optional<Tree> left = one.get().member(key).map(Tree.Member::value);
            Optional<Tree> right = other.get().member(key).map(Tree.Member::value);
            if (key.equals(except)) {
                return sameBut(left.orElseGet(Document::nothing), right.orElseGet(Document::nothing), rest);
            }
            return left.isPresent() && right.isPresent() && same(left.get(), right.get());
        });
    }

    private static boolean sameItems(List<Tree> one, List<Tree> other, Step.Item except, List<Step> rest) {
        List<Tree> left = one.stream().filter(item -> !except.selects(item)).toList();
        List<Tree> right = other.stream().filter(item -> !except.selects(item)).toList();
        boolean same = left.size() == right.size();
        for (int at = 0; same && at < left.size(); at++) {
            same = same(left.get(at), right.get(at));
        }
        Optional<Tree> before = one.stream().filter(except::selects).findFirst();
        Optional<Tree> after = other.stream().filter(except::selects).findFirst();
        return same
                && (rest.isEmpty()
                        || sameBut(before.orElseGet(Document::nothing), after.orElseGet(Document::nothing), rest));
    }

    private static boolean same(Tree one, Tree other) {
        return switch (one) {
            case Scalar scalar ->
                other instanceof Scalar that
                        && scalar.kind() == that.kind()
                        && scalar.text().equals(that.text());
            case Listing listing -> {
                boolean same = other instanceof Listing that
                        && listing.items().size() == that.items().size();
                for (int at = 0; same && at < listing.items().size(); at++) {
                    same = same(
                            listing.items().get(at), ((Listing) other).items().get(at));
                }
                yield same;
            }
            case Mapping mapping ->
                other instanceof Mapping that
                        && mapping.members().size() == that.members().size()
                        && mapping.members().stream().allMatch(member -> that.member(member.key())
                                .filter(found -> same(member.value(), found.value()))
                                .isPresent());
        };
    }

    /** Nothing written is as good as no members. */
    private static Optional<Mapping> members(Tree tree) {
        if (tree instanceof Mapping mapping) {
            return Optional.of(mapping);
        }
        boolean empty = tree.isNothing()
                || (tree instanceof Listing listing && listing.items().isEmpty());
        return empty ? Optional.of((Mapping) Document.nothing()) : Optional.empty();
    }

    private static List<Tree> items(Tree tree) {
        return tree instanceof Listing listing ? listing.items() : List.of();
    }
}

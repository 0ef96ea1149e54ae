package dev.nave.hub.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.FakeServer;
import dev.nave.hub.ListKind;
import dev.nave.hub.configuration.Configuration;
import dev.nave.hub.configuration.NameStyle;
import dev.nave.hub.naming.Names;
import dev.nave.protocol.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CatalogTest {
    @Test
    void aBareNameBelongsToTheFirstConfiguredServerThatHasIt() {
        Catalog catalog = Catalog.of(plain("a", "b"), List.of(tools("a", "read"), tools("b", "read", "log")));
        assertThat(exposed(catalog)).containsExactly("read", "b__read", "log");
        assertThat(catalog.find(ListKind.TOOLS, "read")).map(Entry::server).contains("a");
        assertThat(catalog.find(ListKind.TOOLS, "a__read")).map(Entry::own).contains("read");
        assertThat(catalog.find(ListKind.TOOLS, "b__log")).map(Entry::own).contains("log");
    }

    @Test
    void whileAnEarlierServerNeverListedLaterOnesKeepTheirPrefix() {
        Catalog catalog = Catalog.of(plain("a", "b"), List.of(unlisted("a", false), tools("b", "read")));
        assertThat(exposed(catalog)).containsExactly("b__read");
    }

    @Test
    void aServerThatFailedForGoodHasNoNames() {
        Catalog catalog = Catalog.of(plain("a", "b"), List.of(unlisted("a", true), tools("b", "read")));
        assertThat(exposed(catalog)).containsExactly("read");
    }

    @Test
    void aServerThatIsNoLongerShownKeepsItsNames() {
        Offer away = new Offer("a", tools("a", "read").lists(), false, false);
        Catalog catalog = Catalog.of(plain("a", "b"), List.of(away, tools("b", "read")));
        assertThat(exposed(catalog)).containsExactly("b__read");
        assertThat(catalog.find(ListKind.TOOLS, "read")).isEmpty();
    }

    @Test
    void aBareNameThatLooksPrefixedGetsAPrefixSoThatItHidesNothing() {
        Catalog catalog = Catalog.of(plain("a", "b"), List.of(tools("a", "b__read", "read"), tools("b", "read")));
        assertThat(catalog.find(ListKind.TOOLS, "b__read")).map(Entry::server).contains("b");
        assertThat(catalog.find(ListKind.TOOLS, "a__b__read")).map(Entry::own).contains("b__read");
    }

    @Test
    void everythingButNamesAndUrisStaysAsSpelled() {
        Offer offer = new Offer(
                "a",
                Map.of(
                        ListKind.TOOLS,
                        List.of(
                                Json.parse(
                                        "{\"x\":1.0,\"name\":\"t\",\"inputSchema\":{\"$schema\":\"s\"},\"_meta\":{\"v\":1e2,"
                                            + "\"ui\":{\"resourceUri\":\"ui://p/q\",\"z\":[]},\"ui/resourceUri\":\"ui://p\"}}"))),
                true,
                false);
        Catalog catalog = Catalog.of(prefix("a", "b"), List.of(offer));
        assertThat(catalog.entries(ListKind.TOOLS).getFirst().json().raw())
                .isEqualTo("{\"x\":1.0,\"name\":\"a__t\",\"inputSchema\":{\"$schema\":\"s\"},\"_meta\":{\"v\":1e2,"
                        + "\"ui\":{\"resourceUri\":\"ui://a/p/q\",\"z\":[]},\"ui/resourceUri\":\"ui://a/p\"}}");
    }

    @Test
    void whatIsListedTwiceOrUnnamedIsNotShownAndReported() {
        Offer offer = new Offer(
                "a",
                Map.of(
                        ListKind.TOOLS,
                        List.of(
                                Json.parse("{\"name\":\"t\",\"n\":1}"),
                                Json.parse("{\"name\":\"t\",\"n\":2}"),
                                Json.parse("{\"title\":\"no name\"}"),
                                Json.parse("{\"name\":\"much too odd!\"}"))),
                true,
                false);
        Catalog catalog = Catalog.of(prefix("a", "b"), List.of(offer));
        assertThat(catalog.entries(ListKind.TOOLS)).hasSize(2);
        assertThat(catalog.notes())
                .extracting(Note::reason)
                .containsExactly(Note.Reason.LISTED_TWICE, Note.Reason.REWRITTEN);
    }

    @Test
    void whoIsUpNeverMakesANameMeanAnotherTool() {
        Random random = new Random(7);
        List<String> servers = List.of("a", "b", "c", "d");
        Names names = plain(servers.toArray(String[]::new));
        for (int round = 0; round < 500; round++) {
            List<Offer> complete = new ArrayList<>();
            List<Offer> partly = new ArrayList<>();
            for (String server : servers) {
                List<String> own = Stream.of("x", "y", "z", "b__x", "c__y")
                        .filter(name -> random.nextBoolean())
                        .toList();
                Offer whole = tools(server, own.toArray(String[]::new));
                complete.add(whole);
                // Up, away with its last copy, away for too long, or never listed.
                partly.add(
                        switch (random.nextInt(4)) {
                            case 0 -> unlisted(server, false);
                            case 1 -> new Offer(server, whole.lists(), false, false);
                            default -> whole;
                        });
            }
            Catalog all = Catalog.of(names, complete);
            Catalog some = Catalog.of(names, partly);
            for (Entry entry : some.entries(ListKind.TOOLS)) {
                String same = all.find(ListKind.TOOLS, entry.exposed())
                        .map(known -> known.server() + "/" + known.own())
                        .orElse("nothing");
                assertThat(same).isEqualTo(entry.server() + "/" + entry.own());
            }
            assertThat(Catalog.of(names, partly).fingerprint(ListKind.TOOLS))
                    .isEqualTo(some.fingerprint(ListKind.TOOLS));
        }
    }

    private static List<String> exposed(Catalog catalog) {
        return catalog.entries(ListKind.TOOLS).stream().map(Entry::exposed).toList();
    }

    private static Offer tools(String server, String... names) {
        List<Json> entries = Arrays.stream(names)
                .map(name -> Json.object().put("name", name).build())
                .toList();
        return new Offer(server, Map.of(ListKind.TOOLS, entries), true, false);
    }

    private static Offer unlisted(String server, boolean hopeless) {
        return new Offer(server, Map.of(), true, hopeless);
    }

    private static Names plain(String... servers) {
        return names(NameStyle.PLAIN, servers);
    }

    private static Names prefix(String... servers) {
        return names(NameStyle.PREFIX, servers);
    }

    private static Names names(NameStyle style, String... servers) {
        Configuration all = Configuration.of(Arrays.stream(servers)
                .map(name -> new FakeServer(name).settings())
                .toList());
        return Names.of(all.withNames(style));
    }
}

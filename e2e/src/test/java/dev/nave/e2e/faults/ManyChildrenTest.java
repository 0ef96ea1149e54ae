package dev.nave.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.e2e.HubProcess;
import dev.nave.e2e.scripted.Client;
import dev.nave.e2e.scripted.Script.Era;
import dev.nave.e2e.scripted.WebClient;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Three hundred children at once, each called at the same time: more than the 256 carriers the scheduler of virtual
 * threads has at most, all of which would hang if a virtual thread ever waited on a pipe.
 */
@Tag("long")
@Isolated("it measures")
final class ManyChildrenTest {
    private static final int CHILDREN = 300;

    @Test
    void threeHundredChildrenAnswerAtOnce(@TempDir Path directory) throws Exception {
        String mark = "many-" + UUID.randomUUID();
        HubProcess.Configuration configuration = new HubProcess.Configuration("prefix");
        for (int i = 0; i < CHILDREN; i++) {
            configuration.stdio("s" + i, LightServer.command(mark + "-" + i + "."));
        }
        long start = System.nanoTime();
        try (HubProcess hub = HubProcess.start(directory, configuration);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Client client = WebClient.open(hub.url(), Era.MODERN);
            assertThat(errors(callers, client, mark)).isEmpty();
            System.out.printf(
                    "%d children were started and called in %d ms; the hub holds %s%n",
                    CHILDREN, (System.nanoTime() - start) / 1_000_000, Footprint.of(hub.handle()));
            long again = System.nanoTime();
            assertThat(errors(callers, client, mark)).isEmpty();
            System.out.printf(
                    "%d children were called at once in %d ms%n", CHILDREN, (System.nanoTime() - again) / 1_000_000);
            hub.stop();
            assertThat(Processes.marked(mark)).isEmpty();
        }
    }

    private static List<String> errors(ExecutorService callers, Client client, String mark) throws Exception {
        List<Callable<String>> calls = IntStream.range(0, CHILDREN)
                .<Callable<String>>mapToObj(i -> () -> {
                    String answer = client.call("s" + i + "__echo", "{}").text();
                    return answer.contains(mark + "-" + i + ".") ? "" : i + ": " + answer;
                })
                .toList();
        List<Future<String>> answers = callers.invokeAll(calls, 2, TimeUnit.MINUTES);
        return answers.stream()
                .map(Future::resultNow)
                .filter(error -> !error.isEmpty())
                .toList();
    }
}

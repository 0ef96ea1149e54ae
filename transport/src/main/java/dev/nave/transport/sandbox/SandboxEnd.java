package dev.nave.transport.sandbox;

import dev.nave.transport.child.Custody;
import java.util.List;
import java.util.Optional;

/** What the end of a confined child says; bubblewrap hands on the code of the program. */
final class SandboxEnd implements Custody.Meaning {
    /** Of the script that starts bubblewrap, when it cannot. */
    static final int NOT_SET_UP = 125;

    private final SandboxOptions options;

    SandboxEnd(SandboxOptions options) {
        this.options = options;
    }

    @Override
    public Optional<String> of(int code, List<String> errors) {
        Optional<String> own = errors.reversed().stream()
                .filter(line -> line.startsWith("bwrap: ") || line.startsWith("setpriv: "))
                .findFirst();
        if (code == NOT_SET_UP || (code == 1 && own.isPresent())) {
            return Optional.of("its sandbox could not be set up, so it was not started"
                    + own.map(line -> ": " + line).orElse(""));
        }
        if (code == 137 && options.memoryBytes() > 0) {
            return Optional.of("it was killed (exit code 137): it needed more than its " + options.memoryBytes()
                    + " bytes of memory, unless somebody killed it");
        }
        return Optional.empty();
    }
}

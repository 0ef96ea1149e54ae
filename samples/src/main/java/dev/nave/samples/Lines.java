package dev.nave.samples;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Reads lines of at most 4 MiB until the end. */
final class Lines {
    private static final int MOST = 4 << 20;

    private Lines() {}

    static void read(InputStream in, Consumer<byte[]> each) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        while ((next = buffered.read()) >= 0) {
            if (next != '\n') {
                if (line.size() == MOST) {
                    throw new IOException("Expected lines of at most " + MOST + " bytes.");
                }
                line.write(next);
            } else if (line.size() > 0) {
                each.accept(line.toByteArray());
                line.reset();
            }
        }
    }
}

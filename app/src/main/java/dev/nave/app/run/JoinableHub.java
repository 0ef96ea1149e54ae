package dev.nave.app.run;

import dev.nave.app.join.Gathering;
import dev.nave.hub.configuration.Configuration;
import java.io.InputStream;
import java.io.OutputStream;

/** A hub as others join it. */
record JoinableHub(RunningHub running, String log) implements Gathering.Host {
    @Override
    public void serve(InputStream in, OutputStream out, Runnable ended) {
        running.serve(in, out, ended);
    }

    @Override
    public Configuration configuration() {
        return running.hub().configuration();
    }
}

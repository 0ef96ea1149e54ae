package dev.nave.bench;

import java.io.IOException;

/**
 * What a subject spent on a load.
 *
 * @param cpu seconds, user and system, all threads
 * @param compiler what of that the virtual machine's compiler took, which is not the calls' own
 * @param kilobytes allocated by all threads; 0 for what is no JVM
 */
record Spent(Load.Outcome outcome, double cpu, double compiler, double kilobytes) {
    interface Work {
        Load.Outcome run() throws InterruptedException;
    }

    static Spent by(Subject subject, boolean machine, Work work) throws IOException, InterruptedException {
        long allocated = machine ? Allocation.of(subject.pid()) : 0;
        double compiler = subject.compiler();
        double cpu = subject.cpu();
        Load.Outcome outcome = work.run();
        double used = subject.cpu() - cpu;
        double compiled = Math.max(0, subject.compiler() - compiler);
        long bytes = machine ? Allocation.of(subject.pid()) - allocated : 0;
        return new Spent(outcome, used, compiled, bytes / 1024.0);
    }
}

package dev.nave.transport.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The seccomp filter of a sandbox as a program for the kernel (seccomp(2), {@code struct sock_filter}): everything is allowed
 * but {@link Denied}, new namespaces, and feeding a terminal. What is denied fails with EPERM; {@code clone3}, whose flags a
 * filter cannot see, with ENOSYS, whereupon libraries use {@code clone}.
 */
final class Filter {
    private static final int LOAD = 0x20;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_AT_LEAST = 0x35;
    private static final int IF_SET = 0x45;
    private static final int RETURN = 0x06;

    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050000 | 1;
    private static final int ENOSYS = 0x00050000 | 38;

    // Offsets in struct seccomp_data; of arguments the lower half, on a little-endian machine.
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;
    private static final int SECOND_ARGUMENT = 24;

    /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
    private static final int NAMESPACES = 0x7e020000;
    /** Calls of the x32 interface have this bit. */
    private static final int X32 = 0x40000000;

    private static final int CLONE3 = 435;
    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541c;

    private final List<long[]> program = new ArrayList<>();

    private Filter() {}

    /** The program for a kernel of this architecture, as the JVM calls it; nothing for one that is not known here. */
    static Optional<byte[]> of(String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> Optional.of(new Filter().build(0xc000003e, true, 56, 16));
            case "aarch64", "arm64" -> Optional.of(new Filter().build(0xc00000b7, false, 220, 29));
            default -> Optional.empty();
        };
    }

    private byte[] build(int audit, boolean intel, int clone, int ioctl) {
        add(LOAD, 0, 0, ARCHITECTURE);
        add(IF_EQUAL, 1, 0, audit);
        add(RETURN, 0, 0, EPERM);
        add(LOAD, 0, 0, NUMBER);
        if (intel) {
            refuse(IF_AT_LEAST, X32, ENOSYS);
        }
        refuse(IF_EQUAL, CLONE3, ENOSYS);
        for (Denied call : Denied.values()) {
            int number = intel ? call.intel : call.arm;
            if (number >= 0) {
                refuse(IF_EQUAL, number, EPERM);
            }
        }
        // What has been loaded is gone after this, so it ends the program either way.
        add(IF_EQUAL, 0, 4, clone);
        add(LOAD, 0, 0, FIRST_ARGUMENT);
        add(IF_SET, 0, 1, NAMESPACES);
        add(RETURN, 0, 0, EPERM);
        add(RETURN, 0, 0, ALLOW);
        add(IF_EQUAL, 0, 5, ioctl);
        add(LOAD, 0, 0, SECOND_ARGUMENT);
        add(IF_EQUAL, 1, 0, TIOCSTI);
        add(IF_EQUAL, 0, 1, TIOCLINUX);
        add(RETURN, 0, 0, EPERM);
        add(RETURN, 0, 0, ALLOW);
        add(RETURN, 0, 0, ALLOW);
        return bytes();
    }

    private void refuse(int test, int value, int with) {
        add(test, 0, 1, value);
        add(RETURN, 0, 0, with);
    }

    private void add(int code, int whenTrue, int whenFalse, int operand) {
        program.add(new long[] {code, whenTrue, whenFalse, operand});
    }

    private byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(8 * program.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (long[] step : program) {
            bytes.putShort((short) step[0])
                    .put((byte) step[1])
                    .put((byte) step[2])
                    .putInt((int) step[3]);
        }
        return bytes.array();
    }
}

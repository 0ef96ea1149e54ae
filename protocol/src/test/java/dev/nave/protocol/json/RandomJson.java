package dev.nave.protocol.json;

import java.util.Random;

/** Makes JSON texts of every shape the grammar allows, the odd ones more often than life does. */
final class RandomJson {
    private static final String[] BLANKS = {"", "", "", " ", "\n", "\r\n", "\t", "  "};
    private static final String[] NUMBERS = {
        "0", "-0", "1", "-1.50", "1e5", "1E+05", "0.1e-7", "12345678901234567890123", "9007199254740993", "-0.0", "1.0"
    };
    private static final String[] PIECES = {
        "a",
        "key",
        " ",
        "é",
        "漢",
        "😀",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u0041",
        "\\ud83d\\ude00",
        "\\ud800",
        "\\uDFFF",
        "\\b",
        "{",
        "]",
        ":",
        ",",
        "\u007f",
        "\u2028",
        "\uffff"
    };

    private final Random random;

    RandomJson(Random random) {
        this.random = random;
    }

    String text() {
        return blank() + value(4) + blank();
    }

    String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> "true";
            case 1 -> "false";
            case 2 -> "null";
            case 3 -> pick(NUMBERS);
            case 4, 5 -> string();
            case 6 -> array(depth);
            default -> object(depth);
        };
    }

    String object(int depth) {
        StringBuilder text = new StringBuilder("{").append(blank());
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : "," + blank());
            text.append(string()).append(blank()).append(':').append(blank());
            text.append(value(depth - 1)).append(blank());
        }
        return text.append('}').toString();
    }

    String string() {
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(pick(PIECES));
        }
        return text.append('"').toString();
    }

    private String array(int depth) {
        StringBuilder text = new StringBuilder("[").append(blank());
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : "," + blank()).append(value(depth - 1)).append(blank());
        }
        return text.append(']').toString();
    }

    private String blank() {
        return pick(BLANKS);
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}

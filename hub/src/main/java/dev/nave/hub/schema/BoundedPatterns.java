package dev.nave.hub.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.regex.Pattern;

/** Regular expressions of strangers: each match may look at so many characters and no more. */
final class BoundedPatterns implements RegularExpressionFactory {
    private final long looks;

    BoundedPatterns(long looks) {
        this.looks = looks;
    }

    @Override
    public RegularExpression getRegularExpression(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return text -> pattern.matcher(new Counted(text, new long[] {looks})).find();
    }

    /** A text that can be looked at so often. */
    private record Counted(String text, long[] left) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (left[0]-- <= 0) {
                throw new Exhausted();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.substring(start, end), left);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A match took too long. */
    static final class Exhausted extends RuntimeException {
        Exhausted() {
            super("A pattern takes too long", null, false, false);
        }
    }
}

package dev.nave.guard.oauth;

/** A sign-in came to nothing, or a token could not be had. The text is for people and shows no secret. */
public final class SignInFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean passing;
    private final String code;

    private SignInFailure(String message, boolean passing, String code) {
        super(message);
        this.passing = passing;
        this.code = code;
    }

    /** It will not work another time either. */
    static SignInFailure lasting(String message) {
        return new SignInFailure(message, false, "");
    }

    /** It may work later. */
    static SignInFailure passing(String message) {
        return new SignInFailure(message, true, "");
    }

    /** The authorization server said no, with an error of RFC 6749 §5.2. */
    static SignInFailure refused(String code, String message) {
        return new SignInFailure(message, false, code);
    }

    public boolean isPassing() {
        return passing;
    }

    /** The error the authorization server named; empty when it named none. */
    String code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}

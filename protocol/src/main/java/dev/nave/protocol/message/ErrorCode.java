package dev.nave.protocol.message;

/** Error codes of JSON-RPC 2.0 and of MCP. */
public final class ErrorCode {
    public static final int PARSE_ERROR = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL_ERROR = -32603;
    /** Up to 2025-11-25: no such resource. Never sent to a modern client. */
    public static final int RESOURCE_NOT_FOUND = -32002;
    /** 2026-07-28: headers do not say what the body says. */
    public static final int HEADER_MISMATCH = -32020;
    /** 2026-07-28: needs a capability the client did not declare on this request. */
    public static final int MISSING_CLIENT_CAPABILITY = -32021;
    /** 2026-07-28: a revision this server does not serve. */
    public static final int UNSUPPORTED_VERSION = -32022;
    /** 2025-11-25 alone: the user must open a URL first. Never sent to a modern client. */
    public static final int URL_ELICITATION_REQUIRED = -32042;
    /** By convention: the user refused a sampling request. */
    public static final int USER_REJECTED = -1;

    private ErrorCode() {}
}

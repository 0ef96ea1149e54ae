package dev.nave.protocol.json;

/** What can stand for a value where JSON is spelled out: a value, or an object in the making. */
sealed interface Spelled permits Json, JsonObject {
    /** How many bytes it takes; of an object in the making, about so many. */
    int length();

    void spell(JsonText text);
}

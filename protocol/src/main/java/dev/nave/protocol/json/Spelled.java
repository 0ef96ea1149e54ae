package dev.nave.protocol.json;

/** What can stand for a value where JSON is spelled out: a value, or an object in the making. */
abstract sealed class Spelled permits Json, JsonObject {
    /** How many bytes it takes; of an object in the making, about so many. */
    abstract int length();

    abstract void spell(JsonText text);
}

package dev.nave.protocol.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.protocol.json.Json;
import org.junit.jupiter.api.Test;

class OutputSchemaTest {
    @Test
    void anObjectAtTheRootStaysAsItIs() {
        Json schema = Json.parse("{ \"type\" : \"object\", \"properties\": {\"a\":{\"$ref\":\"#/$defs/a\"}} }");

        assertThat(OutputSchemas.wrap(schema)).isSameAs(schema);
    }

    @Test
    void whatIsNoObjectStandsBelowResultAndItsReferencesFollow() {
        Json schema = Json.parse("{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"array\","
                + "\"items\":{\"$ref\":\"#/$defs/item\"},\"$defs\":{\"item\":{\"anyOf\":[{\"$ref\":\"#\"},"
                + "{\"$ref\":\"#named\"},{\"$ref\":\"https://example.com/x\"}]}}}");

        assertThat(OutputSchemas.wrap(schema).raw())
                .isEqualTo("{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\","
                        + "\"properties\":{\"result\":{\"type\":\"array\","
                        + "\"items\":{\"$ref\":\"#/properties/result/$defs/item\"},\"$defs\":{\"item\":{\"anyOf\":["
                        + "{\"$ref\":\"#/properties/result\"},{\"$ref\":\"#named\"},"
                        + "{\"$ref\":\"https://example.com/x\"}]}}}},\"required\":[\"result\"]}");
    }

    @Test
    void whatLooksLikeAReferenceInDataOrAsANameStaysAsItIs() {
        Json schema = Json.parse("{\"type\":\"array\",\"const\":{\"$ref\":\"#/a\"},\"items\":{\"properties\":"
                + "{\"$ref\":{\"type\":\"string\"},\"enum\":{\"$ref\":\"#/b\"}}},\"default\":[{\"$ref\":\"#\"}]}");

        String wrapped = OutputSchemas.wrap(schema).raw();

        assertThat(wrapped)
                .contains("\"const\":{\"$ref\":\"#/a\"}")
                .contains("\"$ref\":{\"type\":\"string\"}")
                .contains("\"enum\":{\"$ref\":\"#/properties/result/b\"}")
                .contains("\"default\":[{\"$ref\":\"#\"}]");
    }

    @Test
    void referencesBelowAnIdOfTheirOwnStay() {
        Json schema = Json.parse("{\"type\":\"array\",\"items\":{\"$id\":\"urn:x\",\"not\":{\"$ref\":\"#/y\"}}}");

        assertThat(OutputSchemas.wrap(schema).raw()).contains("{\"$id\":\"urn:x\",\"not\":{\"$ref\":\"#/y\"}}");
    }

    @Test
    void whatMayOrMayNotBeAnObjectFitsBothObjectsAndWhatIsWrapped() {
        Json schema = Json.parse("{\"oneOf\":[{\"type\":\"object\"},{\"$ref\":\"#/oneOf/0\"}]}");

        assertThat(OutputSchemas.wrap(schema).raw())
                .isEqualTo("{\"type\":\"object\",\"anyOf\":[{\"$ref\":\"#/$defs/value\"},{\"properties\":{\"result\":"
                        + "{\"$ref\":\"#/$defs/value\"}},\"required\":[\"result\"]}],\"$defs\":{\"value\":"
                        + "{\"oneOf\":[{\"type\":\"object\"},{\"$ref\":\"#/$defs/value/oneOf/0\"}]}}}");
    }

    @Test
    void aListOfTypesIsWrappedByWhetherObjectIsAmongThem() {
        assertThat(OutputSchemas.wrap(Json.parse("{\"type\":[\"string\",\"null\"]}"))
                        .raw())
                .startsWith("{\"type\":\"object\",\"properties\":{\"result\":");
        assertThat(OutputSchemas.wrap(Json.parse("{\"type\":[\"object\",\"null\"]}"))
                        .raw())
                .startsWith("{\"type\":\"object\",\"anyOf\":");
    }

    @Test
    void aSchemaThatIsNoObjectAllowsEveryObject() {
        assertThat(OutputSchemas.wrap(Json.TRUE).raw()).isEqualTo("{\"type\":\"object\"}");
    }
}

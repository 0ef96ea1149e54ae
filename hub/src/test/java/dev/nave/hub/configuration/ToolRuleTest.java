package dev.nave.hub.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolRuleTest {

    @ParameterizedTest
    @CsvSource({
        "read,read,true",
        "read,reads,false",
        "read,rea,false",
        "*,anything,true",
        "*,'',true",
        "list_*,list_files,true",
        "list_*,list_,true",
        "list_*,alist_x,false",
        "*_file,read_file,true",
        "*_file,read_files,false",
        "a*b*c,a-b-b-c,true",
        "a*b*c,acb,false",
        "**x,x,true",
        "a.c,abc,false"
    })
    void aStarStandsForAnyCharacters(String pattern, String tool, boolean matches) {
        assertThat(new ToolRule(pattern, Set.of(), Optional.empty()).matches(tool))
                .isEqualTo(matches);
    }
}

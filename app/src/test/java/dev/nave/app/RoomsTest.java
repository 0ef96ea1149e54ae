package dev.nave.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The walls of the house (docs/architecture.md): which room sees which, and what belongs to one room alone. */
class RoomsTest {
    private static final JavaClasses HOUSE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.nave");

    @Test
    void noRoomSeesUp() {
        check(layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("protocol")
                .definedBy("dev.nave.protocol..")
                .layer("transport")
                .definedBy("dev.nave.transport..")
                .layer("hub")
                .definedBy("dev.nave.hub..")
                .layer("edge")
                .definedBy("dev.nave.edge..")
                .layer("guard")
                .definedBy("dev.nave.guard..")
                .layer("clients")
                .definedBy("dev.nave.clients..")
                .layer("samples")
                .definedBy("dev.nave.samples..")
                .layer("app")
                .definedBy("dev.nave.app..")
                .whereLayer("protocol")
                .mayNotAccessAnyLayer()
                .whereLayer("transport")
                .mayOnlyAccessLayers("protocol")
                .whereLayer("hub")
                .mayOnlyAccessLayers("protocol")
                .whereLayer("edge")
                .mayOnlyAccessLayers("hub", "transport", "protocol")
                .whereLayer("guard")
                .mayOnlyAccessLayers("edge", "hub", "transport", "protocol")
                .whereLayer("clients")
                .mayOnlyAccessLayers("hub", "protocol")
                .whereLayer("samples")
                .mayOnlyAccessLayers("transport", "protocol"));
    }

    @Test
    void packagesOfARoomDoNotGoInCircles() {
        for (var room : new String[] {"protocol", "transport", "hub", "edge", "guard", "clients", "samples", "app"}) {
            check(slices().matching("dev.nave." + room + ".(**)").should().beFreeOfCycles());
        }
    }

    @Test
    void everyClassIsInARoom() {
        check(noClasses()
                .should()
                .resideOutsideOfPackages(
                        "dev.nave.protocol..",
                        "dev.nave.transport..",
                        "dev.nave.hub..",
                        "dev.nave.edge..",
                        "dev.nave.guard..",
                        "dev.nave.clients..",
                        "dev.nave.samples..",
                        "dev.nave.app.."));
    }

    @Test
    void vertxStaysInThePackagesOfTransportThatServeHttp() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("dev.nave.transport.http..", "dev.nave.transport.websocket..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty.."));
    }

    @Test
    void theHttpClientStaysInTransport() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.nave.transport..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.hc..", "java.net.http.."));
    }

    @Test
    void legacyIsSeenOnlyWhereTheErasArePutSideBySide() {
        check(noClasses()
                .that(resideOutsideOfPackages(
                                "dev.nave.edge.downstream", "dev.nave.edge.upstream", "dev.nave.edge..legacy..")
                        .and(not(nameStartingWith("dev.nave.app.run.RunningHub"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.nave.edge..legacy.."));
    }

    @Test
    void theLanguageDoesNoInputOrOutputAndStartsNoThreads() {
        DescribedPredicate<JavaClass> bytesInMemory = JavaClass.Predicates.belongToAnyOf(
                ByteArrayInputStream.class,
                ByteArrayOutputStream.class,
                Serializable.class,
                UncheckedIOException.class);
        DescribedPredicate<JavaClass> names = JavaClass.Predicates.belongToAnyOf(URI.class, URISyntaxException.class);
        check(noClasses()
                .that()
                .resideInAPackage("dev.nave.protocol..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.nio.file..", "java.nio.channels..", "java.util.concurrent..")
                        .or(resideInAPackage("java.io").and(not(bytesInMemory)))
                        .or(resideInAPackage("java.net..").and(not(names)))
                        .or(JavaClass.Predicates.belongToAnyOf(Thread.class, Process.class, ProcessBuilder.class)))
                .because("it must be callable from any thread, at no cost but its own"));
    }

    @Test
    void treesAreBuiltOnlyWhereListsSchemasAndConfigurationAreRead() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("dev.nave.hub.configuration..", "dev.nave.hub.schema..", "dev.nave.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tools.jackson.databind..")
                .because("a tree changes numbers and drops duplicate keys, and messages are relayed as they came"));
    }

    @Test
    void nothingIsSharedThroughAMutableStatic() {
        check(fields().that().areStatic().should().beFinal());
    }

    @Test
    void theHubAndItsDoorsAreGivenTheTimeAndChance() {
        check(noClasses()
                .that(resideInAnyPackage("dev.nave.hub..", "dev.nave.edge..", "dev.nave.guard..")
                        .and(not(nameStartingWith("dev.nave.hub.Time"))))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .orShould()
                .callMethod(Math.class, "random")
                .because("a test has to be able to hold them"));
    }

    @Test
    void everyPackageSaysThatItIsNullMarked() {
        assertThat(HOUSE.stream().map(JavaClass::getPackage).distinct())
                .filteredOn(room -> !room.isAnnotatedWith(NullMarked.class))
                .extracting(JavaPackage::getName)
                .as("packages without @NullMarked in their package-info.java")
                .isEmpty();
    }

    /** Rules about packages that do not exist yet hold. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(HOUSE);
    }
}

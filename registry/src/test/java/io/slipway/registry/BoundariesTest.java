package io.slipway.registry;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What may know what: a matter of the build, not of review. */
class BoundariesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.slipway.registry");

  @Test
  void valuesKnowValuesAlone() {
    noClasses()
        .that()
        .resideInAPackage("io.slipway.registry.model..")
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(
                "io.slipway.registry.model..",
                "java.lang..",
                "java.math..",
                "java.nio.charset..",
                "java.io..",
                "java.security..",
                "java.time..",
                "java.util..",
                "com.fasterxml.jackson..",
                "org.jspecify.annotations.."))
        .check(CLASSES);
  }

  @Test
  void sqlIsInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.slipway.registry.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.flywaydb..", "com.zaxxer..")
        .check(CLASSES);
  }

  @Test
  void useCasesKnowNoHttp() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.slipway.registry.model..",
            "io.slipway.registry.store..",
            "io.slipway.registry.service..",
            "io.slipway.registry.auth..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.javalin..", "jakarta.servlet..", "org.eclipse.jetty..", "java.net.http..")
        .check(CLASSES);
  }

  /** Pages show what the API answers to the one who looks, and nothing else. */
  @Test
  void pagesKnowNothingOfWhatTheyShow() {
    noClasses()
        .that()
        .resideInAPackage("io.slipway.registry.pages..")
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(
                "io.slipway.registry.pages..",
                "java.lang..",
                "java.io..",
                "java.nio.charset..",
                "java.util..",
                "org.jspecify.annotations.."))
        .check(CLASSES);
  }

  @Test
  void timeComesFromAClockThatIsGiven() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.slipway.registry.model..",
            "io.slipway.registry.store..",
            "io.slipway.registry.service..",
            "io.slipway.registry.auth..",
            "io.slipway.registry.http..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .check(CLASSES);
  }

  @Test
  void noPackageKnowsOneThatKnowsIt() {
    slices().matching("io.slipway.registry.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}

package io.slipway.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Decisions stay functions: what they may know is a matter of the build, not of review. */
class BoundariesTest {

  private static final String[] CORE = {
    "io.slipway.operator.observe..",
    "io.slipway.operator.plan..",
    "io.slipway.operator.desired..",
    "io.slipway.operator.status..",
    "io.slipway.operator.judge..",
    "io.slipway.operator.analysis..",
    "io.slipway.operator.document..",
    "io.slipway.operator.batch.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.slipway.operator");

  @Test
  void theCoreKnowsValuesAlone() {
    noClasses()
        .that(resideInAnyPackage(CORE))
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(CORE)
                .and(
                    resideOutsideOfPackages(
                        "java..",
                        "io.slipway.api..",
                        "io.fabric8.kubernetes.api.model..",
                        "io.fabric8.kubernetes.api.builder..",
                        // The base class of the API types.
                        "io.fabric8.kubernetes.client",
                        "com.fasterxml.jackson..",
                        "org.jspecify.annotations..")))
        .check(CLASSES);
  }

  @Test
  void theJudgeKnowsNumbersAlone() {
    noClasses()
        .that(resideInAPackage("io.slipway.operator.judge.."))
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(
                "io.slipway.operator.judge..",
                "java.lang..",
                "java.time..",
                "java.util..",
                "org.jspecify.annotations.."))
        .check(CLASSES);
  }

  @Test
  void theCoreHasNoClientNoNetworkAndNoFiles() {
    noClasses()
        .that(resideInAnyPackage(CORE))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.net..", "java.nio.file..", "java.util.concurrent.."))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient")
        .check(CLASSES);
  }

  @Test
  void theCoreHasNoClock() {
    noClasses()
        .that(resideInAnyPackage(CORE))
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(CLASSES);
  }

  @Test
  void noPackageKnowsOneThatKnowsIt() {
    slices()
        .matching("io.slipway.operator.(observe|document|desired|status|judge|plan)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
    slices().matching("io.slipway.operator.batch.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}

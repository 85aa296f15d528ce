package io.slipway.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

/** Pictures and decisions stay functions, and the cluster is reached by kubectl alone. */
@AnalyzeClasses(packages = "io.slipway.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {

  private static final String[] CORE = {
    "io.slipway.cli.resource..",
    "io.slipway.cli.action..",
    "io.slipway.cli.rollback..",
    "io.slipway.cli.view.."
  };

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.slipway.cli.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ofSlipwayOnlyTheResourcesTypesAreKnown =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.slipway.operator..",
              "io.slipway.scoring..",
              "io.slipway.server..",
              "io.slipway.registry..",
              "io.slipway.images..",
              "io.fabric8..");

  @ArchTest
  static final ArchRule theCoreKnowsValuesAlone =
      classes()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.slipway.cli.resource..",
              "io.slipway.cli.action..",
              "io.slipway.cli.rollback..",
              "io.slipway.cli.view..",
              "io.slipway.api..",
              "java.lang..",
              "java.nio.charset",
              "java.security",
              "java.time..",
              "java.util",
              "java.util.function",
              "java.util.regex",
              "java.util.stream",
              "com.fasterxml.jackson..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule theCoreHasNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule onlyOnePackageRunsProcesses =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.slipway.cli.kubectl..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ProcessBuilder.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Process.class);

  @ArchTest
  static final ArchRule importsKnowNoCommandLine =
      noClasses()
          .that()
          .resideInAPackage("io.slipway.cli.imports..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "picocli..",
              "io.slipway.cli.ctl..",
              "io.slipway.cli.command..",
              "io.slipway.cli.view..");

  @ArchTest
  static final ArchRule theEdgeKnowsNoRollouts =
      noClasses()
          .that()
          .resideInAPackage("io.slipway.cli.kubectl..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.slipway.api..", "io.slipway.cli.view..", "io.slipway.cli.action..");
}

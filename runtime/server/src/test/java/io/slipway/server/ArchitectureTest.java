package io.slipway.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom within the pod. */
@AnalyzeClasses(
    packages = "io.slipway.server",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] WEB_SERVER = {
    "io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."
  };

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.slipway.server.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule protocolsAreBytesInAndBatchesOut =
      noClasses()
          .that()
          .resideInAPackage("..server.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(WEB_SERVER);

  @ArchTest
  static final ArchRule sourcesKnowBytesAlone =
      noClasses()
          .that()
          .resideInAPackage("..server.source..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.slipway.scoring..",
              "..server.http..",
              "..server.traffic..",
              "..server.contract..",
              "..server.pod..",
              "io.javalin..",
              "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule documentsAreValues =
      classes()
          .that()
          .resideInAPackage("..server.contract..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "..server.contract..",
              "..server.json..",
              "java.lang..",
              "java.util..",
              "java.io..",
              "java.nio.charset..",
              "com.fasterxml.jackson..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule jsonKnowsNothingElseOfTheServer =
      noClasses()
          .that()
          .resideInAPackage("..server.json..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.slipway..").and(resideOutsideOfPackage("..server.json..")));

  /** 450 classes, which each pod would keep. */
  @ArchTest
  static final ArchRule nobodyMakesAMapper =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo("com.fasterxml.jackson.databind.ObjectMapper");

  @ArchTest
  static final ArchRule trafficKnowsNeitherModelsNorSources =
      noClasses()
          .that()
          .resideInAPackage("..server.traffic..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.slipway.scoring..", "..server.source..", "..server.pod..");

  @ArchTest
  static final ArchRule nobodyKnowsThePod =
      noClasses()
          .that()
          .resideOutsideOfPackage("..server.pod..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..server.pod..");

  @ArchTest
  static final ArchRule theOperatorIsKnownByItsDocumentsOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.slipway.operator..", "io.slipway.api..", "io.fabric8..");
}

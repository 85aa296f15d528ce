package io.slipway.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What an application takes in with this is small, and knows no format. */
@AnalyzeClasses(
    packages = "io.slipway.embedded",
    importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {

  @ArchTest
  static final ArchRule itKnowsScoringAndTheClientAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.slipway.embedded",
              "io.slipway.scoring..",
              "io.slipway.client",
              "com.fasterxml.jackson..",
              "org.jspecify..",
              "java..");
}

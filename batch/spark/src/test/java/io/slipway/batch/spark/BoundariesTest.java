package io.slipway.batch.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What is in the jar for Spark needs nothing that Spark does not have, but our own. */
@AnalyzeClasses(
    packages = "io.slipway.batch.spark",
    importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {

  @ArchTest
  static final ArchRule sparkMeetsTheEnginesThroughScoringAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.slipway.batch.spark",
              "io.slipway.batch.scoring",
              "io.slipway.scoring..",
              "org.apache.spark..",
              "org.apache.hadoop.fs",
              "org.apache.hadoop.conf",
              "org.slf4j",
              "org.jspecify..",
              "scala..",
              "java..");
}

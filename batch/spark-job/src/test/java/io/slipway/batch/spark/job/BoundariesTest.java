package io.slipway.batch.spark.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who scores when is decided here; what scoring is, what a row and a warehouse are, is not. */
@AnalyzeClasses(
    packages = "io.slipway.batch.spark.job",
    importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {

  @ArchTest
  static final ArchRule driversAndExecutorsKnowTheProgramOfAJobAndNoMore =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.slipway.batch.input..",
              "io.slipway.batch.parquet..",
              "io.slipway.batch.rows..",
              "io.slipway.batch.run..",
              "io.slipway.batch.s3..",
              "io.slipway.batch.warehouse..",
              "io.slipway.operator..",
              "io.slipway.scoring..",
              "io.slipway.server.http..",
              "org.apache.spark.sql..",
              "java.net.http..",
              "java.sql..");
}

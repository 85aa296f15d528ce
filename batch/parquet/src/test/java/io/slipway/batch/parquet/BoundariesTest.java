package io.slipway.batch.parquet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Files know what plans, rows and predictions are; nothing of models or other databases. */
@AnalyzeClasses(
    packages = "io.slipway.batch.parquet",
    importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {

  @ArchTest
  static final ArchRule filesKnowPlansRowsAndDuckDbAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.slipway.batch.input",
              "io.slipway.batch.parquet",
              "io.slipway.batch.plan",
              "io.slipway.batch.warehouse",
              "io.slipway.batch.warehouse.duckdb",
              "io.slipway.scoring",
              "com.fasterxml.jackson.core",
              "org.duckdb",
              "org.jspecify..",
              "java..");
}

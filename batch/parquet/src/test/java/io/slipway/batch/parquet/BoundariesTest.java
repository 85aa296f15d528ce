package io.slipway.batch.parquet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Files know what rows of predictions are; nothing of models, clusters or other databases. */
@AnalyzeClasses(
    packages = "io.slipway.batch.parquet",
    importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {

  @ArchTest
  static final ArchRule filesKnowRowsAndDuckDbAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.slipway.batch.parquet",
              "io.slipway.batch.warehouse",
              "io.slipway.batch.warehouse.duckdb",
              "io.slipway.scoring",
              "org.duckdb",
              "org.jspecify..",
              "java..");
}

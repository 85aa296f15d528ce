package io.slipway.batch.rows;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Of the pod's server, rows know how a request is read and nothing else. */
@AnalyzeClasses(
    packages = "io.slipway.batch.rows",
    importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {

  @ArchTest
  static final ArchRule rowsKnowLinesAndTheCodecAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.slipway.batch.rows",
              "io.slipway.batch.input",
              "io.slipway.batch.parquet",
              "io.slipway.batch.plan",
              "io.slipway.batch.scoring",
              "io.slipway.scoring",
              "io.slipway.server.protocol",
              "org.jspecify..",
              "java..");
}

package io.slipway.batch.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Documents of a run are values; its programs know no cluster, no database and no port 8080. */
@AnalyzeClasses(
    packages = {"io.slipway.batch.run", "io.slipway.batch.job"},
    importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {

  @ArchTest
  static final ArchRule documentsAreValues =
      classes()
          .that()
          .resideInAPackage("io.slipway.batch.run")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.slipway.batch.run",
              "io.slipway.batch.plan",
              "io.slipway.batch.rows",
              "io.slipway.batch.validation",
              "io.slipway.batch.warehouse",
              "io.slipway.scoring",
              "com.fasterxml.jackson..",
              "org.jspecify..",
              "java.io",
              "java.lang..",
              "java.net",
              "java.time..",
              "java.util..");

  @ArchTest
  static final ArchRule programsKnowNoClusterNoDatabaseAndNoServerOfRequests =
      noClasses()
          .that()
          .resideInAPackage("io.slipway.batch.job")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8..",
              "io.slipway.operator..",
              "io.slipway.server.http..",
              "io.slipway.server.traffic..",
              "io.slipway.pmml..",
              "io.slipway.onnx..",
              "io.slipway.tabular..",
              "io.javalin..",
              "java.net.http..",
              "java.sql..",
              "org.duckdb..",
              "org.postgresql..");
}

package io.slipway.batch.warehouse;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What may know what: a matter of the build, not of review. */
class BoundariesTest {
  private static final String WAREHOUSE = "io.slipway.batch.warehouse";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(WAREHOUSE);

  @Test
  void nothingOfClustersEnginesOrHttpIsKnown() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8..",
            "io.slipway.operator..",
            "io.slipway.runtime..",
            "io.slipway.tabular..",
            "io.slipway.onnx..",
            "io.javalin..",
            "java.net.http..")
        .check(CLASSES);
  }

  @Test
  void theContractKnowsNoDatabase() {
    noClasses()
        .that(resideInAPackage(WAREHOUSE).and(simpleName("JdbcValues").negate()))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "com.zaxxer..",
            "org.flywaydb..",
            "org.postgresql..",
            "org.duckdb..",
            WAREHOUSE + ".postgresql",
            WAREHOUSE + ".duckdb",
            WAREHOUSE + ".jdbc",
            WAREHOUSE + ".parquet")
        .check(CLASSES);
  }

  @Test
  void theCatalogueReadsNothingAndKnowsNoWarehouse() {
    noClasses()
        .that()
        .resideInAPackage(WAREHOUSE + ".catalogue")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "java.nio..",
            "org.duckdb..",
            WAREHOUSE + ".postgresql",
            WAREHOUSE + ".duckdb",
            WAREHOUSE + ".jdbc",
            WAREHOUSE + ".parquet")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(WAREHOUSE + ".jdbc")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(WAREHOUSE + ".duckdb", WAREHOUSE + ".parquet")
        .check(CLASSES);
  }

  @Test
  void oneDatabaseKnowsNothingOfTheOther() {
    noClasses()
        .that()
        .resideInAPackage(WAREHOUSE + ".postgresql")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.duckdb..", WAREHOUSE + ".duckdb")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(WAREHOUSE + ".duckdb")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.postgresql..", "com.zaxxer..", WAREHOUSE + ".postgresql")
        .check(CLASSES);
  }

  @Test
  void whatWorksWithEveryDatabaseKnowsNone() {
    noClasses()
        .that()
        .resideInAPackage(WAREHOUSE + ".jdbc")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.postgresql..", "org.duckdb..", "com.zaxxer..", "org.flywaydb..", "org.h2..")
        .check(CLASSES);
  }
}

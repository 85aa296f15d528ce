package io.slipway.batch.lookup;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What may know what: a matter of the build, not of review. */
class BoundariesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.slipway.batch.lookup");

  @Test
  void httpIsInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.slipway.batch.lookup.http")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javalin..", "jakarta.servlet..", "org.eclipse.jetty..")
        .check(CLASSES);
  }

  @Test
  void databasesAreTheWarehousesMatter() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "com.zaxxer..",
            "org.postgresql..",
            "org.duckdb..",
            "io.fabric8..",
            "io.slipway.operator..")
        .check(CLASSES);
  }

  @Test
  void whatIsAnsweredIsDecidedWithoutKnowingWhereItIsKept() {
    noClasses()
        .that()
        .haveSimpleName("Lookup")
        .or()
        .resideInAPackage("io.slipway.batch.lookup.http")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.slipway.batch.warehouse.postgresql", "io.slipway.batch.warehouse.duckdb")
        .check(CLASSES);
  }
}

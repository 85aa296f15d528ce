package io.slipway.batch.s3;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * A store knows the files of a run, its staging area and folders that others share, and nothing of
 * what is in them.
 */
@AnalyzeClasses(
    packages = "io.slipway.batch.s3",
    importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {

  @ArchTest
  static final ArchRule storesKnowFilesStagingAndFoldersAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.slipway.batch.folder",
              "io.slipway.batch.input",
              "io.slipway.batch.plan",
              "io.slipway.batch.s3",
              "io.slipway.batch.staging",
              "software.amazon.awssdk..",
              "org.jspecify..",
              "javax.net.ssl..",
              "java..");
}

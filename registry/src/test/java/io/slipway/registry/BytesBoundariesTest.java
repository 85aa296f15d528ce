package io.slipway.registry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who keeps bytes and who looks at them knows nothing of those who ask for it. */
class BytesBoundariesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.slipway.registry");

  @Test
  void blobsKnowDigestsAndNothingElseOfTheRegistry() {
    classes()
        .that()
        .resideInAPackage("io.slipway.registry.blob")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.slipway.registry.blob",
            "io.slipway.registry.model",
            "java..",
            "javax.net.ssl..",
            "org.jspecify..",
            "software.amazon.awssdk..")
        .check(CLASSES);
  }

  @Test
  void theSdkIsForTheClassesOfS3() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("S3")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon.awssdk..")
        .check(CLASSES);
  }

  @Test
  void validationKnowsNoEngineAndNobodyWhoAsksForIt() {
    classes()
        .that()
        .resideInAPackage("io.slipway.registry.validation")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.slipway.registry.validation",
            "io.slipway.registry.rendition",
            "io.slipway.scoring",
            "com.fasterxml.jackson..",
            "com.sun.management..",
            "java..",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void renditionsAreValues() {
    classes()
        .that()
        .resideInAPackage("io.slipway.registry.rendition")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.slipway.registry.rendition",
            "java.lang..",
            "java.nio.file..",
            "java.util..",
            "org.jspecify..")
        .check(CLASSES);
  }
}

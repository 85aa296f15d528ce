package io.slipway.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What bytes mean is decided without HTTP, threads, clock or log. */
class PackageBoundariesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.slipway.server");

  @Test
  void protocolsArePureFunctions() {
    noClasses()
        .that()
        .resideInAPackage("io.slipway.server.protocol")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.javalin..",
            "jakarta..",
            "org.eclipse.jetty..",
            "io.micrometer..",
            "org.slf4j..",
            "java.net.http..",
            "java.time..",
            "java.util.concurrent..",
            "io.slipway.server.http..")
        .check(CLASSES);
  }

  @Test
  void descriptionsKnowNoHttpServer() {
    noClasses()
        .that()
        .resideInAPackage("io.slipway.server.describe")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.javalin..", "jakarta..", "org.eclipse.jetty..", "io.slipway.server.http..")
        .check(CLASSES);
  }
}

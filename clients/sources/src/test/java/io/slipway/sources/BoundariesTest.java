package io.slipway.sources;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;

/**
 * Requests are made and answers read here; whoever uses this sends the ones and gets the others.
 */
@AnalyzeClasses(
    packages = "io.slipway.sources",
    importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.slipway.sources.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingIsSentOrKept =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net.http..", "java.nio.file..", "javax.net..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Socket.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(URLConnection.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(URL.class);
}

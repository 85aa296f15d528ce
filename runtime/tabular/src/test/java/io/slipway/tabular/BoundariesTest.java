package io.slipway.tabular;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The form knows no document, and documents know no columns. */
class BoundariesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.slipway.tabular");

  @Test
  void theFormKnowsNumbersAlone() {
    noClasses()
        .that(resideInAPackage("io.slipway.tabular.form"))
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(
                "io.slipway.tabular.form",
                "io.slipway.tabular.flat",
                "java.lang..",
                "java.util",
                "java.util.function",
                "java.util.regex",
                "java.util.stream",
                "java.util.concurrent.atomic",
                "org.jspecify.annotations"))
        .check(CLASSES);
  }

  @Test
  void whatIsKeptIsBytesAlone() {
    noClasses()
        .that(resideInAPackage("io.slipway.tabular.flat"))
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(
                "io.slipway.tabular.flat",
                "java.lang..",
                "java.nio..",
                "java.util..",
                "org.jspecify.annotations"))
        .check(CLASSES);
  }

  @Test
  void theReaderKnowsNothingOfModels() {
    noClasses()
        .that(resideInAPackage("io.slipway.tabular.xml"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.slipway.tabular.form",
            "io.slipway.tabular.tensor",
            "io.slipway.tabular.text",
            "io.slipway.tabular.model",
            "io.slipway.tabular.pmml",
            "io.slipway.tabular.onnx")
        .check(CLASSES);
  }

  @Test
  void stepsOverTensorsKnowTheFormAlone() {
    noClasses()
        .that(resideInAPackage("io.slipway.tabular.tensor"))
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(
                "io.slipway.tabular.tensor",
                "io.slipway.tabular.form",
                "io.slipway.tabular.flat",
                "java.lang..",
                "java.util",
                "java.util.function",
                "java.util.stream",
                "org.jspecify.annotations"))
        .check(CLASSES);
  }

  @Test
  void stepsOverTextsKnowTheFormAlone() {
    noClasses()
        .that(resideInAPackage("io.slipway.tabular.text"))
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages(
                "io.slipway.tabular.text",
                "io.slipway.tabular.form",
                "java.lang..",
                "java.time..",
                "java.util",
                "java.util.function",
                "java.util.regex",
                "org.jspecify.annotations"))
        .check(CLASSES);
  }

  @Test
  void graphsComeFromTheirReaderAndNoLibraryRunsThem() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.slipway.onnx", "ai.onnxruntime..")
        .check(CLASSES);
  }

  @Test
  void scoringKnowsNoFileFormat() {
    noClasses()
        .that(resideInAPackage("io.slipway.tabular.model"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.slipway.tabular.xml",
            "io.slipway.tabular.pmml",
            "io.slipway.tabular.onnx",
            "io.slipway.onnx..",
            "javax.xml..")
        .check(CLASSES);
  }

  @Test
  void packagesDependOnOneAnotherOneWay() {
    slices().matching("io.slipway.tabular.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}

package io.slipway.batch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What all engines of offline scoring share knows none of them, nor where it runs. */
@AnalyzeClasses(packages = "io.slipway.batch", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {
  private static final String[] BASE = {"org.jspecify..", "com.fasterxml.jackson..", "java.."};

  @ArchTest static final ArchRule plansKnowNobody = only("plan");

  @ArchTest static final ArchRule inputKnowsPlans = only("input", "io.slipway.batch.plan");

  @ArchTest static final ArchRule stagingKnowsNobody = only("staging");

  @ArchTest
  static final ArchRule validationKnowsSummaries = only("validation", "io.slipway.batch.summary");

  @ArchTest
  static final ArchRule summariesKnowValuesOfModels = only("summary", "io.slipway.scoring");

  @ArchTest static final ArchRule foldersKnowNobody = only("folder");

  @ArchTest static final ArchRule scoringKnowsModels = only("scoring", "io.slipway.scoring");

  private static ArchRule only(String part, String... others) {
    String itself = "io.slipway.batch." + part;
    return classes()
        .that()
        .resideInAPackage(itself)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            java.util.stream.Stream.of(BASE, others, new String[] {itself})
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new));
  }
}

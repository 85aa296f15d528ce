package io.slipway.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** What each edge is for, kept by the build. */
@AnalyzeClasses(packages = "io.slipway.operator", importOptions = DoNotIncludeTests.class)
class EdgesTest {

  @ArchTest
  static final ArchRule ONLY_THE_CLIENTS_OF_PODS_PROMETHEUS_AND_THE_REGISTRY_TALK_HTTP =
      noClasses()
          .that()
          .resideOutsideOfPackages("..podclient..", "..measure..", "..registry..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.net.http..");

  @ArchTest
  static final ArchRule ONLY_THE_KEY_PACKAGE_TOUCHES_SECRETS =
      noClasses()
          .that()
          .resideOutsideOfPackage("..keys..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.fabric8.kubernetes.api.model.Secret");

  @ArchTest
  static final ArchRule TIME_COMES_FROM_THE_CLOCK_THAT_MAIN_MAKES =
      noClasses()
          .that()
          .doNotHaveSimpleName("Main")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC");

  @ArchTest
  static final ArchRule ONLY_THE_KUBE_EVENT_KEY_AND_LEASE_PACKAGES_WRITE_TO_THE_API_SERVER =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..plan..",
              "..desired..",
              "..status..",
              "..observe..",
              "..document..",
              "..reconcile..",
              "..podclient..",
              "..health..",
              "..metrics..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient");
}

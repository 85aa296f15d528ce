package io.slipway.cli.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.resource.Deployed;
import io.slipway.cli.resource.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitOwnerTest {

  @Test
  void aFluxKustomizationIsNamedWithItsNamespace() {
    Deployed resource =
        with(
            "'labels': {'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'team-a'}");

    assertThat(GitOwner.of(resource))
        .hasValue(
            new GitOwner(
                "the Flux Kustomization apps (namespace team-a)",
                "flux reconcile kustomization apps -n team-a --with-source",
                "flux suspend kustomization apps -n team-a"));
  }

  @Test
  void aFluxHelmReleaseToo() {
    Deployed resource = with("'labels': {'helm.toolkit.fluxcd.io/name': 'churn'}");

    assertThat(GitOwner.of(resource))
        .hasValueSatisfying(
            owner ->
                assertThat(owner.name())
                    .isEqualTo("the Flux HelmRelease churn (namespace flux-system)"));
  }

  @Test
  void anArgoCdApplicationIsNamedByItsTrackingId() {
    Deployed resource =
        with(
            "'annotations': {'argocd.argoproj.io/tracking-id': 'fraud-models:slipway.io/ModelDeployment:fraud/churn'}");

    assertThat(GitOwner.of(resource))
        .hasValueSatisfying(
            owner -> assertThat(owner.name()).isEqualTo("the Argo CD application fraud-models"));
  }

  @Test
  void aTrackingIdThatCameAlongWithACopyMeansNothing() {
    Deployed resource =
        with(
            "'annotations': {'argocd.argoproj.io/tracking-id': 'fraud-models:slipway.io/ModelDeployment:fraud/other'}");

    assertThat(GitOwner.of(resource)).isEmpty();
  }

  @Test
  void anInstanceLabelMeansArgoCdOnlyWhereArgoCdWrites() {
    String label = "'labels': {'app.kubernetes.io/instance': 'churn'}";

    assertThat(GitOwner.of(with(label))).isEmpty();
    assertThat(GitOwner.of(with(label + ", " + managed("argocd-controller", "f:status"))))
        .hasValueSatisfying(
            owner -> assertThat(owner.name()).isEqualTo("the Argo CD application churn"));
  }

  @ParameterizedTest
  @CsvSource({
    "kustomize-controller, true",
    "helm-controller, true",
    "argocd-controller, true",
    "flux-client-side-apply, true",
    "kubectl-client-side-apply, false",
    "kubectl, false",
    "helm, false",
    "kubectl-slipway, false"
  })
  void theManagerOfTheModelsFieldsTells(String manager, boolean owned) {
    assertThat(GitOwner.of(with(managed(manager, "f:model"))).isPresent()).isEqualTo(owned);
  }

  @Test
  void aManagerOfOtherFieldsDoesNotOwnTheModel() {
    assertThat(GitOwner.of(with(managed("kustomize-controller", "f:replicas")))).isEmpty();
  }

  private static String managed(String manager, String field) {
    return "'managedFields': [{'manager': '%s', 'operation': 'Apply', 'fieldsV1': {'f:spec': {'%s': {'f:uri': {}}}}}]"
        .formatted(manager, field);
  }

  private static Deployed with(String metadata) {
    return Deployed.of(
        Json.tree(
            "{'metadata': {'namespace': 'fraud', 'name': 'churn', %s}, 'spec': {'model': {'uri': 'https://a/b'}}}"
                .formatted(metadata)
                .replace('\'', '"')));
  }
}

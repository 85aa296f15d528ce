package io.slipway.operator.registry;

import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.observe.RegistryAnswer;

/** What the registry says of the version or alias that a resource names. */
@FunctionalInterface
public interface RegistryAnswers {

  /** Those of an installation that has no registry. */
  RegistryAnswers NOWHERE =
      resource ->
          resource.getSpec().model().registered().isEmpty()
              ? RegistryAnswer.NONE
              : new RegistryAnswer.Failed(
                  Reason.REGISTRY_UNREACHABLE,
                  "the operator was not told where the registry is (chart value registry.url)");

  /** What was heard last. Asks nobody, waits for nothing. */
  RegistryAnswer of(ModelDeployment resource);
}

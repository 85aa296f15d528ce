package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.slipway.api.v1alpha1.ModelDeployment;
import java.util.Optional;

/** The account that pods run as: without any right, and without a token. */
public final class ServiceAccounts {

  private ServiceAccounts() {}

  /** The account to make; empty where the team named one of its own. */
  public static Optional<ServiceAccount> desired(ModelDeployment resource) {
    if (resource.getSpec().podTemplateOrNone().serviceAccountName() != null) {
      return Optional.empty();
    }
    String name = resource.getMetadata().getName();
    ServiceAccount account = new ServiceAccount();
    account.setMetadata(Ownership.metadata(resource, name, Labels.ofDeployment(name)));
    account.setAutomountServiceAccountToken(false);
    return Optional.of(account);
  }

  static String nameFor(ModelDeployment resource) {
    String teams = resource.getSpec().podTemplateOrNone().serviceAccountName();
    return teams == null ? resource.getMetadata().getName() : teams;
  }
}

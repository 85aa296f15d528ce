package io.slipway.operator.simulation;

/** What an operator watches: the resource, and each kind of objects for itself. */
enum Watch {
  RESOURCE("the resource"),
  REVISIONS("ControllerRevisions"),
  DEPLOYMENTS("Deployments"),
  PODS("Pods"),
  SERVICES("Services"),
  SLICES("EndpointSlices"),
  CONFIG_MAPS("ConfigMaps"),
  BUDGETS("PodDisruptionBudgets"),
  ACCOUNTS("ServiceAccounts"),
  AUTOSCALERS("HorizontalPodAutoscalers");

  private final String text;

  Watch(String text) {
    this.text = text;
  }

  static Watch of(String kind) {
    return switch (kind) {
      case "ControllerRevision" -> REVISIONS;
      case "Deployment" -> DEPLOYMENTS;
      case "Pod" -> PODS;
      case "Service" -> SERVICES;
      case "ConfigMap" -> CONFIG_MAPS;
      case "PodDisruptionBudget" -> BUDGETS;
      case "ServiceAccount" -> ACCOUNTS;
      case "HorizontalPodAutoscaler" -> AUTOSCALERS;
      default -> throw new IllegalArgumentException("nobody watches " + kind);
    };
  }

  @Override
  public String toString() {
    return text;
  }
}

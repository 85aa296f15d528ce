package io.slipway.registry.service;

import io.slipway.registry.model.Alias;
import io.slipway.registry.model.DeploymentEvent;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Version;
import io.slipway.registry.store.AliasLog;
import io.slipway.registry.store.DeploymentLog;
import io.slipway.registry.store.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What points to the versions of a model and serves them now. */
record Uses(List<Alias> aliases, List<DeploymentEvent> serving) {

  static Uses of(Session session, ModelName model, Instant now) {
    return new Uses(
        new AliasLog(session).list(model),
        // By the clocks of those that serve, too.
        new DeploymentLog(session).servingAt(model, now.plus(Deployments.SKEW)));
  }

  /** Who uses a version, each as people know it. */
  List<String> of(Version version) {
    List<String> users = new ArrayList<>();
    for (Alias alias : aliases) {
      if (alias.version().equals(version.number())) {
        users.add(alias.path());
      }
    }
    for (DeploymentEvent event : serving) {
      if (event.version().equals(version.number())) {
        users.add("deployment " + event.place());
      }
    }
    return users;
  }
}

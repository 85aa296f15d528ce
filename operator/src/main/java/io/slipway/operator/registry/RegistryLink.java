package io.slipway.operator.registry;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.leader.Fence;
import io.slipway.operator.observe.RegistryAnswer;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All that goes on between this process and the registry. */
public final class RegistryLink implements RegistryAnswers, AutoCloseable {

  private final RegistryClient client;
  private final RegistryWatch<ModelDeployment> watch;
  private final DeploymentReports reports;

  /**
   * @param resources those that exist
   * @param changed is told of each whose answer is another one now
   * @param revisions of a resource
   * @param watched whether a namespace is this operator's to look after
   */
  public RegistryLink(
      RegistryAddress address,
      Supplier<Stream<ModelDeployment>> resources,
      Consumer<ModelDeployment> changed,
      Function<ModelDeployment, List<ControllerRevision>> revisions,
      Predicate<String> watched,
      Fence fence,
      Clock clock) {
    this.client = new RegistryClient(address);
    this.watch = new RegistryWatch<>(address, client, resources, Question::of, changed, fence);
    this.reports =
        new DeploymentReports(address, client, resources, revisions, watched, fence, clock);
  }

  /** Begins to look and to tell, and goes on until closed. */
  public void start() {
    watch.start();
    reports.start();
  }

  @Override
  public RegistryAnswer of(ModelDeployment resource) {
    return watch.of(resource);
  }

  @Override
  public void close() {
    watch.close();
    reports.close();
    client.close();
  }
}

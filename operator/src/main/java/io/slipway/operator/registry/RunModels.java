package io.slipway.operator.registry;

import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.operator.leader.Fence;
import io.slipway.operator.observe.RegistryAnswer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the registry says of the models of runs that are to begin. */
public final class RunModels implements AutoCloseable {

  private final RegistryClient client;
  private final RegistryWatch<BatchScoring> watch;

  /**
   * @param runs those that exist
   * @param changed is told of each whose answer is another one now
   */
  public RunModels(
      RegistryAddress address,
      Supplier<Stream<BatchScoring>> runs,
      Consumer<BatchScoring> changed,
      Fence fence) {
    this.client = new RegistryClient(address);
    this.watch = new RegistryWatch<>(address, client, runs, Question::of, changed, fence);
  }

  /** Begins to look, and goes on until closed. */
  public void start() {
    watch.start();
  }

  /** What was heard last. Asks nobody, waits for nothing. */
  public RegistryAnswer of(BatchScoring run) {
    return watch.of(run);
  }

  @Override
  public void close() {
    watch.close();
    client.close();
  }
}

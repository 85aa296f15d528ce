package io.slipway.server.pod;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Engine;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.Field;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import io.slipway.server.FunctionModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine over a device that a test takes away: calls hang there, deaf to interrupts as native
 * code is, until it is given back, or fail. A row below zero hangs on a good device too.
 */
final class DeafEngine implements Engine {
  private static final Field X = Field.column("x", DataType.FP64, Field.Presence.REQUIRED);

  private final CountDownLatch givenBack = new CountDownLatch(1);
  private final AtomicInteger answered = new AtomicInteger();
  private volatile boolean hangs;
  private volatile Optional<String> broken = Optional.empty();

  void hang() {
    hangs = true;
  }

  void breakWith(String words) {
    broken = Optional.of(words);
  }

  /** All calls that hang come back. */
  void giveBack() {
    hangs = false;
    givenBack.countDown();
  }

  /** How many calls were. */
  int answered() {
    return answered.get();
  }

  @Override
  public String name() {
    return "deaf";
  }

  @Override
  public Set<ModelFormat> formats() {
    return Set.of(ModelFormat.PMML);
  }

  @Override
  public Optional<ModelFormat> recognise(byte[] head) {
    return Optional.of(ModelFormat.PMML);
  }

  @Override
  public Model load(Path file, LoadOptions options) {
    FunctionModel model =
        new FunctionModel(new Signature(List.of(X), List.of(X)), this::scoreOnDevice);
    return new DeafModel(model, givenBack);
  }

  private Batch scoreOnDevice(Batch inputs) throws ScoringException {
    if (broken.isPresent()) {
      throw ScoringException.modelFailed(broken.get(), new IllegalStateException());
    }
    if (hangs || inputs.column("x").orElseThrow().doubles()[0] < 0) {
      awaitDeafly(givenBack);
    }
    answered.incrementAndGet();
    return Batch.of(Column.ofDoubles("x", inputs.column("x").orElseThrow().doubles()));
  }

  private static void awaitDeafly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closing waits for the device, as that of a session waits for its runs. */
  private record DeafModel(FunctionModel model, CountDownLatch givenBack) implements Model {
    @Override
    public Signature signature() {
      return model.signature();
    }

    @Override
    public EngineInfo engine() {
      return model.engine();
    }

    @Override
    public Batch score(Batch inputs) throws ScoringException {
      return model.score(inputs);
    }

    @Override
    public void close() {
      awaitDeafly(givenBack);
    }
  }
}

package io.slipway.server.pod;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Engine;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Field;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * An engine whose models say in one word what they do to it, so that every way a model can go wrong
 * is tried on the pod without a real model of that kind. One that goes well answers with its
 * number.
 */
public final class ScriptedEngine implements Engine {
  private static final String MAGIC = "scripted model: ";

  static byte[] model(String script) {
    return (MAGIC + script).getBytes(StandardCharsets.UTF_8);
  }

  /** A model that goes well. */
  static Model answering(String number) {
    return new ScriptedModel(number);
  }

  @Override
  public String name() {
    return "scripted";
  }

  /** It stands for an engine of any format. */
  @Override
  public Set<ModelFormat> formats() {
    return Set.of(ModelFormat.values());
  }

  @Override
  public Optional<ModelFormat> recognise(byte[] head) {
    return new String(head, StandardCharsets.UTF_8).startsWith(MAGIC)
        ? Optional.of(ModelFormat.PMML)
        : Optional.empty();
  }

  @Override
  public Model load(Path file, LoadOptions options) throws ModelLoadException {
    String script;
    try {
      script = Files.readString(file).substring(MAGIC.length());
    } catch (IOException e) {
      throw new ModelLoadException(ModelLoadException.Reason.MODEL_INVALID, "unreadable", e);
    }
    switch (script) {
      case "invalid" ->
          throw new ModelLoadException(
              ModelLoadException.Reason.MODEL_INVALID, "the element <Foo> is not known");
      case "hangs" -> hang();
      case "overflows" -> overflow(0);
      case "exhausts" -> throw new OutOfMemoryError("Java heap space");
      case "defect" -> throw new IllegalStateException("a bug");
      default -> {
        // Goes on below.
      }
    }
    return new ScriptedModel(script);
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int overflow(int depth) {
    return depth == Integer.MAX_VALUE ? 0 : overflow(depth + 1) + 1;
  }

  private record ScriptedModel(String script) implements Model {
    @Override
    public Signature signature() {
      return new Signature(
          List.of(Field.column("x", DataType.FP64, Field.Presence.REQUIRED)),
          List.of(Field.column("y", DataType.FP64, Field.Presence.REQUIRED)));
    }

    @Override
    public EngineInfo engine() {
      return new EngineInfo("scripted", "1.0", ExecutionProvider.CPU);
    }

    @Override
    public Batch score(Batch inputs) throws ScoringException {
      switch (script) {
        case "refuses" -> throw ScoringException.invalidField("x", "never right");
        case "faults" ->
            throw ScoringException.modelFailed("the graph is broken", new IOException("x"));
        case "throws" -> throw new IllegalStateException("a bug");
        default -> {
          // Goes on below.
        }
      }
      double[] y = new double[inputs.column("x").orElseThrow().rows()];
      java.util.Arrays.fill(y, Double.parseDouble(script));
      return Batch.of(Column.ofDoubles("y", y));
    }

    @Override
    public void close() {}
  }
}

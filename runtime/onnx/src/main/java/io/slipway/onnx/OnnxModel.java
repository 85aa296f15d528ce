package io.slipway.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A session. Runs go on side by side; closing waits for them, since a session that is freed under a
 * run takes the process with it. An interrupt of a scoring thread ends its run within tens of
 * milliseconds of the end of the node that it is in.
 */
final class OnnxModel implements Model {
  private final OpenSession session;
  private final SessionSignature description;
  private final EngineInfo engine;
  private final Frames frames;
  private final ReadWriteLock open = new ReentrantReadWriteLock();
  private boolean closed;

  OnnxModel(OrtSession session, SessionSignature description, EngineInfo engine) {
    this.session = OpenSession.of(session, description, engine.executionProvider());
    this.description = description;
    this.engine = engine;
    this.frames = new Frames(this.session);
  }

  @Override
  public Signature signature() {
    return description.signature();
  }

  @Override
  public EngineInfo engine() {
    return engine;
  }

  @Override
  public Batch score(Batch inputs) throws ScoringException {
    open.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the model is closed");
      }
      check(inputs);
      return EmptyBatch.is(inputs, description)
          ? EmptyBatch.answer(inputs, description)
          : run(inputs);
    } finally {
      open.readLock().unlock();
    }
  }

  private Batch run(Batch inputs) throws ScoringException {
    try {
      Frame frame = frames.take(inputs);
      try {
        return frame.score(inputs);
      } finally {
        frames.giveBack(frame);
      }
    } catch (OrtException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw ScoringException.modelFailed(
            "scoring was stopped before its end: the thread was interrupted, as at a time limit",
            e);
      }
      throw OrtErrors.runFailed(e, inputs.size());
    }
  }

  private void check(Batch inputs) throws ScoringException {
    List<Field> fields = description.signature().inputs();
    int present = 0;
    for (Field field : fields) {
      Optional<Column> column = inputs.column(field.name());
      if (column.isPresent()) {
        present++;
      }
    }
    if (present < inputs.size()) {
      throw unknown(inputs);
    }
    for (Field field : fields) {
      Optional<Column> column = inputs.column(field.name());
      if (column.isEmpty()) {
        throw ScoringException.invalidField(
            field.name(), "the input '" + field.name() + "' is missing");
      }
      check(field, column.get());
    }
  }

  private ScoringException unknown(Batch inputs) {
    List<String> names = signature().inputs().stream().map(Field::name).toList();
    String unknown =
        inputs.columns().stream()
            .map(Column::name)
            .filter(name -> !names.contains(name))
            .findFirst()
            .orElseThrow();
    return ScoringException.invalidField(
        unknown, "the model has no input '%s'; its inputs are %s".formatted(unknown, names));
  }

  private void check(Field field, Column column) throws ScoringException {
    if (column.type() != field.type()) {
      throw ScoringException.invalidField(
          field.name(),
          "the input '%s' is %s, not %s".formatted(field.name(), field.type(), column.type()));
    }
    if (!field.shape().accepts(column.shape()) && !description.unranked().contains(field.name())) {
      throw ScoringException.invalidField(
          field.name(),
          "the input '%s' has shape %s (-1: any length), not %s"
              .formatted(field.name(), field.shape(), column.shape()));
    }
    if (column.validity().hasMissing()) {
      throw ScoringException.invalidValue(
          row(column, column.validity().nextMissing(0)),
          field.name(),
          "the input '%s' has no value here; a tensor holds one everywhere (NaN where the model was trained to take it)"
              .formatted(field.name()));
    }
    if (column.type() == DataType.BYTES) {
      checkText(column);
    }
  }

  private static void checkText(Column column) throws ScoringException {
    String[] values = column.strings();
    for (int i = 0; i < values.length; i++) {
      if (Utf8.isBroken(values[i])) {
        throw ScoringException.invalidValue(
            row(column, i),
            column.name(),
            "the input '%s' holds half a character (an unpaired surrogate) here"
                .formatted(column.name()));
      }
    }
  }

  private static int row(Column column, int element) {
    return column.rows() == 0 ? 0 : element / (column.length() / column.rows());
  }

  @Override
  public void close() {
    open.writeLock().lock();
    try (Owned owned = new Owned()) {
      if (closed) {
        return;
      }
      closed = true;
      owned.own(session);
      owned.own(frames);
    } finally {
      open.writeLock().unlock();
    }
  }
}

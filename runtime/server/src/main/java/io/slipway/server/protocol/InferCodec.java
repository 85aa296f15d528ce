package io.slipway.server.protocol;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The infer request of the Open Inference Protocol v2, with the binary tensor data extension. Safe
 * for use by many threads.
 */
public final class InferCodec {
  private final Signature signature;
  private final InputFields fields;
  private final String modelName;
  private final String modelVersion;
  private final int maxRows;

  /** A request as the last ones were, but for what is in their tensors. */
  private final Kept<KnownInfer> knownRequest = new Kept<>();

  /** An answer, likewise. */
  private final Kept<KnownAnswer> knownAnswer = new Kept<>();

  /**
   * @param signature of the model
   * @param modelName put into answers
   * @param modelVersion put into answers
   * @param maxRows of one request
   */
  public InferCodec(Signature signature, String modelName, String modelVersion, int maxRows) {
    this.signature = signature;
    this.fields = new InputFields(signature);
    this.modelName = modelName;
    this.modelVersion = modelVersion;
    this.maxRows = maxRows;
  }

  InputFields fields() {
    return fields;
  }

  String modelName() {
    return modelName;
  }

  String modelVersion() {
    return modelVersion;
  }

  /**
   * A request in JSON, or with binary tensors after it.
   *
   * @param jsonLength how many of the leading bytes are JSON: all of them unless the header {@code
   *     Inference-Header-Content-Length} says otherwise
   */
  public ScoringRequest decode(byte[] body, int jsonLength) throws RequestException {
    if (jsonLength > body.length) {
      throw RequestException.invalid(
          "Inference-Header-Content-Length: expected at most the %d bytes of the body, found %d"
              .formatted(body.length, jsonLength));
    }
    InferReader.Infer infer = read(body, jsonLength);
    requireAll(infer.given());
    InferWriter writer = writer(infer.id(), infer.outputs(), infer.binary());
    writer.requireOutputs(signature);
    return scoringRequest(infer.inputs(), writer);
  }

  private InferReader.Infer read(byte[] body, int jsonLength) throws RequestException {
    Optional<KnownInfer> last = knownRequest.get();
    if (last.isPresent()) {
      Optional<InferReader.Infer> again = last.get().read(body, jsonLength);
      if (again.isPresent()) {
        return again.get();
      }
    }
    Optional<PlainInfer.Plain> plain = PlainInfer.read(body, jsonLength, this);
    InferReader.Infer infer =
        plain.isPresent() ? plain.get().infer() : InferReader.read(body, jsonLength, this);
    knownRequest.another(
        () ->
            plain.isPresent()
                ? KnownInfer.of(body, jsonLength, infer, plain.get().spans(), fields)
                : KnownInfer.of(body, jsonLength, infer, fields));
    return infer;
  }

  /**
   * A request that is nothing but one tensor, for a model with one input of which at most one
   * dimension is open; answered in binary.
   */
  public ScoringRequest decodeRaw(byte[] body) throws RequestException {
    if (signature.inputs().size() != 1) {
      throw RequestException.invalid(
          "Inference-Header-Content-Length: expected more than 0, for a raw tensor needs a model with one input, found %d inputs"
              .formatted(signature.inputs().size()));
    }
    Field field = signature.inputs().getFirst();
    Column column =
        BinaryTensors.readRaw(body, field, () -> "the body, input " + Quoted.text(field.name()));
    requireRows(field, column.shape(), () -> "the body");
    return scoringRequest(
        Batch.of(column), writer(Optional.empty(), List.of(), InferWriter.Form.BINARY));
  }

  private InferWriter writer(
      Optional<String> id, List<InferWriter.RequestedOutput> outputs, InferWriter.Form form) {
    return new InferWriter(modelName, modelVersion, knownAnswer, id, outputs, form);
  }

  private static ScoringRequest scoringRequest(Batch inputs, InferWriter writer) {
    // A model without inputs is asked for its only row.
    int rows = inputs.rows().orElse(1);
    return new ScoringRequest(inputs, rows, row -> "row " + row, writer::write);
  }

  /**
   * @param given the numbers of the inputs that the request has
   */
  private void requireAll(BitSet given) throws RequestException {
    List<Field> missing = new ArrayList<>();
    for (int i = given.nextClearBit(0); i < fields.count(); i = given.nextClearBit(i + 1)) {
      if (fields.get(i).presence() != Presence.OPTIONAL) {
        missing.add(fields.get(i));
      }
    }
    if (!missing.isEmpty()) {
      throw RequestException.invalid(
          "inputs: expected a tensor for each input that the model needs, found none for "
              + InputFields.names(missing));
    }
    if (given.isEmpty() && fields.count() > 0) {
      throw RequestException.invalid("inputs: expected at least one tensor, found none");
    }
  }

  /** Fails if {@code datatype} is not the one that the model has for the field. */
  static void requireType(Field field, String datatype, Place place) throws RequestException {
    if (!field.type().name().equals(datatype)) {
      throw RequestException.invalid(
          "%s: expected datatype %s, found %s"
              .formatted(
                  place.text(),
                  field.type(),
                  isKnown(datatype) ? datatype : Quoted.text(datatype)));
    }
  }

  private static boolean isKnown(String datatype) {
    for (DataType type : DataType.values()) {
      if (type.name().equals(datatype)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The shape to give the model: as sent, but a column of tabular data may come as [n,1].
   *
   * @throws RequestException if the field does not take it
   */
  Shape requireShape(Field field, Shape sent, Place place) throws RequestException {
    Shape shape =
        InputFields.isColumn(field) && sent.rank() == 2 && sent.dimension(1) == 1
            ? Shape.of(sent.dimension(0))
            : sent;
    if (!field.shape().accepts(shape)) {
      throw RequestException.invalid(
          "%s: expected shape %s, found %s".formatted(place.text(), field.shape(), sent));
    }
    requireRows(field, shape, place);
    return shape;
  }

  private void requireRows(Field field, Shape shape, Place place) throws RequestException {
    if (field.shape().rank() > 0
        && field.shape().dimension(0) == Shape.DYNAMIC
        && shape.dimension(0) > maxRows) {
      throw RequestException.tooManyRows(place.text(), shape.dimension(0), maxRows);
    }
  }
}

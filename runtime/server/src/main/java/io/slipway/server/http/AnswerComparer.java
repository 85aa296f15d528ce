package io.slipway.server.http;

import io.slipway.scoring.Column;
import io.slipway.scoring.Signature;
import io.slipway.server.measure.Comparison;
import io.slipway.server.model.ServedModel;
import io.slipway.server.protocol.AnswerReader;
import io.slipway.server.protocol.RequestException;
import io.slipway.server.protocol.ScoringRequest.EncodedAnswer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Compares two answers to one request, output by output and row by row. Thread-safe. */
public final class AnswerComparer {
  private final Supplier<Optional<ServedModel>> model;
  private volatile Optional<Reader> last = Optional.empty();

  /** What reads the answers of a signature. */
  private record Reader(Signature signature, AnswerReader answers) {}

  /**
   * @param model that gives this pod's answers
   */
  public AnswerComparer(Supplier<Optional<ServedModel>> model) {
    this.model = model;
  }

  /**
   * @param ours this pod's own, a 200
   * @param theirs another pod's, whatever it is
   * @return empty if our own answer cannot be read back, which is not the other's fault
   */
  public Optional<Comparison> compare(Answer ours, Answer theirs) {
    Optional<AnswerReader> reader = reader();
    if (reader.isEmpty()) {
      return Optional.empty();
    }
    List<Column> ourColumns;
    try {
      ourColumns = reader.get().read(encoded(ours));
    } catch (RequestException e) {
      return Optional.empty();
    }
    if (theirs.status() != 200) {
      return Optional.of(Comparison.faulty("it answered " + theirs.status()));
    }
    try {
      return Optional.of(Comparison.of(ourColumns, reader.get().read(encoded(theirs))));
    } catch (RequestException e) {
      return Optional.of(Comparison.faulty(e.getMessage()));
    }
  }

  private Optional<AnswerReader> reader() {
    Optional<Signature> signature = model.get().map(ServedModel::signature);
    Optional<Reader> known = last;
    if (!known.map(Reader::signature).equals(signature)) {
      known = signature.map(of -> new Reader(of, new AnswerReader(of)));
      last = known;
    }
    return known.map(Reader::answers);
  }

  private static EncodedAnswer encoded(Answer answer) {
    String jsonLength = answer.headers().firstValue(Scoring.JSON_LENGTH).orElse("");
    return new EncodedAnswer(
        answer.headers().firstValue("Content-Type").orElse(""),
        jsonLength.matches("\\d{1,9}")
            ? OptionalInt.of(Integer.parseInt(jsonLength))
            : OptionalInt.empty(),
        answer.body());
  }
}

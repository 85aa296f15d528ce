package io.slipway.scoring.batching;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.Landmarks;
import io.slipway.scoring.Model;
import io.slipway.scoring.RowsTogether;
import io.slipway.scoring.RowsTogether.Company;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A model whose rows get, to the last bit, what each gets alone, however many a caller has. The
 * first 64 are scored one by one, then tried together; from then on rows go together in numbers
 * that answered as each alone, the largest first. As safe for use by many threads as the model.
 */
public final class SameBitsModel implements Model {
  /** Shapes of rows for which it is found out; of what comes later each row is scored alone. */
  private static final int MOST_FORMS = 32;

  private final Model model;
  private final Callers callers;
  private final Consumer<RowsTogether> listener;
  private final Map<List<?>, RowsOfForm> forms = new ConcurrentHashMap<>();

  /** What the callers' batches are. */
  private enum Callers {
    ROWS,
    TENSORS
  }

  private SameBitsModel(Model model, Callers callers, Consumer<RowsTogether> listener) {
    this.model = model;
    this.callers = callers;
    this.listener = listener;
  }

  /**
   * For callers whose batches are rows of a table, of which each is to be answered as if there were
   * no other, whatever the model does with several.
   *
   * @param model closed with the one that is returned
   * @param listener is told what was found
   */
  public static Model forRows(Model model, Consumer<RowsTogether> listener) {
    return of(model, Callers.ROWS, listener);
  }

  /**
   * For callers who may mean a batch as a whole: where a model looks at several rows at once, it
   * gets them as they come. To find that out rows are scored both ways at first.
   *
   * @param model closed with the one that is returned
   */
  public static Model forTensors(Model model) {
    return of(model, Callers.TENSORS, together -> {});
  }

  private static Model of(Model model, Callers callers, Consumer<RowsTogether> listener) {
    if (model.rowsTogether().isPresent()) {
      listener.accept(model.rowsTogether().get());
      return model;
    }
    return new SameBitsModel(model, callers, listener);
  }

  @Override
  public Signature signature() {
    return model.signature();
  }

  @Override
  public EngineInfo engine() {
    return model.engine();
  }

  @Override
  public Landmarks landmarks() {
    return model.landmarks();
  }

  /** What was found; the least where rows of several shapes were met. */
  @Override
  public Optional<RowsTogether> rowsTogether() {
    return forms.values().stream()
        .flatMap(form -> form.found().stream())
        .min(Comparator.comparingInt(RowsTogether::most));
  }

  @Override
  public Batch score(Batch inputs) throws ScoringException {
    int rows = rows(inputs);
    if (rows <= 1) {
      return model.score(inputs);
    }
    Optional<RowsOfForm> form = form(inputs);
    if (callers == Callers.ROWS || form.isEmpty()) {
      return scoreInPieces(inputs, rows, form);
    }
    Optional<RowsTogether> found = form.get().found();
    if (found.isPresent()) {
      return found.get().company() == Company.MIXED
          ? model.score(inputs)
          : scoreInPieces(inputs, rows, form);
    }
    return scoreBothWays(inputs, rows, form.get());
  }

  @Override
  public void close() {
    model.close();
  }

  /** Empty beyond so many: then there is nothing to find out, and rows are scored one by one. */
  private Optional<RowsOfForm> form(Batch inputs) {
    List<?> key =
        inputs.columns().stream()
            .map(column -> List.of(column.name(), withoutRows(column)))
            .toList();
    RowsOfForm known = forms.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    return forms.size() < MOST_FORMS
        ? Optional.of(forms.computeIfAbsent(key, any -> new RowsOfForm()))
        : Optional.empty();
  }

  private static List<Long> withoutRows(Column column) {
    return Arrays.stream(column.shape().toArray()).skip(1).boxed().toList();
  }

  /**
   * Only answers decide, and both of them: that rows fail one by one once, for want of memory on a
   * device, says nothing of how the model answers.
   */
  private Batch scoreBothWays(Batch inputs, int rows, RowsOfForm form) throws ScoringException {
    Batch whole = model.score(inputs);
    try {
      Batch alone = Batch.joined(pieces(inputs, rows, Optional.of(form)));
      return Nearness.of(whole, alone) == Nearness.FAR ? mixed(form, whole) : alone;
    } catch (ScoringException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return whole;
    } catch (IllegalArgumentException e) {
      return mixed(form, whole); // the answers do not go together
    }
  }

  private Batch mixed(RowsOfForm form, Batch whole) {
    form.found(
        new RowsTogether(1, Company.MIXED, "rows are answered otherwise among others than alone"));
    return whole;
  }

  private Batch scoreInPieces(Batch inputs, int rows, Optional<RowsOfForm> form)
      throws ScoringException {
    List<Batch> answers = pieces(inputs, rows, form);
    return answers.size() == 1 ? answers.get(0) : joined(answers);
  }

  private List<Batch> pieces(Batch inputs, int rows, Optional<RowsOfForm> form)
      throws ScoringException {
    List<Batch> answers = new ArrayList<>();
    for (int from = 0; from < rows; ) {
      Optional<RowsTogether> found = form.flatMap(RowsOfForm::found);
      int left = rows - from;
      int to = from + found.map(together -> piece(together, left)).orElse(1);
      Batch piece = to - from == rows ? inputs : inputs.rows(from, to);
      Batch answer = score(piece, from);
      answers.add(answer);
      if (form.isPresent() && found.isEmpty()) {
        form.get().met(model, piece, answer);
        form.get().found().ifPresent(listener);
      }
      from = to;
    }
    return answers;
  }

  /** Of a model whose outputs are not as many values for each row. */
  private static Batch joined(List<Batch> answers) throws ScoringException {
    try {
      return Batch.joined(answers);
    } catch (IllegalArgumentException e) {
      throw ScoringException.modelFailed(
          "its answers to single rows do not go together: " + e.getMessage(), e);
    }
  }

  private Batch score(Batch piece, int from) throws ScoringException {
    try {
      return model.score(piece);
    } catch (ScoringException e) {
      throw e.behind(from);
    }
  }

  /** How many go into the next call: only numbers that were tried. */
  private static int piece(RowsTogether together, int left) {
    return Math.min(together.most(), Integer.highestOneBit(left));
  }

  /** 0 where the columns are not rows of one table. */
  private static int rows(Batch inputs) {
    int rows = 0;
    for (Column column : inputs.columns()) {
      if (column.shape().rank() == 0 || (rows > 0 && column.rows() != rows)) {
        return 0;
      }
      rows = column.rows();
    }
    return rows;
  }
}

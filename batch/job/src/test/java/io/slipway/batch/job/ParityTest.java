package io.slipway.batch.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.plan.RunId;
import io.slipway.batch.run.RunDocument;
import io.slipway.batch.run.RunSpec;
import io.slipway.batch.staging.Commit;
import io.slipway.batch.warehouse.Rows;
import io.slipway.embedded.EmbeddedModel;
import io.slipway.embedded.Lease;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.RowsTogether.Company;
import io.slipway.scoring.ScoringException;
import io.slipway.server.protocol.AnswerReader;
import io.slipway.server.protocol.PredictCodec;
import io.slipway.server.protocol.PredictCodec.Form;
import io.slipway.server.protocol.RequestException;
import io.slipway.server.protocol.ScoringRequest;
import io.slipway.server.protocol.UnknownFields;
import io.slipway.testkit.ExpectedOutput;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same rows get the same predictions, bit for bit, in a run, in an application that has pulled
 * the model from the registry, and in the pod's own requests of one row each. A row that the pod
 * refuses is an error of the run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParityTest {
  private static final boolean LONG = Boolean.getBoolean("slipway.long");

  /** More than are scored one by one before others go together, in each of two splits. */
  private static final int MOST_ROWS = LONG ? 500 : 220;

  private static final String ERROR = "an error";

  /**
   * What may keep a model from being scored in bulk: it takes no rows, or answers with no table.
   */
  private static final Set<String> NO_TABLE = Set.of("ModelUnsupported", "OutputInvalid");

  private final Map<String, String> passedOver = new TreeMap<>();
  private int compared;
  private final PulledModels pulled;

  ParityTest(@TempDir Path registry) throws Exception {
    this.pulled = PulledModels.in(registry);
  }

  /** A model file with rows for it. */
  record Case(String name, Path model, List<ObjectNode> rows) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    List<TestModel> models = LONG ? TestModels.available() : TestModels.committed();
    return models.stream().flatMap(ParityTest::cases);
  }

  private static Stream<Case> cases(TestModel test) {
    List<Case> cases = new ArrayList<>();
    if (test.pmml().isPresent()) {
      List<Map<String, Object>> rows = test.inputRows();
      cases.add(
          new Case(
              test.id() + ", PMML",
              test.pmml().get(),
              Lines.ofRecords(rows.subList(0, Math.min(rows.size(), MOST_ROWS)))));
    }
    boolean deterministic =
        test.onnx().isPresent()
            && test.onnxExpected().stream()
                .noneMatch(output -> output instanceof ExpectedOutput.Nondeterministic);
    // A model of several files is none here.
    if (deterministic && !Files.exists(test.folder().resolve("weights.bin"))) {
      Batch input = test.onnxInput();
      int rows = input.columns().stream().mapToInt(Column::rows).max().orElse(0);
      boolean table =
          rows > 0
              && input.columns().stream()
                  .allMatch(column -> column.shape().rank() > 0 && column.rows() == rows);
      if (table) {
        List<ObjectNode> lines = Lines.ofTensors(input, rows);
        cases.add(
            new Case(
                test.id() + ", ONNX",
                test.onnx().get(),
                lines.subList(0, Math.min(rows, MOST_ROWS))));
      }
    }
    return cases.stream();
  }

  @AfterAll
  void close() throws IOException {
    pulled.close();
  }

  @AfterAll
  void requireThatMostModelsWereCompared() {
    assertThat(compared)
        .as("models that were compared; not these: %s", passedOver)
        .isGreaterThan(2 * passedOver.size());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aRunPredictsWhatThePodAnswers(Case one, @TempDir Path root) throws Exception {
    RunBed bed = RunBed.of(root, one.model());
    bed.input("rows.jsonl", Lines.text(one.rows()));
    bed.change(
        run -> {
          run.put("rowsPerCall", 1024);
          run.putObject("splits").put("bytes", 5_000).put("most", 2);
          run.putObject("validation").put("maxErrorRate", 1);
        });
    RunBed.Ended planned = bed.plan();
    if (planned.exitCode() != 0) {
      assertThat(NO_TABLE).as("%s", planned).contains(planned.reason());
      passOver(one, planned.message());
    }
    Map<String, String> alone = new LinkedHashMap<>();
    try (Model model = Engines.installed().load(one.model(), LoadOptions.cpu())) {
      for (ObjectNode row : one.rows()) {
        Map<String, String> answer = answers(model, List.of(row));
        alone.put(key(row), answer.getOrDefault(key(row), ERROR));
      }
      requireTheSameEmbedded(one, model, alone);
    }
    Map<String, String> run = rowsOf(bed, planned.word());
    if (run.isEmpty()) {
      passOver(one, "its answers are no table");
    }
    for (ObjectNode row : one.rows()) {
      assertThat(run.get(key(row))).as("row %s", key(row)).isEqualTo(alone.get(key(row)));
    }
    assertThat(run).hasSize(one.rows().size());
    compared++;
  }

  private void passOver(Case one, String why) {
    passedOver.put(one.name(), why);
    Assumptions.abort(why);
  }

  /**
   * As a batch of all rows, of a row more than can be halved often, and of two; a model that looks
   * at several rows at once answers them as it does in one request.
   */
  private void requireTheSameEmbedded(Case one, Model model, Map<String, String> alone)
      throws Exception {
    List<ObjectNode> rows =
        one.rows().stream().filter(row -> !ERROR.equals(alone.get(key(row)))).toList();
    if (rows.isEmpty()) {
      return;
    }
    try (EmbeddedModel embedded = pulled.open(one.model());
        Lease lease = embedded.lease()) {
      for (int size : new int[] {rows.size(), 33, 2}) {
        for (int from = 0; from < rows.size(); from += size) {
          List<ObjectNode> some = rows.subList(from, Math.min(rows.size(), from + size));
          Map<String, String> together = answers(model, some);
          if (together.isEmpty()) {
            continue;
          }
          Column[] answer =
              embedded.score(read(model, some).inputs()).outputs().columns().toArray(Column[]::new);
          boolean mixed =
              lease.rowsTogether().stream().anyMatch(found -> found.company() == Company.MIXED);
          for (int row = 0; row < some.size(); row++) {
            String key = key(some.get(row));
            assertThat(words(List.of(answer), row))
                .as("row %s of %d in an application", key, some.size())
                .isEqualTo((mixed ? together : alone).get(key));
          }
        }
      }
    }
  }

  private static ScoringRequest read(Model model, List<ObjectNode> rows) throws RequestException {
    ObjectNode request = RunBed.JSON.createObjectNode();
    request.putArray("instances").addAll(rows);
    return new PredictCodec(model.signature(), rows.size())
        .decode(
            request.toString().getBytes(UTF_8), Form.RECORDS, Form.RECORDS, UnknownFields.IGNORE);
  }

  /** What the pod answers to a request for some rows; nothing if it refuses it. */
  private static Map<String, String> answers(Model model, List<ObjectNode> rows)
      throws RequestException {
    Batch outputs;
    ScoringRequest read;
    try {
      read = read(model, rows);
      outputs = model.score(read.inputs());
    } catch (RequestException | ScoringException _) {
      return Map.of();
    }
    if (!outputs.columns().stream().allMatch(column -> isByRow(column, model, rows.size()))) {
      return Map.of();
    }
    // What the caller reads is what the engine said, to the last bit.
    ScoringRequest.EncodedAnswer json = read.encoder().encode(outputs, Integer.MAX_VALUE);
    List<Column> answered = new AnswerReader(model.signature()).read(json);
    Map<String, String> words = new LinkedHashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      words.put(key(rows.get(row)), words(outputs.columns(), row));
      assertThat(words(answered, row)).isEqualTo(words(outputs.columns(), row));
    }
    return words;
  }

  /** Whether an answer is a row for each row, of the shape that the model announces. */
  private static boolean isByRow(Column column, Model model, int rows) {
    int rank = model.signature().output(column.name()).orElseThrow().shape().rank();
    return column.rows() == rows && column.shape().rank() == rank;
  }

  private static String key(ObjectNode row) {
    return row.required("key").asText();
  }

  /** By key. */
  private static Map<String, String> rowsOf(RunBed bed, JsonNode planned) throws Exception {
    RunId id = new RunId(planned.required("runId").asText());
    RunSpec spec = RunDocument.read(Files.readAllBytes(bed.folder("config/run/run.json")));
    List<Commit> commits = new ArrayList<>();
    RunFolder folder =
        new MountedPlaces(bed.folder("config"), Map.of())
            .folder(spec.staging(), spec.output().set(), id);
    for (int split = 0; split < planned.required("splits").intValue(); split++) {
      RunBed.Ended scored = bed.score(id.value(), split);
      if (scored.reason().equals("OutputInvalid")) {
        return Map.of();
      }
      RunBed.requireDone(scored);
      commits.add(folder.staging().committed(split).orElseThrow());
    }
    Map<String, String> words = new LinkedHashMap<>();
    try (CommittedRows rows =
        new CommittedRows(
            folder.staging(), commits, folder.known(id, spec).run().outputs(), bed.root())) {
      for (Optional<Rows> next = rows.next(); next.isPresent(); next = rows.next()) {
        for (int row = 0; row < next.get().size(); row++) {
          boolean scored = !next.get().errors().isValid(row);
          words.put(
              next.get().keys().strings()[row],
              scored ? words(next.get().values().columns(), row) : ERROR);
        }
      }
    }
    return words;
  }

  /** The values of a row to the last bit, without those that are missing. */
  private static String words(Iterable<Column> columns, int row) {
    StringBuilder words = new StringBuilder();
    for (Column column : columns) {
      int width = column.rows() == 0 ? 1 : column.length() / column.rows();
      for (int place = 0; place < width; place++) {
        int i = row * width + place;
        if (column.isValid(i)) {
          String name = width == 1 ? column.name() : column.name() + "_" + place;
          words.append(name).append('=').append(bits(column, i)).append(' ');
        }
      }
    }
    return words.toString();
  }

  private static Object bits(Column column, int index) {
    return switch (column.type()) {
      case FP32 -> Float.floatToIntBits(column.floats()[index]);
      case FP64 -> Double.doubleToLongBits(column.doubles()[index]);
      default -> Array.get(column.values(), index);
    };
  }
}

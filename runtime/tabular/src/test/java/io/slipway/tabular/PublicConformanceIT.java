package io.slipway.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.tabular.Reference.Closeness;
import io.slipway.tabular.Reference.Outcome;
import io.slipway.testkit.Comparison;
import io.slipway.testkit.CsvRows;
import io.slipway.testkit.TabularRows;
import io.slipway.testkit.TestModels;
import io.slipway.testkit.Tolerance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Public PMML documents of many producers: their answers, and the reference's on rows that no
 * producer has thought of. The documents are AGPL-3.0, so they are read from the collection's
 * archive and are no part of this project.
 */
class PublicConformanceIT {
  private static final String ARCHIVE = "pmml-conformance.tar.zst";

  /** Documents that this engine scores; the others it leaves to another one, by name. */
  private static final int SCORED = 214;

  private static final int ROWS = Integer.getInteger("slipway.conformance.rows", 60);

  /** Boosted trees and networks are computed in single precision by the tools that wrote them. */
  private static final Comparison COMPARISON = new Comparison(new Tolerance(2e-5, 1e-5));

  @TempDir static Path unpacked;

  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private int scored;
  private int rows;

  @Test
  void everyDocumentIsScoredRightOrRefusedByName() throws Exception {
    Path archive =
        TestModels.collectionFolder().map(folder -> folder.resolve(ARCHIVE)).orElse(Path.of(""));
    assumeTrue(Files.isRegularFile(archive), TestModels.COLLECTION_ABSENT);
    Path root = unpack(archive);
    JsonNode entries =
        new ObjectMapper().readTree(root.resolve("index.json").toFile()).path("entries");

    for (JsonNode entry : entries) {
      Path file = root.resolve(entry.path("pmml").asText());
      try (Model model = PmmlReader.read(file)) {
        scored++;
        answers(root, entry, model);
        sameAsTheReference(file, root.resolve(entry.path("input_csv").asText()), model);
      } catch (ModelLoadException e) {
        if (e.reason() != Reason.MODEL_UNSUPPORTED) {
          failures.add(file.getFileName() + ": " + e.reason() + " " + e.getMessage());
        }
        refusals.merge(
            String.valueOf(e.getMessage()).replaceFirst("line \\d+, column \\d+: ", ""),
            1,
            Integer::sum);
      }
    }

    System.out.printf(
        "public PMML documents: %d of %d scored, %d rows; left to other engines: %s%n",
        scored, entries.size(), rows, refusals);
    assertThat(failures).isEmpty();
    assertThat(scored).isGreaterThanOrEqualTo(SCORED);
  }

  private void answers(Path root, JsonNode entry, Model model) throws Exception {
    List<Map<String, Object>> inputs = sampled(root.resolve(entry.path("input_csv").asText()));
    List<Map<String, Object>> expected = sampled(root.resolve(entry.path("expected_csv").asText()));
    List<String> unmatched = new ArrayList<>();
    entry
        .path("jpmml_check")
        .path("unmatched_columns")
        .forEach(column -> unmatched.add(column.asText()));
    String name = entry.path("pmml").asText();
    try {
      Batch answer = model.score(TabularRows.toBatch(model.signature(), inputs));
      int answered = model.signature().inputs().isEmpty() ? 1 : expected.size();
      rows += answered;
      for (int row = 0; row < answered; row++) {
        Map<String, Object> wanted = new LinkedHashMap<>(expected.get(row));
        wanted.keySet().removeAll(unmatched);
        List<String> differences = COMPARISON.differences(wanted, TabularRows.row(answer, row));
        if (!differences.isEmpty()) {
          failures.add(name + ", row " + row + ": " + differences);
          return;
        }
      }
    } catch (Exception e) {
      failures.add(name + ": " + e);
    }
  }

  private void sameAsTheReference(Path file, Path sample, Model model) throws Exception {
    if (model.signature().inputs().isEmpty()) {
      return;
    }
    try (Model reference = Reference.load(file)) {
      if (!reference.signature().equals(model.signature())) {
        failures.add(
            file.getFileName() + ": " + model.signature() + ", not " + reference.signature());
        return;
      }
      RandomRows random =
          new RandomRows(model.signature(), CsvRows.read(sample, CsvRows.MISSING), 7);
      Closeness closeness =
          file.getFileName().toString().contains("Bayes")
              ? Closeness.TWELVE_DIGITS
              : Closeness.of(Files.readString(file));
      Outcome outcome = Reference.compare(reference, model, random.next(ROWS), closeness);
      rows += outcome.answered();
      if (!outcome.differences().isEmpty()) {
        failures.add(file.getFileName() + ": " + outcome.differences().get(0));
      }
    }
  }

  /** Rows spread evenly over a table, so that the suite takes seconds. */
  private static List<Map<String, Object>> sampled(Path csv) throws Exception {
    List<Map<String, Object>> all = CsvRows.read(csv, CsvRows.MISSING);
    int count = Math.min(all.size(), ROWS);
    return IntStream.range(0, count)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
        .toList();
  }

  private static Path unpack(Path archive) throws Exception {
    Process tar =
        new ProcessBuilder("tar", "--zstd", "-xf", archive.toString(), "-C", unpacked.toString())
            .inheritIO()
            .start();
    assumeTrue(tar.waitFor() == 0, "tar cannot unpack " + ARCHIVE + ": is zstd installed?");
    return unpacked.resolve("pmml-conformance");
  }
}

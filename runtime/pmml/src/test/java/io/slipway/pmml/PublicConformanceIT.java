package io.slipway.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.scoring.Batch;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.testkit.Comparison;
import io.slipway.testkit.CsvRows;
import io.slipway.testkit.TabularRows;
import io.slipway.testkit.TestModels;
import io.slipway.testkit.Tolerance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Public PMML documents with the answers of the tools that wrote them: R, KNIME, RapidMiner, SAS,
 * BigML, scikit-learn. They are AGPL-3.0, so they are read from the collection's archive and are no
 * part of this project.
 */
class PublicConformanceIT {
  private static final String ARCHIVE = "pmml-conformance.tar.zst";

  /** Boosted trees and networks are computed in single precision by the tools that wrote them. */
  private static final Comparison COMPARISON = new Comparison(new Tolerance(2e-5, 1e-5));

  @TempDir static Path unpacked;

  @Test
  void everyPublicDocumentAnswersAsItsProducerSays() throws Exception {
    Path root = documentsFolder();
    JsonNode entries = entries(root);

    List<String> failures = new ArrayList<>();
    int rows = 0;
    for (JsonNode entry : entries) {
      String name = entry.path("pmml").asText();
      try {
        rows += check(root, entry, failures);
      } catch (Exception e) {
        failures.add(name + ": " + e);
      }
    }

    System.out.printf(
        "public PMML documents: %d of %d agree, %d rows%n",
        entries.size() - failures.size(), entries.size(), rows);
    assertThat(failures).isEmpty();
  }

  @Test
  void theTreeOfEveryPublicDocumentIsThatOfJaxb() throws Exception {
    List<String> differences = new ArrayList<>();
    int documents = 0;
    Path root = documentsFolder();
    for (JsonNode entry : entries(root)) {
      String name = entry.path("pmml").asText();
      documents++;
      XmlReaderTest.differenceIn(root.resolve(name))
          .ifPresent(difference -> differences.add(name + ": " + difference));
    }

    assertThat(documents).isPositive();
    assertThat(differences).isEmpty();
  }

  private static int check(Path root, JsonNode entry, List<String> failures) throws Exception {
    List<Map<String, Object>> inputs =
        CsvRows.read(root.resolve(entry.path("input_csv").asText()), CsvRows.MISSING);
    List<Map<String, Object>> expected =
        CsvRows.read(root.resolve(entry.path("expected_csv").asText()), CsvRows.MISSING);
    List<Integer> sample = sample(inputs.size());
    inputs = sample.stream().map(inputs::get).toList();
    expected = sample.stream().map(expected::get).toList();
    List<String> unmatched = new ArrayList<>();
    entry
        .path("jpmml_check")
        .path("unmatched_columns")
        .forEach(column -> unmatched.add(column.asText()));
    try (Model model =
        new PmmlEngine().load(root.resolve(entry.path("pmml").asText()), LoadOptions.cpu())) {
      Batch answer = model.score(TabularRows.toBatch(model.signature(), inputs));
      int answered = model.signature().inputs().isEmpty() ? 1 : expected.size();
      for (int row = 0; row < answered; row++) {
        Map<String, Object> wanted = new LinkedHashMap<>(expected.get(row));
        wanted.keySet().removeAll(unmatched);
        List<String> differences = COMPARISON.differences(wanted, TabularRows.row(answer, row));
        if (!differences.isEmpty()) {
          failures.add(entry.path("pmml").asText() + ", row " + row + ": " + differences);
          break;
        }
      }
    }
    return expected.size();
  }

  /** Rows spread evenly over the table, so that the suite takes seconds; 0 for all. */
  private static List<Integer> sample(int rows) {
    int wanted = Integer.getInteger("slipway.conformance.rows", 100);
    int count = wanted == 0 ? rows : Math.min(rows, wanted);
    return IntStream.range(0, count).mapToObj(i -> (int) ((long) i * rows / count)).toList();
  }

  private static JsonNode entries(Path root) throws IOException {
    return new ObjectMapper().readTree(root.resolve("index.json").toFile()).path("entries");
  }

  /** Where the archive is unpacked to, once. */
  private static Path documentsFolder() throws Exception {
    Path archive =
        TestModels.collectionFolder().map(folder -> folder.resolve(ARCHIVE)).orElse(Path.of(""));
    assumeTrue(Files.isRegularFile(archive), TestModels.COLLECTION_ABSENT);
    Path folder = unpacked.resolve("pmml-conformance");
    return Files.exists(folder) ? folder : unpack(archive);
  }

  private static Path unpack(Path archive) throws Exception {
    Process tar =
        new ProcessBuilder("tar", "--zstd", "-xf", archive.toString(), "-C", unpacked.toString())
            .inheritIO()
            .start();
    assumeTrue(tar.waitFor() == 0, "tar cannot unpack " + ARCHIVE + ": is zstd installed?");
    return unpacked.resolve("pmml-conformance");
  }

  @Test
  void theCommittedCsvAndJsonOfAModelSayTheSame() {
    var model = TestModels.committed("sk-ruleset-iris");

    List<Map<String, Object>> csv = CsvRows.read(model.expectedCsv().orElseThrow(), Set.of(""));

    for (int row = 0; row < csv.size(); row++) {
      assertThat(COMPARISON.differences(model.expectedRows().get(row), csv.get(row))).isEmpty();
    }
  }
}

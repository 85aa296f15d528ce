package io.slipway.tabular;

import io.slipway.tabular.Damaged.Outcome;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import net.jqwik.api.statistics.Statistics;

/** Whatever is done to a document: it is refused in words, or read and scored within bounds. */
class MutatedDocumentsTest {
  private static final int ROWS = 4;

  /** Larger ones take longer and lead nowhere else. */
  private static final int LARGEST = 16_000;

  private final List<String> real = new ArrayList<>();
  private Path file = Path.of("");

  @BeforeProperty
  void prepare() throws IOException {
    file = Files.createTempFile("mutated", ".pmml");
    for (TestModel model : TestModels.available()) {
      Optional<Path> document = model.pmml();
      if (document.isPresent() && Files.size(document.get()) <= LARGEST) {
        real.add(Files.readString(document.get()));
      }
    }
  }

  @AfterProperty
  void removeFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 12_000, shrinking = ShrinkingMode.OFF)
  void leadsToNoFailureOfOurs(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] document = new DocumentMutation(random).of(document(random));
    Files.write(file, document);
    Statistics.collect(
        new Damaged(file, () -> new String(document, StandardCharsets.UTF_8))
            .outcome(
                PmmlReader::read,
                model -> new RandomRows(model.signature(), List.of(), seed).next(ROWS)));
    Statistics.coverage(
        shares -> {
          shares.check(Outcome.REFUSED).percentage(share -> share > 30);
          shares.check(Outcome.ANSWERS).percentage(share -> share > 10);
          shares.check(Outcome.REFUSES_ROWS).percentage(share -> share > 2);
        });
  }

  private String document(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new RandomDocuments(random.nextLong()).next();
      case 1 -> {
        RandomLearners.Kind[] kinds = RandomLearners.Kind.values();
        yield new RandomLearners(random.nextLong()).next(kinds[random.nextInt(kinds.length)]);
      }
      default -> real.get(random.nextInt(real.size()));
    };
  }
}

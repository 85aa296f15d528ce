package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What pods of runs say is what conditions say. */
final class ContractReasonsTest {

  private static final Path CONTRACT = Path.of("../docs/reference/batch-contract.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]+`) \\| (?:1|42) \\|");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");

  @Test
  void everyReasonOfAPodIsAReasonOfACondition() throws IOException {
    List<String> said =
        ROW.matcher(Files.readString(CONTRACT))
            .results()
            .flatMap(row -> NAME.matcher(row.group(1)).results())
            .map(name -> name.group(1))
            .toList();

    assertThat(said).contains("ConfigInvalid", "WarehouseFull", "StorageRefused");
    assertThat(said)
        .allMatch(reason -> Reason.of(reason).isPresent() || BatchReason.of(reason).isPresent());
  }
}

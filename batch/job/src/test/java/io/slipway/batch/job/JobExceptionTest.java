package io.slipway.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.job.JobException.Remedy;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class JobExceptionTest {

  @Test
  void aFolderThatIsAnotherUsersIsNotTriedAgainAndWhoToGiveItToIsSaid() {
    JobException failure =
        JobException.of(new AccessDeniedException("/var/lib/slipway/staging/daily"));

    assertThat(failure.reason()).isEqualTo("StorageRefused");
    assertThat(failure.remedy()).isEqualTo(Remedy.CORRECT);
    assertThat(failure)
        .hasMessageMatching("/var/lib/slipway/staging/daily: user \\S+ may not .*")
        .hasMessageContaining("batch.fsGroup");
  }
}

package io.slipway.batch.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.batch.job.JobException;
import java.lang.reflect.InvocationTargetException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** An account without rights is told of as such, and not as a defect. */
class RightsTest {
  private static final String SAID =
      "pods \"churn-score-x\" is forbidden: User \"system:serviceaccount:shop:spark\" cannot get"
          + " resource \"pods\" in API group \"\" in the namespace \"shop\"";

  @Test
  void whatTheApiServerRefusesIsInTheWordsWithTheRightsThatAreNeeded() {
    KubernetesClientException refused =
        new KubernetesClientException(
            "Failure executing: GET",
            403,
            new StatusBuilder().withCode(403).withMessage(SAID).build());

    JobException failure =
        Rights.missing(
                new SparkException(
                    "External scheduler cannot be instantiated",
                    new InvocationTargetException(refused)))
            .orElseThrow();

    assertThat(failure.reason()).isEqualTo("RightsMissing");
    assertThat(failure.remedy()).isEqualTo(JobException.Remedy.CORRECT);
    assertThat(failure.getMessage())
        .contains(SAID, "podTemplate.serviceAccountName", "deletecollection of pods");
  }

  @Test
  void anApiServerThatIsAwayIsNoMatterOfRights() {
    assertThat(Rights.missing(new KubernetesClientException("timeout", 504, null))).isEmpty();
    assertThat(Rights.missing(new IllegalStateException("403"))).isEmpty();
  }
}
